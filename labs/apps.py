from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabsConfig(AppConfig):
    """The residents' lab: from needs to solutions."""

    name = "labs"
    verbose_name = _("Labs")

    def ready(self) -> None:
        from labs.registrations import register_everything

        register_everything()
