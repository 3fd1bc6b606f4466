"""The culture department's network in the demo: its fund with two rounds, support, ideas in two sentences, partners.

It is the same machinery as Visionsfonden's with other people in the parts: what differs is data.
"""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from civicportal.cases.models import Case, CaseMessage, Delegation
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Partner, Step
from civicportal.commons.words import in_all_languages
from civicportal.demo import applications, calendar, decisions, fund, reviews
from civicportal.demo.applications import Told
from civicportal.demo.calendar import morning
from civicportal.demo.city import Built
from civicportal.demo.fund import KRONA, RoundPlan
from civicportal.demo.letters import NAMES, Post
from civicportal.demo.log import Log
from civicportal.demo.people import add_people
from civicportal.demo.words import localized, localized_all, texts
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.kernel.web import token_hash
from civicportal.notices.models import Message
from civicportal.people.enums import OrganisationKind
from civicportal.people.models import Organisation, Person
from civicportal.submissions.actions.endorsing import token_of
from civicportal.submissions.endorsing import MOVE_OF
from civicportal.submissions.enums import EndorsementState
from civicportal.submissions.models import Endorsement, Form
from funds.actions import inquiries, setup
from funds.actions.projects import tell_of_grant
from funds.enums.applications import ApplicantKind, EndorsementNeed, ProjectState
from funds.models import Fund, FundYear, Inquiry, Project
from funds.notices import applications as notices

HIGHEST = 50_000 * KRONA
YEAR_BUDGET = 400_000 * KRONA
REVIEWERS = ("sff", "kultur", "digital")
MANAGER = "Enhetschefen"
SEED = "natverket"


def load(built: Built, cast: dict[str, Person], log: Log) -> Fund:
    """Makes the fund, its rounds, applications with their support, projects, ideas in two sentences and partners."""
    own = {**cast, "fund_manager": cast["culture"], "director": cast["culture_director"]}
    made, plans = _load_fund(built, own)
    commons.publish(made, by=own["culture"])
    Item.every.filter(pk=made.item_id).update(published_at=dates.now() - timedelta(days=400))
    told = _load_applications(plans, built, own, log)
    _load_support(told, log)
    read = [one for one in told.values() if one.plan.key == "closed"]
    reviews.load_reviews(reviews.load_assignments(read, {}, own, log, REVIEWERS), own, log)
    decided = decisions.load(told, own, log)
    decisions.log_releases(plans, decided, own, log)
    _load_letters(told, decided)
    _load_projects(made, told, decided, own, log)
    _load_inquiries(made, own)
    _load_partners(built, own)
    return made


def _load_fund(built: Built, cast: dict[str, Person]) -> tuple[Fund, list[RoundPlan]]:
    data = texts("network")
    unit = built.units["kultur"]
    made = Fund.objects.create(unit=unit, eligibility=data["eligibility"], **localized_all(data["fund"]))
    made.audience_units.set([unit])
    made.endorsement = EndorsementNeed.ASSIGNMENT
    made.save(update_fields=["endorsement"])
    setup.ask_report(made, by=cast["culture"])
    form = Form.objects.create(
        name="natverket", version=1, definition=texts("network_form"), made_at=dates.now() - timedelta(days=300)
    )
    Delegation.objects.create(
        person=cast["director"],
        title="Kulturdirektör",
        unit=unit,
        point="Delegationsordningen punkt 2.3",
        ceiling=HIGHEST,
        starts_on=dates.today() - timedelta(days=700),
    )
    today = dates.today()
    plans = [
        RoundPlan("closed", calendar.closed(today), 150_000 * KRONA, ()),
        RoundPlan("open", calendar.open_now(today), 200_000 * KRONA, (), focus=("livskvalitet",)),
    ]
    years: dict[int, FundYear] = {}
    number: defaultdict[int, int] = defaultdict(int)
    for plan in plans:
        year = plan.times.answer_by.year
        if year not in years:
            years[year] = FundYear.objects.create(fund=made, year=year, budget=YEAR_BUDGET)
        number[year] += 1
        fund.load_round(made, form, plan, years[year], number[year], built)
        fund.load_criteria(plan, data["criterion"])
        _configure(plan)
        plan.stage.name = LocalizedText(sv="Nätverkets läsning", en="The network's reading")
        plan.stage.save(update_fields=["name"])
    return Fund.objects.select_related("unit").get(pk=made.pk), plans


def _configure(plan: RoundPlan) -> None:
    """What sets the network's rounds apart: a lower sum, a latest start, the nearest manager's support."""
    opening = plan.row.opening
    opening.lowest, opening.highest = 2_000 * KRONA, HIGHEST
    opening.latest_start = plan.times.answer_by + timedelta(days=90)
    opening.save(update_fields=["lowest", "highest", "latest_start"])
    plan.row.endorsement = EndorsementNeed.ASSIGNMENT
    plan.row.save(update_fields=["endorsement"])


