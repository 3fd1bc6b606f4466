"""The demo's applications: the rows that sending, screening and withdrawing would have written, at the dates they tell.

They are written in bulk and not by the actions, because the actions live in the present. A test compares them with
what the actions and the form would have made (tests/demo/).
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from civicportal.cases.models import Case
from civicportal.commons.models import Theme
from civicportal.demo.city import Built
from civicportal.demo.fund import KRONA, RoundPlan
from civicportal.demo.log import Log
from civicportal.demo.people import CAST, add_people
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.kernel.text import slug_of
from civicportal.people.models import Consent, Person
from civicportal.records.models import Series
from civicportal.submissions.actions.sending import hash_of
from civicportal.submissions.models import BudgetLine, Draft, Submission, Version
from funds.actions.applications import NAME_IN_PUBLIC_WORDS
from funds.enums.applications import ApplicantKind, ApplicationState
from funds.models import Application

SEED = "visionsfonden"
PROTECTED_NAME = "Mirjam Skyggarp"
"""The demo's person with protected identity; the texts only say "Protected"."""
NO_AID = {"sv": "Nej, vi har inte fått något sådant stöd.", "en": "No, we have received none."}
S = ApplicationState


@dataclass
class Told:
    """One application of the texts on its way to rows."""

    data: dict[str, Any]
    plan: RoundPlan
    person: Person
    sent_at: datetime
    reference: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    case: Case = field(init=False)
    submission: Submission = field(init=False)
    version: Version = field(init=False)
    application: Application = field(init=False)

    @property
    def key(self) -> str:
        return str(self.data["key"])

    @property
    def requested(self) -> int:
        """In öre."""
        return sum(line[1] for line in self.data["budget"]) * KRONA

    @property
    def reviews(self) -> int:
        """How many of its reviews are done; none for what never came to be read."""
        return int(self.data.get("reviews", 3)) if self.data.get("level") else 0

    @property
    def screened_at(self) -> datetime:
        """The day after the round closed, or some days after it came while the round is open; never ahead of today."""
        wanted = (
            self.sent_at + timedelta(days=2)
            if self.plan.key == "open"
            else self.plan.times.closes_at + timedelta(hours=34)
        )
        return min(wanted, dates.now() - timedelta(hours=1))

    @property
    def released(self) -> datetime:
        """When everybody in the round heard. Raises LookupError for a round that is not released."""
        if self.plan.times.released is None:
            raise LookupError(f"The round of {self.key} is not released")
        return self.plan.times.released

    @property
    def withdrawn_at(self) -> datetime:
        return min(self.sent_at + timedelta(days=9), dates.now() - timedelta(hours=3))

    @property
    def state(self) -> str:
        """Where the application is by today."""
        if self.data.get("withdrawn"):
            return S.WITHDRAWN
        if self.plan.key == "open":
            return str(self.data["state"])
        if self.data.get("outcome") == "reserve":
            return S.RESERVE if self.plan.key == "closed" else S.DECIDED
        if self.plan.key == "closed":
            if self.data.get("outcome") == "dismissed":
                return S.DISMISSED
            return S.GRANTED if "amount" in self.data else S.REFUSED
        if self.data.get("decided"):
            return S.DECIDED
        return S.IN_REVIEW if self.reviews else S.SCREENED


def load(rounds: list[RoundPlan], built: Built, cast: dict[str, Person], log: Log) -> dict[str, Told]:
    """Makes people, cases, submissions and applications of every round. Returns them by the key of their text."""
    dice = random.Random(SEED)  # noqa: S311 - stories, not secrets
    written = [(plan, data) for plan in rounds for name in plan.files for data in texts(name)["application"]]
    people = _people([data for _plan, data in written], cast)
    told = [Told(data, plan, people[data["applicant"]], _sent_at(plan, data, dice)) for plan, data in written]
    told.sort(key=lambda one: one.sent_at)
    give_references(told)
    for one in told:
        one.answers = answers_of(one, built)
    load_cases(told, cast["fund_manager"])
    load_submissions(told)
    load_applications(told, built)
    log_what_happened(told, cast["fund_manager"], log)
    return {one.key: one for one in told}


