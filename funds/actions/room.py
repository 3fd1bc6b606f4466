"""The decision room: proposals that several write in, and a delegate who confirms them one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases import actions as cases
from civicportal.cases.enums import AWARDS
from civicportal.cases.models import Decision
from civicportal.cases.rules import NO_DELEGATION, delegation_of
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.actions import decisions
from funds.actions.money import give_back, locked_round
from funds.enums.applications import NextKind, PendingOutcome
from funds.models import Application, Pending, Reserve
from funds.notices import applications as notices
from funds.rules.applications import APPLICATION_MOVES, can_propose
from funds.rules.room import MUST_EXPLAIN, leads_on, no_is_explained, ready_to_confirm

FIELDS = (
    "outcome", "amount", "reason", "by_criterion", "conditions", "would_change", "next_kind", "next_item_id",
    "next_words", "state_aid", "state_aid_note",
)  # fmt: skip
"""What one writes in a proposal."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else has saved the proposal meanwhile. Both are here; nothing of either is lost."""

    saved: Pending
    yours: dict[str, Any]

    @property
    def differs(self) -> list[str]:
        """The fields in which the two are not alike."""
        return [name for name in FIELDS if name in self.yours and self.yours[name] != getattr(self.saved, name)]


def proposal_of(application: Application) -> Pending:
    """The proposal as it was read with the application, or an empty one that is not saved yet."""
    found: Pending | None = getattr(application, "pending", None)
    return found or Pending(application=application)


@transaction.atomic
def propose(
    application: Application, *, by: Person, version: int, said: Mapping[str, Any], on_top: bool = False
) -> Pending | Clash:
    """Keeps what the room proposes for one application, finished or not. Nothing is decided and nobody hears.

    `said` holds some of FIELDS, `amount` in öre. `version` is the number of the proposal that the page was made from,
    0 for none: when somebody else has saved something else since, theirs stays and a Clash with both is returned.
    `on_top` says that the person has seen theirs and wants these words instead. Raises Refused, also for a next step
    to a page that it cannot lead to (rules.room.leads_on).
    """
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("submission", "round__fund")
        .get(pk=application.pk)
    )
    insist(can_propose(by, fresh))
    kept = Pending.objects.filter(application=fresh).select_related("edited_by", "next_item").first()
    pending = kept or Pending(application=fresh)
    wanted = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in said.items()}
    if wanted.get("outcome", pending.outcome) not in {
        PendingOutcome.GRANTED,
        PendingOutcome.PARTLY,
        PendingOutcome.RESERVE,
    }:
        wanted["amount"] = None
    if all(getattr(pending, name) == value for name, value in wanted.items()):
        return pending
    if kept is not None and version != kept.version and not on_top:
        return Clash(kept, wanted)
    step = (pending.next_kind, pending.next_item_id)
    for name, value in wanted.items():
        setattr(pending, name, value)
    if (pending.next_kind, pending.next_item_id) != step:
        _insist_on_step(fresh, pending)
    pending.version += 1
    pending.edited_by, pending.edited_at, pending.confirmed_at = by, dates.now(), None
    pending.save()
    record(pending, verb="pending.saved", by=by, facts={"version": pending.version, "fields": sorted(wanted)})
    return pending


def _insist_on_step(application: Application, pending: Pending) -> None:
    """A page that is chosen for the next step is one that it can lead to; a step without a page is not written yet."""
    if pending.next_kind and pending.next_item_id:
        insist(leads_on(application, pending.next_kind, Item.objects.filter(pk=pending.next_item_id).first()))


