from django.apps import AppConfig


class CommonsConfig(AppConfig):
    """What the city shares in public: items, steps, links, themes."""

    name = "civicportal.commons"

    def ready(self) -> None:
        from civicportal.commons import notices

        notices.register_letters()
