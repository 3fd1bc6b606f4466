from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Home, guide, my page, statements, help, style guide."""

    name = "civicportal.pages"

    def ready(self) -> None:
        from civicportal.pages.registrations import register_everything

        register_everything()
