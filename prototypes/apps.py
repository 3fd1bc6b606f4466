from django.apps import AppConfig


class PrototypesConfig(AppConfig):
    """Prototypes, their meetings and the calendar."""

    name = "prototypes"
