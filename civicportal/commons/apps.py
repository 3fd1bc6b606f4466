from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonsConfig(AppConfig):
    """What the city shares in public: items, steps, links, themes."""

    name = "civicportal.commons"
    verbose_name = _("What is public")

    def ready(self) -> None:
        from civicportal.commons.registrations import voices as registrations
        from civicportal.commons.registrations.contacts import register_contacts

        registrations.register_everything()
        register_contacts()
