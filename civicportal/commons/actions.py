"""What is done to public things: publish, hide, tell a step, link, follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

from civicportal.commons import notices
from civicportal.commons.kinds import ItemWords, kind_of
from civicportal.commons.models import Follow, Item, Link, OldAddress, Step
from civicportal.commons.words import in_all_languages
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.kernel.web import public_words_changed, token_hash
from civicportal.people.models import canonical_email
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
    links and followers are kept; an address that changes leaves the old one behind as a redirect. Raises LookupError
    for a thing that is no public kind.
    """
    kind = kind_of(thing)
    item = Item.every.select_for_update(of=("self",)).filter(pk=thing.item_id).first() or Item(
        kind=kind.key, slug=thing.slug
    )
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
    transaction.on_commit(public_words_changed)
    return item


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
        return item
    for name, value in EMPTY.items():
        setattr(item, name, value)
    item.visible = False
    item.changed_at = dates.now()
    item.save()
    record(thing, verb="commons.hide", by=by, facts={"item": item.pk, "reason": reason})
    transaction.on_commit(public_words_changed)
    return item


def _lock(item: Item) -> None:
    """Acts on one item stand in line, so that two at once make one row and not an error."""
    Item.every.select_for_update(of=("self",)).get(pk=item.pk)


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
    _lock(item)
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
    transaction.on_commit(public_words_changed)
    return step


@transaction.atomic
def link(source: Item, target: Item, kind: str, *, by: Any) -> Link:
    """Says how one public thing hangs together with another, once; a second call gives back the first link."""
    made, new = Link.objects.get_or_create(source=source, target=target, kind=kind)
    if new:
        record(made, verb="commons.link", by=by, facts={"source": source.pk, "target": target.pk, "kind": str(kind)})
        transaction.on_commit(public_words_changed)
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
    transaction.on_commit(public_words_changed)


def token_of(follower: Follow) -> str:
    """The follower's own token, which confirms and ends: the same in each letter, and never stored in clear.

    It is made from the row and the portal's secret key. After a change of key the new one is noted, and only the
    links in older letters stop working.
    """
    facts = f"{follower.item_id}:{follower.email}:{follower.asked_at.timestamp():.6f}"
    token = salted_hmac("civicportal.commons.follow", facts, algorithm="sha256").hexdigest()[:40]
    if follower.pk and follower.token_hash != token_hash(token):
        Follow.objects.filter(pk=follower.pk).update(token_hash=token_hash(token))
    return token


@transaction.atomic
def follow(item: Item, *, email: str, language: str, confirmed: bool = False) -> Follow:
    """Somebody asks for a letter at each step of an item.

    An address that nobody has proved to be theirs gets one letter to confirm by, in `language`; `confirmed` is for the
    address of somebody signed in. Asking again is harmless: a live follower stays, one that ended starts over.
    """
    address = canonical_email(email)
    _lock(item)
    follower = Follow.objects.select_for_update().filter(item=item, email=address).first()
    if follower is None or follower.ended_at is not None:
        follower = follower or Follow(item=item, email=address)
        follower.asked_at, follower.confirmed_at, follower.ended_at = dates.now(), None, None
    elif follower.confirmed_at is not None:
        return follower
    follower.language = language
    if confirmed:
        follower.confirmed_at = dates.now()
    follower.token_hash = token_hash(token_of(follower))
    follower.save()
    record(follower, verb="commons.follow", by=None, facts={"item": item.pk, "confirmed": confirmed})
    if not confirmed:
        notices.confirm_follow(follower, token_of(follower))
    return follower


@transaction.atomic
def confirm_follow(token: str) -> Follow:
    """The link in the letter was opened and its button pressed. Raises Refused when the link is no longer good."""
    follower = _by_token(token)
    if follower.ended_at is not None:
        raise Refused(no(notices.LINK_IS_OLD))
    if follower.confirmed_at is None:
        follower.confirmed_at = dates.now()
        follower.save(update_fields=["confirmed_at"])
        record(follower, verb="commons.follow_confirmed", by=None, facts={"item": follower.item_id})
    return follower


@transaction.atomic
def end_follow(token: str) -> Follow:
    """No more letters about this item. Doing it twice is harmless. Raises Refused when there is no such follower."""
    follower = _by_token(token)
    if follower.ended_at is None:
        follower.ended_at = dates.now()
        follower.save(update_fields=["ended_at"])
        record(follower, verb="commons.follow_ended", by=None, facts={"item": follower.item_id})
    return follower


def _by_token(token: str) -> Follow:
    follower: Follow | None = (
        Follow.objects.select_for_update(of=("self",))
        .select_related("item")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if follower is None:
        raise Refused(no(notices.LINK_IS_OLD))
    return follower


def changed_contents(item: Item, thing: models.Model) -> dict[str, Any]:
    """What of a visible item differs from its source: empty when the two agree."""
    wanted = contents(kind_of(thing).words(thing))
    return {name: value for name, value in wanted.items() if getattr(item, name) != value}
