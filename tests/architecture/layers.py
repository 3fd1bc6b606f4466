"""The layers as pyproject.toml gives them to import-linter, so that they are written once."""

from __future__ import annotations

import tomllib
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
FEATURES = ("funds", "labs", "challenges", "prototypes")
CODE = ("civicportal", *FEATURES)


def layers() -> list[set[str]]:
    """The packages of each layer, the highest first."""
    settings = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [{name.strip(" ()") for name in layer.split("|")} for layer in contract["layers"]]


def height(package: str) -> int:
    """How high a package stands: 0 is the lowest layer. Raises KeyError for a package that is in no layer."""
    for number, layer in enumerate(reversed(layers())):
        if package in layer:
            return number
    raise KeyError(package)


def package_of(module: str) -> str:
    """The package of a module that the layers speak of: civicportal.people, funds."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "civicportal" else parts[0]


def python_files(*tops: str) -> list[Path]:
    """Every Python file under the given top folders, migrations left out."""
    return sorted(path for top in tops for path in (BASE_DIR / top).rglob("*.py") if "migrations" not in path.parts)


def template_files() -> list[Path]:
    """Every template of the portal."""
    return sorted(path for path in (BASE_DIR / "templates").rglob("*") if path.is_file())


def name_of(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))
