"""How a request to complete ends: by what was sent, by the clock, or taken back."""

from __future__ import annotations

from civicportal.kernel import dates
from civicportal.kernel.moves import walk
from civicportal.people.models import Person
from civicportal.submissions.completing import COMPLETION_MOVES, standing_completion, touches
from civicportal.submissions.models import Completion, Submission, Version
from civicportal.submissions.notices import completing as notices


def end_completion(completion: Completion, move: str, *, by: Person | None, version: Version | None = None) -> None:
    """Walks the request to its end, inside the caller's transaction. Raises Refused when it has ended already."""
    fresh = walk(COMPLETION_MOVES, move, completion, by=by, facts={"submission": completion.submission_id})
    fresh.ended_at, fresh.answered_with = dates.now(), version
    fresh.save(update_fields=["ended_at", "answered_with"])


def note_answer(submission: Submission, version: Version, *, by: Person) -> bool:
    """Whether a new version answers what was asked for; then the request ends and a receipt goes.

    A change that leaves those questions as they were answers nothing.
    """
    waiting = standing_completion(submission)
    if waiting is None or not touches(version, waiting.version.answers, waiting.questions):
        return False
    end_completion(waiting, "answer", by=by, version=version)
    notices.received(waiting, version)
    return True
