from django.apps import AppConfig


class PortalTestsConfig(AppConfig):
    """What only a test run may do: bring its database back to the start."""

    name = "tests.portaltests"
