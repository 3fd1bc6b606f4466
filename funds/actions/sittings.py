"""Meetings of the decision room."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.cases import protocols
from civicportal.kernel.answers import insist
from civicportal.people.models import Person
from funds.models import Round, Sitting
from funds.rules.room import works_in_room


@transaction.atomic
def begin(round_: Round, *, by: Person) -> Sitting:
    """A meeting about a round, today; its protocol is filled in and signed on its own pages. Raises Refused."""
    insist(works_in_room(by, round_))
    with override("sv"):
        title = _("Meeting about decisions, %(round)s") % {"round": round_}
    return Sitting.objects.create(round=round_, protocol=protocols.begin(round_.fund.unit, by=by, title=title))
