"""The tests: production settings, relaxed by name."""

from civicportal.settings import *  # noqa: F403
from civicportal.settings import INSTALLED_APPS, LANGUAGES, LOCAL_DIR, PUBLIC_MAIL_HOSTS

TESTING = True

SECRET_KEY = "only-for-tests-" + "x" * 50
DRAFT_KEYS = ["dGVzdHMtb25seS1rZXktbm90LWEtc2VjcmV0LTAwMDA="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
TRUSTED_PROXY_COUNT = 0
PUBLIC_MAIL_HOSTS = [*PUBLIC_MAIL_HOSTS, "example.org"]
ALLAUTH_TRUSTED_PROXY_COUNT = 0

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

INSTALLED_APPS = [*INSTALLED_APPS, "civicportal.demo", "tests.portaltests"]
# Arabic is here to prove that pages mirror; no text is claimed to be translated.
LANGUAGES = [*LANGUAGES, ("ar", "العربية")]

# The name and the socket are filled in when the first test asks for the database (tests/database.py).
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "portal_test", "USER": "postgres"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

# Tests never touch the demo's files.
MEDIA_ROOT = LOCAL_DIR / "test-media"
_FILES = "django.core.files.storage.FileSystemStorage"
STORAGES = {
    "default": {"BACKEND": _FILES, "OPTIONS": {"location": MEDIA_ROOT / "private"}},
    "pictures": {"BACKEND": _FILES, "OPTIONS": {"location": MEDIA_ROOT / "pictures", "base_url": "/bild/"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FETCH_RAISE = True
