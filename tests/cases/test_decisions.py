"""A decision says everything that it must, in both languages, on page and paper."""

from __future__ import annotations

import re
import zlib

import pytest
import time_machine
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import gettext_lazy

from civicportal.cases import actions
from civicportal.cases.queries import decision_facts
from civicportal.kernel.pdf import render
from civicportal.notices.words import tame, tidy
from civicportal.places.models import City
from tests.cases.conftest import world

MARKUP = "#eval(1) *fet* <script>alert(1)</script>"


@pytest.fixture
def made(db):
    with time_machine.travel("2026-12-18T10:00:00+01:00", tick=False):
        City.objects.create(name="Helsingborg", short_name="Hbg", authority="Kommunstyrelsen", email="a@example.org")
        cast = world()
        actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
        actions.set_diary_number(cast.case, number="KS 2026/123", by=cast.registrar)
        yield actions.decide(
            cast.case, by=cast.director, outcome="granted", amount=75_000_00, reason=f"Nytta för många.\n\n{MARKUP}",
            conditions="Berätta hur det gick.", next_step="Skicka kontonummer.", state_aid="de_minimis",
            judged_sha256="ab" * 32,
        )  # fmt: skip


def test_the_facts_are_said_in_each_language(made):
    also = [(gettext_lazy("Applicant"), "Föreningen Söder")]
    swedish, english = decision_facts(made, "sv", also=also), decision_facts(made, "en", also=also)
    assert dict(english["rows"]) == {
        "Reference": "VF-2026-0001",
        "Diary number": "KS 2026/123",
        "Applicant": "Föreningen Söder",
        "Outcome": "Granted",
        "Amount": "SEK\u00a075,000",
        "Date of the decision": "18 December 2026",
        "Decided by": "Disa Berg, Stadsdirektör",
        "By delegation": "B 4.2",
        "State aid": "De minimis aid, Regulation (EU) 2023/2831",
        "Stepped aside because of a conflict of interest": "Klas Holm",
        "Control number of the text that was judged (SHA-256)": "ab" * 32,
    }
    assert dict(swedish["rows"])["Utfall"] == "Beviljat"
    assert dict(swedish["rows"])["Belopp"] == "75\u00a0000\u00a0kr"
    assert swedish["heading"] == "Beslut om Cykelkök på Söder"
    assert (swedish["note"], bool(english["note"])) == ("", True)
    assert [heading for heading, _text in swedish["parts"]] == [
        "Skäl",
        "Villkor",
        "Ditt nästa steg",
        "Om du tycker att beslutet är olagligt",
    ]


def test_the_appeal_is_the_legality_review(made):
    words = decision_facts(made, "sv")["parts"][-1][1]
    for must in (
        "kommunallagen (2017:725)",
        "13 kap.",
        "Förvaltningsrätten i Malmö",
        "tre veckor",
        "anslagstavla",
        "VF-2026-0001",
    ):
        assert must in words


def test_the_page_has_the_swedish_decision_first_and_escapes(made):
    page = render_to_string("cases/decision.html", {"sv": decision_facts(made, "sv"), "en": decision_facts(made, "en")})
    assert page.index('lang="sv"') < page.index('lang="en"')
    assert "<script>" not in page
    assert page.count("<h1>") == 1


def test_the_paper_is_tagged_and_runs_nothing(made):
    content = render("cases/decision.typ", {"sv": decision_facts(made, "sv"), "en": decision_facts(made, "en")})
    assert content.startswith(b"%PDF-")
    whole = content + b"".join(inflated(content))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid"):
        assert mark in whole
    assert b"/Lang" in whole
    assert len(re.findall(rb"/Type\s*/Page\b", whole)) <= 3


def inflated(content: bytes) -> list[bytes]:
    """The compressed parts of a PDF, opened."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return found


def test_the_letter_says_the_same_and_keeps_no_link(made):
    made.reason = "Bra idé.\n\nSe https://example.org"
    facts = {"part": tame(decision_facts(made, "en"))}
    text = tidy(get_template("cases/letters/decision_part.txt").template.render(Context(facts, autoescape=False)))
    assert text.startswith("Decision on Cykelkök på Söder\n\nThis is a translation to help you.")
    assert "\nOutcome: Granted\nAmount: SEK\u00a075,000\n" in text
    assert "\n\nReasons\n\nBra idé.\n\nSe https: //example.org\n\nConditions\n\n" in text
