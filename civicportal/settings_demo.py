"""The demo: production settings, relaxed by name, on an embedded database and a folder as broker."""

from civicportal import firstrun
from civicportal.settings import *  # noqa: F403
from civicportal.settings import INSTALLED_APPS, LOCAL_DIR, MIDDLEWARE, PUBLIC_MAIL_HOSTS, env

DEMO = True
PORT = env.number("PORT", 8000)

SECRET_KEY = env.text("SECRET_KEY") or firstrun.kept_secret(LOCAL_DIR / "demo-secret-key")
DRAFT_KEYS = env.words("DRAFT_KEYS") or [firstrun.kept_fernet_key(LOCAL_DIR / "demo-draft-key")]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_URL = f"http://127.0.0.1:{PORT}"
TRUSTED_PROXY_COUNT = 0
ALLAUTH_TRUSTED_PROXY_COUNT = 0

# Plain HTTP on this machine only
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

INSTALLED_APPS = [*INSTALLED_APPS, "civicportal.demo"]
MIDDLEWARE = [*MIDDLEWARE]
DATABASES = {"default": firstrun.demo_database(env.text("DATABASE_URL"), LOCAL_DIR)}

# Letters are kept as rows and shown at /demo/mail/; nothing leaves this machine.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEFAULT_FROM_EMAIL = "portalen@example.org"
PUBLIC_MAIL_HOSTS = [*PUBLIC_MAIL_HOSTS, "example.org"]

DEMO_SKIP_MFA = env.flag("DEMO_SKIP_MFA", True)
STAFF_MFA_REQUIRED = not DEMO_SKIP_MFA
