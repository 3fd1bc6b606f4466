"""Projects on their way after a grant, made by the portal's own actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Form, Submission
from civicportal.submissions.queries import kept
from funds.actions import agreements, decisions, payments, reports
from funds.models import Agreement, Application, Fund, GrantTerms, Project, Report
from funds.terms import terms_of
from tests.funds.factories import KRONA, World, make_application
from tests.funds.test_actions import close
from tests.people import make_resident

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

REPORT: dict[str, Any] = {
    "steps": [
        {
            "key": "how",
            "title": {"sv": "Hur gick det?", "en": "How did it go?"},
            "questions": [
                {
                    "key": "short",
                    "kind": "long_text",
                    "label": {"sv": "I korthet, för alla", "en": "In short, for everybody"},
                    "means": "summary",
                    "required": True,
                    "max_length": 600,
                },
                {
                    "key": "learnt",
                    "kind": "long_text",
                    "label": {"sv": "Vad lärde ni er?", "en": "What did you learn?"},
                },
            ],
        },
        {
            "key": "money",
            "title": {"sv": "Pengarna", "en": "The money"},
            "questions": [
                {
                    "key": "used",
                    "kind": "budget",
                    "label": {"sv": "Vad gick pengarna till?", "en": "What did the money go to?"},
                    "means": "budget",
                    "required": True,
                }
            ],
        },
    ]
}


def receipt_file(name: str = "kvitto.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def make_report_form(fund: Fund) -> Form:
    form: Form = Form.objects.create(name=f"{fund.slug}-redovisning", version=1, definition=REPORT)
    fund.report_form = form
    fund.save(update_fields=["report_form"])
    return form


def make_terms(fund: Fund, plan: str = "halves") -> GrantTerms:
    """The fund's own terms with its way to pay."""
    terms = terms_of(fund)
    terms.plan = plan
    terms.save()
    return terms


def make_granted(
    world: World,
    person: Person | None = None,
    amount: int = 75_000 * KRONA,
    words: dict[str, Any] | None = None,
    language: str = "sv",
    **answers: Any,
) -> Project:
    """A project whose grant was released now; the round is closed with it."""
    if world.fund.report_form_id is None:
        make_report_form(world.fund)
    application = make_application(world, person or make_resident("Ada Berg"), **answers)
    Submission.objects.filter(pk=application.submission_id).update(language=language)
    application = Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)
    outcome = "granted" if amount == application.requested else "partly"
    facts = {"outcome": outcome, "amount": amount, "reason": "Nytt och nyttigt.", **(words or {})}
    decisions.decide(application, by=world.cast.decision_maker, **facts)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    return project_of(application)


def project_of(application: Application) -> Project:
    rows = Project.objects.select_related("fund", "item", "application__submission__person", "report")
    return rows.get(application=application)


def grantee(project: Project) -> Person:
    assert project.application is not None
    person = project.application.submission.person
    assert person is not None
    return person


def agreement(project: Project) -> Agreement:
    return project.agreements.exclude(state="replaced").get()


def accept(project: Project, **given: Any) -> Agreement:
    """The grantee's yes."""
    made = agreement(project)
    facts = {"by": grantee(project), "name": "Ada Berg", "payout": "registered", "sha256": made.sha256, **given}
    return agreements.accept(made, **facts)


def make_running(world: World, **given: Any) -> Project:
    """A granted project whose agreement is accepted."""
    project = make_granted(world, **given)
    accept(project)
    return project


def pay_first(world: World, project: Project) -> None:
    """The first part is paid today."""
    part = project.payments.order_by("position")[0]
    payments.mark_paid(part, by=world.cast.fund_manager, on=dates.today())


def send_report(project: Project, used: list[tuple[str, str]], short: str = "Det blev bra.") -> Report:
    """The grantee writes and sends the final report."""
    person, report = grantee(project), Report.objects.get(project=project)
    draft = reports.begin(report, by=person)
    values = {
        "short": short,
        "learnt": "Att fråga först.",
        "used": [{"what": what, "amount": amount, "note": ""} for what, amount in used],
    }
    submissions.save_answers(draft, values, kept(draft).versions, by=person)
    submission: Submission = submissions.send(draft, by=person, once=uuid4())
    return Report.objects.get(submission=submission)


def in_days(number: int) -> Any:
    return dates.today() + timedelta(days=number)
