"""Public things in templates: {% load commons %}{% public_card item heading=2 %}."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
from civicportal.files.templatetags.pictures import picture, picture_set
from civicportal.kernel import dates, money

register = template.Library()


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card shows of an item, in the page's language where it is written in it."""

    title: str
    url: str
    family: str
    kind_word: str
    place: str
    summary: str
    status: str
    look: str
    last: str
    seed: str
    language: str


@register.filter
def item_card(item: Item) -> CardWords:
    """The words of an item's card: title and summary in one language, named only where it is not the page's."""
    kind = kinds[item.kind]
    here = (get_language() or "sv")[:2]
    speaks = here if here in item.title.texts and (not item.summary or here in item.summary.texts) else "sv"
    title, summary = item.title.said(speaks), item.summary.said(speaks)
    year = str(item.happened_on.year) if item.happened_on else ""
    return CardWords(
        title=title.text,
        url=kind.url(item),
        family=kind.family,
        kind_word=str(kind.label),
        place=item.district.name if item.district else "",
        summary=summary.text,
        status=item.status_words.said().text,
        look=item.status_look,
        last=" · ".join(part for part in (money.show(item.amount), year) if part)
        if item.starts_at is None
        else dates.show_moment(item.starts_at),
        seed=f"{item.kind}/{item.slug}",
        language=title.language if title.language != here else "",
    )


@register.simple_tag
def public_card(item: Item, heading: int = 3) -> SafeString:
    """One public thing as a card, with the heading at this level.

    A card is the same for everybody, so its drawing is remembered by what stands on it and by the page's language:
    a list draws only what has changed since it was drawn before.
    """
    alt = item.image.alt if item.image else ""
    return _drawn(
        item_card(item), heading, picture(item.image, 800), picture_set(item.image), alt, get_language() or "sv"
    )


@lru_cache(maxsize=4096)
def _drawn(words: CardWords, heading: int, address: str, addresses: str, alt: str, here: str) -> SafeString:
    facts = {
        name: getattr(words, name) for name in ("title", "url", "summary", "look", "status", "last", "seed", "language")
    }
    pictures = {"picture": address, "picture_srcset": addresses, "picture_alt": alt}
    more = {"kind": words.family, "word": words.kind_word, "place": words.place, "heading": heading}
    return render_to_string("ui/card.html", {**facts, **pictures, **more})
