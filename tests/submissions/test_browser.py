"""Writing in a real browser: autosave, another device by the mailed link, two windows, no script, keyboard."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from civicportal.notices.models import Message
from civicportal.submissions import actions
from civicportal.submissions.models import Draft
from civicportal.submissions.queries import answers_of
from tests.submissions.samples import TYPED, Feature, make_draft, make_opening

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 800}


@pytest.fixture
def draft(feature: Feature) -> Draft:
    return make_draft(make_opening())


@pytest.fixture
def open_browser(browser: Any, live_portal: str, settings: Any, draft: Draft) -> Iterator[Callable[..., Any]]:
    """Opens a fresh browser; with `holding` its session holds the draft."""
    opened = []

    def make(*, holding: bool = True, **options: Any) -> Any:
        context = browser.new_context(base_url=live_portal, **{"viewport": PHONE, **options})
        opened.append(context)
        if holding:
            client = Client()
            session = client.session
            session["drafts"] = [str(draft.token)]
            session.save()
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_portal}]
            )
        return context

    yield make
    for context in opened:
        context.close()


def step_url(draft: Draft, step: str) -> str:
    return f"/utkast/{draft.token}/steg/{step}/"


def saved(page: Any) -> None:
    """Waits for the saved line."""
    page.locator("[data-saved]", has_text="Sparat kl.").wait_for(timeout=15000)


def eventually(act: Callable[[], Any], wanted: Any) -> None:
    """Waits up to 10 s for what the server does after the page is gone."""
    end = time.monotonic() + 10
    while act() != wanted and time.monotonic() < end:
        time.sleep(0.1)
    assert act() == wanted


def test_what_was_written_to_the_last_autosave_is_there_on_another_device(
    open_browser: Callable[..., Any], draft: Draft
) -> None:
    first = open_browser()
    page = first.new_page()
    page.goto(step_url(draft, "idea"))
    page.fill("#id_q_title", "Cykelkök")
    page.fill("#id_q_summary", "Mitt i en mening, och sedan")
    saved(page)
    first.close()
    actions.mail_new_link(draft)
    link = re.search(r"/utkast/oppna/\S+", Message.objects.get().text)
    assert link
    other = open_browser(holding=False).new_page()
    other.goto(link[0])
    other.get_by_role("button", name="Öppna utkastet").click()
    other.get_by_role("link", name="Fortsätt med").click()
    assert other.input_value("#id_q_summary") == "Mitt i en mening, och sedan"


def test_leaving_the_page_saves_what_no_timer_saved(open_browser: Callable[..., Any], draft: Draft) -> None:
    page = open_browser().new_page()
    page.goto(step_url(draft, "idea"))
    page.fill("#id_q_title", "Sista ordet")
    page.goto(f"/utkast/{draft.token}/")
    eventually(lambda: answers_of(draft), {"title": "Sista ordet"})


def test_two_windows_are_shown_both_texts(open_browser: Callable[..., Any], draft: Draft) -> None:
    context = open_browser()
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(step_url(draft, "idea"))
    one.fill("#id_q_title", "Från ena fönstret")
    saved(one)
    other.fill("#id_q_title", "Från andra fönstret")
    other.get_by_role("link", name="Se båda texterna").click(timeout=15000)
    for text in ("Från ena fönstret", "Från andra fönstret"):
        expect(other.get_by_text(text, exact=True)).to_have_count(1)
    other.get_by_text("Behåll texten som skrevs bredvid").click()
    other.get_by_role("button", name="Behåll mitt val").click()
    other.wait_for_url(f"**{step_url(draft, 'idea')}")
    assert answers_of(draft)["title"] == "Från andra fönstret"


def test_without_script_every_step_is_written_and_checked(open_browser: Callable[..., Any], draft: Draft) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto(f"/utkast/{draft.token}/")
    page.get_by_role("link", name="Börja med första delen").click()
    page.fill("#id_q_title", TYPED["title"])
    page.fill("#id_q_summary", TYPED["summary"])
    page.get_by_role("button", name="Spara och fortsätt").last.click()
    page.fill("#id_q_budget-0-what", "Verktyg")
    page.fill("#id_q_budget-0-amount", "12 000 kr")
    page.get_by_role("button", name="Lägg till en rad").click()
    expect(page.locator(".budget-row")).to_have_count(4)
    page.get_by_role("button", name="Ta bort rad 1").click()
    page.get_by_role("button", name="Ångra").click()
    page.get_by_role("button", name="Spara och fortsätt").last.click()
    page.get_by_label("Privatperson").check()
    page.get_by_role("button", name="Spara och fortsätt").last.click()
    expect(page.locator("#error-summary a")).to_have_text(["Skriv ett svar på ”Ditt namn”"])
    page.fill("#id_q_name", "Kim")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kontrollera/")
    assert page.get_by_role("heading", level=1).inner_text() == "Kontrollera svaren och skicka in"
    assert page.get_by_role("heading", name="Bekräfta att det är du").count() == 1


def test_the_sum_follows_and_rows_are_pasted(open_browser: Callable[..., Any], draft: Draft) -> None:
    page = open_browser().new_page()
    page.goto(step_url(draft, "money"))
    page.fill("#id_q_budget-0-amount", "25 000")
    words = page.locator("[data-budget-sum]").inner_text().replace("\u00a0", " ")
    assert words == "Summan är 25 000 kr. Du kan söka högst 20 000 kr. Det är 5 000 kr för mycket."
    page.fill("#id_q_budget-0-amount", "")
    page.locator("#id_q_budget-0-what").evaluate("""(box) => {
        const data = new DataTransfer();
        data.setData("text/plain", "Tält\\t4 000\\tbegagnat\\nFika\\t1500");
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""")
    page.wait_for_url("**rader=*")
    assert [row["what"] for row in answers_of(draft)["budget"]] == ["Tält", "Fika"]


def test_a_question_that_depends_on_another_comes_and_goes(open_browser: Callable[..., Any], draft: Draft) -> None:
    page = open_browser().new_page()
    page.goto(step_url(draft, "you"))
    number = page.locator("#id_q_number")
    shown = [number.is_visible()]
    for who in ("Företag", "Privatperson"):
        page.get_by_label(who).check()
        shown.append(number.is_visible())
    assert shown == [False, True, False]
