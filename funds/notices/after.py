"""Letters after a grant: who gets which, with what facts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates, pdf
from civicportal.kernel.money import show
from civicportal.notices.actions import Attachment, site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Message
from civicportal.people.models import Person
from funds.enums.after import ChangeState, UpdateState
from funds.models import Agreement, ChangeRequest, CheckIn, Payment, Project, ProjectUpdate, Report

LETTERS = {
    "funds.agreement": _("Agreement to accept"),
    "funds.agreement_reminder": _("Reminder of an agreement"),
    "funds.agreement_accepted": _("An agreement was accepted"),
    "funds.paid": _("Money is paid"),
    "funds.update_answered": _("Answer about what you told"),
    "funds.change_answered": _("Answer about a change of what was agreed"),
    "funds.report_reminder": _("Reminder of the final report"),
    "funds.report_received": _("Receipt for a final report"),
    "funds.report_missing": _("Something is missing in a final report"),
    "funds.report_approved": _("A final report is approved"),
    "funds.check_in": _("Question some months after the end"),
}


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in LETTERS.items():
        register(Letter(kind=kind, template=f"funds/letters/{kind.removeprefix('funds.')}", label=label))


def language_of(project: Project) -> str:
    return project.application.submission.language if project.application else "sv"


def _link(project: Project, name: str, *, language: str) -> str:
    if project.application is None:
        return ""
    with override(language):
        return site_link(reverse(f"funds:{name}", args=[project.application.case.reference]))


def _write(
    kind: str,
    project: Project,
    facts: dict[str, Any],
    *,
    link: str,
    once: str,
    to: Person | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Message | None:
    """To the one who got the grant, unless another is named. Without an application there is nobody to write to."""
    application = project.application
    if application is None:
        return None
    language = language_of(project)
    return write(
        kind,
        to=to or application.submission.person,
        language=language,
        facts={
            "project": project.title.said(language).text,
            "reference": application.case.reference,
            "fund": project.fund.name.said(language).text,
            "fund_email": project.fund.email,
            "link": link or _link(project, "after", language=language),
            **facts,
        },
        about=application.case,
        reply_to=project.fund.email,
        worded_by=project.fund,
        once=once,
        attachments=attachments,
    )


def agreement_made(agreement: Agreement) -> Message | None:
    """The text is on one's own page; the letter says by when."""
    return _agreement("funds.agreement", agreement, f"agreement:{agreement.pk}")


def agreement_reminder(agreement: Agreement) -> Message | None:
    return _agreement("funds.agreement_reminder", agreement, f"agreement:{agreement.pk}:{agreement.reminded}")


def _agreement(kind: str, agreement: Agreement, once: str) -> Message | None:
    project = agreement.project
    language = language_of(project)
    facts = {
        "amount": show(project.granted, language),
        "accept_by": dates.show_day(agreement.accept_by, weekday=True, language=language),
    }
    return _write(kind, project, facts, link=_link(project, "agreement", language=language), once=once)


def agreement_pdf(agreement: Agreement) -> bytes:
    """The text as a tagged PDF: Swedish first, which counts, and the English below it."""
    return pdf.render("funds/after/agreement.typ", agreement_facts(agreement))


def agreement_facts(agreement: Agreement) -> dict[str, Any]:
    """The agreement as plain data, for page and PDF."""
    project = agreement.project
    accepted = dates.show_moment(agreement.accepted_at, language="sv") if agreement.accepted_at else ""
    return {
        "reference": project.application.case.reference if project.application else "",
        "number": agreement.number,
        "project": project.title.said("sv").text,
        "fund": project.fund.name.said("sv").text,
        "text": agreement.text,
        "english": agreement.text_en,
        "sha256": agreement.sha256,
        "accepted": accepted,
        "by": agreement.accepted_name,
    }


def agreement_accepted(agreement: Agreement) -> Message | None:
    """The copy to keep."""
    project = agreement.project
    language = language_of(project)
    name = f"{project.application.case.reference}-avtal.pdf" if project.application else "avtal.pdf"
    return _write(
        "funds.agreement_accepted",
        project,
        {
            "accepted": dates.show_moment(agreement.accepted_at or agreement.made_at, language=language),
            "name": agreement.accepted_name,
            "sha256": agreement.sha256,
        },
        link=_link(project, "agreement", language=language),
        once=f"agreement-accepted:{agreement.pk}",
        attachments=((name, "application/pdf", agreement_pdf(agreement)),),
    )


