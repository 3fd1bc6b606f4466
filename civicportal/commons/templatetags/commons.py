"""Public things in templates: {% load commons %}{% public_card item heading=2 %}."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
from civicportal.files.templatetags.pictures import picture, picture_set
from civicportal.kernel import dates, money
from civicportal.kernel.web import by_revision, known_piece

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

    A card is the same for everybody, so its drawing is kept: a list draws only what it has not drawn before.
    """
    return by_revision(("card", item.pk, heading), lambda: _drawn(item, heading))


@register.simple_tag
def public_cards(page: Iterable[int], heading: int = 3) -> list[SafeString]:
    """The cards of a list of item ids, in its order: one query for those that are not drawn yet, else none.

    {% public_cards page heading=2 as cards %}{% for card in cards %}<li>{{ card }}</li>{% endfor %}
    """
    ids = list(page)
    drawn = {pk: known_piece(("card", pk, heading)) for pk in ids}
    missing = [pk for pk, card in drawn.items() if card is None]
    if missing:
        for item in Item.objects.filter(pk__in=missing).for_cards():
            drawn[item.pk] = public_card(item, heading)
    return [card for pk in ids if (card := drawn[pk]) is not None]


def _drawn(item: Item, heading: int) -> SafeString:
    words = item_card(item)
    facts = {
        name: getattr(words, name) for name in ("title", "url", "summary", "look", "status", "last", "seed", "language")
    }
    pictures = {
        "picture": picture(item.image, 800),
        "picture_srcset": picture_set(item.image),
        "picture_alt": item.image.alt if item.image else "",
    }
    more = {"kind": words.family, "word": words.kind_word, "place": words.place, "heading": heading}
    return render_to_string("ui/card.html", {**facts, **pictures, **more})
