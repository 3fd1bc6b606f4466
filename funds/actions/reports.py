"""The final report: begun with what is known, sent, read, completed, approved; what is unused is given back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases import actions as cases
from civicportal.files.actions import store_private
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.money import digits, show
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.actions.preparing import begin_filled
from civicportal.submissions.definition import definition_of
from civicportal.submissions.models import Draft, Form, Opening, Submission, Version
from civicportal.submissions.queries import meanings
from funds.actions import checkins, payments, projects
from funds.actions.endings import closing, set_day
from funds.enums.after import ReportState
from funds.enums.applications import ProjectState
from funds.models import Project, Receipt, Report
from funds.notices import after as notices
from funds.queries.money import plan_lines, sum_used
from funds.rules.after import REPORT_MOVES, can_add_receipt, can_mark_returned, can_write_report

KIND = "funds.report"
ANSWERED_WITHIN = timedelta(days=30)
RETURNED_WITHIN = timedelta(days=30)
MOST_RECEIPTS = 60


def _lock(report: Report) -> Report:
    """The fresh row, held until the transaction ends.

    What it points to and another may just have set (draft, opening, submission) is not joined: a row that had to wait
    for its lock comes with what was joined before the wait.
    """
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "project__fund__unit", "project__application__submission__case"
    )
    locked: Report = rows.get(pk=report.pk)
    return locked


@transaction.atomic
def begin(report: Report, *, by: Person) -> Draft:
    """The draft of the report, filled in with what the portal knows; the same one each time. Raises Refused."""
    fresh = _lock(report)
    insist(can_write_report(by, fresh))
    if fresh.submission_id is not None:
        raise Refused(no(_("The report is sent. If something is missing, the fund asks for it")))
    if (known := fresh.draft) is not None:
        return known
    project = fresh.project
    form: Form | None = fresh.opening.form if fresh.opening else project.fund.report_form
    if form is None:
        raise Refused(no(_("The fund has not put up its questions yet. Write to the fund")))
    if fresh.opening is None:
        fresh.opening = Opening.objects.create(
            kind=KIND,
            unit=project.fund.unit,
            form=form,
            series=f"{project.fund.series}R"[:8],
            opens_at=dates.at(project.granted_on),
            closes_at=closing(fresh),
            answer_by=max(fresh.due_on, dates.today()) + ANSWERED_WITHIN,
        )
    language = project.application.submission.language if project.application else by.language
    draft = begin_filled(fresh.opening, person=by, typed=_known(project, form, language), language=language)
    fresh.save(update_fields=["opening"])
    record(fresh, verb="report.begun", by=by)
    return draft


def _known(project: Project, form: Form, language: str) -> dict[str, Any]:
    """What the portal knows already, as it would be typed: the name, and each budget line as it was planned."""
    definition, typed = definition_of(form), {}
    if question := definition.meaning("title"):
        typed[question.key] = project.title.said(language).text[: question.max_length or None]
    if question := definition.meaning("budget"):
        with override(language):
            typed[question.key] = [
                {
                    "what": line.what,
                    "amount": digits(line.planned, "sv"),
                    "note": say("Planned: %(sum)s") % {"sum": show(line.planned, language)},
                }
                for line in plan_lines(project)
            ]
    return typed


def submitted(submission: Submission, version: Version, by: Person) -> Report:
    """A report is handed in, in the sending's own transaction; the grantee has a receipt, the fund a queue."""
    report = _lock(Report.objects.get(opening=submission.opening_id))
    report.submission = submission
    report.summary = meanings(version).get("summary", "")
    report.save(update_fields=["submission", "summary"])
    title = say("Report: %(project)s") % {"project": report.project.title.said("sv").text}
    submission.case.title = one_line(title)[:200]
    submission.case.save(update_fields=["title"])
    sent: Report = walk(REPORT_MOVES, "send", report, by=by, facts={"sha256": version.sha256})
    notices.report_received(sent)
    return sent


def changed(submission: Submission, version: Version, by: Person) -> Report:
    """What was missing has come."""
    report = _lock(Report.objects.get(submission=submission))
    report.summary = meanings(version).get("summary", "")
    report.save(update_fields=["summary"])
    sent: Report = walk(REPORT_MOVES, "send", report, by=by, facts={"sha256": version.sha256})
    notices.report_received(sent)
    return sent


