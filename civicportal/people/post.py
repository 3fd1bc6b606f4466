"""The letters that sign-in and account send, and the way to the post.

People stand below notices and cannot call it; notices registers its `write` here, and its letters from this list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODE_LANE = "code"


@dataclass(frozen=True)
class AccountLetter:
    """One kind of letter: the name of its template in both languages, and what staff see it called."""

    kind: str
    template: str
    label: str | Promise
    lane: str = CODE_LANE


letters: tuple[AccountLetter, ...] = (
    AccountLetter("people.sign_in_code", "people/letters/sign_in_code", _("Sign-in code")),
    AccountLetter("people.new_email_code", "people/letters/new_email_code", _("Code to confirm a new address")),
    AccountLetter("people.email_taken", "people/letters/email_taken", _("The address already has an account")),
    AccountLetter("people.email_changed", "people/letters/email_changed", _("Notice of a changed address"), "letter"),
    AccountLetter(
        "people.security_changed", "people/letters/security_changed", _("Notice of a changed sign-in"), "letter"
    ),
    AccountLetter("people.role_given", "people/letters/role_given", _("Notice of a role"), "letter"),
    AccountLetter("people.account_closed", "people/letters/account_closed", _("Notice of a closed account"), "letter"),
)

Writer = Callable[..., Any]
_writers: list[Writer] = []


def register(writer: Writer) -> None:
    """Names the function that writes letters; the last one stands."""
    _writers[:] = [writer]


def write(kind: str, **facts_and_address: Any) -> Any:
    """Queues a letter in the caller's transaction; arguments as notices.actions.write.

    Raises RuntimeError when nobody registered how.
    """
    if not _writers:
        raise RuntimeError("Nobody registered how to write letters: nobody could sign in")
    return _writers[0](kind, **facts_and_address)
