"""Mailed codes under two tries at once."""

from __future__ import annotations

import re
import threading

import pytest
from django.core.cache import cache
from django.db import connection

from civicportal.notices.models import Message
from civicportal.people.codes import WRONG_TRIES, Outcome, digits_of, mail_code, try_code
from civicportal.people.enums import CodePurpose
from civicportal.people.models import Code


@pytest.mark.parametrize(
    ("typed", "digits"), [("4821 0937", "48210937"), ("Kod: 4821-0937.", "48210937"), ("", ""), ("kod", "")]
)
def test_only_digits_count(typed, digits):
    assert digits_of(typed) == digits


def at_once(number: int, act) -> list:
    """What `act` gave in so many threads that begin together."""
    gate, results = threading.Barrier(number), []

    def run() -> None:
        try:
            gate.wait()
            results.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_right_code_is_right_once_however_many_try_at_the_same_moment():
    cache.clear()
    code = mail_code(CodePurpose.SIGN_IN, "a@example.org", caller="")
    right = re.search(r"^\d{4} \d{4}$", Message.objects.get().text, re.MULTILINE).group()
    outcomes = at_once(6, lambda: try_code(code, right))
    assert sorted(outcome.value for outcome in outcomes) == ["over"] * 5 + ["right"]


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_all_count():
    cache.clear()
    code = mail_code(CodePurpose.SIGN_IN, "a@example.org", caller="")
    right = re.search(r"^\d{4} \d{4}$", Message.objects.get().text, re.MULTILINE).group()
    wrong = f"{(int(right.replace(' ', '')) + 1) % 10**8:08d}"
    at_once(WRONG_TRIES, lambda: try_code(code, wrong))
    assert Code.objects.get().wrong_tries == WRONG_TRIES
    assert try_code(code, right) is Outcome.OVER