# Applications


def _load_applications(plans: list[RoundPlan], built: Built, cast: dict[str, Person], log: Log) -> dict[str, Told]:
    dice = random.Random(SEED)  # noqa: S311 - stories, not secrets
    data = texts("network_rounds")
    written = [(plan, row) for plan in plans for row in data[plan.key]]
    people = _colleagues([row["applicant"] for _plan, row in written], cast)
    for _plan, row in written:
        row |= {"kind": ApplicantKind.EMPLOYEE, "org": row["workplace"], "areas": []}
    told = [Told(row, plan, people[row["applicant"]], _sent_at(plan, row, dice)) for plan, row in written]
    told.sort(key=lambda one: one.sent_at)
    applications.give_references(told)
    for one in told:
        one.answers = _answers(one, built)
    applications.load_cases(told, cast["fund_manager"])
    applications.load_submissions(told)
    applications.load_applications(told, built)
    applications.log_what_happened(told, cast["fund_manager"], log)
    return {one.key: one for one in told}


def _colleagues(names: list[str], cast: dict[str, Person]) -> dict[str, Person]:
    """An account at work for everybody; the demo's own employee has theirs."""
    employee = cast["employee"]
    known = {person.name: person for person in Person.objects.filter(name__in=names)} | {employee.name: employee}
    new = [name for name in dict.fromkeys(names) if name not in known]
    made = add_people([(name, _address(name), "sv", "") for name in new])
    return known | dict(zip(new, made, strict=True))


def _address(name: str) -> str:
    return f"{slug_of(name).replace('-', '.')}@kultur.example.org"


def _sent_at(plan: RoundPlan, row: dict[str, Any], dice: random.Random) -> datetime:
    if "ago" in row:
        return morning(dates.today() - timedelta(days=row["ago"]), 8, 10 + len(row["key"]))
    times = plan.times
    first, last = times.opens_at + timedelta(days=5), times.closes_at - timedelta(hours=6)
    return (first + (last - first) * dice.random()).replace(second=0, microsecond=0)


def _answers(one: Told, built: Built) -> dict[str, Any]:
    """The answers as the form's check would have stored them."""
    data, decided = one.data, one.plan.times.answer_by
    answers = {
        "title": data["title"],
        "summary": data["summary"],
        "new": data["new"],
        "challenge": data.get("focus", ""),
        "value": data["value"],
        "district": built.districts[data["district"]].slug,
        "plan": data["plan"],
        "starts_on": (decided + timedelta(days=data["days"][0])).isoformat(),
        "ends_on": (decided + timedelta(days=data["days"][1])).isoformat(),
        "budget": [{"what": what, "amount": amount * KRONA, "note": note} for what, amount, note in data["budget"]],
        "contact_name": one.person.name,
        "workplace": data["workplace"],
        "endorser": f"chef.{slug_of(data['workplace'])}@kultur.example.org",
    }
    return {question: value for question, value in answers.items() if value not in ("", None, [])}


def _load_support(told: dict[str, Told], log: Log) -> None:
    """What each manager has said; one has been silent for two weeks."""
    for one in told.values():
        state = EndorsementState(one.data["support"])
        answered = (
            None
            if state == EndorsementState.ASKED
            else min(one.sent_at + timedelta(days=2, hours=3), dates.now() - timedelta(hours=1))
        )
        made = Endorsement(
            submission=one.submission,
            version=one.version,
            email=one.answers["endorser"],
            state=state,
            name=f"{MANAGER}, {one.data['workplace']}" if answered else "",
            words=one.data["support_words"],
            asked_at=one.sent_at,
            reminded=2 if one.data.get("asked_ago", 0) >= 10 and not answered else 0,
            answered_at=answered,
        )
        made.token_hash = token_hash(token_of(made))
        made.save(force_insert=True)
        log.add(one.sent_at, one.person, "endorsement.asked", made, submission=one.submission.pk, version=1)
        if answered:
            move = f"endorsement.{MOVE_OF[state]}"
            log.move(answered, None, move, made, EndorsementState.ASKED, state)


def _load_letters(told: dict[str, Told], decided: dict[str, Any]) -> None:
    post = Post()
    for one in told.values():
        post.went(notices.receipt(one.application, one.version), one.sent_at)
    for key, decision in decided.items():
        post.went(notices.decided(told[key].application, decision), told[key].released)
    post.write()


# What came of it