def _people(rows: list[dict[str, Any]], cast: dict[str, Person]) -> dict[str, Person]:
    """An account for everybody who applies; members of the cast have theirs."""
    by_name: dict[str, Person] = {character.name: cast[character.key] for character in CAST}
    new = dict.fromkeys(row["applicant"] for row in rows if row["applicant"] not in by_name)
    languages = {row["applicant"]: row.get("language", "sv") for row in rows}
    names = {name: PROTECTED_NAME if name == "Protected" else name for name in new}
    people = add_people([(names[name], address_of(names[name]), languages[name], "") for name in new])
    by_name |= dict(zip(new, people, strict=True))
    Person.objects.filter(name=PROTECTED_NAME).update(protected=True)
    by_name["Protected"].protected = True
    return by_name


def address_of(name: str) -> str:
    return f"{slug_of(name).replace('-', '.')}@example.org"


def _sent_at(plan: RoundPlan, data: dict[str, Any], dice: random.Random) -> datetime:
    """Most come in the last days; one of the deciding round came after the deadline's grace."""
    times = plan.times
    if data["key"] == "vinterbad":
        return times.closes_at + timedelta(minutes=41)
    first, last = times.opens_at + timedelta(hours=3), min(times.closes_at, dates.now()) - timedelta(hours=6)
    share = dice.random() ** 0.45
    moment = first + (last - first) * share
    return moment.replace(minute=dice.randrange(60), second=dice.randrange(60), microsecond=0)


def give_references(told: list[Told]) -> None:
    """The numbers in the order of arrival, and the series where the actions will go on."""
    last: Counter[int] = Counter()
    prefix = told[0].plan.row.fund.series
    for one in told:
        year = dates.year_of(one.sent_at)
        last[year] += 1
        one.reference = f"{prefix}-{year}-{last[year]:04d}"
    Series.objects.bulk_create(Series(prefix=prefix, year=year, last=number) for year, number in last.items())


def organisation_number(key: str, kind: str) -> str:
    """A well-formed number in a series that nobody has been given, the same for the same key each time."""
    start = {"company": "559999", "organisation": "802998", "association": "802999"}[kind]
    nine = start + f"{random.Random(key).randrange(900, 1000):03d}"  # noqa: S311
    total = sum(sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(nine))
    return nine + str(-total % 10)


def answers_of(one: Told, built: Built) -> dict[str, Any]:
    """The answers as the form's check would have stored them."""
    data, decided = one.data, one.plan.times.answer_by
    start, length = data["days"][0], min(data["days"][1], 360)
    answers = {
        "title": data["title"],
        "summary": data["summary"],
        "need": data["need"],
        "new": data["new"],
        "target": data["who"],
        "district": built.districts[data["district"]].slug,
        "together": data.get("together", ""),
        "plan": data["plan"],
        "starts_on": (decided + timedelta(days=start)).isoformat(),
        "ends_on": (decided + timedelta(days=length)).isoformat(),
        "result": data["result"],
        "after": data["after"],
        "budget": [{"what": what, "amount": amount * KRONA, "note": note} for what, amount, note in data["budget"]],
        "vision_areas": data["areas"],
        "focus": data.get("focus", ""),
        "applicant_kind": data["kind"],
        "contact_name": one.person.name,
        "phone": one.person.phone,
        "sensitive": False,
        "outreach": data["outreach"],
    }
    if data["kind"] == ApplicantKind.PERSON:
        answers["name_in_public"] = bool(data.get("name_in_public"))
    else:
        number = organisation_number(data["org"], data["kind"])
        aid = NO_AID[data.get("language", "sv")]
        answers |= {"organisation_name": data["org"], "organisation_number": number, "signs": True, "other_aid": aid}
    return {question: value for question, value in answers.items() if value not in ("", None, [])}


def load_cases(told: list[Told], manager: Person) -> None:
    cases = []
    for number, one in enumerate(told, start=1):
        withdrawn = one.state == S.WITHDRAWN
        released = one.plan.times.released
        cases.append(
            Case(
                reference=one.reference,
                kind="funds.round",
                title=one.data["title"],
                unit=one.plan.row.fund.unit,
                person=one.person,
                handler=None if one.state in {S.RECEIVED, S.WITHDRAWN} else manager,
                opened_at=one.sent_at,
                answer_by=one.plan.times.answer_by,
                answered_at=one.withdrawn_at if withdrawn else released,
                diary_number=f"SLF {one.sent_at.year}/{411 + 3 * number}" if released else "",
            )
        )
    for one, case in zip(told, Case.objects.bulk_create(cases), strict=True):
        one.case = case


