"""The files around the code: locks, containers, what must never be written down."""

from __future__ import annotations

import re

import yaml

from tests.architecture.layers import BASE_DIR

REQUIREMENTS = BASE_DIR / "requirements"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(\S+)(?: ; .+)? \\$")


def pins(name: str) -> dict[str, str]:
    """Package and version of each line of a lock file."""
    found = [PINNED.match(line) for line in (REQUIREMENTS / name).read_text().splitlines()]
    return {match[1]: match[2] for match in found if match}


def direct(name: str) -> list[str]:
    """The packages that one of our lists of direct dependencies asks for."""
    lines = [line.strip() for line in (REQUIREMENTS / name).read_text().splitlines()]
    return [re.split(r"[\[<>=~]", line)[0] for line in lines if line and not line.startswith("#")]


def test_locks_hold_versions_and_hashes_and_nothing_else() -> None:
    for name in ("lock.txt", "runtime.txt"):
        lines = (REQUIREMENTS / name).read_text().splitlines()
        others = [
            line for line in lines if not PINNED.match(line) and not re.match(r"^    --hash=sha256:[0-9a-f]{64}", line)
        ]
        assert others == []


def test_locks_hold_what_we_ask_for_and_agree() -> None:
    everything, production = pins("lock.txt"), pins("runtime.txt")
    asked = [name for part in ("runtime.in", "embedded.in", "develop.in") for name in direct(part)]
    assert [name for name in asked if name not in everything] == []
    assert [name for name in direct("runtime.in") if name not in production] == []
    assert {name: version for name, version in production.items() if everything.get(name) != version} == {}


def test_each_direct_dependency_has_its_reason() -> None:
    text = (BASE_DIR / "docs" / "dependencies.md").read_text()
    asked = [name for part in ("runtime.in", "embedded.in", "develop.in") for name in direct(part)]
    assert [
        name for name in asked if not re.search(rf"^\| {re.escape(name)} \| \S.{{10,}} \|$", text, re.MULTILINE)
    ] == []


def test_containers_run_what_production_needs() -> None:
    services = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]
    assert sorted(services) == ["beat", "database", "migrate", "redis", "web", "worker"]
    assert services["database"]["image"].startswith("postgres:18")
    assert [name for name, service in services.items() if name != "migrate" and "healthcheck" not in service] == []
    assert [
        name for name in ("web", "worker", "beat") if "user" in services[name] or "privileged" in services[name]
    ] == []


def test_the_image_is_not_run_by_root() -> None:
    lines = (BASE_DIR / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER portal"]
    assert "--require-hashes" in "\n".join(lines)


def test_no_day_is_taken_from_a_moment_without_saying_where() -> None:
    """What comes from the database is in UTC, an hour or two behind: dates.day_of knows the day on the wall."""
    taken = re.compile(r"_at\.date\(\)|\{[^{}]*_at:%[^{}]*[dHj]")
    found = {
        f"{path.relative_to(BASE_DIR)}: {line.strip()}"
        for app in ("civicportal", "funds", "labs", "challenges", "prototypes")
        for path in (BASE_DIR / app).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if taken.search(line) and "STOCKHOLM" not in line and "once" not in line
    }
    assert found == set()
