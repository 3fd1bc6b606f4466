from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """The city's settings and its districts."""

    name = "civicportal.places"
    verbose_name = _("The city")
