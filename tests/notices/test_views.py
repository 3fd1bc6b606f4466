"""/healthz: well only when a query ran, the worker beats and no letter waits too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from civicportal.kernel import dates
from civicportal.notices.models import MessageState, Pulse
from civicportal.notices.tasks import beat
from tests.notices.test_sending import letter


def asked(client, expected: int) -> dict[str, str]:
    response = client.get("/healthz")
    assert response.status_code == expected
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    return response.json()


@pytest.mark.django_db
def test_all_is_well(client):
    beat()
    beat()
    letter(1)
    letter(2, state=MessageState.HELD, due_at=dates.now() - timedelta(days=1))
    letter(3, due_at=dates.now() + timedelta(hours=1), written_at=dates.now() - timedelta(hours=1))
    assert asked(client, 200) == {"database": "ok", "queue": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize("silence", [None, 91])
def test_a_silent_worker_is_named(client, silence):
    if silence:
        Pulse.objects.create(pk=1, at=dates.now() - timedelta(seconds=silence))
    assert asked(client, 503) == {"database": "ok", "queue": "the worker has not been heard of for 90 seconds"}


@pytest.mark.django_db
def test_a_letter_that_waits_too_long_is_named(client):
    beat()
    letter(1, due_at=dates.now() - timedelta(seconds=61))
    assert asked(client, 503) == {"database": "ok", "queue": "a letter has waited for more than 60 seconds"}


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_is_named(client):
    """The database behind the name is away: a real connection error, not a made one."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "there_is_no_such_database"
    try:
        assert asked(client, 503) == {"database": "does not answer", "queue": "unknown"}
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.mark.django_db
def test_only_reading_is_allowed(client):
    assert client.post("/healthz").status_code == 405
