"""What one can carry a public thing on to: "Apply with this idea", "Test this as a prototype".

The target registers the offer; it never learns the kinds of others but by name:

    offers.register(Offer("funds.apply", frozenset({"idea", "solution"}), _("Apply for money"), url=apply_url))

The link carries `?fran=<kind>/<slug>`; the target's page reads it with `origin(request)`, keeps it (on the draft, or
in a form's hidden field of the same name), and makes the link when its own thing goes public.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from civicportal.commons.models import Item

FROM = "fran"
"""The name of the parameter, and of the hidden field, that says what is carried on."""


def always(item: Item) -> bool:
    """The rule of an offer that stands for every item of its kinds."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way on. `label` begins with a verb. The target is `url_name`, or `url(item)` where it depends on the item;
    an empty address means that there is nothing to offer just now. `open(item)` says whether it stands: it may ask
    one query at the most.
    """

    key: str
    from_kinds: frozenset[str]
    label: str | Promise
    url_name: str = ""
    url: Callable[[Item], str] | None = None
    open: Callable[[Item], bool] = always
    position: int = 50

    def address(self, item: Item) -> str:
        """Where it leads for this item, with the item as origin; empty when there is nothing to offer."""
        target = self.url(item) if self.url else reverse(self.url_name)
        if not target:
            return ""
        return f"{target}{'&' if '?' in target else '?'}{urlencode({FROM: f'{item.kind}/{item.slug}'}, safe='/')}"


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An offer as pages draw it."""

    label: str
    url: str


offers: dict[str, Offer] = {}


def register(offer: Offer) -> None:
    """Makes an offer; called from AppConfig.ready(). Raises ValueError for a taken key or an offer without target."""
    if offer.key in offers:
        raise ValueError(f"The offer {offer.key} is registered twice")
    if not offer.url_name and offer.url is None:
        raise ValueError(f"The offer {offer.key} leads nowhere")
    offers[offer.key] = offer


def offers_for(item: Item) -> list[ShownOffer]:
    """The ways on from a visible item, in order."""
    standing = [offer for offer in offers.values() if item.kind in offer.from_kinds and offer.open(item)]
    shown = [
        ShownOffer(str(offer.label), offer.address(item)) for offer in sorted(standing, key=lambda each: each.position)
    ]
    return [each for each in shown if each.url]


def origin(request: HttpRequest) -> Item | None:
    """The visible item that somebody carries on, from the address or the form; None when there is none such.

    Nobody's word is trusted: a hidden or made-up thing is as good as none.
    """
    named = request.GET.get(FROM) or request.POST.get(FROM) or ""
    kind, _slash, slug = named.partition("/")
    if not (kind and slug):
        return None
    found: Item | None = Item.objects.filter(kind=kind[:20], slug=slug[:90]).first()
    return found


def named(item: Item | None) -> str:
    """How an item is said in the parameter or the hidden field; empty for none."""
    return f"{item.kind}/{item.slug}" if item else ""
