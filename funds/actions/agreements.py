"""The agreement after a grant: made from the fund's text, accepted once by the grantee, reminded of."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.braces import fill
from civicportal.kernel.money import show
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, one_line
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.actions import payments
from funds.enums.after import AgreementState, PayoutKind
from funds.models import Agreement, GrantTerms, Project, Report
from funds.notices import after as notices
from funds.rules.after import AGREEMENT_MOVES, can_look_after
from funds.terms import terms_of

REMINDED_AFTER = (timedelta(days=7), timedelta(days=14))
"""When somebody who has not accepted gets a reminder. What waits longer stands in the staff's queue all the while."""
RAN_WITHOUT_END = timedelta(days=365)
"""A project starts and ends within a year of the grant, where it has said no end."""


def report_day(project: Project, terms: GrantTerms) -> date:
    """The day when the report is due: so many days after the end."""
    return (project.ends_on or project.granted_on + RAN_WITHOUT_END) + timedelta(days=terms.report_days)


def hash_of(text: str, english: str) -> str:
    """The SHA-256 of both texts, which the grantee's page shows and the form sends back."""
    return hashlib.sha256(f"{text}\n\n{english}".encode()).hexdigest()


def begin(project: Project, decision: Decision, *, by: Person) -> Agreement:
    """What follows a released award, in the release's own transaction: plan, report's day, agreement, letter."""
    terms = terms_of(project.fund)
    payments.plan_by_default(project, terms.plan, by=by)
    Report.objects.create(project=project, due_on=report_day(project, terms))
    return _make(project, terms, decision, by=by)


def _make(project: Project, terms: GrantTerms, decision: Decision | None, *, by: Person) -> Agreement:
    text, english = (text_of(project, terms, decision, language) for language in ("sv", "en"))
    agreement: Agreement = Agreement.objects.create(
        project=project,
        number=project.agreements.count() + 1,
        text=text,
        text_en=english,
        sha256=hash_of(text, english),
        accept_by=dates.today() + timedelta(days=terms.accept_days),
    )
    record(agreement, verb="agreement.made", by=by, facts={"project": project.pk, "sha256": agreement.sha256})
    notices.agreement_made(agreement)
    return agreement


def text_of(project: Project, terms: GrantTerms, decision: Decision | None, language: str) -> str:
    """The fund's words in one language with this project's facts; in the other language, nothing if it has none."""
    words: LocalizedText = terms.agreement
    if language not in words.texts:
        return ""
    application = project.application
    name = application.organisation_name or application.contact_name if application else project.grantee_name
    with override(language):
        parts = [f"- {payments.in_words(part, language)}" for part in project.payments.all()]
        unknown = say("a day that you agree on with the fund")
        facts = {
            "grantee": one_line(name),
            "project": project.title.said(language).text,
            "amount": show(project.granted, language),
            "fund": project.fund.name.said(language).text,
            "reference": application.case.reference if application else "",
            "starts": dates.show_day(project.starts_on, language=language) if project.starts_on else unknown,
            "ends": dates.show_day(project.ends_on, language=language) if project.ends_on else unknown,
            "payments": "\n".join(parts),
            "report_by": dates.show_day(report_day(project, terms), language=language),
            "conditions": decision.conditions if decision else "",
        }
        return fill(words.texts[language], facts).strip()


@transaction.atomic
def make_anew(project: Project, *, by: Person) -> Agreement:
    """Replaces an agreement that nobody has accepted yet, for instance after a change of the plan. Raises Refused."""
    locked = Project.objects.select_for_update(of=("self",)).select_related("fund").get(pk=project.pk)
    insist(can_look_after(by, locked))
    standing = locked.agreements.exclude(state=AgreementState.REPLACED).first()
    if standing is not None:
        walk(AGREEMENT_MOVES, "replace", standing, by=by)
    decision = locked.application.case.decisions.in_force().first() if locked.application else None
    return _make(locked, terms_of(locked.fund), decision, by=by)


@transaction.atomic
def accept(agreement: Agreement, *, by: Person, name: str, payout: str, sha256: str) -> Agreement:
    """Notes the grantee's yes to exactly this text, once; the parts that waited for it may be paid.

    `sha256` is that of the text which the person had before them. A second press gives back the first yes. A copy as
    PDF goes with the letter. Raises Refused for others, for another text, and without a name or a way to be paid.
    """
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("project__fund", "project__application")
    fresh = rows.get(pk=agreement.pk)
    if fresh.state == AgreementState.ACCEPTED and fresh.accepted_by_id == by.pk:
        return fresh
    insist(AGREEMENT_MOVES.can("accept", by, fresh))
    if sha256 != fresh.sha256:
        raise Refused(no(_("The text has changed since you opened the page. Read it again before you accept")))
    if payout not in PayoutKind.values:
        raise Refused(no(_("Choose how the money should come")))
    if not one_line(name):
        raise Refused(no(_("Write your name")))
    fresh.accepted_at, fresh.accepted_by = dates.now(), by
    fresh.accepted_name, fresh.payout = one_line(name)[:160], payout
    fresh.save(update_fields=["accepted_at", "accepted_by", "accepted_name", "payout"])
    fresh = walk(AGREEMENT_MOVES, "accept", fresh, by=by, facts={"sha256": fresh.sha256})
    payments.clear_on_agreement(fresh.project)
    notices.agreement_accepted(fresh)
    return fresh


def remind() -> int:
    """Letters to those who have not accepted, each once. Returns how many were written."""
    count = 0
    for number, after in enumerate(REMINDED_AFTER):
        due = Agreement.objects.filter(
            state=AgreementState.WAITING, reminded=number, made_at__lte=dates.now() - after
        ).order_by("pk")
        for pk in list(due.values_list("pk", flat=True)[:500]):
            count += _remind(pk, number)
    return count


@transaction.atomic
def _remind(pk: int, number: int) -> int:
    rows = Agreement.objects.select_for_update(of=("self",), skip_locked=True)
    fresh = rows.filter(pk=pk, reminded=number, state=AgreementState.WAITING).first()
    if fresh is None:
        return 0
    fresh.reminded = number + 1
    fresh.save(update_fields=["reminded"])
    record(fresh, verb="agreement.reminded", by=None, facts={"number": fresh.reminded})
    return 1 if notices.agreement_reminder(fresh) else 0