def _load_projects(
    made: Fund, told: dict[str, Told], decided: dict[str, Any], cast: dict[str, Person], log: Log
) -> None:
    function = in_all_languages(made.name)
    for one in (told[key] for key, decision in decided.items() if decision.is_award):
        project = _project(made, one, decided[one.key].amount)
        tell_of_grant(project, by=cast["culture"], at=one.released)
        Item.every.filter(pk=project.item_id).update(published_at=one.released)
        log.add(one.released, None, "project.opened", project)
        started = morning(project.granted_on + timedelta(days=12), 15)
        commons.add_step(
            project.item, by=None, title=in_all_languages(ProjectState.RUNNING.label), at=started,
            by_function=function, once=f"start:{project.pk}", tell=False,
        )  # fmt: skip
        log.move(started, cast["culture"], "project.start", project, ProjectState.GRANTED, ProjectState.RUNNING)
        last = started
        ended = project.state in {ProjectState.FINISHED, ProjectState.STOPPED}
        for days, swedish, english, words in one.data["steps"]:
            last = min(morning(project.granted_on + timedelta(days=days), 14), dates.now() - timedelta(days=2))
            commons.add_step(
                project.item, by=None, title=LocalizedText(sv=swedish, en=english), words=LocalizedText(sv=words),
                at=last, kind=Step.Kind.RESULT if ended else Step.Kind.UPDATE, by_function=function, tell=False,
            )  # fmt: skip
        if ended:
            move = "finish" if project.state == ProjectState.FINISHED else "stop"
            log.move(last, cast["culture"], f"project.{move}", project, ProjectState.RUNNING, project.state)


def _project(made: Fund, one: Told, granted: int) -> Project:
    data, application = one.data, one.application
    project = Project.objects.create(
        fund=made,
        round=one.plan.row,
        application=application,
        slug=slug_of(application.title),
        state=data["state"],
        title=LocalizedText(sv=data["title"], en=data["title_en"]),
        summary=LocalizedText(sv=data["summary"], en=data["summary_en"]),
        about=LocalizedText(sv=f"{data['new']}\n\n{data['plan']}"),
        learnt=LocalizedText(sv=data.get("learnt_sv", ""), en=data.get("learnt_en", "")),
        grantee_kind=application.applicant_kind,
        grantee_name=application.organisation_name,
        requested=application.requested,
        granted=granted,
        granted_on=dates.day_of(one.released),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        district=application.district,
        focus_challenge=application.focus_challenge,
    )
    return Project.objects.select_related("fund__unit", "fund__item", "district", "image").get(pk=project.pk)


# Ideas in two sentences, and partners


def _load_inquiries(made: Fund, cast: dict[str, Person]) -> None:
    """Told and answered by the actions, then given the times of the story."""
    rows = texts("network_words")["inquiry"]
    people = _colleagues([row["who"] for row in rows], cast)
    for number, row in enumerate(rows):
        person = people[row["who"]]
        once = uuid.uuid5(NAMES, f"inquiry:{number}")
        inquiry = inquiries.tell(made, by=person, words=row["words"], language=row.get("language", "sv"), once=once)
        told_at = morning(dates.today() - timedelta(days=row["ago"]), 11, 7 * number)
        _back(inquiry, told_at, row, cast["culture"], number)
        if "title" in row:
            inquiries.prepare(inquiry, title=row["title"], by=cast["culture"])


def _back(inquiry: Inquiry, told_at: datetime, row: dict[str, Any], answerer: Person, number: int) -> None:
    case = inquiry.case
    CaseMessage.objects.filter(case=case).update(sent_at=told_at)
    answered = None
    for days, words in row.get("answers", []):
        answered = told_at + timedelta(days=days, hours=2)
        CaseMessage.objects.create(
            case=case, sender=answerer, from_city=True, text=words, sent_at=answered,
            once=uuid.uuid5(NAMES, f"answer:{number}"),
        )  # fmt: skip
    promised = dates.day_of(told_at) + timedelta(days=inquiry.fund.contact_days)
    Case.objects.filter(pk=case.pk).update(opened_at=told_at, answer_by=promised, answered_at=answered)
    post = Post()
    for letter in Message.objects.filter(about_kind="cases.case", about_id=case.pk):
        post.went(letter, told_at)
    post.write()
    inquiry.refresh_from_db()


def _load_partners(built: Built, cast: dict[str, Person]) -> None:
    universities: dict[str, Organisation] = {}
    for row in texts("network_words")["partner"]:
        name = row.pop("university")
        if name not in universities:
            universities[name] = Organisation.objects.create(kind=OrganisationKind.UNIVERSITY, name=name)
        themes = row.pop("themes")
        words = {key: localized(value) if isinstance(value, dict) else value for key, value in row.items()}
        partner = Partner.objects.create(organisation=universities[name], unit=built.units["kultur"], **words)
        partner.themes.set([built.themes[slug] for slug in themes])
        commons.publish(partner, by=cast["culture"])
