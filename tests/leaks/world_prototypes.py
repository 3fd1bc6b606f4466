"""A network: suggestions and their answers, who is in a working group, who comes to a meeting, what is not public."""

from __future__ import annotations

import uuid
from typing import Any

from civicportal.cases import actions as cases
from prototypes.actions import groups, suggestions
from prototypes.notices.meetings import own_path
from tests.leaks.words import Part, marker
from tests.people import Cast, make_person, make_unit
from tests.prototypes.factories import make_network, make_prototype
from tests.prototypes.meeting_factories import coordinator, make_meeting, sign_up, words

WISH, ANSWER, TALK_OF_WISH = marker("xyons"), marker("xysva"), marker("xysam")
MEMBER, MEMBER_EMAIL = marker("xymed"), marker("xypos").lower()
HIDDEN_PROTOTYPE = marker("xydol")
VIDEO, COMES, COMES_EMAIL, NEEDS = marker("xyvid").lower(), marker("xykom"), marker("xyadr").lower(), marker("xybeh")
DRAFT_MEETING = marker("xyutk")
MARKERS = (
    WISH, ANSWER, TALK_OF_WISH, MEMBER, MEMBER_EMAIL, HIDDEN_PROTOTYPE, VIDEO, COMES, COMES_EMAIL, NEEDS, DRAFT_MEETING,
)  # fmt: skip


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """A network with one prototype in public and one that is not, and meetings of both kinds."""
    leads = coordinator()
    network = make_network(make_unit("Nätverket"))
    prototype = make_prototype(network, leads, "Mötas")
    make_prototype(network, leads, f"Hemlig {HIDDEN_PROTOTYPE}", public=False)
    _suggest(network, who["sender"], leads)
    group = prototype.groups.get()
    groups.join(group, name=f"Mia {MEMBER}", email=f"{MEMBER_EMAIL}@example.org", language="sv", by=None)
    attendee = make_person("Atle Attendee")
    starts = _meet(attendee)
    make_meeting(21, public=False, title=words(f"Kanske {DRAFT_MEETING}"))
    return Part(people={"coordinator": leads, "attendee": attendee}, starts=starts)


def _suggest(network: Any, sender: Any, leads: Any) -> None:
    """One wish waits, another got a no with its reason."""
    facts = {"origin": None, "language": "sv", "by": sender}
    waits = suggestions.suggest(network, title="Lånecyklar", wish=f"Vi vill {WISH}", once=uuid.uuid4(), **facts)
    answered = suggestions.suggest(network, title="Lånebåtar", wish="Vi vill segla", once=uuid.uuid4(), **facts)
    suggestions.decline(answered, by=leads, reason=f"Det finns redan {ANSWER}")
    cases.say(waits.case, by=sender, text=f"Hej {TALK_OF_WISH}", once=uuid.uuid4())


def _meet(attendee: Any) -> dict[str, list[str]]:
    """One place, which the attendee has; somebody without an account waits for it."""
    meeting = make_meeting(seats=1, where="both", video_link=f"https://video.example.org/{VIDEO}")
    seated = sign_up(meeting, attendee.email, name=attendee.name, person=attendee)
    waits = sign_up(meeting, f"{COMES_EMAIL}@example.org", name=f"Kim {COMES}", needs=f"Jag hör dåligt {NEEDS}")
    return {"attendee": [own_path(seated)], "guest": [own_path(waits)]}
