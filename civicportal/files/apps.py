from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Uploads that were checked, images in sizes."""

    name = "civicportal.files"
