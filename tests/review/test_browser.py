"""The reviewer's page in a real browser: keys, autosave, the next one, two tabs."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from civicportal.review.actions import written
from civicportal.review.models import Review
from tests.people import session_cookie
from tests.review import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(browser, live_portal, round_):
    """Opens a window with the reviewer signed in; what the content policy blocks fails the test."""
    opened, complaints = [], []

    def window():
        context = browser.new_context(base_url=live_portal, viewport={"width": 1280, "height": 800})
        context.add_cookies([{**session_cookie(round_.cast.reviewer), "url": live_portal}])
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return page

    yield window
    for context in opened:
        context.close()
    assert complaints == []


def address(round_, name="review"):
    return reverse(f"admin:{name}", args=[round_.submission.case.reference])


def test_keys_score_and_the_text_saves_itself_and_done_leads_on(round_, visit):
    second = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    factories.give_out(second, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    page = visit()
    page.goto(address(round_))
    first, last = page.locator("[data-score]").all()
    first.locator("input").first.focus()
    page.keyboard.press("4")
    last.locator("input").first.focus()
    page.keyboard.press("0")
    page.get_by_label("Till gruppen").fill("En plan som håller")
    page.locator("[data-saved]").filter(has_text="Sparat kl.").wait_for(timeout=15000)
    review = Review.objects.get()
    assert (written(review).scores, review.to_group) == (
        {round_.criteria[0].pk: 4, round_.criteria[1].pk: None},
        "En plan som håller",
    )
    page.get_by_label("Till gruppen").fill("En plan som håller, med budget")
    page.get_by_role("button", name="Klar, nästa").click()
    page.locator("#review-heading:focus").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Odling på taket"
    review.refresh_from_db()
    assert (review.to_group, review.done_at is not None) == ("En plan som håller, med budget", True)


def test_the_keys_can_be_switched_off(round_, visit):
    page = visit()
    page.goto(address(round_))
    page.get_by_text("Kortkommandon", exact=True).click()
    page.get_by_label("Använd kortkommandon").uncheck()
    page.locator("[data-score] input").first.focus()
    page.keyboard.press("4")
    assert page.locator("[data-score] input:checked").count() == 0
    page.reload()
    assert not page.locator("[data-shortcuts]").is_checked()


def test_two_tabs_meet_and_both_texts_are_shown(round_, visit):
    first = visit()
    second = first.context.new_page()
    for page in (first, second):
        page.goto(address(round_))
    first.get_by_label("Till gruppen").fill("Från första fliken")
    second.get_by_label("Till gruppen").fill("Något annat i andra fliken")
    first.get_by_role("button", name="Spara", exact=True).click()
    second.get_by_role("link", name="Se båda texterna").click(timeout=15000)
    for text in ("Från första fliken", "Något annat i andra fliken"):
        expect(second.locator("#content")).to_contain_text(text)
    second.get_by_role("button", name="Behåll det jag skrev här").click()
    second.wait_for_url(f"**{address(round_)}")
    assert Review.objects.get().to_group == "Något annat i andra fliken"
