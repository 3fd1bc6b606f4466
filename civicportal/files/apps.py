from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Uploads that were checked, images in sizes."""

    name = "civicportal.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from django.urls import path

        from civicportal.backoffice import work
        from civicportal.files import views

        work.register(path("uttag/ny/<str:kind>/", views.ask_export, name="files_ask_export"))
        work.register(path("uttag/<uuid:token>/", views.export, name="files_export"))
        work.register(path("uttag/<uuid:token>/fil/", views.export_file, name="files_export_file"))
