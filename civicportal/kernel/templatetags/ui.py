"""The pieces of the look that templates cannot write themselves: icons, cover art, bars. Loaded in every template."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.base import FilterExpression, Parser, Token
from django.utils.functional import LazyObject, Promise
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from heroicons.templatetags.heroicons import heroicon_outline

from civicportal.kernel import cover as art
from civicportal.kernel.web import by_revision

register = template.Library()

# One icon for each kind of thing, from the heroicons set.
KIND_ICONS = {
    "need": "hand-raised",
    "idea": "light-bulb",
    "challenge": "flag",
    "lab": "beaker",
    "project": "rocket-launch",
    "prototype": "puzzle-piece",
    "meeting": "calendar-days",
    "story": "book-open",
}

# Our own small marks, drawn in a 16 by 16 box: they stand beside words and never alone.
GLYPHS = {
    "quiet": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="3"/>',
    "info": '<circle cx="8" cy="8" r="7" fill="currentColor"/>',
    "ok": '<path d="m2 8.5 4 4.5 8-10" fill="none" stroke="currentColor" stroke-width="3"/>',
    "warn": '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2.5"/>'
    '<path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>',
    "error": '<path d="M8 0 16 15H0z" fill="currentColor"/>'
    '<path d="M8 5v5M8 11.5v2" stroke="var(--surface)" stroke-width="2"/>',
}

KIND_WORDS = {
    "need": _("Need"),
    "idea": _("Idea"),
    "challenge": _("Challenge"),
    "lab": _("Lab"),
    "project": _("Granted project"),
    "prototype": _("Prototype"),
    "meeting": _("Meeting"),
    "story": _("Story"),
}


@lru_cache(maxsize=256)
def _icon(name: str, classes: str) -> SafeString:
    attributes: dict[str, Any] = {"class": f"icon {classes}".strip(), "aria_hidden": "true", "stroke_width": "2"}
    return mark_safe(heroicon_outline(name, **attributes).replace(' data-slot="icon"', ""))  # noqa: S308


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A 24 px outline icon of heroicons by its name, beside words.

    `classes`: icon-small, icon-mirrors (turns with right-to-left text).
    """
    return _icon(str(name), str(classes))


@register.simple_tag
def glyph(look: str) -> SafeString:
    """The small mark of a status look: quiet, info, ok, warn or error."""
    drawn = GLYPHS.get(look, GLYPHS["quiet"])
    return mark_safe(f'<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">{drawn}</svg>')  # noqa: S308


@register.simple_tag
def cover(seed: object, kind: str = "project", width_ratio: str = "16:9") -> SafeString:
    """Generated cover art for a thing without a picture; the same seed always gives the same picture."""
    return art.cover_svg(str(seed), str(kind), width_ratio)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The icon of a kind of thing."""
    return _icon(KIND_ICONS.get(art.FAMILY.get(str(kind), str(kind)), "sparkles"), "")


@register.filter
def kind_family(kind: str) -> str:
    """The kind whose colour and icon a thing wears: a fund, round or grant wears the project's."""
    return art.FAMILY.get(str(kind), "project")


@register.filter
def kind_word(kind: str) -> str:
    """The public word of a kind: "Idea"."""
    return str(KIND_WORDS[art.FAMILY.get(str(kind), "project")])


@register.simple_tag
def chart_bar(value: float, highest: float, series: int = 1) -> SafeString:
    """A bar from 0 to `highest` for the middle column of a chart's table; the number stands beside it in words."""
    width = 0.0 if not highest else max(0.0, min(100.0, 100 * float(value) / float(highest)))
    return format_html(
        '<svg class="bar" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="24"/><rect class="s{}" width="{}" height="24"/></svg>',
        int(series),
        f"{width:.2f}".rstrip("0").rstrip("."),
    )


@register.simple_tag
def percent_of(part: float | None, whole: float | None) -> int:
    """Whole percent, rounded down, between 0 and 100; 0 of nothing is 0."""
    return max(0, min(100, int(100 * (part or 0) / whole))) if whole else 0


@register.filter
def shortened(words: str, most: int) -> str:
    """The words, cut between two words when they are longer than `most` characters, the dots included."""
    text = str(words)
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    if not text[most - 1].isspace():
        kept = kept.rsplit(None, 1)[0]
    return f"{kept.rstrip('.,;:–- ')}…"


@register.filter
def upto(number: int) -> range:
    """The numbers 1 to `number`, for a loop."""
    return range(1, int(number) + 1)


@register.filter
def initials(name: str) -> str:
    """Two letters for a person or function without a picture: "Innovation team" gives IT."""
    words = strip_tags(str(name)).split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.simple_tag
def percent_left(part: float | None, whole: float | None) -> int:
    """Whole percent that is left of the whole, rounded down so that no more is promised than there is."""
    return percent_of((whole or 0) - (part or 0), whole)


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """The numbers a list of pages shows: the first, the last, those round this one; 0 stands for a gap."""
    last = page.paginator.num_pages
    near = {1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)}
    shown: list[int] = []
    for number in sorted(near):
        if shown and number > shown[-1] + 1:
            shown.append(0)
        shown.append(number)
    return shown


@register.filter
def breakable(address: str) -> SafeString:
    """A mail address that may break after its signs, where a narrow column would break it in the middle of a word."""
    return mark_safe(re.sub(r"([@.])", r"\1<wbr>", escape(address)))  # noqa: S308 - escaped, and our own tag in it


@register.filter
def page_address(query: str) -> str:
    """The address of a page of a list, but for its number, from the other parameters, encoded."""
    return f"?{query}&page=" if query else "?page="


@register.tag
def kept(parser: Parser, token: Token) -> template.Node:
    """{% kept "name" key %}…{% endkept %}: a piece of public content, drawn once per key, language and revision.

    Never for what depends on a person, a phase or a permission: what is kept is shown to everybody.
    """
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(keys, nodes)


class KeptNode(template.Node):
    def __init__(self, keys: list[FilterExpression], nodelist: template.NodeList) -> None:
        self.keys, self.nodelist = keys, nodelist

    def render(self, context: template.Context) -> SafeString:
        # A lazy value holds on to the request that it came with, so it is kept as what it says.
        said = (each.resolve(context) for each in self.keys)
        key = ("kept", *(str(value) if isinstance(value, (LazyObject, Promise)) else value for value in said))
        return by_revision(key, lambda: self.nodelist.render(context))
