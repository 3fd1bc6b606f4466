from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Judging: criteria, stages, assignments, reviews, scores."""

    name = "civicportal.review"

    def ready(self) -> None:
        from civicportal.review import registrations

        registrations.register()
