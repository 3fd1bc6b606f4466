"""Sending letters: claim one row, hand it to the mail server, write down what came of it.

Each letter is claimed for itself in a short transaction (SKIP LOCKED, so that workers never stand in line for each
other) and carries a lease. A worker that dies leaves a row whose lease runs out, and the sweep finds it. Sign-in
codes are always claimed first, also while ten thousand other letters wait.
"""

from __future__ import annotations

import base64
import logging
import smtplib
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import transaction

from civicportal.kernel import dates
from civicportal.notices.models import Lane, Message, MessageState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""Longer than a hanging mail server can take: five steps of at most 15 s each (the mailer's timeout)."""

ROUND_SECONDS = 25.0
"""How long one round goes on; what waits after that wakes the next."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
"""How long to wait after each failed try; when they are used up, about two and a half days, the letter has failed."""

CODE_PAUSE = timedelta(seconds=15)
CODE_LIFE = timedelta(minutes=15)
"""A sign-in code is good for so long; a letter with an older one helps nobody."""

WIPED = "[wiped]"


OUR_FAULT = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)
"""Answers of the mail server that are about us and not about one letter."""


class Unreachable(Exception):
    """The mail server does not answer at all: the other letters of the round can wait too."""


def send_round(seconds: float = ROUND_SECONDS) -> tuple[int, bool]:
    """Sends what is due, codes first, for so many seconds; returns how many, and whether more may be left."""
    end, sent, post = time.monotonic() + seconds, 0, Post()
    try:
        while (message := claim()) is not None:
            sent += deliver(message, post)
            if time.monotonic() > end:
                return sent, True
    except Unreachable:
        return sent, False
    finally:
        post.close()
    return sent, False


def send_one(pk: int) -> bool:
    """Sends one letter if it is due and nobody else has it; returns whether it was sent."""
    post = Post()
    try:
        message = claim(pk)
        return message is not None and deliver(message, post)
    except Unreachable:
        return False
    finally:
        post.close()


def claim(pk: int | None = None) -> Message | None:
    """The next letter that is due, marked as ours for the length of the lease; None when there is none."""
    with transaction.atomic():
        due = Message.objects.due() if pk is None else Message.objects.due().filter(pk=pk)
        message = due.select_for_update(skip_locked=True).order_by("lane", "due_at", "id").first()
        if message is None:
            return None
        message.state, message.attempts = MessageState.SENDING, message.attempts + 1
        message.lease_until = dates.now() + LEASE
        message.save(update_fields=["state", "attempts", "lease_until"])
    return message


class Post:
    """One line to the mail server, kept open from letter to letter."""

    def __init__(self) -> None:
        self.line: Any = mailers.default

    def send(self, message: Message) -> None:
        """Hands over one letter. Raises what smtplib and the socket raise."""
        self.line.open()
        self.line.send_messages([as_email(message)])

    def close(self) -> None:
        self.line.close()


def as_email(message: Message) -> EmailMultiAlternatives:
    """The letter as it goes over the wire: plain text and HTML, its row's Message-ID, marked as sent by a machine."""
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.email],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    email.attach_alternative(message.html, "text/html")
    for part in message.attachments:
        email.attach(part["name"], base64.b64decode(part["content"]), part["type"])
    return email


def deliver(message: Message, post: Post) -> bool:
    """Sends a claimed letter and writes down what came of it. Raises Unreachable when there is no mail server."""
    if message.lane == Lane.CODE and message.written_at < dates.now() - CODE_LIFE:
        finish(message, MessageState.VOID, trouble="The code was too old to help anybody")
        return False
    try:
        post.send(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        post.close()
        try_later(message, error, final=_is_final(error))
        if isinstance(error, OUR_FAULT):
            raise Unreachable from error
        return False
    except smtplib.SMTPNotSupportedError as error:
        post.close()
        try_later(message, error)
        return False
    except (smtplib.SMTPException, OSError) as error:
        post.close()
        try_later(message, error)
        raise Unreachable from error
    except (ValueError, TypeError, LookupError) as error:
        # An address or attachment that no mail can be made of: the next try would end in the same way.
        try_later(message, error, final=True)
        return False
    finish(message, MessageState.SENT)
    return True


def _is_final(error: smtplib.SMTPException) -> bool:
    """Whether the mail server will say the same next time: an answer of the 500s about this letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in error.recipients.values())
    return not isinstance(error, OUR_FAULT) and 500 <= getattr(error, "smtp_code", 0) < 600


def try_later(message: Message, error: Exception, *, final: bool = False) -> None:
    """Puts a letter that did not go back in line, or marks it as failed when it is no use to try again."""
    now = dates.now()
    trouble = f"{type(error).__name__}: {error}"[:300]
    if message.lane == Lane.CODE:
        pause, spent = CODE_PAUSE, now + CODE_PAUSE > message.written_at + CODE_LIFE
    else:
        spent = message.attempts > len(PAUSES)
        pause = PAUSES[min(message.attempts, len(PAUSES)) - 1]
    logger.warning("Letter %s was not sent (try %s): %s", message.pk, message.attempts, type(error).__name__)
    if final or spent:
        finish(message, MessageState.FAILED, trouble=trouble)
        return
    ours(message).update(state=MessageState.WAITING, due_at=now + pause, lease_until=None, trouble=trouble)


def finish(message: Message, state: str, *, trouble: str = "") -> None:
    """Writes down the end of a letter. A code's letter is wiped, except in the demo, where it is shown."""
    ended: dict[str, Any] = {"state": state, "lease_until": None, "trouble": trouble}
    if state == MessageState.SENT:
        ended["sent_at"] = dates.now()
    if message.lane == Lane.CODE and not settings.DEMO:
        ended |= {"text": WIPED, "html": ""}
    ours(message).update(**ended)


def ours(message: Message) -> Any:
    """The row, if it is still ours: a lease that ran out may have given it to another worker."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
