"""The letters of the decision room, word by word in both languages; and the decision on page and paper."""

from __future__ import annotations

import pytest

from civicportal.kernel import pdf
from civicportal.notices.models import Message
from funds.models import Application
from funds.notices.applications import decided_facts
from tests.cases.test_decisions import inflated
from tests.funds.factories import World, make_project
from tests.funds.room import confirm, fresh, propose
from tests.funds.test_letters import LANGUAGES, _hashes, read_through, sent, world
from tests.letters import assert_letter_snapshot

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def refused(world: World, language: str) -> Application:
    """A no with reasons by criterion and a similar project to look at."""
    project = make_project(world.fund, "Havskolonin", slug="havskolonin")
    application = fresh(read_through(world, sent(world, language)))
    criteria = {str(criterion.pk): f"Om {criterion.name}." for criterion in world.criteria}
    words = {"reason": "Det finns redan ett cykelkök på Söder.", "would_change": "En plats där det saknas."}
    step = {"next_kind": "project", "next_item_id": project.item.pk, "next_words": "Läs hur Havskolonin gjorde."}
    confirm(world, propose(world, application, outcome="refused", by_criterion=criteria, **words, **step))
    return application


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_in_reserve(world: World, language: str) -> None:
    application = fresh(read_through(world, sent(world, language)))
    confirm(world, propose(world, application, outcome="reserve", reason="Pengarna räckte inte till alla."))
    assert_letter_snapshot(Message.objects.get(kind="funds.reserve"), f"funds.reserve.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_by_criterion_with_a_next_step(world: World, language: str) -> None:
    application = refused(world, language)
    letter = Message.objects.get(kind="funds.decision")
    assert_letter_snapshot(letter, f"funds.decision.by_criterion.{language}", _hashes(application))


def test_the_paper_says_the_same_and_leads_on(world: World) -> None:
    application = refused(world, "sv")
    decision = application.case.decisions.in_force().get()
    facts = decided_facts(application, decision)
    parts = {heading: words for heading, *words in facts["sv"]["parts"]}  # type: ignore[index]
    assert parts["Kriterium för kriterium"] == ["Samhällsnytta: Om Samhällsnytta.\n\nNytt: Om Nytt."]
    assert parts["Ditt nästa steg"][0] == "Läs hur Havskolonin gjorde."
    assert parts["Ditt nästa steg"][1].endswith("/projekt/havskolonin/")
    content = pdf.render("cases/decision.typ", facts)
    whole = content + b"".join(inflated(content))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang(sv", b"/DisplayDocTitle true", b"havskolonin"):
        assert mark in whole
