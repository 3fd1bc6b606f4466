"""Files of a test go to a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "private"}},
        "pictures": {
            **settings.STORAGES["pictures"],
            "OPTIONS": {"location": tmp_path / "pictures", "base_url": "/bild/"},
        },
    }
