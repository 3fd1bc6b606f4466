from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The append-only log, reference numbers, the retention schedule."""

    name = "civicportal.records"

    def ready(self) -> None:
        from civicportal.kernel import moves
        from civicportal.records.actions import record

        moves.recorders.append(record)
