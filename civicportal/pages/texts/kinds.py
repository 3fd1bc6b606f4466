"""What a page's first text is made of."""

from __future__ import annotations

from dataclasses import dataclass

from civicportal.kernel.text import LocalizedText


@dataclass(frozen=True, slots=True)
class SectionText:
    """One part. `key` names what a law asks for; `body` is Markdown where [[names]] stand for the city's facts."""

    key: str
    heading: LocalizedText
    body: LocalizedText


@dataclass(frozen=True, slots=True)
class PageText:
    """One page, its sections in order."""

    key: str
    title: LocalizedText
    lead: LocalizedText
    sections: tuple[SectionText, ...]


def two(sv: str, en: str) -> LocalizedText:
    """A text in both languages, without the line breaks of the source at its ends."""
    return LocalizedText(sv=sv.strip(), en=en.strip())


def part(key: str, heading: tuple[str, str], sv: str, en: str) -> SectionText:
    """A section from its Swedish and English words."""
    return SectionText(key, two(*heading), two(sv, en))
