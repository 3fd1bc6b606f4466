"""What the funds tell the kernel when the portal starts: kinds, letters, doors, queues, work pages, own data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.kernel import dates
from civicportal.kernel.answers import Answer
from civicportal.kernel.money import show
from civicportal.kernel.text import LocalizedText, localized
from civicportal.people import public_names
from civicportal.people.enums import Role
from civicportal.places import doors, mine, navigation, panels, papers
from civicportal.records import deeds
from civicportal.submissions import kinds
from civicportal.submissions.models import Opening, Submission
from funds import items
from funds.actions import applications, projects
from funds.enums.applications import LOOKS, PUBLIC_WORDS, Audience, Endorser
from funds.exports import register_exports
from funds.keeping import register_keeping
from funds.models import Application, Round
from funds.notices import applications as notices
from funds.queries import mine as own
from funds.queries import public, staff
from funds.registrations.after import register_after
from funds.registrations.coaching import register_coaching
from funds.registrations.inquiries import register_inquiries
from funds.registrations.outreach import register_outreach
from funds.registrations.review import register_review
from funds.registrations.setup import register_setup
from funds.rules.applications import can_apply, may_change, may_complete, may_withdraw
from funds.templatetags.funds import DEEDS
from funds.wordings import register_wordings


def register_everything() -> None:
    """Called once, by the app's ready()."""
    items.register_kinds()
    notices.register_letters()
    deeds.register(DEEDS)
    register_wordings()
    register_exports()
    _register_writing()
    _register_front()
    _register_queues()
    register_inquiries()
    register_after()
    register_outreach()
    register_coaching()
    register_setup()
    register_review()
    register_keeping()


def _register_writing() -> None:
    """Applications are written, sent and talked about by the kernel's pages."""
    kinds.register(
        kinds.OpeningKind(
            key="funds.round",
            submitted=applications.submitted,
            changed=applications.changed,
            completed=applications.completed,
            contact_named=applications.contact_named,
            handed_over=applications.handed_over,
            may_complete=lambda submission: may_complete(submission.application),
            endorser=endorser_of,
            complete_path=lambda submission: reverse("admin:funds_completion", args=[submission.case.reference]),
            about=about,
            status_url=status_url,
            preview=preview,
            facts=facts,
            withdrawn=applications.withdrawn,
            may_write=may_write,
            answer_by=answer_by,
            checklist=checklist,
            named=((Round, "fund__name"),),
            may_change=lambda person, submission: may_change(submission.application),
            may_withdraw=lambda person, submission: may_withdraw(submission.application),
        )
    )
    cases.register(
        cases.CaseKind(
            key="funds.round",
            label=gettext_lazy("Application to a fund"),
            talk_path=lambda case: reverse("funds:application_talk", args=[case.reference]),
            work_path=lambda case: reverse("admin:funds_application", args=[case.reference]),
        )
    )


def _register_front() -> None:
    """The door on the home page, the menu, the budget meter, my page, the forms to print."""
    navigation.register_head(navigation.NavLink("funds", gettext_lazy("Funds"), "funds:fund_list", 10))
    navigation.register_foot(navigation.NavLink("projects", gettext_lazy("Granted projects"), "funds:project_list", 5))
    doors.register(
        doors.Door(
            key="idea",
            label=gettext_lazy("I have an idea"),
            text=gettext_lazy("Get coaching and money to try it."),
            url_name="funds:fund_list",
            position=10,
        )
    )
    panels.register(panels.Panel(key="meter", template="funds/panels/meter.html", context=meter_panel, position=10))
    sent = gettext_lazy("Your applications")
    mine.register(mine.Group(key="applications", label=sent, rows=my_rows, source=own.sent_by, position=20))
    papers.register("funds", printable_forms)
    public_names.register(projects.take_names_down)


def _register_queues() -> None:
    """What waits for whom on the start page of the backoffice."""
    to_screen, to_decide = gettext_lazy("Applications to read through"), gettext_lazy("Applications to decide")
    queues.register(queues.Queue("to_screen", to_screen, (Role.FUND_MANAGER,), waiting_to_screen))
    queues.register(queues.Queue("to_decide", to_decide, (Role.DECISION_MAKER,), waiting_to_decide))


def _round_of(opening: Opening) -> Round:
    """The opening's round with its fund: one query, kept with the opening for all that its page asks."""
    kept: Round | None = opening.__dict__.get("round_read")
    if kept is None:
        kept = opening.__dict__["round_read"] = Round.objects.select_related("fund").get(opening=opening)
    return kept


def may_write(person: Any, opening: Opening) -> Answer:
    """For whom the round's fund is."""
    return can_apply(person, _round_of(opening).fund)


