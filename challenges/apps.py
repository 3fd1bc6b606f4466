from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChallengesConfig(AppConfig):
    """The departments' social-innovation challenges: calls, proposals, test environments."""

    name = "challenges"
    verbose_name = _("Challenges")

    def ready(self) -> None:
        from challenges.registrations import register_everything

        register_everything()
