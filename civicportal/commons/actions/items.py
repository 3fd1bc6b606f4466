"""What is done to public things: publish, hide, tell a step, link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise

from civicportal.commons.actions.following import stand_in_line, token_of
from civicportal.commons.kinds import ItemWords, kind_of
from civicportal.commons.models import Follow, Hiding, Item, Link, OldAddress, Step
from civicportal.commons.notices import voices as notices
from civicportal.commons.words import in_all_languages
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.kernel.web import public_words_changed
from civicportal.records.actions import record

FILLED = (
    "title", "summary", "text", "language", "image", "unit", "district", "theme", "amount", "status", "status_words",
    "status_look", "starts_at", "happened_on",
)  # fmt: skip


def _names(words: ItemWords) -> Iterable[str]:
    """Every name that somebody may look for the thing by, in every language."""
    yield from words.title.texts.values()
    yield words.keywords
    if words.theme is not None:
        yield from words.theme.name.texts.values()
    if words.district is not None:
        yield words.district.name
    if words.unit is not None:
        yield words.unit.name


def contents(words: ItemWords) -> dict[str, Any]:
    """What the item's row holds for these words: publish writes it, rebuild_items and its test compare with it."""
    filled = {name: getattr(words, name) for name in FILLED}
    keywords = one_line(" ".join(dict.fromkeys(name for name in _names(words) if name))).replace("\u00ad", "")
    return {**filled, "text": nfc(words.text), "keywords": keywords}


EMPTY = {
    "title": LocalizedText(), "summary": LocalizedText(), "text": "", "keywords": "", "image": None, "unit": None,
    "district": None, "theme": None, "amount": None, "status": "", "status_words": LocalizedText(),
    "status_look": "quiet", "starts_at": None, "happened_on": None,
}  # fmt: skip


@transaction.atomic
def publish(thing: Any, *, by: Any) -> Item:
    """Fills the public face of a thing, makes it visible, and makes it at the first time.

    `thing` is a row of a registered kind, with `slug` and `item`; the link to its item is written onto it. Steps,
    links and followers are kept; an address that changes leaves the old one behind as a redirect. What staff have
    hidden stays hidden until they put it back. Raises LookupError for a thing that is no public kind.
    """
    kind = kind_of(thing)
    item = Item.every.select_for_update(of=("self",)).filter(pk=thing.item_id).first() or Item(
        kind=kind.key, slug=thing.slug
    )
    if _is_withheld(item, wanted=True):
        return item
    if item.pk and item.slug != thing.slug:
        OldAddress.objects.update_or_create(kind=kind.key, slug=item.slug, defaults={"item": item})
        item.slug = thing.slug
    for name, value in contents(kind.words(thing)).items():
        setattr(item, name, value)
    item.visible = True
    item.changed_at = dates.now()
    item.published_at = item.published_at or item.changed_at
    item.save()
    OldAddress.objects.filter(kind=kind.key, slug=item.slug).delete()
    if thing.item_id != item.pk:
        type(thing)._base_manager.filter(pk=thing.pk).update(item=item)
        thing.item = item
    record(thing, verb="commons.publish", by=by, facts={"item": item.pk, "kind": kind.key})
    public_words_changed()
    return item


def _is_withheld(item: Item, *, wanted: bool) -> bool:
    """Whether staff keep the item hidden; notes whether its feature wants it public once they put it back."""
    if not item.pk or item.visible:
        return False
    return bool(Hiding.objects.in_force().filter(item=item, question=None, step=None).update(wanted=wanted))


@transaction.atomic
def hide(thing: Any, *, by: Any, reason: str) -> Item | None:
    """Takes a thing's words out of the public: its item stays as a bare anchor, with its steps, links and followers.

    `reason` is one word for the log, such as "withdrawn"; the log holds no sentences. Returns the item, or None when
    there never was one. Raises ValueError for a reason that is a sentence.
    """
    if not reason.replace("-", "_").isidentifier():
        raise ValueError(f"The reason for hiding goes into the log and must be one word, not {reason!r}")
    item: Item | None = Item.every.select_for_update(of=("self",)).filter(pk=thing.item_id).first()
    if item is None or not item.visible:
        if item is not None:
            _is_withheld(item, wanted=False)
        return item
    for name, value in EMPTY.items():
        setattr(item, name, value)
    item.visible = False
    item.changed_at = dates.now()
    item.save()
    record(thing, verb="commons.hide", by=by, facts={"item": item.pk, "reason": reason})
    public_words_changed()
    return item


@transaction.atomic
def add_step(
    item: Item,
    *,
    by: Any,
    title: LocalizedText | str | Promise,
    words: LocalizedText | str | Promise | None = None,
    at: datetime | None = None,
    kind: str = Step.Kind.STATUS,
    amount: int | None = None,
    by_function: LocalizedText | str | Promise | None = None,
    images: Iterable[StoredFile] = (),
    once: str | None = None,
    tell: bool = True,
) -> Step:
    """Tells one dated step of an item's story, and writes to those who follow it.

    `at` is when it happened or will happen, now when left out; `amount` is in öre; `by_function` says which function
    of the city did it, never who. `once` names the step so that a second call gives back the first one. Followers get
    a letter unless `tell` is false, the step lies ahead, or the item is hidden.
    """
    stand_in_line(item)
    if once and (told := Step.objects.filter(once=once).first()):
        return told
    step = Step.objects.create(
        item=item,
        at=at or dates.now(),
        kind=kind,
        title=in_all_languages(title),
        words=in_all_languages(words or ""),
        by_function=in_all_languages(by_function or ""),
        amount=amount,
        once=once,
    )
    step.images.set(images)
    record(step, verb="commons.step", by=by, facts={"item": item.pk, "kind": str(kind)})
    if tell and item.visible and step.at <= dates.now():
        for follower in Follow.objects.live().filter(item=item):
            notices.step_told(step, follower, token_of(follower))
    public_words_changed()
    return step


@transaction.atomic
def link(source: Item, target: Item, kind: str, *, by: Any, reason: LocalizedText | str | Promise = "") -> Link:
    """Says how one public thing hangs together with another, once; a second call gives back the first link.

    `reason` is shown with it in public. `by` is None where it arises by itself, for a person carried something on.
    """
    facts = {"reason": in_all_languages(reason), "made_by": by if getattr(by, "pk", None) else None}
    made, new = Link.objects.get_or_create(source=source, target=target, kind=kind, defaults=facts)
    if new:
        record(made, verb="commons.link", by=by, facts={"source": source.pk, "target": target.pk, "kind": str(kind)})
        public_words_changed()
    return made


@transaction.atomic
def unlink(made: Link, *, by: Any) -> None:
    """Takes a link away again."""
    record(
        made,
        verb="commons.unlink",
        by=by,
        facts={"source": made.source_id, "target": made.target_id, "kind": made.kind},
    )
    made.delete()
    public_words_changed()


def changed_contents(item: Item, thing: models.Model) -> dict[str, Any]:
    """What of a visible item differs from its source: empty when the two agree."""
    wanted = contents(kind_of(thing).words(thing))
    return {name: value for name, value in wanted.items() if getattr(item, name) != value}
