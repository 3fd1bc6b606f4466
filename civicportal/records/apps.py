from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The append-only log, reference numbers, the retention schedule."""

    name = "civicportal.records"
    verbose_name = _("The log and its terms")

    def ready(self) -> None:
        from civicportal.kernel import moves
        from civicportal.records.actions import record

        moves.recorders.append(record)
