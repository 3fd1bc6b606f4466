"""The settings of a worker process that a test starts: the test's database, its mail server, a folder as broker."""

import os
from pathlib import Path

from civicportal.settings_test import *  # noqa: F403

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["TEST_DATABASE"],
        "USER": "postgres",
        "HOST": os.environ["TEST_DATABASE_HOST"],
        "PORT": os.environ["TEST_DATABASE_PORT"],
    }
}
QUEUE = Path(os.environ["TEST_QUEUE"])
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "data_folder_in": str(QUEUE / "queue"),
    "data_folder_out": str(QUEUE / "queue"),
    "control_folder": str(QUEUE / "control"),
    "store_processed": False,
}
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(os.environ["TEST_MAIL_PORT"]), "timeout": 15},
    }
}
