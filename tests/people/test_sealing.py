"""Sealing: another result each time, old keys still open, a changed text does not."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from civicportal.people.sealing import CannotUnseal, reseal, seal, unseal


def test_what_is_sealed_opens_and_looks_different_each_time():
    one, other = seal("En idé".encode()), seal("En idé".encode())
    assert one != other
    assert b"En id" not in one
    assert unseal(one).decode() == unseal(other).decode() == "En idé"


def test_a_new_key_in_front_still_opens_the_old_and_seals_anew(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.DRAFT_KEYS = [old]
    sealed = seal(b"text")
    settings.DRAFT_KEYS = [new, old]
    again = reseal(sealed)
    assert unseal(sealed) == unseal(again) == b"text"
    settings.DRAFT_KEYS = [new]
    assert unseal(again) == b"text"
    with pytest.raises(CannotUnseal):
        unseal(sealed)


def test_a_changed_text_does_not_open():
    sealed = bytearray(seal(b"text"))
    sealed[20] ^= 1
    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed))
