from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The append-only log, reference numbers, the retention schedule."""

    name = "civicportal.records"
    verbose_name = _("The log and its terms")

    def ready(self) -> None:
        from civicportal.kernel import moves
        from civicportal.records.actions import record
        from civicportal.records.retention import fill_schedule

        moves.recorders.append(record)
        post_migrate.connect(fill_schedule, sender=self, dispatch_uid="civicportal.records.retention")
