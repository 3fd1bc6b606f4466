"""The small scripts in a real browser. Pages and answers are given by the test; no server and no database is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template import engines
from django.utils import translation

from civicportal.kernel import css

ORIGIN = "http://portal.example.org"
STATIC = css.sources().parent

FORM = """
{% include "ui/saved_line.html" with words="" only %}
<form method="post" action="/sent/" data-autosave="/save/" data-version="3">
  <input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input type="hidden" name="version" value="3">
  <textarea id="id_text" name="text"></textarea>
  <input type="file" name="file">
  <p data-counter="10" data-for="id_text" data-so-far="{n} of {most}" data-left="left {n}" data-over="over {n}"></p>
  <button data-busy="Sending">Send</button>
</form>
"""


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Words are compared in Swedish, whatever language the test before left."""
    with translation.override("sv"):
        yield


@dataclass
class Stage:
    """A page in the browser, what it sent, and what it is answered next."""

    page: Any
    sent: list[Any] = field(default_factory=list)
    status: int = 200
    answer: dict[str, object] = field(default_factory=lambda: {"version": 4, "words": "Saved at 14:32"})
    broken: bool = False

    def show(self, body: str) -> None:
        html = engines["django"].from_string(body).render({})
        script = '<script type="module" src="/static/js/portal.js"></script>'
        self.html = f"<!DOCTYPE html><html lang=en><title>t</title><body>{html}{script}</body></html>"
        self.page.goto(f"{ORIGIN}/")

    def serve(self, route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/js/"):
            route.fulfill(body=(STATIC / "js" / Path(path).name).read_text("utf-8"), content_type="text/javascript")
        elif route.request.method == "POST":
            self.sent.append(route.request)
            if self.broken:
                route.abort()
            elif path == "/save/":
                route.fulfill(
                    status=self.status, body=json.dumps(self.answer), content_type="application/json; charset=utf-8"
                )
            else:
                route.fulfill(status=204)
        else:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")

    def write(self, text: str) -> None:
        self.page.fill("#id_text", text)

    def wait(self, seconds: int) -> None:
        """Lets the page's clock run, then lets answers arrive."""
        self.page.clock.run_for(seconds * 1000)
        self.page.wait_for_timeout(250)

    def saved(self) -> str:
        return " ".join(str(self.page.inner_text("[data-saved]")).split())


@pytest.fixture
def stage(looking_browser: Any) -> Iterator[Stage]:
    context = looking_browser.new_context()
    page = context.new_page()
    page.clock.install()
    shown = Stage(page)
    page.route("**/*", shown.serve)
    yield shown
    context.close()


def start(stage: Stage) -> None:
    stage.show(FORM)
    stage.wait(1)


def test_what_is_written_is_sent_when_the_hand_rests(stage: Stage) -> None:
    start(stage)
    stage.write("Hej")
    stage.wait(1)
    assert stage.sent == []
    stage.wait(2)
    (request,) = stage.sent
    assert request.headers["x-csrftoken"] == "token"
    assert request.headers["accept"] == "application/json"
    body = request.post_data
    assert 'name="text"\r\n\r\nHej\r\n' in body
    assert 'name="version"\r\n\r\n3\r\n' in body
    assert 'name="file"' not in body
    assert stage.saved() == "Saved at 14:32"
    assert stage.page.input_value("[name=version]") == "4"
    assert stage.page.input_value("#id_text") == "Hej"


def test_it_is_sent_no_oftener_than_every_ten_seconds(stage: Stage) -> None:
    start(stage)
    stage.write("one")
    stage.wait(3)
    stage.write("two")
    stage.wait(5)
    assert len(stage.sent) == 1
    stage.wait(6)
    assert len(stage.sent) == 2
    assert 'name="version"\r\n\r\n4\r\n' in stage.sent[1].post_data


def test_without_contact_it_says_so_and_tries_again(stage: Stage) -> None:
    start(stage)
    stage.broken = True
    stage.write("kept")
    stage.wait(3)
    assert stage.saved() == "Inte sparat, ingen kontakt. Vi försöker igen"
    assert stage.page.input_value("#id_text") == "kept"
    stage.broken = False
    stage.wait(12)
    assert stage.saved() == "Saved at 14:32"
    assert len(stage.sent) == 2


def test_a_refusal_of_the_server_is_not_taken_for_saved(stage: Stage) -> None:
    start(stage)
    stage.status = 403
    stage.write("kept")
    stage.wait(3)
    assert stage.saved() == "Inte sparat, ingen kontakt. Vi försöker igen"


def test_a_conflict_stops_the_saving_and_leads_to_both_texts(stage: Stage) -> None:
    start(stage)
    stage.status, stage.answer = (
        409,
        {"words": "Someone else edited too", "url": "/conflict/", "yours": "a", "theirs": "b"},
    )
    stage.write("mine")
    stage.wait(3)
    assert stage.saved() == "Someone else edited too Se båda texterna"
    assert stage.page.get_attribute("[data-saved] a", "href") == "/conflict/"
    stage.write("mine again")
    stage.wait(30)
    assert len(stage.sent) == 1
    assert stage.page.input_value("#id_text") == "mine again"


def test_leaving_the_page_sends_what_was_not_yet_sent(stage: Stage) -> None:
    start(stage)
    stage.write("last words")
    stage.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    stage.page.wait_for_timeout(400)
    assert ["last words" in request.post_data for request in stage.sent] == [True]


def test_a_form_is_sent_once_and_says_so(stage: Stage) -> None:
    start(stage)
    stage.page.evaluate("document.querySelector('button').click(); document.querySelector('button').click()")
    stage.page.wait_for_timeout(400)
    assert [urlsplit(request.url).path for request in stage.sent] == ["/sent/"]
    assert stage.page.inner_text("button") == "Sending"
    assert stage.page.get_attribute("button", "aria-busy") == "true"
    stage.wait(11)
    assert stage.page.inner_text("button") == "Send"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 of 10"),
        ("  åäö  ", "3 of 10"),
        ("a\u030a", "1 of 10"),
        ("🙂🙂", "2 of 10"),
        ("a\nb", "3 of 10"),
        ("123456789", "left 1"),
        ("1234567890", "left 0"),
        ("12345678901234", "over 4"),
    ],
)
def test_characters_are_counted_as_the_server_counts_them(stage: Stage, text: str, words: str) -> None:
    start(stage)
    stage.write(text)
    assert stage.page.inner_text("[data-counter]") == words
    assert stage.page.input_value("#id_text") == text


