"""The components and the form pack: what a reader, a screen reader and a browser without script get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.utils import translation

from civicportal.kernel.forms import DateField, LocalizedFormField, PortalForm, errors_of
from civicportal.kernel.money import MoneyFormField
from civicportal.kernel.templatetags import ui

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Words are compared in Swedish, whatever language the test before left."""
    with translation.override("sv"):
        yield


class Reader(HTMLParser):
    """What a page holds: tags with their attributes in order, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.said).split())

    def all(self, tag: str, **having: str) -> list[dict[str, str]]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in having.items()}
        return [attrs for name, attrs in self.tags if name == tag and wanted.items() <= attrs.items()]


def show(name: str, /, **context: Any) -> Reader:
    return Reader(render_to_string(f"ui/{name}.html", context))


class Questions(PortalForm):
    title = forms.CharField(label="Title", help_text="Short", max_length=120)
    text = forms.CharField(label="Text", max_length=600, widget=forms.Textarea)
    amount = MoneyFormField(label="Sum")
    day = DateField(label="Day")
    who = forms.ChoiceField(label="Who", choices=[("a", "Person"), ("b", "Group")], widget=forms.RadioSelect)
    words = LocalizedFormField(label="Words")
    more = forms.CharField(label="More", required=False)
    agree = forms.BooleanField(label="Agree")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def crispy(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


# Components


def test_a_button_is_a_link_with_an_address_and_submits_without() -> None:
    assert show("button", label="Go", url="/x/").all("a") == [{"class": "button", "href": "/x/"}]
    (button,) = show("button", label="Send", kind="danger", name="do", value="it").all("button")
    assert button == {
        "type": "submit", "class": "button button-danger", "name": "do", "value": "it", "data-busy": "Skickar…",
    }  # fmt: skip


def test_the_error_summary_counts_and_leads_to_the_boxes() -> None:
    page = show("error_summary", errors=[{"target": "id_a", "sentence": "One"}, {"target": "", "sentence": "Two"}])
    assert page.all("div")[0] == {"class": "errors", "id": "error-summary", "role": "alert", "tabindex": "-1"}
    assert page.words == "Det är 2 saker att rätta One Two"
    assert [link["href"] for link in page.all("a")] == ["#id_a"]
    assert show("error_summary", errors=[{"target": "", "sentence": "One"}]).words == "Det är 1 sak att rätta One"
    assert show("error_summary", errors=[]).tags == []


def test_a_tag_says_its_status_in_words_and_shape() -> None:
    shapes = {look: render_to_string("ui/tag.html", {"label": "X", "look": look}) for look in ui.GLYPHS}
    assert [Reader(html).words for html in shapes.values()] == ["X"] * 5
    assert len({re.search(r"<svg.*</svg>", html, re.DOTALL).group() for html in shapes.values()}) == 5  # type: ignore[union-attr]


def test_a_card_has_one_link_and_a_picture_that_is_drawn_or_given() -> None:
    facts = {"title": "Tools", "url": "/t/", "kind": "idea", "summary": "a " * 100, "last": "75 000 kr"}
    drawn = show("card", **facts)
    assert [link["href"] for link in drawn.all("a")] == ["/t/"]
    assert drawn.all("svg")[0]["class"].startswith("cover kind-idea")
    assert len(next(part for part in drawn.said if part.startswith("a a"))) <= 110
    (picture,) = show("card", **facts, picture="/p.webp", picture_alt="A drill").all("img")
    assert {name: picture[name] for name in ("src", "alt", "width", "height", "loading")} == {
        "src": "/p.webp", "alt": "A drill", "width": "800", "height": "450", "loading": "lazy",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "shown"),
    [("short", "short"), ("ten letters", "ten…"), ("one, two, three", "one, two…"), ("x" * 20, "x" * 9 + "…")],
)
def test_words_are_cut_between_words(words: str, shown: str) -> None:
    assert ui.shortened(words, 10) == shown


def test_words_from_people_are_escaped() -> None:
    page = render_to_string("ui/card.html", {"title": "<b>x</b>", "url": '"><script>', "kind": "idea"})
    assert "<b>" not in page
    assert "<script>" not in page


def test_the_stepper_says_the_step_and_hides_the_bar() -> None:
    page = show("stepper", step=3, steps=6, name="Pengar", saved="Sparat kl. 14.32")
    assert page.words == "Steg 3 av 6 · Pengar Sparat kl. 14.32"
    assert [mark.get("class", "") for mark in page.all("span")[2:]] == ["done", "done", "here", "", "", ""]
    assert page.all("a") == []
    assert page.all("span", role="status")[0]["data-offline"] == "Inte sparat, ingen kontakt. Vi försöker igen"


def test_a_task_that_cannot_begin_has_no_link_and_says_why() -> None:
    page = show("task", name="Skicka", state="later", why="Svara först")
    assert page.all("a") == []
    assert page.words == "Skicka Svara först Går inte att börja än"
    assert show("task", name="Idén", url="/1/", state="done").words == "Idén Klar"


def test_the_thread_folds_after_seven_knots() -> None:
    knots = [{"title": f"K{number}"} for number in range(11)]
    page = show("thread", knots=knots)
    assert len(page.all("details")) == 1
    assert "Visa 4 tidigare steg" in page.words
    assert len(page.all("li")) == 11
    assert show("thread", knots=knots[:7]).all("details") == []


def test_a_knot_marks_now_and_next() -> None:
    page = show("thread", knots=[{"title": "A"}, {"title": "B", "state": "now"}, {"title": "C", "state": "next"}])
    assert [(knot["class"], knot.get("aria-current", "")) for knot in page.all("li")] == [
        ("knot", ""), ("knot now", "step"), ("knot next", ""),
    ]  # fmt: skip


def test_a_late_promise_warns() -> None:
    page = show("promise", late="4 dagar sent", status="Läses nu", when="Nytt datum: tisdag 22 december")
    assert page.all("span")[0]["class"] == "tag tag-warn"
    assert page.words == "4 dagar sent Nytt datum: tisdag 22 december"


@pytest.mark.parametrize(
    ("granted", "budget", "words"),
    [
        (47_500_000, 100_000_000, f"475{NBSP}000{NBSP}kr av 1{NBSP}000{NBSP}000{NBSP}kr beviljat, 52{NBSP}% kvar"),
        (
            100_000_000,
            100_000_000,
            f"1{NBSP}000{NBSP}000{NBSP}kr av 1{NBSP}000{NBSP}000{NBSP}kr beviljat, 0{NBSP}% kvar",
        ),
        (None, 100_000_000, f"0{NBSP}kr av 1{NBSP}000{NBSP}000{NBSP}kr beviljat, 100{NBSP}% kvar"),
    ],
)
def test_the_meter_never_promises_more_than_there_is(granted: int | None, budget: int, words: str) -> None:
    page = show("budget_meter", granted=granted, budget=budget)
    assert "".join(page.said).strip() == words


def test_a_chart_is_a_table_and_hides_what_is_too_few() -> None:
    rows = [{"label": "Söder", "value": 3, "words": "3"}, {"label": "Råå", "value": None}]
    page = show("chart", title="Most in Söder", rows=rows, highest=4, label_head="District", value_head="Number")
    assert [bar["width"] for bar in page.all("rect", class_="s1")] == ["75"]
    assert page.words == "Most in Söder District Stapel Number Söder 3 Råå för få för att visas"


@pytest.mark.parametrize(("value", "highest", "width"), [(1, 3, "33.33"), (5, 4, "100"), (-1, 4, "0"), (1, 0, "0")])
def test_a_bar_stays_within_its_box(value: int, highest: int, width: str) -> None:
    assert Reader(ui.chart_bar(value, highest)).all("rect", class_="s1")[0]["width"] == width


@pytest.mark.parametrize(
    ("number", "shown"), [(1, [1, 2, 0, 9]), (4, [1, 0, 3, 4, 5, 0, 9]), (9, [1, 0, 8, 9]), (3, [1, 2, 3, 4, 0, 9])]
)
def test_pages_show_the_ends_and_the_near(number: int, shown: list[int]) -> None:
    assert ui.page_numbers(Paginator(range(180), 20).page(number)) == shown


def test_pagination_keeps_the_filter_and_is_gone_with_one_page() -> None:
    page = show("pagination", page=Paginator(range(60), 20).page(2), query="stad=soder")
    assert [link["href"] for link in page.all("a")] == [
        "?stad=soder&page=1", "?stad=soder&page=1", "?stad=soder&page=3", "?stad=soder&page=3",
    ]  # fmt: skip
    assert show("pagination", page=Paginator(range(3), 20).page(1), query="").tags == []


def test_no_score_is_chosen_beforehand() -> None:
    boxes = show("score", name="good", legend="Good", anchors={1: "Low", 5: "High"}).all("input")
    assert [box["value"] for box in boxes] == ["1", "2", "3", "4", "5", "none"]
    assert [box for box in boxes if "checked" in box] == []
    chosen = [box["value"] for box in show("score", name="g", legend="G", value=4).all("input") if "checked" in box]
    assert chosen == ["4"]


def test_chosen_filters_are_removed_by_links() -> None:
    page = show("chips", chips=[{"label": "Söder", "url": "?"}], clear_url="?")
    assert page.words == "Ta bort Söder × Ta bort alla"


def test_every_component_names_its_parameters() -> None:
    for path in (TEMPLATES / "ui").glob("*.html"):
        assert path.read_text("utf-8").startswith("{# parameters"), path.name


def test_plain_text_becomes_paragraphs_and_stays_plain() -> None:
    html = Template("{{ words|paragraphs }}").render(Context({"words": "One <b>\n\nTwo"}))
    assert html == "<p>One &lt;b&gt;</p>\n\n<p>Two</p>"


# Forms


def test_label_hint_error_and_input_come_in_that_order() -> None:
    form = Questions({"title": "", "text": "x"})
    html = crispy(form)
    part = html[html.index('data-field="title"') : html.index('data-field="text"')]
    order = [part.index(mark) for mark in ("<label", "id_title_helptext", "id_title_error", "<input")]
    assert order == sorted(order)
    (box,) = Reader(part).all("input")
    assert box["aria-describedby"] == "id_title_helptext id_title_error"
    assert box["aria-invalid"] == "true"


def test_the_browser_never_cuts_and_never_judges() -> None:
    html = crispy(Questions())
    assert "maxlength" not in html
    assert "required" not in html


def test_only_optional_fields_say_so() -> None:
    page = Reader(crispy(Questions()))
    assert page.words.count("(valfritt)") == 1
    assert "More (valfritt)" in page.words


def test_a_group_is_a_fieldset_and_each_choice_one_label() -> None:
    html = crispy(Questions())
    part = Reader(html[html.index('data-field="who"') : html.index('data-field="words"')])
    assert [label["for"] for label in part.all("label")] == ["id_who_0", "id_who_1"]
    assert [box for box in part.all("input") if "checked" in box] == []
    assert len(part.all("legend")) == 1


def test_errors_lead_to_boxes_that_exist() -> None:
    form = Questions({})
    ids = {attrs["id"] for _tag, attrs in Reader(crispy(form)).tags if "id" in attrs}
    targets = [error["target"] for error in errors_of(form)]
    assert len(targets) == 7
    assert set(targets) <= ids


def test_a_date_has_three_named_boxes_and_a_sum_its_unit_outside() -> None:
    html = crispy(Questions())
    day = Reader(html[html.index('data-field="day"') : html.index('data-field="who"')])
    assert [label["for"] for label in day.all("label")] == ["id_day_0", "id_day_1", "id_day_2"]
    assert [box["inputmode"] for box in day.all("input")] == ["numeric", "text", "numeric"]
    amount = Reader(html[html.index('data-field="amount"') : html.index('data-field="day"')])
    assert amount.all("input")[0]["dir"] == "ltr"
    assert amount.words.endswith("Sum kr")


def test_words_have_a_box_for_each_language() -> None:
    html = crispy(Questions())
    words = Reader(html[html.index('data-field="words"') : html.index('data-field="more"')])
    assert [box["lang"] for box in words.all("input")] == ["sv", "en"]
    assert "Svenska" in words.words


def test_long_texts_are_counted_and_short_ones_only_near_the_end() -> None:
    page = Reader(crispy(Questions()))
    counters = page.all("p", class_="counter")
    assert [(counter["data-for"], counter["data-counter"], "hidden" in counter) for counter in counters] == [
        ("id_title", "120", True), ("id_text", "600", False),
    ]  # fmt: skip
    assert "Högst 600 tecken" in page.words


def test_a_layout_a_button_and_a_formset_are_drawn_too() -> None:
    form = Questions(prefix="f")
    form.helper.form_tag = True
    form.helper.layout = Layout(Fieldset("Money", "amount"), Submit("send", "Send"))
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
    (button,) = Reader(html).all("button")
    assert (button["type"], button["name"], button["value"], button["class"]) == ("submit", "send", "Send", "button ")
    assert len(Reader(html).all("form")) == 1
    many = forms.formset_factory(Questions, extra=2)()
    rows = Template("{% load crispy_forms_tags %}{{ many|crispy }}").render(Context({"many": many}))
    assert rows.count('data-field="title"') == 2
    assert 'name="form-TOTAL_FORMS"' in rows


# Pages


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_refusals_need_no_context(status: int, language: str) -> None:
    with translation.override(language):
        html = engines["django"].get_template(f"{status}.html").render()
    page = Reader(html)
    assert page.all("html")[0] == {"lang": language, "dir": "ltr"}
    assert len(page.all("h1")) == 1
    assert page.all("form") == []


def test_a_refusal_gives_its_reason() -> None:
    assert "Only the fund decides" in Reader(render_to_string("403.html", {"why": "Only the fund decides"})).words
    assert "Prova igen om 60 sekunder." in Reader(render_to_string("429.html", {"retry_after": 60})).words


def test_the_frame_stands_without_a_city() -> None:
    html = render_to_string("base.html", {})
    page = Reader(html)
    assert page.all("html")[0] == {"lang": "sv", "dir": "ltr"}
    assert len(page.all("main")) == 1
    assert len(page.all("link", rel="stylesheet")) == 1


def test_the_frame_turns_with_the_language_and_warns_in_the_title() -> None:
    with translation.override("ar"):
        assert Reader(render_to_string("base.html", {})).all("html")[0] == {"lang": "ar", "dir": "rtl"}
    assert "<title>Fel: " in render_to_string("base.html", {"errors": [{"target": "", "sentence": "x"}]})


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_the_style_guide_shows_every_component_without_inline_style_or_script(language: str) -> None:
    from civicportal.pages.styleguide import samples

    with translation.override(language):
        html = render_to_string("pages/styleguide.html", {"samples": samples()})
    page = Reader(html)
    attributes = {name for _tag, attrs in page.tags for name in attrs}
    assert {name for name in attributes if name == "style" or name.startswith("on")} == set()
    assert [script for script in page.all("script") if "src" not in script] == []
    ids = [attrs["id"] for _tag, attrs in page.tags if attrs.get("id", "hatch") != "hatch"]
    assert sorted(ids) == sorted(set(ids))


def test_the_style_guide_shows_every_component_there_is() -> None:
    shown = "".join(path.read_text("utf-8") for path in (TEMPLATES / "pages").rglob("styleguide*/*.html"))
    shown += (TEMPLATES / "pages" / "styleguide.html").read_text("utf-8")
    inner = {"header", "footer", "mark", "knot", "saved_line"}
    names = {path.stem for path in (TEMPLATES / "ui").glob("*.html")} - inner
    assert {name for name in names if f"ui/{name}.html" not in shown} == set()


def test_every_class_in_the_design_systems_templates_is_styled() -> None:
    styled = set(
        re.findall(
            r"\.([a-z][a-z0-9-]*)",
            "".join(p.read_text("utf-8") for p in (TEMPLATES.parent / "static" / "css").rglob("*.css")),
        )
    )
    used: set[str] = set()
    for folder in ("ui", "portal", "errors"):
        for path in (TEMPLATES / folder).rglob("*.html"):
            for value in re.findall(r'class="([^"]*)"', re.sub(r"\{[{%].*?[%}]\}", " ", path.read_text("utf-8"))):
                used |= {word for word in value.split() if not word.endswith("-")}
    structural = {"meter", "box-day", "clear", "thread"}
    assert {name for name in used if name not in styled} - structural == set()


def test_a_mail_address_breaks_after_its_signs_and_is_escaped() -> None:
    html = Template("{{ address|breakable }}").render(Context({"address": "<b>@a.example.org"}))
    assert html == "&lt;b&gt;@<wbr>a.<wbr>example.<wbr>org"
