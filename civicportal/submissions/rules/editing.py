"""Who writes on forms, and when a version can be taken into use."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.enums import Role
from civicportal.submissions.editing import Place, problems_of
from civicportal.submissions.models import Form
from civicportal.submissions.queries_editing import units_of

WRITERS = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR)


def can_edit(person: Any, name: str) -> Answer:
    """Those who run what the form belongs to, and administrators."""
    if person.has_role(Role.ADMINISTRATOR) or units_of(name) & {*person.units_as(*WRITERS)}:
        return YES
    return no(_("Only those who run what the form belongs to can change it"))


def can_take(person: Any, form: Form, place: Place | None) -> Answer:
    """A version is taken into use when it can be asked as it stands."""
    problems = problems_of(form.definition, place)
    return can_edit(person, form.name) & (no(problems[0].sentence) if problems else YES)
