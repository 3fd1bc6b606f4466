"""What review tells the packages below it: its letters, its pages in the backoffice, what waits for reviewers."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import queues, work
from civicportal.backoffice.queues import Figure, Figures, Queue, Waiting
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.places import mine
from civicportal.review import hints, notices, redacting
from civicportal.review.enums import JUDGES
from civicportal.review.models import Slot
from civicportal.review.queries import left_to_review, number_done
from civicportal.review.queries.stages import shown_to
from civicportal.review.rules import ARRANGES
from civicportal.submissions import together
from civicportal.submissions.models import Submission


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


def waiting_to_arrange(person: Any) -> list[Waiting]:
    """Who asks for another pitch time, stage by stage."""
    slots = Slot.objects.filter(asked_at__isnull=False, stage__opening__unit__in=person.units_as(*ARRANGES))
    slots = slots.filter(submission__in=shown_to(person, Submission.objects.all())).select_related("submission__case")
    return [
        Waiting(
            label=slot.submission.case.reference,
            url=reverse("admin:review_pitches", args=[slot.stage_id]),
            verb=_("Choose a time"),
            due=dates.day_of(slot.starts_at),
            note=gettext("asks for another pitch time"),
        )
        for slot in slots.order_by("starts_at")
        if slot.submission is not None
    ]


def my_pitches(person: Any) -> list[mine.Row]:
    """The pitch times that lie ahead, for my page."""
    slots = Slot.objects.filter(submission__person=person, ends_at__gt=dates.now()).select_related("submission__case")
    return [
        mine.Row(
            label=slot.submission.case.title,
            url=reverse("review:pitch", args=[slot.submission.case.reference]),
            status=dates.show_moment(slot.starts_at),
            note=slot.place,
        )
        for slot in slots.order_by("starts_at")
        if slot.submission is not None
    ]


def register() -> None:
    """Called once when the review app is ready."""
    notices.register_letters()
    hints.register("together", together.hints, many=together.hints_in_many, firm=True)
    redacting.register_names(together.names_behind)
    _register_reading()
    _register_arranging()
    queues.register(Queue("review.mine", _("To review"), JUDGES, waiting_for))
    queues.register(Queue("review.pitches", _("Pitch times"), (Role.FUND_MANAGER,), waiting_to_arrange))
    queues.register_figures(Figures("review.mine", JUDGES, figures_of))
    mine.register(mine.Group(key="pitches", label=_("Your pitch times"), rows=my_pitches, position=15))


def _register_reading() -> None:
    """The pages of those who read."""
    from civicportal.review.views import calibration, interest, pitch_work, reviewing

    work.register(path("granska/", reviewing.review_queue, name="review_queue"), menu=_("Read and score"), position=20)
    work.register(path("granska/prov/<int:pk>/", calibration.try_text, name="review_trial"))
    work.register(path("granska/<str:reference>/", reviewing.review, name="review"))
    work.register(path("granska/<str:reference>/spara/", reviewing.autosave, name="review_save"))
    work.register(path("granska/<str:reference>/konflikt/", reviewing.conflict, name="review_conflict"))
    work.register(path("granska/<str:reference>/jav/", reviewing.recuse, name="review_recuse"))
    work.register(path("granska/<str:reference>/intresse/", interest.interest, name="review_interest"))
    work.register(path("granska/<str:reference>/fragor/", pitch_work.questions, name="review_questions"))


def _register_arranging() -> None:
    """The pages of those who arrange."""
    from civicportal.review.views import blind, calibration, giving, pitch_work, setup

    of_opening, of_stage, of_time = "granskning/<int:opening>/", "granskning/steg/<int:pk>/", "granskning/tid/<int:pk>/"
    for address, view, name in (
        (of_opening, setup.setup, "review_setup"),
        (f"{of_opening}ordna/", setup.arrange, "review_arrange"),
        (f"{of_opening}kopiera/", setup.copy, "review_copy"),
        (f"{of_opening}kriterium/", setup.criterion, "review_criterion_new"),
        (f"{of_opening}kriterium/<int:pk>/", setup.criterion, "review_criterion"),
        (f"{of_opening}steg/", setup.stage, "review_stage_new"),
        (f"{of_opening}steg/<int:pk>/", setup.stage, "review_stage"),
        (of_stage, giving.state, "review_stage_state"),
        (f"{of_stage}tid/", setup.prolong, "review_prolong"),
        (f"{of_stage}fordela/", giving.plan, "review_plan"),
        (f"{of_stage}vidare/", giving.passing, "review_passing"),
        (f"{of_stage}texter/", blind.texts, "review_texts"),
        (f"{of_stage}prov/<int:position>/", calibration.choose, "review_calibration"),
        (f"{of_stage}pitch/", pitch_work.schedule, "review_pitches"),
        (f"{of_stage}pitch/nya/", pitch_work.add, "review_pitch_add"),
        (f"{of_stage}pitch/blad/", pitch_work.sheet, "review_pitch_sheet"),
        (f"{of_time}flytta/", pitch_work.move, "review_pitch_move"),
        (f"{of_time}andra/", pitch_work.act, "review_pitch_act"),
        ("granskning/text/<str:reference>/", blind.text, "review_text"),
    ):
        work.register(path(address, view, name=name))
