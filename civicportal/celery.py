"""The Celery application: a wake-up for work whose truth is in the database."""

import os

from celery import Celery
from celery.signals import celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civicportal.settings")

app = Celery("civicportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def refuse_to_start_with_wrong_settings(**_: object) -> None:
    """A worker runs the startup checks, which Celery itself does not."""
    from civicportal.checks import insist

    insist()
