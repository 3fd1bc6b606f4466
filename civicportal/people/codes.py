"""Mailed codes: making one, sending it, and trying what somebody typed.

Eight digits live 15 minutes and bear five wrong tries. An address gets ten an hour at the most, so a guesser has fifty
tries an hour against a hundred million codes.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language

from civicportal.kernel import dates
from civicportal.kernel.web import at_most
from civicportal.people import post
from civicportal.people.enums import CodePurpose
from civicportal.people.models import Code, Person, canonical_email

LIFETIME = timedelta(minutes=15)
WRONG_TRIES = 5
DIGITS = 8
PER_ADDRESS_A_MINUTE = 3
PER_ADDRESS_AN_HOUR = 10
PER_CALLER_AN_HOUR = 40


class Outcome(Enum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"
    """The code has run out of time or tries, or was used: a new one is needed."""


def _digest(code: Code, digits: str) -> str:
    return salted_hmac("civicportal.people.codes", f"{code.pk}:{digits}", algorithm="sha256").hexdigest()


def digits_of(typed: str) -> str:
    """The digits of what was typed or pasted: "4821 0937", "4821-0937" and "Kod: 48210937" are the same code."""
    return re.sub(r"\D", "", typed)


def _limit(email: str, caller: str) -> None:
    """Raises TooMany when an address or a caller asks for codes too often."""
    at_most(PER_ADDRESS_A_MINUTE, 60, what="code-minute", who=email)
    at_most(PER_ADDRESS_AN_HOUR, 60 * 60, what="code-hour", who=email)
    if caller:
        at_most(PER_CALLER_AN_HOUR, 60 * 60, what="code-caller", who=caller)


def mail_code(
    purpose: CodePurpose,
    email: str,
    *,
    caller: str,
    person: Person | None = None,
    letter: str = "",
    replaces: Code | None = None,
) -> Code:
    """Makes a code and queues the letter with it.

    The letter goes to the address and never to the person's row: whether the address has an account changes nothing
    that a caller can see, neither the answer nor the letter. `caller` is the network address that asked. `letter` is
    the kind of letter, by default the one of the purpose. Raises TooMany.
    """
    email = canonical_email(email)
    _limit(email, caller)
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    now = dates.now()
    with transaction.atomic():
        if replaces is not None:
            Code.objects.filter(pk=replaces.pk, ended_at=None).update(ended_at=now)
        code = Code(
            purpose=purpose, email=email, person=person, made_at=now, expires_at=now + LIFETIME,
            language=(get_language() or "sv")[:2],
        )  # fmt: skip
        code.digest = _digest(code, digits)
        code.save(force_insert=True)
        post.write(
            letter or ("people.new_email_code" if purpose == CodePurpose.NEW_EMAIL else "people.sign_in_code"),
            email=email,
            language=code.language,
            facts={"code": f"{digits[:4]} {digits[4:]}", "minutes": int(LIFETIME.total_seconds() // 60)},
        )
    return code


def try_code(code: Code, typed: str) -> Outcome:
    """Tries what was typed against a code, with its row locked: each try counts, and a code is right once."""
    with transaction.atomic():
        fresh = Code.objects.select_for_update().filter(pk=code.pk).first()
        if fresh is None or not fresh.is_alive(dates.now()):
            return Outcome.OVER
        if constant_time_compare(fresh.digest, _digest(fresh, digits_of(typed))):
            fresh.ended_at = dates.now()
            fresh.save(update_fields=["ended_at"])
            return Outcome.RIGHT
        fresh.wrong_tries += 1
        if fresh.wrong_tries >= WRONG_TRIES:
            fresh.ended_at = dates.now()
        fresh.save(update_fields=["wrong_tries", "ended_at"])
        return Outcome.OVER if fresh.ended_at else Outcome.WRONG


def live_code(pk: str | None, purpose: CodePurpose, person: Person | None = None) -> Code | None:
    """The code that a session waits for; also when its time is over, so that the page can say so."""
    if not pk:
        return None
    return Code.objects.filter(pk=pk, purpose=purpose, person=person).first()