@transaction.atomic
def confirm(application: Application, *, by: Person, version: int) -> Decision | Reserve:
    """One named delegate makes the proposal for one application their own decision, or puts it in reserve.

    `version` is the number of the proposal that was on the page. There is no way to confirm several at once. Raises
    Refused when the proposal has changed since, is not finished, or the delegate may not decide it (decisions.decide).
    """
    locked_round(application.round_id)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    pending = (
        Pending.objects.select_for_update(of=("self",))
        .select_related("next_item")
        .filter(application=application)
        .first()
    )
    if pending is None or pending.version != version:
        raise Refused(no(_("The proposal has changed since you opened the page. Read it again before you confirm")))
    if pending.confirmed_at is not None:
        raise Refused(no(_("This proposal is confirmed already")))
    insist(ready_to_confirm(application, pending))
    made: Decision | Reserve
    if pending.outcome == PendingOutcome.RESERVE:
        made = put_in_reserve(application, by=by, reason=pending.reason, amount=pending.amount)
    else:
        made = decisions.decide(
            application,
            by=by,
            outcome=pending.outcome,
            amount=pending.amount if pending.outcome in AWARDS else None,
            **_words_of(application, pending),
        )
    pending.confirmed_at = dates.now()
    pending.save(update_fields=["confirmed_at"])
    return made


def _words_of(application: Application, pending: Pending) -> dict[str, Any]:
    """What a decision says, from what is written in a proposal. The decision is in Swedish."""
    with override("sv"):
        step = pending.next_words or str(pending.get_next_kind_display() if pending.next_kind else "")
    return {
        "reason": pending.reason,
        "conditions": pending.conditions,
        "would_change": pending.would_change,
        "next_step": step,
        "next_url": next_path(application, pending),
        "by_criterion": criteria_words(application, pending),
        "state_aid": pending.state_aid,
        "state_aid_note": pending.state_aid_note,
    }


def decide_alone(application: Application, *, by: Person, outcome: str, amount: int | None, words: Pending) -> Decision:
    """One named delegate decides without a proposal before it, in the words that a proposal has.

    `words` is not saved; `amount` is in öre. Raises Refused, also for a no that says neither what would have changed
    it nor where it leads on (decisions.decide).
    """
    if outcome in MUST_EXPLAIN:
        insist(no_is_explained(application, words))
    said = _words_of(application, words)
    return decisions.decide(application, by=by, outcome=outcome, amount=amount, **said)


def criteria_words(application: Application, pending: Pending) -> list[tuple[str, str]]:
    """The reasons by criterion with the criteria's Swedish names, in their order: the decision is in Swedish."""
    criteria = application.round.opening.criteria.order_by("position", "pk")
    said = [(criterion.name.said("sv").text, pending.by_criterion.get(str(criterion.pk), "")) for criterion in criteria]
    return [(name, words) for name, words in said if words]


def next_path(application: Application, pending: Pending) -> str:
    """The public page that the next step leads to, in Swedish; empty where it is only words, or is hidden by now."""
    with override("sv"):
        if pending.next_kind == NextKind.COACH:
            return reverse("funds:coach", args=[application.round.fund.slug])
        item = pending.next_item
        return item.get_absolute_url() if item is not None and item.visible else ""


@transaction.atomic
def put_in_reserve(application: Application, *, by: Person, reason: str, amount: int | None = None) -> Reserve:
    """A named delegate gives the application the next place on the round's reserve list; held until release.

    It is no decision: the case stays open until money comes back or the delegate says no. Until release it looks like
    any held decision, so that nobody who talks with the applicant can tell. A held decision is taken back with its
    money and its letter. `amount` is what is thought of, in öre. Raises Refused.
    """
    round_ = locked_round(application.round_id)
    fresh = walk(APPLICATION_MOVES, "decide", application, by=by)
    give_back(fresh)
    cases.revoke_held(fresh.case, by=by)
    delegation = delegation_of(by, fresh.case, amount)
    if delegation is None:
        raise Refused(no(NO_DELEGATION))
    decisions.end_reserve(fresh)
    last = Reserve.objects.filter(round=round_).aggregate(last=Max("place"))["last"] or 0
    place = Reserve.objects.create(
        application=fresh, round=round_, place=last + 1, amount=amount, reason=reason, placed_by=by,
        point=delegation.point,
    )  # fmt: skip
    record(place, verb="reserve.placed", by=by, facts={"application": fresh.pk, "place": place.place})
    notices.reserved(fresh, place)
    return place
