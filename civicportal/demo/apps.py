from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Sign-in as any demo person, the letters that were sent, invented content."""

    name = "civicportal.demo"
