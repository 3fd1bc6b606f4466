"""Writing letters: a row in the caller's transaction; a worker sends it after the commit."""

from __future__ import annotations

import base64
import hashlib
import logging
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, Model, Q, Value
from django.db.models.functions import Greatest

from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.text import LocalizedText
from civicportal.notices.letters import Letter, letters
from civicportal.notices.models import Lane, LetterText, Message, MessageState, Preference
from civicportal.notices.own_texts import Owner, faults, wordings, words_for
from civicportal.notices.rules import can_send_again
from civicportal.notices.words import LANGUAGES, Words, compose, site_link
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record

__all__ = ["choose_letters", "release", "send_again", "site_link", "void", "write"]

logger = logging.getLogger(__name__)

Attachment = tuple[str, str, bytes]
"""File name, media type, content."""


def write(
    kind: str,
    *,
    to: Person | None = None,
    email: str = "",
    language: str | None = None,
    facts: dict[str, Any],
    about: Model | None = None,
    once: str = "",
    hold: bool = False,
    due_at: datetime | None = None,
    attachments: Sequence[Attachment] = (),
    reply_to: str = "",
    unsubscribe: str = "",
    worded_by: Model | None = None,
) -> Message | None:
    """Writes a letter in the caller's transaction with the words of this moment; it is sent after the commit.

    `to` is the person; `email` is the address when there is no account, or when it is to go to another address than
    the account's. `facts` are plain values for the template (see words.tame). `about` is the thing that it is
    about: `release` and `void` find the letter by it. `once` makes a second copy impossible: the row of the first is
    returned. A letter on `hold` waits for `release`. `due_at` is when to send, at once if None. `unsubscribe` is the
    whole address where a follower stops following. `worded_by` is the thing whose staff may have worded such letters
    themselves, such as a fund.

    Returns None when there is nobody to write to: no address, a closed account, a kind that the person does not want.
    Raises KeyError for a kind that nobody registered.
    """
    letter = letters[kind]
    if once and (first := Message.objects.filter(once=once).first()):
        return first
    address = canonical_email(email or (to.email if to else ""))
    if not address or (to is not None and not _reaches(letter, to)):
        return None
    tongue = language or (to.language if to else settings.LANGUAGE_CODE)
    tongue = tongue[:2] if tongue[:2] in LANGUAGES else settings.LANGUAGE_CODE
    neutral = to is not None and to.protected and letter.lane != Lane.CODE
    own = None if neutral else words_for(kind, worded_by, tongue)
    words = compose("notices/letters/protected" if neutral else letter.template, facts, tongue, own)
    message = Message(
        person=to, email=address, kind=kind, language=tongue, lane=letter.lane, once=once or None,
        message_id=new_message_id(), state=MessageState.HELD if hold else MessageState.WAITING,
        due_at=due_at or dates.now(), reply_to=reply_to, unsubscribe=unsubscribe,
        attachments=[] if neutral else [_packed(*attachment) for attachment in attachments],
    )  # fmt: skip
    return _save(message, words, about)


def _save(message: Message, words: Words, about: Model | None) -> Message:
    message.subject, message.text, message.html = words.subject, words.text, words.html
    if about is not None:
        message.about_kind, message.about_id = about._meta.label_lower, about.pk
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # Somebody wrote the same letter at the same time; theirs is the one.
        if not message.once or not (first := Message.objects.filter(once=message.once).first()):
            raise
        return first
    if message.state == MessageState.WAITING:
        wake_after_commit()
    return message


def _reaches(letter: Letter, person: Person) -> bool:
    if not person.is_active or person.closed_at is not None:
        return False
    if letter.wanted_always:
        return True
    return not Preference.objects.filter(person=person, kind=letter.kind, wanted=False).exists()


def _packed(name: str, kind: str, content: bytes) -> dict[str, str]:
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode()}


