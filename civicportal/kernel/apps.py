from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Answers, moves, money, dates, text, web and form pieces; no models, no views."""

    name = "civicportal.kernel"
