"""The labs' stage: a public lab and the people round it."""

from __future__ import annotations

import pytest

from tests.labs.factories import Stage, make_stage


@pytest.fixture
def lab_stage(db: None) -> Stage:
    """A lab in public with its facilitator, an auditor and somebody from another unit."""
    return make_stage()
