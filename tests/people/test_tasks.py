"""Housekeeping takes what nobody came back to and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civicportal.kernel import dates
from civicportal.people.codes import mail_code
from civicportal.people.enums import CodePurpose, Role
from civicportal.people.models import Code, Person, Session
from civicportal.people.tasks import remove_unconfirmed
from tests.people import client_of, give, make_resident, make_unit

pytestmark = pytest.mark.django_db


def test_only_accounts_that_nobody_came_to_and_nothing_hangs_on_are_removed():
    long_ago = dates.now() - timedelta(days=181)
    gone = Person.objects.create_user("never@example.org", joined_at=long_ago)
    kept = [
        Person.objects.create_user("new@example.org"),
        make_resident(joined_at=long_ago),
        Person.objects.create_user("role@example.org", joined_at=long_ago),
    ]
    give(kept[2], Role.COACH, make_unit(), ends_on=dates.today())
    assert remove_unconfirmed()["people"] == 1
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert Person.objects.count() == len(kept)


def test_codes_and_sessions_that_are_over_go():
    mail_code(CodePurpose.SIGN_IN, "a@example.org", caller="")
    mail_code(CodePurpose.SIGN_IN, "b@example.org", caller="")
    Code.objects.filter(email="a@example.org").update(expires_at=dates.now() - timedelta(days=2))
    person = make_resident()
    client_of(person)
    client_of(person)
    Session.objects.filter(pk=Session.objects.first().pk).update(expire_date=dates.now() - timedelta(seconds=1))
    assert remove_unconfirmed() == {"codes": 1, "sessions": 1, "people": 0}
    assert Code.objects.get().email == "b@example.org"
    assert Session.objects.count() == 1
