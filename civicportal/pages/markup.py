"""Staff's texts: Markdown in, clean HTML out. What is not on the short list of tags is taken away after rendering."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "h3", "h4", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "hreflang", "lang"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto", "tel"}
PLACEHOLDER = re.compile(r"\[\[([a-z_]+)\]\]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _lowered(tokens: list[Token]) -> list[Token]:
    """Headings of a section start under the section's own h2: no text can break the order of headings."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"
    return tokens


def filled(text: str, facts: dict[str, Any]) -> str:
    """The text with its [[names]] replaced by facts, such as [[email]]; an unknown name stays as it is written."""

    def fact(found: re.Match[str]) -> str:
        value = facts.get(found.group(1))
        return found.group() if value is None else str(value)

    return PLACEHOLDER.sub(fact, text)


def to_html(text: str) -> str:
    """Clean HTML of a Markdown text: no scripts, no styles, no pictures, links to https, http, mailto and tel only."""
    parser = _parser()
    html = parser.renderer.render(_lowered(parser.parse(text)), parser.options, {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")
