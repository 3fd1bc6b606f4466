"""{% load markup %}{{ section.body|markdown:facts }}: staff's Markdown in the page's language, else in its own."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from civicportal.kernel.text import localized
from civicportal.pages.markup import filled, to_html

register = template.Library()


@register.filter
def markdown(words: Any, facts: dict[str, Any] | None = None) -> SafeString:
    """The text as clean HTML; [[names]] become facts; marked with its language where it is not the page's."""
    text, language = localized(words).said()
    html = mark_safe(to_html(filled(text, facts or {})))  # noqa: S308 cleaned by nh3
    return html if language == (get_language() or "sv")[:2] else format_html('<div lang="{}">{}</div>', language, html)
