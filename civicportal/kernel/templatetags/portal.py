"""Words in templates: sums, dates and staff's texts, said in one way everywhere. Loaded in every template."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.template.defaultfilters import linebreaks_filter as linebreaks
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from civicportal.kernel import dates
from civicportal.kernel import money as sums
from civicportal.kernel.forms import errors_of
from civicportal.kernel.text import LocalizedText

register = template.Library()


@register.filter
def money(ore: int | None) -> str:
    """ "85 000 kr"."""
    return sums.show(ore)


@register.filter
def kronor(ore: int | None) -> str:
    """ "85 000", for a table whose head names the unit."""
    return "" if ore is None else sums.digits(ore)


@register.filter
def day(moment: date | datetime | None) -> str:
    """ "3 november 2026"."""
    return dates.show_day(moment) if moment else ""


@register.filter
def weekday(moment: date | datetime | None) -> str:
    """ "tisdag 3 november 2026"."""
    return dates.show_day(moment, weekday=True) if moment else ""


@register.filter
def clock(moment: datetime | None) -> str:
    """ "18.00"."""
    return dates.show_clock(moment) if moment else ""


@register.filter
def moment(value: datetime | None) -> str:
    """ "tisdag 3 november 2026 kl. 18.00"."""
    return dates.show_moment(value) if value else ""


@register.filter
def deadline(closes_at: datetime | None) -> str:
    """The last minute that counts, in words."""
    return dates.show_deadline(closes_at) if closes_at else ""


@register.filter
def said(words: LocalizedText | str | None) -> SafeString | str:
    """Staff's words; marked with their language where it is not the page's."""
    if not isinstance(words, LocalizedText):
        return words or ""
    text, language = words.said()
    if not text or language == (get_language() or "sv")[:2]:
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def paragraphs(words: LocalizedText | str | None) -> SafeString | str:
    """Plain text as paragraphs; marked with its language where it is not the page's."""
    if not isinstance(words, LocalizedText):
        return linebreaks(words or "", autoescape=True)
    text, language = words.said()
    html = linebreaks(text, autoescape=True)
    return html if language == (get_language() or "sv")[:2] else format_html('<div lang="{}">{}</div>', language, html)


@register.filter
def lines(words: LocalizedText | str | None) -> list[SafeString | str]:
    """Staff's words as a list, one point a line; each marked with its language where it is not the page's."""
    text, language = words.said() if isinstance(words, LocalizedText) else (words or "", "")
    points = [line.strip("-• \t") for line in text.splitlines() if line.strip("-• \t")]
    if not language or language == (get_language() or "sv")[:2]:
        return list(points)
    return [format_html('<span lang="{}">{}</span>', language, point) for point in points]


@register.filter
def form_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """The errors of a form for ui/error_summary.html."""
    return errors_of(form) if form.is_bound else []


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key that only the template knows."""
    return mapping.get(key)
