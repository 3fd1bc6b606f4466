"""From facts and a template to the words of a letter. Every inserted value is untrusted.

A value goes in on one line, without control characters and without anything that a mail program makes a link of;
only addresses made by `site_link` stay links. So nobody can use the city's letters to send others a link or an
invented paragraph through a title, a name or an anonymous form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.template import Context, TemplateSyntaxError, loader
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from civicportal.kernel.braces import PLACE
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.notices.own_texts import OwnWords

LANGUAGES = ("sv", "en")
LONGEST_SUBJECT = 200
_LINK_LOOKS = (
    (re.compile("://"), ": //"),
    (re.compile(r"(?i)\bwww\."), "www ."),
    (re.compile(r"(?i)\bmailto:"), "mailto :"),
)


class Link(str):
    """An address of the portal itself, the only kind that stays a link in a letter."""

    __slots__ = ()


class Tame(str):
    """Somebody's text on one line and without links. `original` keeps the lines for `quoted` and `passage`."""

    __slots__ = ("original",)
    original: str


@dataclass(frozen=True, slots=True)
class Words:
    """A letter's words in one language."""

    subject: str
    text: str
    html: str


def site_link(path: str) -> Link:
    """The whole address of a page of the portal. Raises ValueError unless the path begins with one slash."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("A link in a letter is a path of the portal")
    return Link(f"{settings.SITE_URL}{path}")


def defused(text: str) -> str:
    """The text with what mail programs turn into links broken up."""
    for looks, instead in _LINK_LOOKS:
        text = looks.sub(instead, text)
    return text


def tame(value: Any) -> Any:
    """A fact made safe to insert; lists, dicts and dataclasses are gone through.

    Raises TypeError for anything but plain values: the texts of a model's row could not be made safe on their way.
    """
    if value is None or isinstance(value, Link | bool | int | float | date | datetime | time):
        return value
    if isinstance(value, LocalizedText | Promise):
        value = str(value)
    if isinstance(value, str):
        tamed = Tame(defused(one_line(value)))
        tamed.original = nfc(value)
        return tamed
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: tame(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): tame(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tame(item) for item in value]
    raise TypeError(f"A letter's facts are plain values, not {type(value).__name__}")


def compose(template: str, facts: Mapping[str, Any], language: str, own: OwnWords | None = None) -> Words:
    """The words of a letter from its template `<template>.<language>.txt`, whose first line is "Subject: ...".

    With `own`, staff's words go instead, with the facts and the template's parts put in where they are named. The
    city's signature is added. Raises TemplateSyntaxError when the template has no subject.
    """
    path = f"{template}.{language}.txt"
    with override(language):
        safe = tame({**facts, "site": site_link("/"), **_signature()})
        whole = _filled(own, path, safe) if own else _rendered(path, safe)
        foot = _rendered("notices/letters/foot.txt", safe)
    head, _, body = whole.strip().partition("\n")
    if not head.startswith("Subject: "):
        raise TemplateSyntaxError(f"{template}.{language}.txt does not begin with Subject:")
    text = tidy(f"{body}\n\n{foot}")
    subject = one_line(head.removeprefix("Subject: "))
    return Words(subject[:LONGEST_SUBJECT], text, html_of(text, language))


def _rendered(path: str, safe: Mapping[str, Any]) -> str:
    """A text template as it stands: what was put in is tame, and nothing is escaped for HTML."""
    return str(loader.get_template(path).template.render(Context(safe, autoescape=False)))  # type: ignore[attr-defined]


def _filled(own: OwnWords, path: str, safe: Mapping[str, Any]) -> str:
    """Staff's words with what they name, each put in once; a fact that this letter does not have is left out."""

    def put_in(found: re.Match[str]) -> str:
        name = found[1]
        if name in own.parts:
            return _rendered(f"{path}#{name}", safe).strip()
        value = safe.get(name)
        return "" if value is None or isinstance(value, dict | list) else str(value)

    return f"Subject: {own_line(PLACE.sub(put_in, own.subject))}\n{PLACE.sub(put_in, own.body)}"


def own_line(text: str) -> str:
    """A subject that staff wrote, on one line."""
    return one_line(text) or "-"


def _signature() -> dict[str, Any]:
    from civicportal.places.models import City

    city = City.objects.first()
    return {
        "city": city.name if city else "",
        "portal": city.portal_name if city else "",
        "authority": city.authority if city else "",
    }


def tidy(text: str) -> str:
    """No space at the ends of lines and never more than one empty line."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def html_of(text: str, language: str) -> str:
    """The letter as HTML: the same words, escaped, with links to the portal only."""
    return f'<!doctype html>\n<html lang="{escape(language)}"><body>\n{blocks(text)}\n</body></html>\n'


def blocks(text: str) -> SafeString:
    """A letter's text as paragraphs, lists and quotations, escaped; addresses of the portal become links."""
    return mark_safe("\n".join(_block(part.splitlines()) for part in re.split(r"\n\n+", text.strip()) if part))  # noqa: S308


def _block(lines: list[str]) -> str:
    if all(line.startswith(">") for line in lines):
        return f"<blockquote><p>{_lines([line[1:].strip() for line in lines])}</p></blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_linked(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_lines(lines)}</p>"


def _lines(lines: list[str]) -> str:
    return "<br>\n".join(_linked(line) for line in lines)


def _linked(line: str) -> str:
    parts, end = [], 0
    for found in re.finditer(re.escape(settings.SITE_URL) + r"(?:/[^\s<>\"]*)?(?=[.,)]*(?:\s|$))", line):
        address = found.group().rstrip(".,)")
        parts += [escape(line[end : found.start()]), format_html('<a href="{0}">{0}</a>', address)]
        end = found.start() + len(address)
    return "".join([*parts, escape(line[end:])])
