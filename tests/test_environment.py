"""What is read from the environment."""

from __future__ import annotations

from civicportal.environment import database_from_url, keeping_connections


def test_connections_are_kept_beside_the_other_options() -> None:
    plain = database_from_url("postgres://ada@db:5433/portal?sslmode=require")
    kept = keeping_connections(plain, 3)
    assert kept == {**plain, "OPTIONS": {"sslmode": "require", "pool": {"min_size": 1, "max_size": 3}}}
    assert plain["OPTIONS"] == {"sslmode": "require"}
