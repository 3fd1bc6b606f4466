"""The demo's content, for the tests of this folder and taken away again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import database


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole demo inside a transaction that never ends: what a test reads is what a first start writes."""
    with django_db_blocker.unblock():
        database.start_over_with_demo()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        database.empty()
