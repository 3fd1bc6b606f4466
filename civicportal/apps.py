from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself: registers the checks of what its settings can have wrong."""

    name = "civicportal"

    def ready(self) -> None:
        from civicportal import checks  # noqa: F401 - importing registers
