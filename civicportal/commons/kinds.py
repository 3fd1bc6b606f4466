"""What kinds of public things there are. Each feature registers its own; commons knows none by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from civicportal.kernel.text import LocalizedText

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from civicportal.commons.models import Item, Theme
    from civicportal.files.models import StoredFile
    from civicportal.people.models import Organisation, Person
    from civicportal.places.models import District


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """What a thing shows in public. Nothing else of it reaches the commons.

    `text` is searched and never listed. `keywords` are words to find it by beyond its title, theme, district and
    unit. `amount` is in öre. `happened_on` is the date that lists sort by, `starts_at` the time of what will happen.
    """

    title: LocalizedText
    summary: LocalizedText = field(default_factory=LocalizedText)
    text: str = ""
    keywords: str = ""
    language: str = "sv"
    image: StoredFile | None = None
    unit: Organisation | None = None
    district: District | None = None
    theme: Theme | None = None
    amount: int | None = None
    status: str = ""
    status_words: LocalizedText = field(default_factory=LocalizedText)
    status_look: str = "quiet"
    starts_at: datetime | None = None
    happened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Whom to write to about a thing that they wrote: the address, the language of letters, the account if any."""

    email: str
    language: str = "sv"
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of public thing.

    `model` is the feature's model, or its label such as "funds.Project"; its rows have `slug` and `item`.
    `words(thing)` says what is public of it. `url(item)` is the public page. `css` is the kind whose colour, icon and
    cover art it wears (need, idea, challenge, lab, project, prototype, meeting, story).

    `open_now()` are the ids of the items that one can answer or apply to: now, or from a day that is set; None for
    kinds to which nothing is sent.

    `can_support`: whether people may say "this matters to me too". `can_ask`: whether they may ask in public.
    `writer(thing)` is the resident who wrote it, told by letter when staff hide it; None for what staff wrote.
    """

    key: str
    label: str | Promise
    plural: str | Promise
    icon: str
    model: type[models.Model] | str
    words: Callable[[Any], ItemWords]
    url: Callable[[Item], str]
    css: str = ""
    open_now: Callable[[], QuerySet[Any, Any]] | None = None
    can_support: bool = False
    can_ask: bool = True
    writer: Callable[[Any], Writer | None] | None = None

    @property
    def family(self) -> str:
        return self.css or self.key

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model) if isinstance(self.model, str) else self.model


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind known; called from AppConfig.ready(). Raises ValueError when the key is taken."""
    if kind.key in kinds:
        raise ValueError(f"The kind {kind.key} is registered twice")
    kinds[kind.key] = kind


def kind_of(thing: models.Model) -> Kind:
    """The kind of a feature's thing. Raises LookupError when its model is no public kind."""
    for kind in kinds.values():
        if isinstance(thing, kind.model_class):
            return kind
    raise LookupError(f"{type(thing).__name__} is no public kind of thing")
