"""What review tells the packages below it: its letter, its pages in the backoffice, what waits for reviewers."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import queues, work
from civicportal.backoffice.queues import Figure, Figures, Queue, Waiting
from civicportal.kernel import dates
from civicportal.notices import letters
from civicportal.notices.letters import Letter
from civicportal.people.enums import Role
from civicportal.review.queries import left_to_review, number_done

REVIEWERS = (Role.REVIEWER,)


def waiting_for(person: Any) -> list[Waiting]:
    """One line per open stage with something left: "Visionsfonden, first reading: 16 left"."""
    return [
        Waiting(
            label=f"{left.fund}, {left.stage.name}",
            url=reverse("admin:review_queue"),
            verb=_("Read"),
            due=dates.last_minute(left.stage.closes_at).date(),
            note=gettext("%(left)s of %(total)s left") % {"left": left.left, "total": left.total},
        )
        for left in left_to_review(person)
    ]


def figures_of(person: Any) -> list[Figure]:
    """How many reviews the person has done in all their stages."""
    return [Figure(_("Reviews you have done"), number_done(person), reverse("admin:review_queue"))]


def register() -> None:
    """Called once when the review app is ready."""
    from civicportal.review import views

    letters.register(
        Letter("review.assigned", "review/letters/assigned", _("New things to read and score"), wanted_always=False)
    )
    work.register(path("granska/", views.review_queue, name="review_queue"), menu=_("Read and score"), position=20)
    work.register(path("granska/<str:reference>/", views.review, name="review"))
    work.register(path("granska/<str:reference>/spara/", views.autosave, name="review_save"))
    work.register(path("granska/<str:reference>/konflikt/", views.conflict, name="review_conflict"))
    work.register(path("granska/<str:reference>/jav/", views.recuse, name="review_recuse"))
    queues.register(Queue("review.mine", _("To review"), REVIEWERS, waiting_for))
    queues.register_figures(Figures("review.mine", REVIEWERS, figures_of))
