"""What followed the grants of the demo's closed round: one project in each state of agreement, money and report."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from civicportal.cases.enums import StateAid
from civicportal.demo.fund import KRONA
from civicportal.demo.letters import NAMES
from civicportal.demo.log import Log
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.kernel.money import digits
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Form, Submission
from civicportal.submissions.queries import kept
from funds.actions import agreements, changes, checkins, payments, reports, updates
from funds.actions.payments import Wanted
from funds.aid import cents_of, working_days_after
from funds.models import (
    Agreement,
    AidAward,
    AidDeclaration,
    CheckIn,
    Fund,
    GrantTerms,
    Payment,
    Project,
    ProjectUpdate,
    Report,
)
from funds.queries.money import plan_lines
from funds.terms import AGREEMENT, HOW_PAID, terms_of

RATE = Decimal("11.4250")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SLUGS = {
    "tools": "verktygsbibliotek-i-tvattstugan",
    "colony": "havskolonin-vid-raa",
    "walks": "sprakpromenader-langs-landborgen",
    "bicycles": "cykelkoket-i-containern",
    "radio": "radio-soder",
}


def load(fund: Fund, cast: dict[str, Person], log: Log) -> None:
    """Terms and report form, then agreement, plan and what followed for each granted project of the round."""
    manager = cast["fund_manager"]
    form = Form.objects.create(
        name="slutredovisning", version=1, definition=texts("report_form"), made_at=dates.now() - timedelta(days=400)
    )
    Fund.objects.filter(report_form__isnull=True).update(report_form=form)
    GrantTerms.objects.create(fund=fund, agreement=AGREEMENT, how_paid=HOW_PAID)
    rows = Project.objects.filter(fund=fund, application__isnull=False).select_related(
        "fund__report_form", "fund__unit", "item", "application__submission__person", "application__submission__case"
    )
    projects = {project.slug: project for project in rows.order_by("pk")}
    for number, project in enumerate(projects.values()):
        _agree(project, manager, log, waits=project.slug == SLUGS["radio"], number=number)
    data = texts("after")
    named = {key: projects.get(slug) for key, slug in SLUGS.items()}
    others = [project for slug, project in projects.items() if slug not in SLUGS.values()]
    _told(named["tools"], data, cast)
    _parts(named["colony"], manager)
    _on_the_way(others, fund, manager)
    _sent(others[-1] if others else None, data["report_sent"])
    _approved(named["walks"], data, manager)
    _late(named["bicycles"], data, manager)


def _person(project: Project) -> Person:
    person = project.application.submission.person if project.application else None
    if person is None:
        raise LookupError(f"{project.slug} has nobody behind it")
    return person


def _at(day: date, hour: int = 10) -> datetime:
    return dates.at(day, time(hour, 0))


def _agree(project: Project, by: Person, log: Log, *, waits: bool, number: int) -> None:
    """The plan and the agreement as the release makes them, accepted some days later; one still waits."""
    terms = terms_of(project.fund)
    payments.plan_by_default(project, terms.plan, by=by)
    Report.objects.create(project=project, due_on=agreements.report_day(project, terms))
    text, english = (agreements.text_of(project, terms, None, language) for language in ("sv", "en"))
    made_at = _at(dates.today() - timedelta(days=16)) if waits else _at(project.granted_on)
    agreement = Agreement(
        project=project, text=text, text_en=english, sha256=agreements.hash_of(text, english), made_at=made_at,
        accept_by=dates.day_of(made_at) + timedelta(days=terms.accept_days), reminded=2 if waits else 0,
    )  # fmt: skip
    if not waits:
        agreement.state, agreement.accepted_by = "accepted", _person(project)
        agreement.accepted_at = made_at + timedelta(days=3 + number, hours=5)
        agreement.accepted_name = _person(project).name or str(project.title)
        agreement.payout = "registered" if project.grantee_kind == "person" else "supplier"
    agreement.save()
    log.add(made_at, by, "agreement.made", agreement, project=project.pk, sha256=agreement.sha256)
    if agreement.accepted_at:
        log.move(
            agreement.accepted_at, agreement.accepted_by, "agreement.accept", agreement, "waiting", "accepted",
            sha256=agreement.sha256,
        )  # fmt: skip
        paid_on = dates.day_of(agreement.accepted_at) + timedelta(days=9)
        project.payments.update(payee_number=f"L-{4100 + number}")
        project.payments.filter(position=1).update(state="paid", paid_on=paid_on)


def _told(project: Project | None, data: dict[str, Any], cast: dict[str, Person]) -> None:
    """A public update, one that waits to be read, and a change that waits for an answer."""
    if project is None:
        return
    person = _person(project)
    for number, (key, days) in enumerate((("update_public", 31), ("update_waiting", 1)), start=1):
        made = ProjectUpdate.objects.create(
            project=project, number=number, written_by=person, written_at=_at(dates.today() - timedelta(days=days), 19),
            once=uuid.uuid5(NAMES, key), **data[key],
        )  # fmt: skip
        if key == "update_public":
            updates.release(made, by=cast["communicator"])
    ends = (project.ends_on or dates.today()) + timedelta(days=75)
    changes.ask(project, by=person, ends_on=ends, once=uuid.uuid5(NAMES, "change"), **data["change_asked"])


def _parts(project: Project | None, by: Person) -> None:
    """A grant in three parts: one paid, one whose condition is met, one that waits."""
    if project is None:
        return
    first, second = project.granted * 2 // 500 * 100, project.granted // 500 * 100
    Payment.objects.filter(project=project).update(state="planned", paid_on=None)
    rest = project.granted - first - second
    wanted = [
        Wanted(first, "agreement"),
        Wanted(second, "milestone", "Bryggan är på plats"),
        Wanted(rest, "report"),
    ]
    payments.plan(project, wanted, by=by)
    payments.set_payee(project, "L-4190", by=by)
    parts = list(project.payments.order_by("position"))
    payments.mark_paid(parts[0], by=by, on=min(dates.today(), project.granted_on + timedelta(days=12)))
    payments.clear(parts[1], by=by)


def _on_the_way(projects: list[Project], fund: Fund, by: Person) -> None:
    """A part that was handed over to the economy system and is not marked as paid."""
    if projects:
        parts = Payment.objects.filter(project=projects[0], position=1)
        cleared = Payment.objects.filter(project__fund=fund, state="cleared")
        waiting = list(cleared.values_list("pk", flat=True))
        cleared.update(payee_number="")
        parts.update(state="cleared", paid_on=None)
        payments.export(fund, by=by)
        Payment.objects.filter(pk__in=waiting).update(payee_number="L-4190")


def _write(project: Project, told: dict[str, Any]) -> Report:
    """The grantee writes the report in its form and sends it; `shares` say how much of each line was used."""
    person = _person(project)
    draft = reports.begin(Report.objects.get(project=project), by=person)
    names = ("short", "compared", "learnt", "reached", "goes_on", "who")
    used = [
        {"what": line.what, "amount": digits(round(line.planned * share / 10_000) * 100 * KRONA, "sv"), "note": ""}
        for line, share in zip(plan_lines(project), told["shares"], strict=False)
    ]
    values = {**{name: told[name] for name in names}, "used": used}
    submissions.save_answers(draft, values, kept(draft).versions, by=person)
    report = Report.objects.get(project=project)
    for number, line in enumerate(used, start=1):
        upload = ContentFile(PDF, name=f"kvitto-{number}.pdf")
        once = uuid.uuid5(NAMES, f"receipt:{project.pk}:{number}")
        reports.add_receipt(report, upload, what=str(line["what"]), by=person, once=once)
    submissions.send(draft, by=person)
    return Report.objects.get(project=project)


def _sent(project: Project | None, told: dict[str, Any]) -> None:
    """A report that waits to be read."""
    if project is not None:
        report = _write(project, told)
        sent_at = _at(dates.today() - timedelta(days=4), 21)
        Submission.objects.filter(pk=report.submission_id).update(first_sent_at=sent_at, sent_at=sent_at)


def _approved(project: Project | None, data: dict[str, Any], by: Person) -> None:
    """A finished project: report approved, some money to be given back, an answer after three months."""
    if project is None:
        return
    Payment.objects.filter(project=project).update(state="paid", paid_on=project.granted_on + timedelta(days=14))
    Project.objects.filter(pk=project.pk).update(ends_on=dates.today() - timedelta(days=95))
    project.refresh_from_db()
    reports.approve(_write(project, data["report_approved"]), by=by, words=data["report_approved"]["words"])
    checkins.plan(project)
    checkins.ask_due()
    asked = CheckIn.objects.filter(project=project, state="asked").first()
    if asked is not None:
        checkins.answer(asked, **data["check_in"])


def _late(project: Project | None, data: dict[str, Any], by: Person) -> None:
    """A change that was approved, a report that is a month late, an award of small aid for the register."""
    if project is None or project.application is None:
        return
    asked = changes.ask(
        project, by=_person(project), why=data["change_approved"]["why"], once=uuid.uuid5(NAMES, "late change"),
        ends_on=(project.ends_on or dates.today()) + timedelta(days=35),
    )  # fmt: skip
    changes.answer(asked, by=by, yes=True, words=data["change_approved"]["answer"])
    Report.objects.filter(project=project).update(due_on=dates.today() - timedelta(days=33), rung=30)
    decision = project.application.case.decisions.in_force().filter(state_aid=StateAid.DE_MINIMIS).first()
    if decision is None or decision.amount is None:
        return
    declared = AidDeclaration.objects.create(
        application=project.application, private="no", sells="yes", benefits="unsure", result="undertaking",
        note=data["aid"]["note"], declared_on=project.granted_on - timedelta(days=20), rate=RATE,
        rate_on=project.granted_on - timedelta(days=3), made_by=by,
    )  # fmt: skip
    AidAward.objects.create(
        declaration=declared, decision=decision, number=project.application.organisation_number,
        name=project.application.organisation_name, amount=decision.amount, rate=RATE,
        rate_on=project.granted_on - timedelta(days=3), cents=cents_of(decision.amount, RATE), before_cents=0,
        granted_on=project.granted_on, tell_by=working_days_after(project.granted_on, 20),
    )  # fmt: skip
