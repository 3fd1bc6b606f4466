"""What the log's verbs are called in words, for those who read it: an auditor, a registrar, an administrator.

A feature registers its own words for a verb. Others are told by what their last part says: the log names beside it
what was acted on, so "Published" is enough of "round.published".
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise

words: dict[str, Words] = {}
"""By verb, such as "application.screen"."""

LAST_PART: dict[str, Words] = {
    "accept": _("Accepted"), "added": _("Added"), "answer": _("Answered"), "answered": _("Answered"),
    "approve": _("Approved"), "ask": _("Asked"), "asked": _("Asked"), "begun": _("Begun"), "cancel": _("Cancelled"),
    "change": _("Changed"), "changed": _("Changed"), "checked": _("Looked through"), "claim": _("Claimed"),
    "close": _("Closed"), "closed": _("Closed"), "confirmed": _("Confirmed"), "copied": _("Copied"),
    "decline": _("Declined"), "denied": _("Interest denied"), "discarded": _("Thrown away"),
    "dismiss": _("Dismissed"), "done": _("Marked as done"), "drafted": _("Made into a draft"),
    "edited": _("Edited"), "end": _("Ended"), "ended": _("Ended"), "exported": _("Taken out as a file"),
    "file_fetched": _("A file was fetched"), "finish": _("Finished"), "follow": _("Followed"),
    "follow_confirmed": _("Following confirmed"), "follow_ended": _("No longer followed"), "freed": _("Set free"),
    "given": _("Given"), "gone_through": _("Gone through"), "handed_over": _("Handed over"), "hide": _("Hidden"),
    "imported": _("Read in"), "invited": _("Invited"), "leave": _("Left"), "link": _("Linked"),
    "made": _("Made"), "moved": _("Moved"), "name_taken_down": _("A name was taken down"), "note": _("Noted"),
    "offered": _("Offered"), "open": _("Opened"), "opened": _("Opened"), "passed": _("Said what goes on"),
    "passed_on": _("Passed on"), "pause": _("Paused"), "pay": _("Paid"), "picture": _("A picture was added"),
    "placed": _("Placed"), "planned": _("Planned"), "prolonged": _("Given more time"), "promoted": _("Got a seat"),
    "publish": _("Published"), "published": _("Published"), "raised": _("Raised"), "ready": _("Ready list ticked"),
    "release": _("Released"), "released": _("Released"), "reminded": _("Reminded"), "remove": _("Removed"),
    "removed": _("Removed"), "reopen": _("Opened again"), "reopened": _("Opened again"), "replied": _("Replied"),
    "restore": _("Shown again"), "resume": _("Taken up again"), "returned": _("Returned"),
    "run_out": _("The time ran out"), "saved": _("Saved"), "scored": _("Scored"), "seen": _("Seen"),
    "send": _("Sent"), "sent_again": _("Sent again"), "set": _("Set"), "signed": _("Signed"), "start": _("Begun"),
    "started": _("Begun"), "step": _("A public step was told"), "store": _("Stored"), "submitted": _("Sent in"),
    "support": _("Supported"), "support_withdrawn": _("Support taken back"), "take": _("Taken"),
    "take_back": _("Taken back"), "taken": _("Taken"), "told": _("Told"), "used": _("Used"),
    "unlink": _("Unlinked"), "withdraw": _("Withdrawn"), "withdrawn": _("Withdrawn"), "worded": _("Worded anew"),
    "written": _("Written"),
}  # fmt: skip


def register(more: Mapping[str, Words]) -> None:
    """Called from AppConfig.ready(). Raises ValueError for a verb that has other words already."""
    if taken := [verb for verb, said in more.items() if words.get(verb, said) is not said]:
        raise ValueError(f"{', '.join(sorted(taken))} have words already")
    words.update(more)


def said(verb: str) -> str:
    """A verb of the log in words; one that nobody has words for stands as it is."""
    return str(words.get(verb) or LAST_PART.get(verb.rpartition(".")[2]) or verb)
