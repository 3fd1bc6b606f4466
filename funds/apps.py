from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Funds: applications, coaching, decisions, granted projects."""

    name = "funds"

    def ready(self) -> None:
        from funds.registrations import register_everything

        register_everything()
