"""Every setting that can be wrong is noticed, alone and by its own id."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import checks as django_checks

from civicportal import checks

GOOD: dict[str, Any] = {
    "DEMO": False,
    "TESTING": False,
    "DEBUG": False,
    "SECRET_KEY": "w8Vd0Xq2-lm5RkT7_uYbN3cHs9eGjP4aZfQ6tWx1oKiLrMvDyE",
    "ALLOWED_HOSTS": ["innovation.example.org"],
    "SITE_URL": "https://innovation.example.org",
    "TRUSTED_PROXY_COUNT": 1,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 3600,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SECURE": True,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "REDIS_URL": "redis://redis.example.org/0",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
    "DRAFT_KEYS": [Fernet.generate_key().decode()],
    "MAIL_SERVER": "mail.example.org",
    "MEDIA_ROOT": Path(__file__).parents[2] / "media",
    "STAFF_MFA_REQUIRED": True,
    "LANGUAGES": [("sv", "Svenska"), ("en", "English")],
    "INSTALLED_APPS": ["civicportal"],
}

WRONG = [
    ({"SECRET_KEY": ""}, ["E001"]),
    ({"SECRET_KEY": "short"}, ["E002"]),
    ({"SECRET_KEY": "a" * 60}, ["E002"]),
    ({"SECRET_KEY": "django-insecure-" + GOOD["SECRET_KEY"]}, ["E002"]),
    ({"ALLOWED_HOSTS": []}, ["E003"]),
    ({"ALLOWED_HOSTS": ["innovation.example.org", "*"]}, ["E004"]),
    ({"SITE_URL": ""}, ["E005", "E006"]),
    ({"SITE_URL": "https://innovation.example.org/portal"}, ["E005"]),
    ({"SITE_URL": "https://innovation.example.org:port"}, ["E005"]),
    ({"SITE_URL": "http://innovation.example.org"}, ["E006"]),
    ({"SITE_URL": "https://other.example.org"}, ["E007"]),
    ({"SECURE_SSL_REDIRECT": False}, ["E008"]),
    ({"SECURE_HSTS_SECONDS": 0}, ["E008"]),
    ({"DATABASES": {"default": {"ENGINE": "django.db.backends.dummy"}}}, ["E009"]),
    ({"DRAFT_KEYS": []}, ["E010"]),
    ({"DRAFT_KEYS": [GOOD["DRAFT_KEYS"][0], "not a key"]}, ["E010"]),
    ({"MAIL_SERVER": ""}, ["E011"]),
    ({"SESSION_COOKIE_SECURE": False}, ["E012"]),
    ({"CSRF_COOKIE_SECURE": False}, ["E012"]),
    ({"SESSION_COOKIE_HTTPONLY": False}, ["E013"]),
    ({"DEBUG": True}, ["E014"]),
    ({"INSTALLED_APPS": ["civicportal", "civicportal.demo"]}, ["E015"]),
    ({"STAFF_MFA_REQUIRED": False}, ["E016"]),
    ({"TRUSTED_PROXY_COUNT": -1}, ["E017"]),
    ({"TRUSTED_PROXY_COUNT": 6}, ["E017"]),
    ({"TRUSTED_PROXY_COUNT": 0}, ["E018"]),
    ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, ["E019"]),
    ({"LANGUAGES": [("en", "English")]}, ["E020"]),
    ({"LANGUAGE_CODE": "en"}, ["E020"]),
    ({"SECURE_CSP": {}}, ["E022"]),
    ({"SECURE_CSP": {"script-src": ["'self'", "'unsafe-inline'"]}}, ["E022"]),
    ({"REDIS_URL": ""}, ["W001"]),
]


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives the checks settings as on a city's server, with some changed; returns the ids of what they find."""
    kept = {name: getattr(settings, name) for name in ("BASE_DIR", "LANGUAGE_CODE", "SECURE_CSP")}

    def use(changed: dict[str, Any]) -> list[str]:
        monkeypatch.setattr(checks, "settings", SimpleNamespace(**(kept | GOOD | changed)))
        return [str(message.id).removeprefix("portal.") for message in checks.settings_are_right()]

    return use


def test_right_settings_have_nothing_to_say(production: Any) -> None:
    assert production({}) == []


@pytest.mark.parametrize(("changed", "ids"), WRONG, ids=[f"{next(iter(c))}-{'-'.join(i)}" for c, i in WRONG])
def test_each_wrong_setting_is_named(production: Any, changed: dict[str, Any], ids: list[str]) -> None:
    assert production(changed) == ids


def test_files_kept_inside_the_program_are_warned_about(production: Any, settings: Any) -> None:
    assert production({"MEDIA_ROOT": Path(settings.BASE_DIR) / ".local" / "media"}) == ["W002"]


def test_a_demo_that_others_can_reach_is_refused(production: Any) -> None:
    reachable = {"DEMO": True, "ALLOWED_HOSTS": ["127.0.0.1", "innovation.example.org"]}
    assert production(reachable) == ["E021"]
    assert (
        production(
            {"DEMO": True, "ALLOWED_HOSTS": ["127.0.0.1", "[::1]", "localhost"], "SITE_URL": "http://localhost:1"}
        )
        == []
    )


def test_every_rule_has_its_own_id_and_a_hint() -> None:
    ids = [rule.id for rule in checks.RULES]
    assert len(ids) == len(set(ids))
    assert [rule.id for rule in checks.RULES if not rule.hint.endswith((".", "org", "60", "portal", '"'))] == []


def test_every_rule_is_tried_here() -> None:
    tried = {id_ for _, ids in WRONG for id_ in ids} | {"E021", "W002"}
    assert tried == {rule.id for rule in checks.RULES}


def test_the_tests_own_settings_pass() -> None:
    assert django_checks.run_checks(tags=[checks.STARTUP]) == []


def test_insist_names_what_is_wrong_and_ends(production: Any, capsys: pytest.CaptureFixture[str]) -> None:
    production({"MAIL_SERVER": ""})
    with pytest.raises(SystemExit) as ended:
        checks.insist()
    assert ended.value.code == checks.REFUSED
    assert capsys.readouterr().err == (
        "The portal does not start, because its settings are not right:\n"
        "- There is no mail server. (portal.E011)\n"
        "  Set EMAIL_HOST: without mail nobody can sign in.\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        ["-c", "import civicportal.wsgi"],
        ["-m", "celery", "--app", "civicportal", "worker", "--pool", "solo"],
    ],
    ids=["web server", "worker"],
)
def test_production_is_the_default_and_does_not_start_bare(command: list[str], base_dir: Path, tmp_path: Path) -> None:
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=base_dir,
        env=bare | {"PORTAL_LOCAL": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == checks.REFUSED, done.stderr
    for id_ in ("E001", "E003", "E005", "E006", "E009", "E010", "E011"):
        assert f"(portal.{id_})" in done.stderr