def new_message_id() -> str:
    """A Message-ID in the portal's own host, made with the row and never changed."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _about(about: Model, kinds: Iterable[str] | None) -> Q:
    found = Q(about_kind=about._meta.label_lower, about_id=about.pk)
    return found if kinds is None else found & Q(kind__in=list(kinds))


@transaction.atomic
def choose_letters(person: Person, *, wanted: Iterable[str]) -> None:
    """Keeps which of the letters that can be left out somebody wants: those named, and no other."""
    wanted = set(wanted)
    for kind, letter in letters.items():
        if letter.can_be_left_out:
            Preference.objects.update_or_create(person=person, kind=kind, defaults={"wanted": kind in wanted})
    record(person, verb="letters.chosen", by=person)


def release(about: Model, *, kinds: Iterable[str] | None = None) -> int:
    """Lets the held letters about a thing be sent, all of them or of the kinds given; returns how many."""
    held = Message.objects.filter(_about(about, kinds), state=MessageState.HELD)
    now = Value(dates.now(), output_field=DateTimeField())
    released = held.update(state=MessageState.WAITING, due_at=Greatest("due_at", now))
    if released:
        wake_after_commit()
    return released


def void(about: Model, *, kinds: Iterable[str] | None = None) -> int:
    """Withdraws the letters about a thing that are not sent yet; returns how many.

    One that a worker holds at this moment is on its way and stays; one whose worker died is withdrawn.
    """
    unsent = Q(state__in=[MessageState.HELD, MessageState.WAITING])
    left = Q(state=MessageState.SENDING, lease_until__lte=dates.now())
    return Message.objects.filter(_about(about, kinds), unsent | left).update(state=MessageState.VOID)


def wake_after_commit() -> None:
    """Wakes the worker when the transaction is committed: once, however many letters it wrote.

    Ten thousand letters in one commit must not put ten thousand tasks before a sign-in code.
    """
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Tells a worker that letters wait. Without a broker nothing is lost: the sweep finds the rows."""
    from civicportal.notices.tasks import send_due

    try:
        send_due.delay()
    except Exception as error:  # whatever ails the broker, what was done is done and must be answered as done
        logger.warning("The worker could not be woken (%s); the sweep will find what waits", type(error).__name__)


@transaction.atomic
def send_again(message: Message, *, by: Person) -> Message:
    """Puts a letter that failed for good back in line, with its tries counted anew; the same row, the same letter.

    Pressed twice it goes once: a letter that waits, or went meanwhile, is returned as it is. Raises Refused (who may:
    rules.can_send_again).
    """
    fresh = Message.objects.select_for_update().get(pk=message.pk)
    insist(can_send_again(by, fresh))
    if fresh.state != MessageState.FAILED:
        return fresh
    record(fresh, verb="letter.sent_again", by=by, facts={"kind": fresh.kind, "tries": fresh.attempts})
    fresh.state, fresh.due_at, fresh.attempts = MessageState.WAITING, dates.now(), 0
    fresh.lease_until, fresh.trouble = None, ""
    fresh.save(update_fields=["state", "due_at", "attempts", "lease_until", "trouble"])
    wake_after_commit()
    return fresh


@transaction.atomic
def change_text(
    owner: Owner, thing: Any, kind: str, *, subject: LocalizedText, body: LocalizedText, by: Person
) -> LetterText | None:
    """Keeps staff's words for a kind of letter; without words the standard text goes again.

    Letters that are written already keep the words that they were written with. Raises Refused, and ValueError for
    words that the letter cannot be made of.
    """
    insist(owner.may_change(by, thing))
    wording = wordings[kind]
    about = {"about_kind": thing._meta.label_lower, "about_id": thing.pk, "kind": kind}
    for language, text in body.texts.items():
        if faults(wording, subject.texts.get(language, ""), text):
            raise ValueError(f"{kind} cannot be made of these words")
    said = hashlib.sha256(repr((subject, body)).encode()).hexdigest()
    record(thing, verb="notices.worded", by=by, facts={"kind": kind, "sha256": said if body else ""})
    if not body:
        LetterText.objects.filter(**about).delete()
        return None
    facts = {"subject": subject, "body": body, "changed_at": dates.now()}
    return LetterText.objects.update_or_create(**about, defaults=facts)[0]


@transaction.atomic
def copy_texts(source: Model, target: Model, *, by: Person) -> int:
    """Gives a thing the own letters of another of its kind, such as a copied fund's; returns how many."""
    rows = LetterText.objects.filter(about_kind=source._meta.label_lower, about_id=source.pk)
    copies = [
        LetterText(about_kind=row.about_kind, about_id=target.pk, kind=row.kind, subject=row.subject, body=row.body)
        for row in rows
    ]
    if copies:
        LetterText.objects.bulk_create(copies)
        record(target, verb="notices.words_copied", by=by, facts={"letters": len(copies)})
    return len(copies)
