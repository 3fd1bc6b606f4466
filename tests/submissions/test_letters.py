"""The letters about drafts, word by word, and the copy of what was sent as PDF."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from civicportal.kernel import dates, pdf
from civicportal.notices.models import Lane, Message
from civicportal.people.models import Person
from civicportal.submissions import actions
from civicportal.submissions.actions.links import new_link
from civicportal.submissions.models import Version
from civicportal.submissions.notices import writing as notices
from civicportal.submissions.queries import answers_facts
from tests.letters import assert_letter_snapshot
from tests.submissions.samples import TYPED, make_draft, make_opening

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=dates.STOCKHOLM)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["resume_link", "new_link", "draft_expires"])
@pytest.mark.parametrize("mine", [False, True])
def test_the_letters(kind: str, language: str, mine: bool, kim: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        draft = make_draft(make_opening(closes_at=dates.closing(NOW.date())), kim if mine else None, language=language)
        link = "" if mine else new_link(draft)
        more = (dates.now() + dates.timedelta(days=14),) if kind == "draft_expires" else ()
        getattr(notices, kind)(draft, link, *more)
    letter = Message.objects.get()
    assert_letter_snapshot(letter, f"submissions.{kind}.{'account' if mine else 'link'}.{language}")
    assert (letter.lane, link in letter.text) == (Lane.CODE, True)


def test_the_copy_of_what_was_sent_is_a_tagged_pdf(kim: Person) -> None:
    draft = make_draft(make_opening(), kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    actions.send(draft, by=kim)
    facts = answers_facts(Version.objects.get(), title="Cykelkök", name="Testfonden")
    made = pdf.render("submissions/answers.typ", facts)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert [step["title"] for step in facts["steps"]] == ["Idén", "Pengar och tid", "Om dig"]
    budget = facts["steps"][1]["rows"][0]
    assert (budget["lines"][0]["amount"], budget["total"]) == ("12\u00a0000", "12\u00a0500,50")
