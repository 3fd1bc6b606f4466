"""Suggestions of what to test: sent as a case, answered yes or no with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases import actions as cases
from civicportal.cases.models import Case
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.people.models import Person
from prototypes.actions.prototypes import free_slug, publish
from prototypes.models import Network, Prototype, Suggestion
from prototypes.notices import prototypes as notices
from prototypes.rules.prototypes import SUGGESTION_MOVES

CASE_KIND = "prototypes.suggestion"


@transaction.atomic
def suggest(
    network: Network, *, by: Person, title: str, wish: str, origin: Item | None, language: str, once: UUID
) -> Suggestion:
    """Sends a wish to test something to a network; it is a case with a reference and a promised day.

    `origin` is the public thing that it comes from. `once` is the form's number: sent twice, it is there once.
    """
    locked = Network.objects.select_for_update(of=("self",)).select_related("unit").get(pk=network.pk)
    if first := Suggestion.objects.filter(once=once).select_related("case").first():
        if first.case.person_id != by.pk:
            raise Refused(no(_("Load the page again before you write.")))
        return first
    case = cases.open_case(
        kind=CASE_KIND,
        title=one_line(title),
        unit=locked.unit,
        person=by,
        series=locked.series,
        answer_by=dates.today() + timedelta(days=locked.answer_days),
        by=by,
    )
    suggestion = Suggestion.objects.create(
        case=case,
        network=locked,
        origin=origin,
        title=one_line(title)[:120],
        wish=nfc(wish).strip()[:2000],
        language=language[:2],
        once=once,
    )
    notices.suggested(suggestion)
    return suggestion


@dataclass(frozen=True)
class NewPrototype:
    """The public words that a coordinator gives a prototype at its beginning."""

    name: LocalizedText
    question: LocalizedText
    summary: LocalizedText
    purpose: LocalizedText


@transaction.atomic
def accept(suggestion: Suggestion, words: NewPrototype, *, by: Person, reason: str) -> Suggestion:
    """Says yes: the prototype is made and public as work in progress, linked to what it tests. Raises Refused."""
    fresh = _walked(suggestion, "accept", by=by, reason=reason)
    fresh.prototype = _begin(fresh, words)
    fresh.save(update_fields=["prototype"])
    publish(fresh.prototype, by=by)
    notices.answered(fresh)
    return fresh


@transaction.atomic
def decline(suggestion: Suggestion, *, by: Person, reason: str) -> Suggestion:
    """Says no with the reason, which its writer reads. Raises Refused."""
    fresh = _walked(suggestion, "decline", by=by, reason=reason)
    notices.answered(fresh)
    return fresh


def _walked(suggestion: Suggestion, name: str, *, by: Person, reason: str) -> Suggestion:
    """The move with its reason. The reason is written first: the database refuses an answer without one."""
    said = nfc(reason).strip()
    if not said:
        raise Refused(no(_("Write the reason. The one who suggested it reads it")))
    held = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if SUGGESTION_MOVES.can(name, by, held):
        held.reason = said
        held.save(update_fields=["reason"])
    fresh: Suggestion = walk(SUGGESTION_MOVES, name, held, by=by)
    cases.answered(Case.objects.get(pk=fresh.case_id), by=by)
    return fresh


def _begin(suggestion: Suggestion, words: NewPrototype) -> Prototype:
    network = suggestion.network
    return Prototype.objects.create(
        network=network,
        slug=free_slug(str(words.name.said("sv"))),
        name=words.name,
        question=words.question,
        summary=words.summary,
        purpose=words.purpose,
        contact=network.name,
        email=network.email,
        phone=network.phone,
        district=suggestion.origin.district if suggestion.origin else None,
        theme=suggestion.origin.theme if suggestion.origin else None,
        tests=suggestion.origin,
    )
