from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    """The project itself: its checks, and the folders of the broker where no Redis is given."""

    name = "civicportal"

    def ready(self) -> None:
        from civicportal import checks, firstrun  # noqa: F401 - importing the checks registers them

        if settings.CELERY_BROKER_URL.startswith("filesystem:"):
            firstrun.make_queue_folders(settings.LOCAL_DIR)
