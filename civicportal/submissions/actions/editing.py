"""Writing on a form: always on the version in the making, never on one that was taken into use."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions import editing
from civicportal.submissions.editing import Data
from civicportal.submissions.models import Form, Opening
from civicportal.submissions.queries import digest_of
from civicportal.submissions.queries_editing import place_of
from civicportal.submissions.rules.editing import can_edit, can_take


class ChangedMeanwhile(Exception):
    """Somebody else changed the same step or question after the page was opened; nothing was written."""


def new_form(name: str, definition: Data, *, by: Person | None, taken: bool = False) -> Form:
    """The first version of a new form, in the making unless it is taken into use at once."""
    form = Form.objects.create(name=name, definition=definition, taken_at=dates.now() if taken else None)
    record(form, verb="form.made", by=by, facts={"version": form.version})
    return form


def copy_form(source: Form, name: str, *, by: Person | None) -> Form:
    """The questions of a form under a new name; what is changed in one is not changed in the other."""
    return new_form(name, deepcopy(source.definition), by=by, taken=True)


@transaction.atomic
def change(
    name: str, what: Callable[[Data], Any], *, by: Person, verb: str, facts: dict[str, Any] | None = None
) -> Any:
    """Changes the version in the making, which is begun from the newest one if there is none.

    `what` gets the form's data and changes it; its result is returned. Raises Refused, and KeyError for a step or
    question that is gone.
    """
    insist(can_edit(by, name))
    form = _in_the_making(name)
    data = deepcopy(form.definition)
    result = what(data)
    form.definition = data
    form.save()
    record(form, verb=f"form.{verb}", by=by, facts={"version": form.version, **(facts or {})})
    return result


def _in_the_making(name: str) -> Form:
    """The version that is written on, locked. Two who begin it at once get the same one."""
    newest = Form.objects.select_for_update().filter(name=name).order_by("version").last()
    if newest is None:
        raise Refused(no(_("There is no such form")))
    if newest.taken_at is None:
        return newest
    return Form(name=name, version=newest.version + 1, definition=newest.definition, taken_at=None)


def unchanged(seen: str, now: Data) -> None:
    """Raises ChangedMeanwhile unless what a page showed is what stands there."""
    if seen != digest_of(now):
        raise ChangedMeanwhile


@transaction.atomic
def take_into_use(name: str, *, by: Person) -> Form:
    """From now on the version in the making is asked, wherever the form is asked and not closed.

    Drafts keep the version that they were begun in and can be sent. Raises Refused with the first thing that is
    missing, or when there is nothing new.
    """
    form = Form.objects.select_for_update().in_the_making(name).first()
    if form is None:
        raise Refused(no(_("Nothing has been changed since the form was taken into use")))
    insist(can_take(by, form, place_of(name)))
    form.taken_at = dates.now()
    form.save()
    openings = Opening.objects.filter(form__name=name, closes_at__gt=dates.now()).exclude(form=form)
    count = openings.update(form=form)
    for owner in editing.owners.values():
        if owner.place_of(name) is not None:
            owner.take(form)
    record(form, verb="form.taken", by=by, facts={"version": form.version, "openings": count})
    public_words_changed()
    return form


@transaction.atomic
def discard(name: str, *, by: Person) -> None:
    """Throws the version in the making away; the one in use stands. Raises Refused where there is no other."""
    insist(can_edit(by, name))
    form = Form.objects.select_for_update().in_the_making(name).first()
    if form is None:
        return
    if not Form.objects.in_use(name).exists():
        raise Refused(no(_("The form has no earlier version. Change its questions instead")))
    record(form, verb="form.discarded", by=by, facts={"version": form.version})
    form.delete()
