from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EffectsConfig(AppConfig):
    """What came of it: effect goals, indicators, measurements, values."""

    name = "civicportal.effects"
    verbose_name = _("Effects")

    def ready(self) -> None:
        from civicportal.effects.registrations import register_everything

        register_everything()
