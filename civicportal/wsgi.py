"""The web server's way in. gunicorn runs no checks, so the startup checks run here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civicportal.settings")

application = get_wsgi_application()

from civicportal.checks import insist  # noqa: E402

insist()
