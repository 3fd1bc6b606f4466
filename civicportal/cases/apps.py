from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """What the city must answer, and by when."""

    name = "civicportal.cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from civicportal.cases import registrations

        registrations.register()
