"""What the backoffice reads, as far as the person may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item, Step
from civicportal.kernel import dates
from civicportal.people.enums import Role
from prototypes.enums.prototypes import LIVE_STATES, SuggestionState
from prototypes.models import GroupMember, HarmCheck, HarmPoint, Network, Prototype, Suggestion, WorkingGroup
from prototypes.rules.prototypes import CHECK_HOLDS

SILENT = timedelta(days=30)
"""How long a live prototype may be silent before its coordinator is reminded on the start page."""


def prototypes_for_staff(person: Any) -> QuerySet[Prototype]:
    """Prototypes of the person's networks, newest first, with how many are in their groups."""
    return (
        Prototype.objects.visible_to(person)
        .select_related("network", "item", "district")
        .annotate(
            in_groups=Count("groups__members", filter=Q(groups__members__left_at__isnull=True), distinct=True),
            told_at=Max("item__steps__at", filter=Q(item__steps__kind=Step.Kind.UPDATE)),
        )
        .order_by("-since", "-pk")
        .for_page()
    )


def prototype_for_staff(person: Any, slug: str) -> Prototype:
    """A prototype that the person's unit leads. Raises Http404 otherwise."""
    rows = Prototype.objects.visible_to(person).select_related("network__item", "network__unit", "item", "image")
    return get_object_or_404(rows, slug=slug)


def latest_check(prototype: Prototype) -> HarmCheck | None:
    """The last do-no-harm check, with its lines; None when there is none."""
    return prototype.harm_checks.prefetch_related("lines").order_by("-made_on", "-pk").first()


def points_of(network: Network) -> list[HarmPoint]:
    """The network's do-no-harm checklist, in order."""
    return list(network.harm_points.all())


def groups_of(prototype: Prototype) -> QuerySet[WorkingGroup]:
    """A prototype's working groups with those who are in them now."""
    now = GroupMember.objects.now().select_related("person").order_by("joined_at", "pk").for_page()
    return prototype.groups.prefetch_related(Prefetch("members", queryset=now, to_attr="now")).order_by("number")


def member_for_staff(prototype: Prototype, pk: int) -> GroupMember:
    """Somebody in one of the prototype's groups today. Raises Http404 otherwise."""
    return get_object_or_404(GroupMember.objects.now().filter(group__prototype=prototype), pk=pk)


def suggestions_for_staff(person: Any) -> QuerySet[Suggestion]:
    """Suggestions of the person's networks: those that wait first, then the newest."""
    waits_first = Case(When(state=SuggestionState.WAITING, then=Value(0)), default=Value(1))
    return (
        Suggestion.objects.visible_to(person)
        .select_related("case", "network", "prototype")
        .order_by(waits_first, "-case__opened_at", "-pk")
        .for_page()
    )


def suggestion_for_staff(person: Any, reference: str) -> Suggestion:
    """A suggestion that the person may read. Raises Http404 otherwise."""
    return get_object_or_404(
        Suggestion.objects.visible_to(person).select_related(
            "case__person", "case__unit", "case__handler", "network__unit", "network__item", "prototype__item", "origin"
        ),
        case__reference=reference,
    )


# What waits


def _led_by(person: Any) -> QuerySet[Prototype]:
    units = person.units_as(Role.NETWORK_COORDINATOR)
    return Prototype.objects.filter(network__unit__in=units, state__in=LIVE_STATES).select_related("network").for_page()


def to_answer(person: Any) -> QuerySet[Suggestion]:
    """Suggestions to the person's networks without an answer, those promised first on top."""
    return (
        Suggestion.objects.visible_to(person)
        .filter(state=SuggestionState.WAITING, network__unit__in=person.units_as(Role.NETWORK_COORDINATOR))
        .select_related("case", "network")
        .order_by("case__answer_by", "pk")
        .for_page()
    )


def silent(person: Any) -> QuerySet[Prototype]:
    """Live public prototypes whose log has said nothing for a month; `told_at` is when it last did."""
    rows = _led_by(person).filter(item__visible=True)
    rows = rows.annotate(told_at=Max("item__steps__at", filter=Q(item__steps__kind=Step.Kind.UPDATE)))
    since = dates.now() - SILENT
    quiet = Q(told_at__lt=since) | Q(told_at__isnull=True, state_since__lt=since.date())
    return rows.filter(quiet).order_by("told_at", "pk")


def unchecked(person: Any) -> QuerySet[Prototype]:
    """Live prototypes without a do-no-harm check that still holds."""
    held = HarmCheck.objects.filter(prototype=OuterRef("pk"), made_on__gt=dates.today() - CHECK_HOLDS)
    return _led_by(person).filter(~Exists(held)).order_by("pk")


def members_now(person: Any) -> int:
    """How many are in the working groups of the person's networks."""
    units = person.units_as(Role.NETWORK_COORDINATOR)
    return GroupMember.objects.now().filter(group__prototype__network__unit__in=units).count()


def item_of(address: str) -> Item | None:
    """The visible item whose page an address names, whole or in part, in either language; None where there is none."""
    path = address.strip().split("?")[0].split("#")[0].rstrip("/")
    for item in Item.objects.filter(slug=path.rsplit("/", 1)[-1]):
        if f"/{path}".endswith(item.get_absolute_url().rstrip("/").removeprefix("/en")):
            return item
    return None
