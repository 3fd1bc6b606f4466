"""Public things in templates: {% load commons %}{% with words=item|item_card %}."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.translation import get_language

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
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
