from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Who: sign-in by e-mail, organisations, roles, consents."""

    name = "civicportal.people"
    verbose_name = _("People and roles")

    def ready(self) -> None:
        from civicportal.people import grants, own_parts, permissions

        grants.register()
        own_parts.register()
        # Dispatched after the rights of each app exist, whatever the order of apps.
        post_migrate.connect(permissions.make_groups, dispatch_uid="civicportal.people.groups")
