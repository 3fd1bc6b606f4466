from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Uploads that were checked, images in sizes."""

    name = "civicportal.files"
    verbose_name = _("Files")