def answer_by(opening: Opening, sent_at: datetime) -> date:
    """The round's day; where it is open all year, the decision date that the application belongs to."""
    round_ = Round.objects.get(opening=opening)
    return round_.decided_on(dates.day_of(sent_at)) or opening.answer_by


def checklist(opening: Opening) -> list[tuple[str, LocalizedText]]:
    """The fund's points to tick before one sends."""
    return [(point["key"], localized(point["words"])) for point in _round_of(opening).fund.checklist]


def about(opening: Opening) -> kinds.Context:
    """What the writing pages say about the fund."""
    fund = _round_of(opening).fund
    return kinds.Context(
        name=str(fund.name),
        url=fund.get_absolute_url(),
        email=fund.email,
        phone=fund.phone,
        coaching_url=reverse("funds:coach_ask", args=[fund.slug]) if fund.coaching else "",
    )


def endorser_of(opening: Opening) -> str:
    """Whose support the fund asks for: the nearest manager's or that of the head of the department. One query."""
    said: str | None = Round.objects.filter(opening=opening).values_list("fund__endorser", flat=True).first()
    return said or Endorser.NEAREST


def status_url(submission: Submission) -> str:
    return reverse("funds:application", args=[submission.case.reference])


def preview(answers: dict[str, Any], opening: Opening) -> dict[str, Any]:
    """What would stand in public if the application is granted: the card, drawn from the draft's meanings."""
    employees = _round_of(opening).fund.audience == Audience.EMPLOYEES
    name = answers.get("contact_name", "") if answers.get("name_in_public") else _("private person")
    return {
        "kind": "project",
        "title": answers.get("title", ""),
        "summary": answers.get("summary", ""),
        "last": show(sum(line["amount"] for line in answers.get("budget") or []) or answers.get("sum", 0)),
        "name": answers.get("organisation_name", "") if employees else name,
    }


def facts(submission: Submission, blind: bool) -> list[tuple[str, str]]:
    """The facts above an application on a reviewer's page; a blind stage leaves out who asks."""
    return facts_of(staff.application_of(submission), blind)


def facts_of(application: Application, blind: bool) -> list[tuple[str, str]]:
    """The same of an application that is at hand with its round, fund, district, focus challenge and vision areas."""
    told = [
        (_("Fund"), str(application.round)),
        (_("Applied for"), show(application.requested)),
        (_("District"), str(application.district or _("The whole city"))),
        (_("Vision areas"), ", ".join(map(str, application.area_names))),
        (_("Kind of applicant"), application.get_applicant_kind_display()),
    ]
    if application.focus_challenge:
        told.append((_("Focus challenge"), str(application.focus_challenge.name)))
    if not blind:
        told.append((_("Applicant"), application.organisation_name or application.contact_name))
    return [(label, value) for label, value in told if value]


def printable_forms() -> list[papers.Paper]:
    """The questions of each public fund, to print and fill in by hand."""
    return [
        papers.Paper(
            label=_("All questions, %(name)s") % {"name": fund.name}, url=reverse("funds:questions", args=[fund.slug])
        )
        for fund in public.funds_in_public()
    ]


def meter_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The year's budget of the first public fund; nothing where there is none, or no budget this year."""
    fund, meter = public.first_fund_with_meter() or (None, None)
    return {"fund": fund, "meter": meter} if meter and meter.budget else None


def my_rows(sent: own.Sent) -> list[mine.Row]:
    """One's own applications with status in words and, while it is not answered, the promised date."""
    return [
        mine.Row(
            label=application.title,
            url=reverse("funds:application", args=[application.case.reference]),
            note=f"{application.case.reference} · {application.round.fund.name}",
            status=str(PUBLIC_WORDS[own.public_state(application)]),
            look=LOOKS[own.public_state(application)],
            due=application.answer_by if LOOKS[own.public_state(application)] == "info" else None,
        )
        for application in sent.applications
    ]


def waiting_to_screen(person: Any) -> list[queues.Waiting]:
    return [_waiting(application, _("Read"), "admin:funds_application") for application in staff.to_screen(person)]


def waiting_to_decide(person: Any) -> list[queues.Waiting]:
    """What the room has proposed is read and confirmed; the rest is decided on its own page."""
    doors = {True: (pgettext("decision", "Confirm"), "admin:funds_confirm"), False: (_("Decide"), "admin:funds_decide")}
    return [_waiting(application, *doors[application.proposed]) for application in staff.to_decide(person)]


def _waiting(application: Any, verb: str, url_name: str) -> queues.Waiting:
    case = application.case
    return queues.Waiting(
        label=application.title,
        url=reverse(url_name, args=[case.reference]),
        verb=verb,
        due=case.answer_by,
        days_late=case.days_late(),
        note=f"{case.reference} · {application.round.fund.name}",
    )