def load_submissions(told: list[Told]) -> None:
    drafts = Draft.objects.bulk_create(
        Draft(
            opening=one.plan.row.opening,
            form=one.plan.row.opening.form,
            person=one.person,
            email=one.person.email,
            language=one.data.get("language", "sv"),
            started_at=one.sent_at - timedelta(days=2, hours=3),
            changed_at=one.sent_at,
            at_step="you",
            sent_at=one.sent_at,
        )
        for one in told
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            draft=draft,
            opening=one.plan.row.opening,
            case=one.case,
            person=one.person,
            language=draft.language,
            first_sent_at=one.sent_at,
            sent_at=one.sent_at,
            late=one.plan.row.opening.is_late(one.sent_at),
            withdrawn_at=one.withdrawn_at if one.state == S.WITHDRAWN else None,
        )
        for one, draft in zip(told, drafts, strict=True)
    )
    versions = Version.objects.bulk_create(
        Version(
            submission=submission,
            number=1,
            form=draft.form,
            answers=one.answers,
            sha256=hash_of(draft.form, one.answers),
            sent_at=one.sent_at,
        )
        for one, draft, submission in zip(told, drafts, submissions, strict=True)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(submission=submission, position=position, **line)
        for one, submission in zip(told, submissions, strict=True)
        for position, line in enumerate(one.answers["budget"], start=1)
    )
    for one, submission, version in zip(told, submissions, versions, strict=True):
        one.submission, one.version = submission, version


def load_applications(told: list[Told], built: Built) -> None:
    applications = Application.objects.bulk_create(
        Application(
            submission=one.submission,
            round=one.plan.row,
            state=one.state,
            title=one.data["title"],
            summary=one.data["summary"],
            applicant_kind=one.data["kind"],
            organisation_name=one.data.get("org", ""),
            organisation_number=one.answers.get("organisation_number", ""),
            contact_name=one.person.name,
            name_in_public=bool(one.answers.get("name_in_public")),
            district=built.districts[one.data["district"]],
            focus_challenge=built.themes[one.data["focus"]] if "focus" in one.data else None,
            requested=one.requested,
            starts_on=one.answers["starts_on"],
            ends_on=one.answers["ends_on"],
        )
        for one in told
    )
    for one, application in zip(told, applications, strict=True):
        application.refresh_from_db(fields=["starts_on", "ends_on"])
        one.application = application
    set_areas(Application, {one.application.pk: one.data["areas"] for one in told}, built.themes)
    _load_consents(told)


def set_areas(model: type[Any], areas: dict[int, list[str]], themes: dict[str, Theme]) -> None:
    """Vision areas of many rows in one insert."""
    through = model.vision_areas.through
    name = model._meta.model_name
    through.objects.bulk_create(
        through(**{f"{name}_id": pk, "theme_id": themes[slug].pk}) for pk, slugs in areas.items() for slug in slugs
    )


def _load_consents(told: list[Told]) -> None:
    """One consent a person, from the first time they said yes."""
    first = {one.person.pk: one for one in reversed(told) if one.application.name_in_public}
    Consent.objects.bulk_create(
        Consent(
            person=one.person,
            purpose=Consent.Purpose.NAME_IN_PUBLIC,
            words_version=NAME_IN_PUBLIC_WORDS,
            given_at=one.sent_at,
        )
        for one in first.values()
    )


def log_what_happened(told: list[Told], manager: Person, log: Log) -> None:
    for one in told:
        sent = {"version": 1, "sha256": one.version.sha256}
        log.add(one.sent_at, one.person, "submission.sent", one.submission, **sent, late=one.submission.late)
        log.add(one.sent_at, one.person, "case.open", one.case, kind=one.case.kind, reference=one.reference)
        log.add(one.sent_at, one.person, "application.submitted", one.application, **sent)
        if one.state == S.WITHDRAWN:
            log.move(one.withdrawn_at, one.person, "application.withdraw", one.application, S.RECEIVED, S.WITHDRAWN)
            log.add(one.withdrawn_at, one.person, "submission.withdrawn", one.submission)
            log.add(one.withdrawn_at, one.person, "case.answered", one.case)
        elif one.state != S.RECEIVED:
            log.move(one.screened_at, manager, "application.screen", one.application, S.RECEIVED, S.SCREENED)
            handed = {"from": None, "to": manager.pk}
            log.add(one.screened_at, manager, "case.assign_handler", one.case, **handed)
