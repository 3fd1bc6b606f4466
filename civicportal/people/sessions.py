"""Django's database sessions, which also know whose they are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """settings.SESSION_ENGINE names this module."""

    @classmethod
    def get_model_class(cls) -> Any:
        from civicportal.people.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        owner = data.get(SESSION_KEY)
        row.person_id = int(owner) if owner else None
        return row
