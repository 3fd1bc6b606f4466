"""How a network, a prototype and a method become public items."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.kinds import ItemWords, Kind, register
from civicportal.commons.models import Item
from civicportal.commons.words import everything, in_all_languages
from prototypes.enums.prototypes import STATE_LOOKS, MethodFormat, PrototypeState
from prototypes.models import Method, Network, Prototype


def network_words(network: Network) -> ItemWords:
    principles = [words for principle in network.principles.all() for words in (principle.name, principle.words)]
    return ItemWords(
        title=network.name,
        summary=network.promise,
        text=everything(network.about, network.do_no_harm, network.coordination, *principles),
        unit=network.unit,
    )


def prototype_words(prototype: Prototype) -> ItemWords:
    """A prototype in public: never who is in its working groups."""
    partners = [partner.name for partner in prototype.partners.all()]
    groups = [words for group in prototype.groups.all() for words in (group.name, group.about)]
    return ItemWords(
        title=prototype.name,
        summary=prototype.summary,
        text=everything(
            prototype.question, prototype.purpose, prototype.backed_by, prototype.learnt, *partners, *groups
        ),
        image=prototype.image,
        unit=prototype.network.unit,
        district=prototype.district,
        theme=prototype.theme,
        status=prototype.state,
        status_words=in_all_languages(PrototypeState(prototype.state).label),
        status_look=STATE_LOOKS[prototype.state],
        happened_on=prototype.since,
    )


def method_words(method: Method) -> ItemWords:
    return ItemWords(
        title=method.name,
        summary=method.what_for,
        text=everything(method.how, method.material),
        unit=method.network.unit,
        status=method.format,
        status_words=in_all_languages(MethodFormat(method.format).label),
        status_look="info",
    )


def _url(name: str) -> Callable[[Item], str]:
    return lambda item: reverse(name, args=[item.slug])


def register_kinds() -> None:
    """Called when the app is ready. They wear the prototype's colour; a network or a method is no meeting or lab."""
    register(
        Kind(
            key="network",
            label=_("Network"),
            plural=_("Networks"),
            icon="users",
            model=Network,
            words=network_words,
            url=_url("prototypes:network"),
            css="prototype",
        )
    )
    register(
        Kind(
            key="prototype",
            label=_("Prototype"),
            plural=_("Prototypes"),
            icon="puzzle-piece",
            model=Prototype,
            words=prototype_words,
            url=_url("prototypes:prototype"),
            css="prototype",
        )
    )
    register(
        Kind(
            key="method",
            label=_("Method"),
            plural=_("Methods"),
            icon="wrench-screwdriver",
            model=Method,
            words=method_words,
            url=_url("prototypes:method"),
            css="prototype",
        )
    )
