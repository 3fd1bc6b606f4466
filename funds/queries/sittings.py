"""The meetings of a round's decision room, and what their protocols tell."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.cases.models import Decision, Protocol, Recusal
from civicportal.cases.protocols import Item, items_of
from civicportal.kernel import dates, money
from funds.models import Reserve, Round, Sitting


def sittings_of(round_: Round) -> QuerySet[Sitting]:
    """The meetings of the round, newest first."""
    rows = Sitting.objects.filter(round=round_).select_related("protocol__signed_by")
    return rows.order_by("-protocol__held_on", "-pk").for_page()


def all_protocols(person: Any) -> QuerySet[Sitting]:
    """The meetings whose protocols the person reads, newest first."""
    rows = Sitting.objects.filter(protocol__in=Protocol.objects.visible_to(person))
    return rows.select_related("protocol__signed_by", "round").order_by("-protocol__held_on", "-pk").for_page()


def sitting_of(protocol: Protocol) -> Sitting | None:
    """The meeting that a protocol is of, with its round; None where it is not one of the room's."""
    rows = Sitting.objects.filter(protocol=protocol).select_related("round__fund")
    found: Sitting | None = rows.first()
    return found


def items_for(sitting: Sitting, protocol: Protocol) -> list[tuple[int, Item]]:
    """What is decided or put in reserve in the round and stands in no signed protocol yet. Four queries."""
    present = set(protocol.present.values_list("pk", flat=True))
    decisions = (
        Decision.objects.in_force()
        .filter(case__submission__application__round=sitting.round_id)
        .exclude(case__minuted__isnull=False)
        .select_related("case", "decided_by", "delegation")
        .order_by("case__reference")
    )
    return [*items_of(list(decisions), present), *_reserves(sitting.round, present)]


def _reserves(round_: Round, present: set[int]) -> list[tuple[int, Item]]:
    rows = Reserve.objects.waiting().filter(round=round_, application__submission__case__minuted__isnull=True)
    places = list(rows.select_related("application__submission__case", "placed_by").order_by("place"))
    aside: dict[int, list[Recusal]] = {}
    cases = {place.application.case.pk for place in places}
    for recusal in Recusal.objects.in_force().filter(case__in=cases).select_related("person").order_by("pk"):
        aside.setdefault(recusal.case_id, []).append(recusal)
    with override("sv"):
        return [(place.application.case.pk, _in_words(place, aside, present)) for place in places]


def _in_words(place: Reserve, aside: dict[int, list[Recusal]], present: set[int]) -> Item:
    case = place.application.case
    recusals: list[Any] = aside.get(case.pk, [])
    return Item(
        reference=case.reference,
        title=case.title,
        outcome=_("Reserve list, place %(place)s") % {"place": place.place},
        amount=money.show(place.amount) if place.amount is not None else "",
        decided_by=str(place.placed_by),
        point=place.point,
        decided_on=dates.show_day(place.placed_at),
        reason=place.reason,
        left=[str(one.person) for one in recusals if one.person_id in present],
        aside=[str(one.person) for one in recusals],
    )
