"""An idea told in two sentences: it becomes a case with a conversation, and perhaps a draft of an application."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases import actions as cases
from civicportal.cases.models import CaseMessage
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.actions.preparing import prepare_draft
from funds.models import Fund, Inquiry
from funds.notices import applications as notices
from funds.queries.inquiries import first_words, open_round_of
from funds.rules.applications import can_apply, can_prepare_draft

CASE_KIND = "funds.inquiry"


@transaction.atomic
def tell(fund: Fund, *, by: Person, words: str, language: str, once: UUID) -> Inquiry:
    """Opens a case with the person's words as its first message; the unit and the person each get a letter.

    `once` is the form's number: told twice is told once. Raises Refused when the fund does not offer it, or is not
    for this person.
    """
    person = Person.objects.select_for_update().get(pk=by.pk)
    if said := CaseMessage.objects.filter(once=once, sender=person).select_related("case__inquiry").first():
        return said.case.inquiry
    if not fund.contact_series:
        raise Refused(no(_("This fund takes no ideas without a form")))
    insist(can_apply(person, fund))
    case = cases.open_case(
        kind=CASE_KIND,
        title=in_all_languages(_("An idea told to %(fund)s"), fund=fund.name).said("sv").text,
        unit=fund.unit,
        person=person,
        series=fund.contact_series,
        answer_by=dates.today() + timedelta(days=fund.contact_days),
        by=person,
    )
    inquiry = Inquiry.objects.create(fund=fund, case=case, language=language)
    record(inquiry, verb="inquiry.told", by=person, facts={"case": case.pk})
    cases.say(case, by=person, text=words, once=once)
    notices.told(inquiry, words)
    return inquiry


@transaction.atomic
def prepare(inquiry: Inquiry, *, title: str, by: Person) -> Inquiry:
    """Makes a draft of what was told, with the title given and the person's own words; theirs from that moment.

    Staff cannot open it. Raises Refused when the fund has no open round, it was done already, or the one who told is
    not among those whom the fund is for.
    """
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("case__person", "case__unit", "fund")
    fresh = rows.get(pk=inquiry.pk)
    insist(can_prepare_draft(by, fresh))
    round_ = open_round_of(fresh.fund)
    if round_ is None:
        raise Refused(no(_("The fund has no open round now, so there is no form to fill in")))
    words = first_words(fresh.case)
    prepare_draft(round_.opening, talk=fresh.case, values={"title": title, "summary": words}, language=fresh.language)
    fresh.drafted_at = dates.now()
    fresh.save(update_fields=["drafted_at"])
    record(fresh, verb="inquiry.drafted", by=by, facts={"case": fresh.case_id})
    return fresh
