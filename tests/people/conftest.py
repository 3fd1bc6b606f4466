"""Fixtures of the people tests."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache

from civicportal.notices.models import Message


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    """Counters of tries live in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def mailed_code() -> Callable[[str], str]:
    """The newest code that was mailed to an address, as its reader would copy it."""

    def newest(email: str) -> str:
        letter = Message.objects.filter(email=email, lane="code").latest("id")
        found = re.search(r"^\d{4} \d{4}$", letter.text, re.MULTILINE)
        assert found, letter.text
        return found.group()

    return newest
