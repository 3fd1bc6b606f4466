"""What the commons tell the kernel when the portal starts: letters, own data, proofs, work pages, queues, my page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues, work
from civicportal.commons import own_data, proving, queries
from civicportal.commons.actions.moving import move_voices
from civicportal.commons.enums import VOICE_ROLES, QuestionState, ReportReason
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item, Question
from civicportal.commons.notices import voices as notices
from civicportal.commons.queries import staff
from civicportal.kernel import dates
from civicportal.people import hooks
from civicportal.people.enums import Role
from civicportal.places import mine

ANSWER_WITHIN, LOOK_WITHIN = timedelta(days=7), timedelta(days=2)
"""How soon a question is answered and a report looked at, for the start page of the backoffice."""
MOST_IN_A_QUEUE = 200

Found = dict[str, list[staff.Said]]
"""What people have said that waits for somebody, by queue."""


def register_everything() -> None:
    """Called once, by the app's ready()."""
    notices.register_letters()
    own_data.register_own_data()
    hooks.on_email_changed.append(move_voices)
    proving.register_proofs()
    _register_work()
    _register_mine()


def _register_work() -> None:
    from civicportal.commons.views import links
    from civicportal.commons.views import work as pages

    said = gettext_lazy("What people say")
    work.register(path("roster/", pages.voices, name="commons_voices"), menu=said, position=60)
    work.register(path("roster/fraga/<slug:kind>/<slug:slug>/<int:number>/", pages.question, name="commons_question"))
    work.register(path("roster/anmalan/<int:number>/", pages.report, name="commons_report"))
    work.register(path("roster/dolj/<slug:kind>/<slug:slug>/", pages.hide, name="commons_hide"))
    work.register(path("roster/dolt/<int:number>/", pages.hidden, name="commons_hidden"))
    work.register(path("lankar/<slug:kind>/<slug:slug>/", links.links, name="commons_links"))
    whose = (*VOICE_ROLES, Role.COMMUNICATOR)
    questions, reports = gettext_lazy("Questions to answer"), gettext_lazy("Reports to look at")
    queues.register(queues.Queue("commons.questions", questions, whose, questions_waiting, waiting))
    queues.register(queues.Queue("commons.reports", reports, whose, reports_waiting, waiting))


def _register_mine() -> None:
    asked, supported = gettext_lazy("Your questions"), gettext_lazy("What you support")
    mine.register(mine.Group(key="questions", label=asked, source=queries.held_by, rows=my_questions, position=55))
    mine.register(mine.Group(key="supported", label=supported, source=queries.held_by, rows=my_supported, position=65))


def waiting(person: Any) -> Found:
    """What people have said that waits for the person: one query for all of its queues."""
    return staff.waiting_for_staff(person, MOST_IN_A_QUEUE)


def questions_waiting(found: Found) -> list[queues.Waiting]:
    """Questions about the things that one looks after, with the day by which they should be answered."""
    return [
        queues.Waiting(
            label=Truncator(question.words).chars(80),
            url=reverse("admin:commons_question", args=[question.kind, question.slug, question.number]),
            verb=_("Answer"),
            due=dates.day_of(question.at + ANSWER_WITHIN),
            note=str(question.title),
        )
        for question in found.get("questions", [])
    ]


def reports_waiting(found: Found) -> list[queues.Waiting]:
    """Reports on the things that one looks after."""
    return [
        queues.Waiting(
            label=ReportReason(report.words).label,
            url=reverse("admin:commons_report", args=[report.number]),
            verb=_("Look"),
            due=dates.day_of(report.at + LOOK_WITHIN),
            note=str(report.title),
        )
        for report in found.get("reports", [])
    ]


def my_questions(held: queries.Held) -> list[mine.Row]:
    """What somebody has asked in public, and whether it is answered."""
    return [
        mine.Row(
            label=Truncator(question.text).chars(80),
            url=f"{question.item.get_absolute_url()}#{question.anchor}",
            note=str(question.item.title),
            status=_state_of(question),
            look="ok" if question.answered_at else "quiet",
        )
        for question in held.asked
    ]


def _state_of(question: Question) -> str:
    if question.state == QuestionState.HIDDEN:
        return _("Hidden")
    if question.state == QuestionState.WAITING:
        return _("Waits to be read")
    return _("Answered") if question.answered_at else _("Not answered yet")


def my_supported(held: queries.Held) -> list[mine.Row]:
    """What somebody supports."""
    return [row_of(item) for item in held.supported if item.kind in kinds]


def row_of(item: Item) -> mine.Row:
    """A public thing as a line of my page."""
    return mine.Row(
        label=str(item.title),
        url=item.get_absolute_url(),
        note=str(kinds[item.kind].label),
        status=str(item.status_words),
        look=item.status_look,
    )
