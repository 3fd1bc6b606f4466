"""Production settings. Every value that differs between cities or servers comes from the environment.

The demo and the tests import this file and relax it, each by name, in settings_demo.py and settings_test.py.
What can be wrong here has a system check with id and hint in civicportal/checks.py.
"""

from pathlib import Path

from django.utils.csp import CSP

from civicportal.environment import Environment, database_from_url, keeping_connections

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(env.text("PORTAL_LOCAL") or BASE_DIR / ".local")
DEMO = False

# Who may call, and how
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL").rstrip("/")
"""The portal's own address, used in letters, feeds and share links: scheme and host, no path."""
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "heroicons",
    "pgtrigger",
    "civicportal",
    "civicportal.kernel",
    "civicportal.backoffice.apps.BackofficeConfig",
    "civicportal.backoffice.apps.PortalAdminConfig",
    "civicportal.records.apps.RecordsConfig",
    "civicportal.places",
    "civicportal.people",
    "civicportal.files",
    "civicportal.notices",
    "civicportal.cases",
    "civicportal.commons",
    "civicportal.submissions",
    "civicportal.review",
    "civicportal.effects",
    "funds",
    "labs",
    "challenges",
    "prototypes",
    "civicportal.pages",
]

MIDDLEWARE = [
    "civicportal.kernel.stack.room_for_calls",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "civicportal.kernel.web.LanguageInTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "civicportal.people.guards.StrongSignInForStaff",
    "civicportal.pages.errors.SaidErrors",
]

ROOT_URLCONF = "civicportal.urls"
WSGI_APPLICATION = "civicportal.wsgi.application"

TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "civicportal.kernel.drawing.Templates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "civicportal.places.context.city",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "civicportal.kernel.templatetags.portal",
                "civicportal.kernel.templatetags.ui",
                "civicportal.notices.templatetags.letters",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["portal"]
CRISPY_TEMPLATE_PACK = "portal"

# Data
DATABASE_URL = env.text("DATABASE_URL")
DATABASES: dict[str, dict[str, object]] = {
    "default": keeping_connections(database_from_url(DATABASE_URL), env.number("DATABASE_POOL", 8))
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.dummy"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "civicportal.kernel.cache.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
SESSION_ENGINE = "civicportal.people.sessions"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "csrf"
CSRF_FAILURE_VIEW = "civicportal.pages.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Keys that encrypt drafts and their files, newest first (Fernet keys, comma-separated).
DRAFT_KEYS = env.words("DRAFT_KEYS")

# Work that need not be waited for. The broker only wakes: the rows are the truth.
REDIS_BROKER_OPTIONS: dict[str, object] = {
    "socket_connect_timeout": 1, "max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1,
}  # fmt: skip
"""Without these, each page that writes a letter waits six seconds while Redis is away."""
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    REDIS_BROKER_OPTIONS
    if REDIS_URL
    else {
        "data_folder_in": str(LOCAL_DIR / "queue"),
        "data_folder_out": str(LOCAL_DIR / "queue"),
        "control_folder": str(LOCAL_DIR / "queue-control"),
        "store_processed": False,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE = {
    "beat": {"task": "notices.beat", "schedule": 20.0},
    "send-what-waits": {"task": "notices.send_due", "schedule": 15.0},
    "answers-that-are-late": {"task": "cases.tell_late", "schedule": 60.0 * 30},
    "open-and-close-rounds": {"task": "funds.follow_the_clock", "schedule": 60.0},
    "grants-to-follow-up": {"task": "funds.follow_up_grants", "schedule": 60.0 * 60},
    "challenges-in-time": {"task": "challenges.follow_the_clock", "schedule": 60.0},
    "meetings-to-remind-of": {"task": "prototypes.remind", "schedule": 60.0 * 5},
    "coach-times-to-remind-of": {"task": "funds.remind_of_coach_times", "schedule": 60.0 * 5},
    "drafts-that-expire": {"task": "submissions.expire_drafts", "schedule": 60.0 * 60},
    "support-that-was-asked-for": {"task": "submissions.remind_endorsers", "schedule": 60.0 * 60},
    "reviews-to-remind-of": {"task": "review.remind", "schedule": 60.0 * 30},
    "what-is-to-be-completed": {"task": "submissions.follow_completions", "schedule": 60.0 * 10},
    "pictures-in-sizes": {"task": "files.make_sizes", "schedule": 60.0},
    "tables-as-files": {"task": "files.sweep_exports", "schedule": 60.0},
    "mail-never-confirmed": {"task": "commons.sweep_proofs", "schedule": 60.0 * 60},
    "accounts-never-confirmed": {"task": "people.remove_unconfirmed", "schedule": 60.0 * 60},
}

# People. Sign-in by mailed code is the portal's own (civicportal/people/codes.py); allauth carries the session and the
# second step.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["civicportal.people.permissions.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
ACCOUNT_ADAPTER = "civicportal.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "civicportal.people.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "civicportal.people.forms.SecondStepForm",
    "reauthenticate": "civicportal.people.forms.SecondStepAgainForm",
    "activate_totp": "civicportal.people.forms.AddAppForm",
    "add_webauthn": "civicportal.people.forms.AddPasskeyForm",
    "edit_webauthn": "civicportal.people.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
STAFF_MFA_REQUIRED = True

# Language, time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "civicportal" / "locale"]
FORMAT_MODULE_PATH = "civicportal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "civicportal.kernel.css.JoinedStylesheets",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(LOCAL_DIR / "media")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "private"},
    },
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "pictures", "base_url": "/bild/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024

# Mail
MAIL_SERVER = env.text("EMAIL_HOST")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_SERVER or "localhost",
            "port": env.number("EMAIL_PORT", 25),
            "username": env.text("EMAIL_HOST_USER"),
            "password": env.text("EMAIL_HOST_PASSWORD"),
            "use_tls": env.flag("EMAIL_USE_TLS"),
            "timeout": 15,
        },
    }
}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portalen@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Transport and browser rules
SECURE_SSL_REDIRECT = env.flag("HTTPS", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

# How long an answer from the cache is good for a reader without an account, in seconds.
READING_PAGE_SECONDS = 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # gunicorn says so at each HEAD request; Django answers those with the body of a GET, and gunicorn drops it.
    "loggers": {"gunicorn.http.wsgi": {"level": "ERROR"}},
}

# Mail hosts that everybody uses: the same one says nothing about who knows whom (review.hints)
PUBLIC_MAIL_HOSTS = env.words("PUBLIC_MAIL_HOSTS") or [
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.se", "live.se", "live.com", "msn.com",
    "icloud.com", "me.com", "yahoo.com", "yahoo.se", "proton.me", "protonmail.com", "telia.com", "tele2.se",
    "bredband.net", "comhem.se", "spray.se", "passagen.se", "home.se", "swipnet.se",
]  # fmt: skip
