from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What the city must answer, and by when."""

    name = "civicportal.cases"

    def ready(self) -> None:
        from civicportal.cases import registrations

        registrations.register()