def paid(payment: Payment) -> Message | None:
    """A part of the money is paid."""
    project = payment.project
    language = language_of(project)
    facts = {
        "amount": show(payment.amount, language),
        "paid_on": dates.show_day(payment.paid_on, language=language) if payment.paid_on else "",
        "payment": payment.reference,
    }
    return _write("funds.paid", project, facts, link="", once=f"paid:{payment.pk}")


def update_answered(update: ProjectUpdate) -> Message | None:
    """To the one who wrote it: it is public, or why it is not."""
    project = update.project
    released = update.state == UpdateState.RELEASED
    with override(language_of(project)):
        link = site_link(project.get_absolute_url())
    return _write(
        "funds.update_answered",
        project,
        {"title": update.title, "released": released, "reason": update.reason},
        link=link if released else "",
        once=f"update:{update.pk}:{update.state}",
        to=update.written_by,
    )


def change_answered(change: ChangeRequest) -> Message | None:
    """Yes or no to a change, with the reason, and what holds now."""
    project = change.project
    language = language_of(project)
    facts = {
        "approved": change.state == ChangeState.APPROVED,
        "answer": change.answer,
        "starts": dates.show_day(project.starts_on, language=language) if project.starts_on else "",
        "ends": dates.show_day(project.ends_on, language=language) if project.ends_on else "",
        "amount": show(project.granted, language),
    }
    link = _link(project, "after", language=language)
    return _write("funds.change_answered", project, facts, link=link, once=f"change:{change.pk}")


def report_reminder(report: Report, rung: int) -> Message | None:
    """The ladder: a month before, a week before, on the day, two weeks late, a month late."""
    project = report.project
    language = language_of(project)
    facts = {
        "due": dates.show_day(report.due_on, weekday=True, language=language),
        "late": rung > 0,
        "today": rung == 0,
        "last": rung >= 30,
    }
    link = _link(project, "report", language=language)
    once = f"report:{report.pk}:{report.due_on:%Y%m%d}:{rung}"
    return _write("funds.report_reminder", project, facts, link=link, once=once)


def report_received(report: Report) -> Message | None:
    """The report has come."""
    project, submission = report.project, report.submission
    if submission is None:
        return None
    language = language_of(project)
    facts = {
        "number": submission.case.reference,
        "arrived": dates.show_moment(submission.sent_at, language=language),
        "changed": submission.versions.count() > 1,
    }
    once = f"report-received:{submission.pk}:{submission.versions.count()}"
    return _write("funds.report_received", project, facts, link=_link(project, "report", language=language), once=once)


def report_missing(report: Report) -> Message | None:
    """What is missing, and until when."""
    project = report.project
    language = language_of(project)
    facts = {"missing": report.missing, "until": dates.show_day(report.due_on, weekday=True, language=language)}
    versions = report.submission.versions.count() if report.submission else 0
    once = f"report-missing:{report.pk}:{versions}"
    return _write("funds.report_missing", project, facts, link=_link(project, "report", language=language), once=once)


def report_approved(report: Report) -> Message | None:
    """Approved and closed; how much is to be given back and by when, if anything is."""
    project = report.project
    language = language_of(project)
    facts = {
        "used": show(report.used or 0, language),
        "granted": show(project.granted, language),
        "words": report.words,
        "to_return": show(report.to_return, language) if report.to_return else "",
        "return_by": dates.show_day(report.return_by, weekday=True, language=language) if report.return_by else "",
    }
    link = _link(project, "report", language=language)
    return _write("funds.report_approved", project, facts, link=link, once=f"report-approved:{report.pk}")


def check_in(row: CheckIn, token: str) -> Message | None:
    """One question by mail, with the link that answers it."""
    project = row.project
    with override(row.language):
        link = site_link(reverse("funds:check_in", args=[token]))
    return _write("funds.check_in", project, {"months": row.months}, link=link, once=f"check-in:{row.pk}")
