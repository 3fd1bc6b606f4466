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
    "table", "thead", "tbody", "tr", "th", "td", "div",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "hreflang", "lang"}, "ol": {"start"}, "th": {"scope"}, "td": {"data-label"}}
CLASSES = {"div": {"table-box"}, "table": {"table", "table-blocks"}}
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


def _tables(tokens: list[Token]) -> list[Token]:
    """Tables as the portal draws them: the first column names the row; on a phone each row becomes labelled lines."""
    drawn: list[Token] = []
    heads: list[str] = []
    column, in_body = 0, False
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            drawn.append(_raw('<div class="table-box">'))
            token.attrSet("class", "table table-blocks")
            heads = []
        elif token.type in {"tbody_open", "tbody_close"}:
            in_body = token.type == "tbody_open"
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
            heads.append(tokens[place + 1].content)
        elif token.type == "td_open" and in_body:
            token.attrs = {"data-label": heads[column]} if column else {"scope": "row"}
            token.tag = "td" if column else "th"
        elif token.type == "td_close":
            token.tag = "td" if column else "th"
            column += 1
        drawn.append(token)
        if token.type == "table_close":
            drawn.append(_raw("</div>"))
    return drawn


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def filled(text: str, facts: dict[str, Any]) -> str:
    """The text with its [[names]] replaced by facts, such as [[email]]; an unknown name stays as it is written."""

    def fact(found: re.Match[str]) -> str:
        value = facts.get(found.group(1))
        return found.group() if value is None else str(value)

    return PLACEHOLDER.sub(fact, text)


def to_html(text: str) -> str:
    """Clean HTML of a Markdown text: no scripts, no styles, no pictures, links to https, http, mailto and tel only."""
    parser = _parser()
    html = parser.renderer.render(_tables(_lowered(parser.parse(text))), parser.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        allowed_classes=CLASSES,
    )
