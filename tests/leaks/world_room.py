"""The decision room of the fund's round: a proposal, what-ifs of one and of all, a meeting's protocol."""

from __future__ import annotations

from typing import Any

from civicportal.cases import protocols
from funds.actions import room, scenarios
from funds.actions.sittings import begin
from funds.models import Application, Round
from tests.leaks.words import Part, marker
from tests.leaks.world_funds import TITLE
from tests.people import Cast

PROPOSED, BY_CRITERION = marker("rofor"), marker("rokri")
OWN_IDEA, SHARED_IDEA, MINUTES = marker("roege"), marker("rodel"), marker("ropro")
MARKERS = (PROPOSED, BY_CRITERION, OWN_IDEA, SHARED_IDEA, MINUTES)


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """After the fund's own world, by the portal's own actions."""
    application = Application.objects.select_related("round__fund", "submission").get(title=f"Cykelkök {TITLE}")
    round_ = Round.objects.select_related("fund__unit", "opening", "fund_year").get(pk=application.round_id)
    criterion = round_.opening.criteria.order_by("position")[0]
    said = {"outcome": "refused", "reason": f"Nej, {PROPOSED}", "by_criterion": {str(criterion.pk): BY_CRITERION}}
    room.propose(application, by=who["fund manager"], version=0, said=said)
    scenarios.make_scenario(round_, by=who["decision maker"], name=f"Mitt {OWN_IDEA}")
    scenarios.make_scenario(round_, by=who["decision maker"], name=f"Vårt {SHARED_IDEA}", shared=True)
    protocol = begin(round_, by=who["fund manager"]).protocol
    words = {"title": "Möte", "held_on": protocol.held_on, "place": "", "others": "", "notes": f"Sagt: {MINUTES}"}
    protocols.write(protocol, by=who["fund manager"], version=0, present=[who["fund manager"]], **words)
    return Part()
