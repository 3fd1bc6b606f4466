"""The project and its shared kernel apps."""

from civicportal.celery import app as celery_app

__all__ = ["celery_app"]
