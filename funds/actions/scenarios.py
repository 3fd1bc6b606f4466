"""What-ifs of the decision room: tried out, compared, and made proposals of only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.money import show
from civicportal.kernel.text import one_line
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.actions.money import locked_round
from funds.actions.room import Clash, propose
from funds.enums.applications import PendingOutcome
from funds.models import Application, Pending, Round, Scenario, ScenarioLine
from funds.queries.room import against_money, ceiling_of, lines_of, tried_out
from funds.rules.room import can_edit_scenario, works_in_room

Entered = Mapping[int, tuple[str, int | None]]
"""Outcome and amount in öre by application."""
SUMMED = frozenset({PendingOutcome.GRANTED, PendingOutcome.PARTLY, PendingOutcome.RESERVE})


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has saved the what-if meanwhile; theirs stands, and `entered` is what was not saved."""

    scenario: Scenario
    entered: dict[int, tuple[str, int | None]]


@transaction.atomic
def make_scenario(round_: Round, *, by: Person, name: str, shared: bool = False) -> Scenario:
    """A what-if that begins from what the room proposes now, as far as its maker sees it. Raises Refused."""
    insist(works_in_room(by, round_))
    if not (words := one_line(name)[:80]):
        raise Refused(no(_("Give the what-if a name")))
    try:
        with transaction.atomic():
            made = Scenario.objects.create(round=round_, owner=by, name=words, shared=shared)
    except IntegrityError as error:
        raise Refused(no(_("You have a what-if with this name already"))) from error
    ScenarioLine.objects.bulk_create(
        ScenarioLine(scenario=made, application_id=line.pk, outcome=line.proposed, amount=line.amount)
        for line in lines_of(round_, by)
        if line.proposed and not line.decided
    )
    record(made, verb="scenario.made", by=by, facts={"round": round_.pk, "shared": shared})
    return made


@transaction.atomic
def try_out(scenario: Scenario, *, by: Person, version: int, entered: Entered, shared: bool) -> Scenario | Overtaken:
    """Keeps what the what-if does with the applications given; the others in it stay as they are.

    `version` is the number of the what-if that the page was made from. Sharing is its maker's. Raises Refused.
    """
    locked = Scenario.objects.select_for_update(of=("self",)).select_related("round__fund").get(pk=scenario.pk)
    insist(can_edit_scenario(by, locked))
    if locked.version != version:
        return Overtaken(locked, dict(entered))
    seen = set(
        Application.objects.visible_to(by).filter(round=locked.round, pk__in=entered).values_list("pk", flat=True)
    )
    for pk in seen:
        outcome, amount = entered[pk]
        ScenarioLine.objects.update_or_create(
            scenario=locked,
            application_id=pk,
            defaults={"outcome": outcome, "amount": amount if outcome in SUMMED else None},
        )
    locked.version += 1
    locked.shared = shared if locked.owner_id == by.pk else locked.shared
    locked.save(update_fields=["version", "shared"])
    return locked


@transaction.atomic
def make_proposals(scenario: Scenario, *, by: Person, day: date | None = None) -> int:
    """Makes the what-if the room's proposals: outcomes and sums, none of them decided. Returns how many changed.

    `day` is one decision date of a round that is open all year; the other dates stay as they are. What is decided
    stays, and what the person may not see is left alone. Raises Refused when the proposals would come
    to more than there is to grant.
    """
    round_ = locked_round(scenario.round_id)
    scenario = Scenario.objects.select_for_update(of=("self",)).select_related("round__fund").get(pk=scenario.pk)
    insist(can_edit_scenario(by, scenario))
    lines = tried_out(lines_of(round_, by, day), scenario)
    room = against_money(lines, ceiling_of(round_, day))
    if room.over:
        words = _("This what-if grants %(over)s more than there is. Lower a sum before you make proposals of it")
        raise Refused(no(words % {"over": show(room.over)}))
    count = 0
    for line in lines:
        if line.decided or not line.proposed or not line.open:
            continue
        application = Application.objects.select_related("round__fund", "submission").get(pk=line.pk)
        before = Pending.objects.filter(application=application).values_list("version", flat=True).first() or 0
        said = {"outcome": line.proposed, "amount": line.amount}
        saved = propose(application, by=by, version=before, said=said)
        count += not isinstance(saved, Clash) and saved.version != before
    insist_on_money(round_)
    scenario.applied_at = dates.now()
    scenario.save(update_fields=["applied_at"])
    record(scenario, verb="scenario.used", by=by, facts={"round": round_.pk, "proposals": count})
    return count


def insist_on_money(round_: Round) -> None:
    """Raises Refused when all proposals together, also those that one may not see, are more than is left."""
    rows = Pending.objects.filter(
        application__round=round_,
        application__submission__withdrawn_at__isnull=True,
        outcome__in=[PendingOutcome.GRANTED, PendingOutcome.PARTLY],
        confirmed_at__isnull=True,
    )
    proposed = rows.aggregate(sum=Sum("amount"))["sum"] or 0
    if proposed > min(round_.left, round_.fund_year.left):
        raise Refused(no(_("Together with the room's other proposals this is more than there is to grant")))
