"""Facts typed into the backoffice's forms and read where a selector points on the public page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "source", "path", "rect", "circle", "wbr"})

Fact = tuple[str, str, str]
"""The field of the form, what is typed there, the selector of the public page where it stands."""


class Finder(HTMLParser):
    """Collects the text under a selector of the form "#id .class tag": all that these tests name."""

    def __init__(self, selector: str) -> None:
        super().__init__()
        self.steps = selector.split()
        self.open: list[bool] = []
        self.met = 0
        self.texts: list[str] = []
        self.in_a_word = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.in_a_word = tag == "wbr"
            return
        fits = self.met < len(self.steps) and self._fits(self.steps[self.met], tag, dict(attrs))
        self.open.append(fits)
        self.met += fits

    def _fits(self, step: str, tag: str, facts: dict[str, str | None]) -> bool:
        if step.startswith("#"):
            return facts.get("id") == step[1:]
        if step.startswith("."):
            return step[1:] in (facts.get("class") or "").split()
        return step == tag

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.met -= self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.met == len(self.steps):
            start = self.texts.pop() if self.in_a_word and self.texts else ""
            self.texts.append(start + data)
        self.in_a_word = False


def stands(page: str, selector: str) -> str:
    """What is read where the selector points, on one line."""
    finder = Finder(selector)
    finder.feed(page)
    return " ".join(" ".join(finder.texts).split())


def missing(path: str, facts: list[Fact]) -> list[str]:
    """Which facts are not where they should be on the page that anybody reads."""
    answer = Client().get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    return [
        f"{field}: {words!r} is not at {selector}, which says {stands(page, selector)[:200]!r}"
        for field, words, selector in facts
        if words not in stands(page, selector)
    ]


def form_of(client: Client, path: str) -> dict[str, Any]:
    """What the admin's form holds now, ready to be posted again."""
    page = client.get(path)
    assert page.status_code == 200
    groups = page.context["inline_admin_formsets"]
    forms = [page.context["adminform"].form, *(form for group in groups for form in group.formset)]
    forms += [group.formset.management_form for group in groups]
    data: dict[str, Any] = {}
    for bound in (bound for form in forms for bound in form):
        name, value, widget = bound.html_name, bound.value(), bound.field.widget
        if hasattr(widget, "widgets"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            data |= {name + ending: part or "" for ending, part in zip(widget.widgets_names, parts, strict=True)}
        elif value is not None and value is not False:
            data[name] = value
    return data


def send(client: Client, path: str, data: dict[str, Any]) -> None:
    """Posts the form; what it refuses is said by field."""
    answer = client.post(path, data)
    refused: dict[str, Any] = {}
    if answer.status_code == 200:
        groups = answer.context["inline_admin_formsets"]
        forms = [answer.context["adminform"].form, *(form for group in groups for form in group.formset)]
        refused = {form.add_prefix(name): list(errors) for form in forms for name, errors in form.errors.items()}
    assert (answer.status_code, refused) == (302, {})
