"""A lab: needs and ideas that nobody has released, one that was withheld, a conversation, what nobody has confirmed."""

from __future__ import annotations

import re
import uuid
from typing import Any

from civicportal.cases import actions as cases
from civicportal.commons import proofs
from civicportal.notices.models import Message
from civicportal.people.enums import Role
from labs.actions import answering, raising
from labs.models import Need
from labs.tokens import status_path
from tests.labs.factories import Stage, make_stage, make_topic, public_need, raise_idea, raise_need, texts
from tests.leaks.words import Part, marker
from tests.people import Cast, make_with_role

NEED, NEED_MORE, NEED_TALK = marker("vybeh"), marker("vymer"), marker("vysam")
IDEA, IDEA_MORE = marker("vyide"), marker("vyutv")
GUEST_NEED, GUEST_EMAIL = marker("vygas"), marker("vypos").lower()
WITHHELD, WHY_WITHHELD = marker("vydol"), marker("vyvar")
UNPROVED_NEED = marker("vyobe")
MARKERS = (
    NEED, NEED_MORE, NEED_TALK, IDEA, IDEA_MORE, GUEST_NEED, GUEST_EMAIL, WITHHELD, WHY_WITHHELD, UNPROVED_NEED,
)  # fmt: skip


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """What residents say in a lab before it is public, and what never becomes so."""
    stage = make_stage()
    sender = who["sender"]
    need = raise_need(stage, f"En bänk {NEED}", sender, text=f"Vid backen {NEED_MORE}")
    cases.say(need.case, by=sender, text=f"Hej {NEED_TALK}", once=uuid.uuid4())
    cases.say(need.case, by=stage.facilitator, text=f"Svar {NEED_TALK}", once=uuid.uuid4())
    topic = make_topic(stage, "Att sitta ner", public_need(stage, "Någonstans att sitta"))
    raise_idea(topic, f"Vikbara stolar {IDEA}", sender, text=f"Av trä {IDEA_MORE}")
    withheld = raise_need(stage, f"Bort med grannen {WITHHELD}", sender)
    answering.withhold(withheld, why=texts(f"Den pekar ut någon {WHY_WITHHELD}"), by=stage.facilitator)
    guest = _of_guest(stage)
    _ask(stage, f"Fler lampor {UNPROVED_NEED}", "ny@example.org")
    people = {
        "facilitator": stage.facilitator,
        "lab communicator": make_with_role(Role.COMMUNICATOR, stage.lab.unit, "Lo Labbkommunikatör"),
    }
    return Part(people=people, starts={"guest": [status_path(guest)]})


def _ask(stage: Stage, title: str, email: str) -> None:
    """Somebody without an account writes; nothing has happened until the link in the letter is used."""
    said = {"title": title, "text": "", "district": None, "language": "sv", "once": uuid.uuid4()}
    raising.raise_need(stage.lab, by=None, email=email, **said)


def _of_guest(stage: Stage) -> Need:
    """A need of somebody without an account, who has confirmed it."""
    email = f"{GUEST_EMAIL}@example.org"
    _ask(stage, f"Fler träd {GUEST_NEED}", email)
    letter = Message.objects.get(email=email)
    found = re.search(r"/bekrafta/([\w-]+)/", letter.text)
    assert found is not None
    proofs.confirm(found[1])
    return Need.objects.get(email=email)
