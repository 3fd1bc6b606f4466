from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class BackofficeConfig(AppConfig):
    """The one admin site."""

    name = "civicportal.backoffice"


class PortalAdminConfig(AdminConfig):
    """Django's admin with our site in the place of its own."""

    default_site = "civicportal.backoffice.site.Backoffice"
