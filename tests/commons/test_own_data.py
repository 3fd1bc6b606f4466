"""What somebody follows is theirs: shown to them, and gone with the account."""

from __future__ import annotations

import pytest

from civicportal.commons import actions
from civicportal.commons.models import Follow
from civicportal.people import own_data
from tests.commons.factories import published
from tests.people import make_resident

pytestmark = pytest.mark.django_db


def test_what_one_follows_is_shown_to_oneself_alone_and_forgotten_on_request() -> None:
    person, item = make_resident(), published("Bikupor")
    actions.follow(item, email=person.email, language="sv", confirmed=True)
    actions.follow(item, email="annan@example.org", language="sv", confirmed=True)
    part = own_data.parts["follows"]
    assert [row["what"] for row in part.export(person)] == ["Bikupor"]
    assert part.erase is not None
    part.erase(person)
    assert list(Follow.objects.values_list("email", flat=True)) == ["annan@example.org"]
