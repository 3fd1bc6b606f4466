from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Everything that the portal says to people."""

    name = "civicportal.notices"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from django.urls import path

        from civicportal.backoffice import queues, work
        from civicportal.notices import failed, own_parts, views
        from civicportal.notices.actions import write
        from civicportal.notices.letters import Letter, register
        from civicportal.notices.rules import LOOKS_AFTER_LETTERS
        from civicportal.people import post

        # People stand below notices and cannot call it: they name their letters, and the post is given to them here.
        for letter in post.letters:
            register(Letter(letter.kind, letter.template, letter.label, lane=letter.lane))
        post.register(write)
        own_parts.register()
        label = _("Letters that could not be sent")
        work.register(path("brev/misslyckade/", views.failed, name="notices_failed"), menu=label, position=92)
        queues.register(queues.Queue("notices.failed", label, LOOKS_AFTER_LETTERS, failed.waiting))
        work.register(path("brevtexter/<slug:owner>/<slug:slug>/", views.texts, name="notices_texts"))
        work.register(path("brevtexter/<slug:owner>/<slug:slug>/<str:kind>/", views.text, name="notices_text"))