@transaction.atomic
def add_receipt(report: Report, upload: Any, *, what: str, by: Person, once: UUID) -> Receipt:
    """Keeps a receipt, sealed. Sent twice is kept once. Raises Refused, BadFile."""
    fresh = _lock(report)
    if first := Receipt.objects.filter(once=once, report=fresh).first():
        return first
    insist(can_add_receipt(by, fresh))
    if fresh.receipts.count() >= MOST_RECEIPTS:
        words = _("There are %(n)d receipts already. Put several in one PDF")
        raise Refused(no(words % {"n": MOST_RECEIPTS}))
    stored = store_private(upload, by=by, encrypted=True)
    receipt: Receipt = Receipt.objects.create(report=fresh, file=stored, what=one_line(what)[:120], once=once)
    record(fresh, verb="report.receipt_added", by=by, facts={"receipt": receipt.pk, "sha256": stored.sha256})
    return receipt


@transaction.atomic
def remove_receipt(receipt: Receipt, *, by: Person) -> None:
    """Takes a receipt out again, before the report is sent. Raises Refused."""
    fresh = _lock(receipt.report)
    insist(can_add_receipt(by, fresh))
    if fresh.state != ReportState.WAITING:
        raise Refused(no(_("What was sent stays. Add the right receipt beside it")))
    record(fresh, verb="report.receipt_removed", by=by, facts={"receipt": receipt.pk})
    receipt.delete()


@transaction.atomic
def ask_more(report: Report, *, by: Person, missing: str, until: date) -> Report:
    """Sends the report back with what is missing and a day; the grantee changes what was sent. Raises Refused."""
    fresh = _lock(report)
    insist(REPORT_MOVES.can("ask_more", by, fresh))
    said = nfc(missing).strip()
    if not said:
        raise Refused(no(_("Write what is missing")))
    if until <= dates.today():
        raise Refused(no(_("Choose a day that lies ahead")))
    fresh.missing = said
    fresh.save(update_fields=["missing"])
    set_day(fresh, until, by=by)
    fresh = walk(REPORT_MOVES, "ask_more", fresh, by=by)
    notices.report_missing(fresh)
    return fresh


@transaction.atomic
def approve(report: Report, *, by: Person, words: str = "") -> Report:
    """Approves the report and closes the matter: the last part is paid as far as it was used, the rest given back.

    A project that still runs is finished in public with the report in short. Raises Refused.
    """
    fresh = _lock(report)
    project = Project.objects.select_for_update(of=("self",)).get(pk=fresh.project_id)
    insist(REPORT_MOVES.can("approve", by, fresh))
    fresh.used, fresh.words = sum_used(fresh), nfc(words).strip()
    fresh.approved_at, fresh.approved_by = dates.now(), by
    fresh.save(update_fields=["used", "words", "approved_at", "approved_by"])
    fresh = walk(REPORT_MOVES, "approve", fresh, by=by)
    fresh.to_return = payments.settle(project, fresh.used or 0, by=by)
    fresh.return_by = dates.today() + RETURNED_WITHIN if fresh.to_return else None
    fresh.save(update_fields=["to_return", "return_by"])
    if fresh.submission is not None:
        cases.answered(fresh.submission.case, by=by)
        cases.close(fresh.submission.case, by=by)
    _finish(project, fresh, by)
    notices.report_approved(fresh)
    return fresh


def _finish(project: Project, report: Report, by: Person) -> None:
    """Whatever was told about it before, an approved report is the end of a project that ran."""
    if project.state == ProjectState.GRANTED:
        project = projects.move(project, "start", by=by)
    if project.state == ProjectState.RUNNING:
        language = report.submission.language if report.submission else "sv"
        learnt = None if project.learnt or not report.summary else LocalizedText({language: report.summary})
        projects.move(project, "finish", by=by, learnt=learnt)
    checkins.plan(project)


@transaction.atomic
def mark_returned(report: Report, *, by: Person, on: date) -> Report:
    """Notes that the unused money has come back. Raises Refused."""
    fresh = _lock(report)
    insist(can_mark_returned(by, fresh))
    if on > dates.today():
        raise Refused(no(_("That day has not come yet. Write the day when the money came back")))
    fresh.returned_on = on
    fresh.save(update_fields=["returned_on"])
    record(fresh, verb="report.returned", by=by, facts={"sum": fresh.to_return})
    return fresh
