from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrototypesConfig(AppConfig):
    """Prototypes of the network, and the calendar of its meetings."""

    name = "prototypes"
    verbose_name = _("Prototypes and calendar")

    def ready(self) -> None:
        from prototypes.registrations.everything import register_everything

        register_everything()
