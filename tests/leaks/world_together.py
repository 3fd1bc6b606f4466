"""Several behind one application: a draft of two, an application of two that is to be completed, an invitation."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from civicportal.kernel import dates
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import completing, together
from civicportal.submissions.models import Draft
from funds.models import Round
from tests.funds.factories import ANSWERS
from tests.leaks.words import Part, marker
from tests.people import Cast, make_person

OF_TWO, ALONG_NAME = marker("ihutk"), marker("ihnam")
SENT_OF_TWO, TO_COMPLETE = marker("ihtit"), marker("ihkom")
MARKERS = (OF_TWO, ALONG_NAME, SENT_OF_TWO, TO_COMPLETE)


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """One owns both, another writes along in both; a third is invited to the draft and has not answered."""
    owner, along = make_person("Ina Ägare"), make_person(f"Mia {ALONG_NAME}")
    draft = _draft(owner, along, title=f"Kolonilott {OF_TWO}", summary=OF_TWO, name=OF_TWO)
    together.invite(draft, email="inbjuden@example.org", language="sv", by=owner)
    letter = Message.objects.filter(kind="submissions.invited", email="inbjuden@example.org").latest("pk")
    found = re.search(r"/skriv-med/[\w-]+/", letter.text)
    assert found is not None
    sent = submissions.send(_draft(owner, along, title=f"Grannfest {SENT_OF_TWO}"), by=owner)
    completing.ask_completion(
        sent, questions=["summary"], until=dates.today() + timedelta(days=9), words=f"Var {TO_COMPLETE}",
        by=who["fund manager"],
    )  # fmt: skip
    reference = sent.case.reference
    return Part(
        people={"together owner": owner, "along": along},
        starts={"invited": [found[0]]},
        papers={"together owner": {reference}, "along": {reference}},
    )


def _draft(owner: Person, along: Person, **answers: Any) -> Draft:
    """A draft of the two with every question answered."""
    opening = Round.objects.select_related("opening").filter(fund__slug="visionsfonden").latest("pk").opening
    draft = submissions.start_draft(opening=opening, email=owner.email, language="sv", by=owner)
    submissions.save_answers(draft, {**ANSWERS, **answers}, {}, by=owner)
    together.accept(together.invite(draft, email=along.email, language="sv", by=owner), by=along)
    return draft
