from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Judging: criteria, stages, assignments, reviews, scores."""

    name = "civicportal.review"
    verbose_name = _("Reviewing")

    def ready(self) -> None:
        from civicportal.review import hints, registrations

        hints.register_own()
        registrations.register()
