from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.utils.translation import override

from civicportal.people.models import Person
from civicportal.submissions import kinds
from civicportal.submissions.models import Opening
from tests.people import make_fund_manager, make_unit
from tests.submissions.making import START
from tests.submissions.samples import Feature, make_opening, make_person


@pytest.fixture(autouse=True)
def feature() -> Iterator[Feature]:
    """The kind of opening that these tests send to, known while a test runs."""
    made = Feature()
    kinds.register(made.kind)
    yield made
    del kinds.kinds[made.kind.key]


@pytest.fixture(autouse=True)
def no_counts() -> None:
    """Nobody has done anything too often yet."""
    cache.clear()


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    """A request in English leaves its language behind; the next test begins in Swedish."""
    with override("sv"):
        yield


@pytest.fixture
def kim(db: None) -> Person:
    """Somebody with a confirmed address."""
    return make_person()


@pytest.fixture
def opening(db: None) -> Opening:
    return make_opening()


@pytest.fixture
def manager(db: None) -> Person:
    """A fund manager of the unit whose openings these are."""
    return make_fund_manager(make_unit("Fondkontoret"))


@pytest.fixture
def asked(db: None) -> Opening:
    """An opening that asks the short form."""
    return make_opening(deepcopy(START))
