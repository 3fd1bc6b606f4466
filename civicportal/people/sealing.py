"""Encryption at rest of what is a person's own: drafts, their files, the secrets of the second step.

The keys are settings.DRAFT_KEYS, newest first: new text is sealed with the first, old text opens with any of them.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotUnseal(Exception):
    """The text was sealed with a key that is no longer among DRAFT_KEYS, or it was changed."""


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(plain: bytes) -> bytes:
    """Encrypts and signs. The same bytes give another result each time."""
    return _ring(tuple(settings.DRAFT_KEYS)).encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """The bytes that were sealed. Raises CannotUnseal when no key opens them."""
    try:
        return _ring(tuple(settings.DRAFT_KEYS)).decrypt(bytes(sealed))
    except InvalidToken as error:
        raise CannotUnseal from error


def reseal(sealed: bytes) -> bytes:
    """The same content under the newest key, for the command that rotates keys. Raises CannotUnseal."""
    try:
        return _ring(tuple(settings.DRAFT_KEYS)).rotate(bytes(sealed))
    except InvalidToken as error:
        raise CannotUnseal from error
