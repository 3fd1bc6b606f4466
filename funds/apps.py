from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    """Funds: applications, coaching, decisions, granted projects."""

    name = "funds"
    verbose_name = _("Funds")

    def ready(self) -> None:
        from funds.registrations.applications import register_everything

        register_everything()
