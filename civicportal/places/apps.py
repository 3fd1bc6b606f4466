from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The city's settings and its districts."""

    name = "civicportal.places"
