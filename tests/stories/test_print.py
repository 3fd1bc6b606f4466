"""On paper: what one has sent, and the decision, without anything that only a screen needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from funds.enums.applications import ApplicationState as S
from funds.models import Application
from tests.people import session_cookie
from tests.stories.visits.mine import in_state

CONTROLS = "header, nav, footer, button, input, select, textarea, .button, .skip, .back, .no-print"
SHOWN = """(selector) => [...document.querySelectorAll(selector)]
    .filter((el) => el.checkVisibility())
    .map((el) => el.outerHTML)"""


@pytest.fixture
def paper(browser: Any, demo_portal: str) -> Iterator[Any]:
    """A page that shows itself as it would be printed."""
    context = browser.new_context(base_url=demo_portal, locale="sv-SE")
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def show(paper: Any, application: Application, rest: str) -> None:
    """One of an application's pages, as its applicant prints it."""
    paper.goto("/")
    paper.context.add_cookies([{**session_cookie(application.submission.person), "url": paper.url}])
    paper.goto(f"/mitt/{application.submission.case.reference}/{rest}")


def sheets(paper: Any) -> int:
    """How many sheets of A4 the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", paper.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("rest", ["?nytt=1", "svar/"], ids=["receipt", "answers"])
def test_what_one_has_sent_stands_alone_on_paper(paper: Any, rest: str) -> None:
    application = in_state(S.RECEIVED)
    show(paper, application, rest)
    assert paper.evaluate(SHOWN, CONTROLS) == []
    assert application.submission.case.reference in paper.inner_text("main")


def test_a_receipt_takes_one_sheet(paper: Any) -> None:
    show(paper, in_state(S.RECEIVED), "?nytt=1")
    assert sheets(paper) == 1


@pytest.mark.parametrize("state", [S.GRANTED, S.REFUSED, S.DISMISSED])
def test_a_decision_takes_one_sheet_and_its_translation_follows(paper: Any, state: str) -> None:
    show(paper, in_state(state), "beslut/")
    assert paper.evaluate(SHOWN, CONTROLS) == []
    both = sheets(paper)
    paper.evaluate("document.querySelectorAll('section[lang=en], .decision > hr').forEach((part) => part.remove())")
    assert (sheets(paper), both <= 2) == (1, True)
    assert paper.locator("h1").inner_text().startswith("Beslut")