def test_the_error_summary_is_focused_and_leads_to_the_box(stage: Stage) -> None:
    stage.show(
        '{% include "ui/back.html" with url="/" %}<div class="errors" id="error-summary" role="alert" tabindex="-1">'
        '<a href="#id_a">Write a name</a></div><div class="field"><input id="id_a"></div>'
    )
    stage.page.locator("#error-summary:focus").wait_for()
    stage.page.click("#error-summary a")
    assert stage.page.evaluate("document.activeElement.id") == "id_a"


def test_points_are_given_by_number_keys_within_the_group_only(stage: Stage) -> None:
    stage.show('{% include "ui/score.html" with name="good" legend="Good" anchors=a only %}<input id="other">')
    stage.wait(1)
    stage.page.focus("#good_1")
    stage.page.keyboard.press("4")
    assert stage.page.is_checked("#good_4")
    stage.page.keyboard.press("0")
    assert stage.page.is_checked("#good_0")
    stage.page.focus("#other")
    stage.page.keyboard.press("2")
    assert stage.page.is_checked("#good_0")
    assert stage.page.input_value("#other") == "2"


def test_keys_can_be_switched_off(stage: Stage) -> None:
    stage.show(
        '<input type="checkbox" data-shortcuts>{% include "ui/score.html" with name="good" legend="Good" only %}'
    )
    stage.wait(1)
    stage.page.focus("#good_1")
    stage.page.keyboard.press("4")
    assert not stage.page.is_checked("#good_4")


def test_escape_closes_the_menu_and_gives_the_focus_back(stage: Stage) -> None:
    stage.show('<details class="menu" open><summary>Menu</summary><a href="/">x</a></details>')
    stage.wait(1)
    stage.page.focus(".menu a")
    stage.page.keyboard.press("Escape")
    assert stage.page.get_attribute(".menu", "open") is None
    assert stage.page.evaluate("document.activeElement.tagName") == "SUMMARY"
