from __future__ import annotations

import pytest

from tests.challenges.factories import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:
    """A department with an open, public challenge and the people round it."""
    return make_scene()
