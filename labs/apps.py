from django.apps import AppConfig


class LabsConfig(AppConfig):
    """The residents' lab: from needs to solutions."""

    name = "labs"
