"""Coaching: a request and its conversation, notes, a shared draft with a comment, a hand-over, a video room."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

from civicportal.cases import actions as cases
from civicportal.kernel import dates
from civicportal.submissions.actions import sharing, start_draft
from civicportal.submissions.actions.drafts import save_answers
from funds.actions import coach_times
from funds.actions import coaching as actions
from funds.models import Fund, Round
from funds.notices.coaching import own_path
from tests.funds.factories import texts
from tests.leaks.words import Part, marker
from tests.people import Cast, make_coach, make_person

ASKED, COACH_TALK = marker("vycoa"), marker("vysva")
PRIVATE, NOTE, HANDED = marker("vypri"), marker("vydel"), marker("vyord")
SHARED_DRAFT, COMMENT, ROOM = marker("vyutk"), marker("vykom"), marker("vyrum")
MARKERS = (ASKED, COACH_TALK, PRIVATE, NOTE, HANDED, SHARED_DRAFT, COMMENT, ROOM)


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """Somebody is handed over to the coach, who answers, notes, is shown a draft and meets them on video."""
    fund = Fund.objects.get(unit=cast.unit)
    fund.coaching = texts("Prata med en coach")
    fund.save(update_fields=["coaching"])
    person, second = make_person("Ida Coachad"), make_coach(cast.unit, "Olle Andrecoach")
    coaching = actions.ask(fund, by=person, words=f"Hur börjar jag? {ASKED}", language="sv", once=uuid.uuid4())
    coaching = actions.take(coaching, by=second)
    coaching = actions.hand_over(coaching, to=cast.coach, words=f"Budgeten återstår {HANDED}", by=second)
    cases.say(coaching.case, by=cast.coach, text=f"Roligt {COACH_TALK}", once=uuid.uuid4())
    for text, shared in ((PRIVATE, False), (NOTE, True)):
        actions.write_note(coaching, text=text, shared=shared, by=cast.coach, once=uuid.uuid4())
    opening = Round.objects.filter(fund=fund, opening__closes_at__gt=dates.now()).latest("opening__opens_at").opening
    draft = start_draft(opening=opening, email=person.email, language="sv", by=person)
    save_answers(draft, {"title": SHARED_DRAFT}, {}, by=person)
    share = sharing.share(draft, with_whom=cast.coach, by=person)
    sharing.comment(share, question="title", words=f"Kortare {COMMENT}", by=cast.coach, once=uuid.uuid4())
    day = dates.today() + timedelta(days=7)
    (slot,) = coach_times.publish(
        fund, by=cast.coach, first=day, until=None, weeks=1, starts=time(13), ends=time(14), minutes=0,
        where="video", place="", video_link=f"https://video.example.org/{ROOM}", series=uuid.uuid4(),
    ).made  # fmt: skip
    booking = coach_times.book(slot, by=person, words="Om budgeten", language="sv", once=uuid.uuid4())
    starts = {
        "coached": [own_path(booking), f"/utkast/{draft.token}/", f"/utkast/{draft.token}/kommentarer/"],
        "coach": [f"/backoffice/utkast/{draft.token}/"],
    }
    return Part(people={"coached": person, "second coach": second}, starts=starts)
