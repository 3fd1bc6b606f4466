"""A fund for employees: two sentences and their conversation, a manager's support, requests to get in contact."""

from __future__ import annotations

import re
import uuid
from typing import Any

from civicportal.cases import actions as cases
from civicportal.commons import contacts
from civicportal.commons.models import Item
from civicportal.notices.models import Message
from civicportal.people.models import Organisation
from civicportal.submissions.actions.endorsing import answer_endorsement, token_of
from civicportal.submissions.endorsing import standing_of
from civicportal.submissions.enums import EndorsementState
from funds.actions import inquiries
from funds.models import Project
from tests.funds.network import Network, apply_as_employee, make_network
from tests.leaks.words import Part, marker
from tests.people import Cast

TOLD, TOLD_TALK = marker("vutva"), marker("vusam")
BOSS, BOSS_EMAIL, TERMS = marker("vuche"), marker("vupos").lower(), marker("vuvil")
CONTACT, CONTACT_ANSWER = marker("vukon"), marker("vusva")
MARKERS = (TOLD, TOLD_TALK, BOSS, BOSS_EMAIL, TERMS, CONTACT, CONTACT_ANSWER)


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """An employee tells an idea, applies with the manager's support, and asks for contact."""
    network = make_network(cast)
    told = inquiries.tell(
        network.fund, by=network.employee, words=f"Låna hem kultur {TOLD}", language="sv", once=uuid.uuid4()
    )
    cases.say(told.case, by=network.coordinator, text=f"Roligt {TOLD_TALK}", once=uuid.uuid4())
    application = apply_as_employee(network, boss=f"{BOSS_EMAIL}@kultur.example.org")
    endorsement = standing_of(application.submission)
    assert endorsement is not None
    answer_endorsement(endorsement, state=EndorsementState.TERMS, name=f"Chefen {BOSS}", words=f"Bara i mars {TERMS}")
    people = {"employee": network.employee, "network coordinator": network.coordinator}
    starts = {"endorser": [f"/tillstyrk/{token_of(endorsement)}/"], "asked": _contact(cast, network)}
    return Part(people=people, starts=starts, papers={"employee": {application.case.reference}})


def _contact(cast: Cast, network: Network) -> list[str]:
    """A request to those behind a granted project, and a no to another; where the link in the letter leads."""
    Organisation.objects.filter(pk=cast.unit.pk).update(email="kansli@example.org")
    item = Item.objects.get(pk=Project.objects.get().item_id)
    facts: dict[str, Any] = {"by": network.employee, "language": "sv"}
    first = contacts.ask_contact(item, words="Vi vill lära", once=uuid.uuid4(), **facts)
    contacts.answer_contact(first, yes=False, words=f"Inte nu {CONTACT_ANSWER}", by=cast.fund_manager)
    contacts.ask_contact(item, words=f"Vi vill prova samma {CONTACT}", once=uuid.uuid4(), **facts)
    letter = Message.objects.filter(kind="commons.contact_asked").latest("pk")
    found = re.search(r"/kontakt/svara/[\w-]+/", letter.text)
    assert found is not None
    return [found[0]]
