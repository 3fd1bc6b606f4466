"""Following a public thing: asked for, confirmed, ended; and the line in which acts on one item stand."""

from __future__ import annotations

from django.db import transaction
from django.utils.crypto import salted_hmac

from civicportal.commons.models import Follow, Item
from civicportal.commons.notices import voices as notices
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record


def stand_in_line(item: Item) -> Item:
    """Acts on one item stand in line, so that two at once make one row and not an error. Gives its fresh row."""
    locked: Item = Item.every.select_for_update(of=("self",)).get(pk=item.pk)
    return locked


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
    stand_in_line(item)
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


@transaction.atomic
def stop_following(item: Item, *, by: Person) -> None:
    """Somebody with an account stops the letters about one thing. Doing it twice is harmless."""
    live = Follow.objects.live().select_for_update().filter(item=item, email=by.email)
    for follower in live:
        follower.ended_at = dates.now()
        follower.save(update_fields=["ended_at"])
        record(follower, verb="commons.follow_ended", by=by, facts={"item": item.pk})


@transaction.atomic
def end_all_follows(email: str) -> int:
    """No more letters about anything that an address follows. Call it only for a proved address. Returns how many."""
    address = canonical_email(email)
    ended = 0
    for follower in Follow.objects.select_for_update().filter(email=address, ended_at__isnull=True):
        follower.ended_at = dates.now()
        follower.save(update_fields=["ended_at"])
        record(follower, verb="commons.follow_ended", by=None, facts={"item": follower.item_id})
        ended += 1
    return ended
