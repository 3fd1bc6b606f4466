"""The web server's way in. gunicorn runs no checks, so the startup checks run here."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civicportal.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from civicportal.checks import insist  # noqa: E402

insist()

# The addresses with all their views, for which the first visitor would wait otherwise.
import_module(settings.ROOT_URLCONF)

# What is loaded by now stays until the end. Left out of its count, the collector comes for what requests leave behind
# (each drawn page and its values hold on to one another) as soon as there is a little of it, and has less to look at.
gc.collect()
gc.freeze()
