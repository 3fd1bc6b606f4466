from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """The departments' social-innovation challenges."""

    name = "challenges"
