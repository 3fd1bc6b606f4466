"""What the form editor reads: a form with its versions and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404

from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.submissions import editing
from civicportal.submissions.editing import Data, Place
from civicportal.submissions.models import Draft, Form, Opening


@dataclass(frozen=True, slots=True)
class Edited:
    """A form as its editor sees it. `data` is what is written on: the version in the making, else the one in use."""

    name: str
    place: Place
    in_use: Form | None
    making: Form | None

    @property
    def newest(self) -> Form:
        found = self.making or self.in_use
        if found is None:
            raise Http404
        return found

    @property
    def data(self) -> Data:
        data: Data = self.newest.definition
        return data


def place_of(name: str) -> Place | None:
    """Where a form belongs, as the feature that has it says; None where no feature knows it."""
    return next((place for owner in editing.owners.values() if (place := owner.place_of(name))), None)


def units_of(name: str) -> frozenset[int]:
    """The units whose form it is: those of its thing, and those of the openings that ask it."""
    place = place_of(name)
    asked = Opening.objects.filter(form__name=name).values_list("unit_id", flat=True).distinct()
    return frozenset(asked) | (place.units if place else frozenset())


def form_to_edit(person: Any, name: str) -> Edited:
    """A form for those who run what it belongs to, for administrators and auditors. Raises Http404 otherwise."""
    reads = person.has_role(Role.ADMINISTRATOR, Role.AUDITOR)
    if not reads and not units_of(name) & {*person.units_as(Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR)}:
        raise Http404
    versions = list(Form.objects.filter(name=name).order_by("-version")[:2])
    if not versions:
        raise Http404
    making = versions[0] if versions[0].taken_at is None else None
    in_use = next((version for version in versions if version.taken_at is not None), None)
    return Edited(name, place_of(name) or Place(label=name), in_use, making)


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a new version would meet: openings that ask it from then on, drafts and sent ones that keep the old one."""

    openings: int
    drafts: int
    sent: int


def touched_by(name: str) -> Touched:
    """Two queries."""
    openings = Opening.objects.filter(form__name=name, closes_at__gt=dates.now())
    drafts = Draft.objects.filter(form__name=name, opening__closes_at__gt=dates.now())
    counted = drafts.aggregate(
        begun=Count("pk", filter=Q(sent_at=None, submission=None)), sent=Count("submission", distinct=True)
    )
    return Touched(openings.count(), counted["begun"], counted["sent"])
