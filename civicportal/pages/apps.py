from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Home, guide, my page, statements, help, style guide."""

    name = "civicportal.pages"
    verbose_name = _("Pages and news")

    def ready(self) -> None:
        from civicportal.pages.registrations import register_everything

        register_everything()
