"""Each setting that can be wrong, with what is wrong and what to do.

Django runs these with `manage.py check` and before most commands. gunicorn and Celery run none, so wsgi.py and
celery.py call `insist()`, which refuses to start.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

STARTUP = "startup"
REFUSED = 3
"""The exit code that tells gunicorn not to try again."""

SHORTEST_SECRET = 50
MOST_PROXIES = 5
CACHES_OF_ONE_PROCESS = ("LocMemCache", "DummyCache")


@dataclass(frozen=True)
class Rule:
    """One thing that must hold. `wrong` answers True when it does not."""

    id: str
    wrong: Callable[[], bool]
    says: str
    hint: str
    everywhere: bool = False
    """True when it holds in the demo and the tests too, not in production only."""
    only_warns: bool = False

    def check(self) -> list[checks.CheckMessage]:
        if not (self.everywhere or in_production()) or not self.wrong():
            return []
        kind = checks.Warning if self.only_warns else checks.Error
        return [kind(self.says, hint=self.hint, id=f"portal.{self.id}")]


def in_production() -> bool:
    """True unless the settings say that they are the demo's or the tests'."""
    return not (settings.DEMO or getattr(settings, "TESTING", False))


def secret_key() -> str:
    """The key, or an empty text: Django raises where others ask for a key that is not there."""
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ""


def secret_key_is_weak() -> bool:
    key = secret_key()
    return len(key) < SHORTEST_SECRET or len(set(key)) < 10 or key.startswith(("django-insecure", "only-for-tests"))


def not_a_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return True
    return False


def site_url_is_no_address() -> bool:
    try:
        parts = urlsplit(settings.SITE_URL)
        _ = parts.port
    except ValueError:
        return True
    return parts.scheme not in {"http", "https"} or not parts.hostname or bool(parts.path or parts.query)


def site_is_not_among_hosts() -> bool:
    host = urlsplit(settings.SITE_URL).hostname or ""
    return not any(
        host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in settings.ALLOWED_HOSTS
    )


def is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def demo_is_open_to_others() -> bool:
    """The demo signs anybody in as anybody, so nobody outside this machine may reach it."""
    return bool(settings.DEMO) and not all(is_this_machine(host) for host in settings.ALLOWED_HOSTS)


def uses_engine(name: str) -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]) == f"django.db.backends.{name}"


def cache_is_of_one_process() -> bool:
    return str(settings.CACHES["default"]["BACKEND"]).endswith(CACHES_OF_ONE_PROCESS)


def unsafe_scripts_or_styles() -> bool:
    policy: dict[str, Iterable[Any]] = getattr(settings, "SECURE_CSP", {})
    return not policy or any("unsafe" in str(source) for sources in policy.values() for source in sources)


def proxy_header_is_spoofable() -> bool:
    return bool(settings.SECURE_PROXY_SSL_HEADER) and not settings.TRUSTED_PROXY_COUNT


def media_is_in_the_project() -> bool:
    return settings.MEDIA_ROOT.is_relative_to(settings.BASE_DIR)


RULES = (
    Rule(
        "E001", lambda: not secret_key(), "There is no secret key.", "Set SECRET_KEY to 50 random characters or more."
    ),
    Rule(
        "E002",
        lambda: bool(secret_key()) and secret_key_is_weak(),
        "The secret key is too short or not a secret.",
        "Set SECRET_KEY to 50 random characters or more, for instance with: openssl rand -base64 60",
    ),
    Rule(
        "E003",
        lambda: not settings.ALLOWED_HOSTS,
        "No host name is allowed.",
        "Set ALLOWED_HOSTS to the portal's host names, with commas between them.",
        everywhere=True,
    ),
    Rule(
        "E004",
        lambda: "*" in settings.ALLOWED_HOSTS,
        "Every host name is allowed.",
        "Name the portal's own hosts in ALLOWED_HOSTS. A star lets others put their address into our letters.",
        everywhere=True,
    ),
    Rule(
        "E005",
        site_url_is_no_address,
        "SITE_URL is not the portal's address.",
        "Set SITE_URL to scheme and host without a path, for instance https://innovation.example.org",
        everywhere=True,
    ),
    Rule(
        "E006",
        lambda: not settings.SITE_URL.startswith("https://"),
        "SITE_URL does not begin with https://",
        "Letters carry this address. Set SITE_URL to the one with https.",
    ),
    Rule(
        "E007",
        lambda: bool(settings.SITE_URL and settings.ALLOWED_HOSTS) and site_is_not_among_hosts(),
        "The host in SITE_URL is not an allowed host.",
        "Add the host of SITE_URL to ALLOWED_HOSTS: links in letters would be refused.",
        everywhere=True,
    ),
    Rule(
        "E008",
        lambda: not settings.SECURE_SSL_REDIRECT or not settings.SECURE_HSTS_SECONDS,
        "The portal can be reached without HTTPS.",
        "Remove HTTPS=no from the environment, and put a proxy with a certificate in front.",
    ),
    Rule(
        "E009",
        lambda: not uses_engine("postgresql"),
        "There is no database address.",
        "Set DATABASE_URL, for instance postgres://portal:password@database:5432/portal",
    ),
    Rule(
        "E010",
        lambda: not settings.DRAFT_KEYS or any(not_a_fernet_key(key) for key in settings.DRAFT_KEYS),
        "A key that encrypts drafts is missing or is not a Fernet key.",
        "Set DRAFT_KEYS, newest first. Make one with: "
        'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"',
        everywhere=True,
    ),
    Rule(
        "E011",
        lambda: not settings.MAIL_SERVER,
        "There is no mail server.",
        "Set EMAIL_HOST: without mail nobody can sign in.",
    ),
    Rule(
        "E012",
        lambda: not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE),
        "A cookie may travel without HTTPS.",
        "Leave SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE at True.",
    ),
    Rule(
        "E013",
        lambda: not settings.SESSION_COOKIE_HTTPONLY,
        "Scripts can read the session cookie.",
        "Leave SESSION_COOKIE_HTTPONLY at True.",
        everywhere=True,
    ),
    Rule(
        "E014",
        lambda: bool(settings.DEBUG),
        "DEBUG is on: error pages show settings and data.",
        "Leave DEBUG at False; the demo and the tests do as well.",
        everywhere=True,
    ),
    Rule(
        "E015",
        lambda: "civicportal.demo" in settings.INSTALLED_APPS,
        "The demo, which signs anybody in, is installed.",
        "Take civicportal.demo out of INSTALLED_APPS, or start with civicportal.settings_demo.",
    ),
    Rule(
        "E016",
        lambda: not settings.STAFF_MFA_REQUIRED,
        "Staff can sign in with a mailed code alone.",
        "Leave STAFF_MFA_REQUIRED at True; only the demo may set it aside.",
    ),
    Rule(
        "E017",
        lambda: not 0 <= settings.TRUSTED_PROXY_COUNT <= MOST_PROXIES,
        "TRUSTED_PROXY_COUNT is not the number of proxies in front.",
        f"Set TRUSTED_PROXY_COUNT to 0 to {MOST_PROXIES}: how many of our own proxies a call passes.",
        everywhere=True,
    ),
    Rule(
        "E018",
        proxy_header_is_spoofable,
        "A caller may claim to use HTTPS: the proxy's header is believed, but no proxy is in front.",
        "Set TRUSTED_PROXY_COUNT to the number of proxies, at least 1.",
        everywhere=True,
    ),
    Rule(
        "E019",
        cache_is_of_one_process,
        "The cache is not shared between processes, so limits on tries do not hold.",
        "Set REDIS_URL, or leave CACHES as it is and run manage.py createcachetable once.",
    ),
    Rule(
        "E020",
        lambda: "sv" not in dict(settings.LANGUAGES) or settings.LANGUAGE_CODE != "sv",
        "Swedish is not the portal's first language.",
        "Leave LANGUAGE_CODE at sv and keep sv in LANGUAGES: addresses without a prefix are Swedish.",
        everywhere=True,
    ),
    Rule(
        "E021",
        demo_is_open_to_others,
        "The demo can be reached from other machines.",
        "Leave ALLOWED_HOSTS of the demo at this machine's own names: it signs anybody in as anybody.",
        everywhere=True,
    ),
    Rule(
        "E022",
        unsafe_scripts_or_styles,
        "The content security policy is missing or allows unsafe sources.",
        "Keep SECURE_CSP without unsafe-inline and unsafe-eval.",
        everywhere=True,
    ),
    Rule(
        "W001",
        lambda: not settings.REDIS_URL,
        "Work is queued in a folder of this machine.",
        "Set REDIS_URL. Without it web server and worker must share a machine, and createcachetable be run once.",
        only_warns=True,
    ),
    Rule(
        "W002",
        media_is_in_the_project,
        "Uploaded files are kept inside the program's folder.",
        "Set MEDIA_ROOT to a folder that is backed up and survives a new version.",
        only_warns=True,
    ),
)


@checks.register(STARTUP)
def settings_are_right(app_configs: object = None, **_: object) -> list[checks.CheckMessage]:
    """Every rule that does not hold."""
    return [message for rule in RULES for message in rule.check()]


def insist() -> None:
    """Ends the process with every error in plain words when a startup check fails.

    The errors go to standard error; the exit code makes gunicorn stop instead of starting workers without end.
    """
    errors = [message for message in checks.run_checks(tags=[STARTUP]) if message.is_serious()]
    if not errors:
        return
    print("The portal does not start, because its settings are not right:", file=sys.stderr)
    for error in errors:
        print(f"- {error.msg} ({error.id})\n  {error.hint}", file=sys.stderr)
    raise SystemExit(REFUSED)
