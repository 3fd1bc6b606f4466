"""Every letter of this package, word by word, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from civicportal.people import post
from tests.letters import assert_letter_snapshot

FACTS = {
    "people.sign_in_code": {"code": "4821 0937", "minutes": 15},
    "people.new_email_code": {"code": "4821 0937", "minutes": 15},
    "people.email_taken": {"code": "4821 0937", "minutes": 15},
    "people.email_changed": {},
    "people.security_changed": {"news": "En passnyckel har lagts till."},
    "people.role_given": {"role": "Bedömare", "unit": "Innovationsenheten", "starts_on": date(2026, 11, 3)},
    "people.account_closed": {},
}


def test_each_letter_is_told_here():
    assert set(FACTS) == {letter.kind for letter in post.letters}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", sorted(FACTS))
def test_letters_say_what_they_should(kind, language):
    message = post.write(kind, email="rut@example.org", language=language, facts=FACTS[kind])
    assert_letter_snapshot(message, f"{kind}.{language}")
