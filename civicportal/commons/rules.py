"""Who may say something in public, and who looks after what people say."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.commons.enums import VOICE_ROLES, VOICE_ROLES_EVERYWHERE, QuestionState, ReportState
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Hiding, Item, Question, Report
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine

NOT_THERE = no(_("This is no longer public."))
NOT_YOURS = no(_("Only those who answer for this unit can do that."))


def _looks_after(person: Any, unit_id: int | None) -> Answer:
    if person is None:
        return NOT_YOURS
    if person.has_role(*VOICE_ROLES_EVERYWHERE):
        return YES
    return YES if unit_id is not None and unit_id in person.units_as(*VOICE_ROLES) else NOT_YOURS


def can_look_after(person: Any, item: Item) -> Answer:
    """Those who run a thing answer for it in their own unit; communicators and administrators everywhere."""
    return _looks_after(person, item.unit_id)


def can_support(item: Item) -> Answer:
    """Whether people may say that the thing matters to them too."""
    if not item.visible or item.kind not in kinds:
        return NOT_THERE
    return YES if kinds[item.kind].can_support else no(_("This cannot be supported."))


def can_ask(item: Item) -> Answer:
    """Whether people may ask about the thing in public."""
    if not item.visible or item.kind not in kinds:
        return NOT_THERE
    return YES if kinds[item.kind].can_ask else no(_("Questions about this are asked in another place."))


def can_restore(person: Any, hiding: Hiding) -> Answer:
    """A hidden item has no unit; the row of its hiding remembers it."""
    return _looks_after(person, hiding.unit_id)


def can_release(person: Any, question: Question) -> Answer:
    """A question goes public on the page of a public thing."""
    return can_look_after(person, question.item) if question.item.visible else NOT_THERE


def can_settle(person: Any, report: Report) -> Answer:
    """A report is settled by whoever looks after the thing, also when it has been hidden meanwhile."""
    if report.item.visible:
        return can_look_after(person, report.item)
    hiding = Hiding.objects.filter(item=report.item, question=None, step=None).order_by("-pk").first()
    return can_restore(person, hiding) if hiding else can_look_after(person, report.item)


QUESTION_MOVES = Machine("question", QuestionState)
QUESTION_MOVES.add("release", {QuestionState.WAITING}, QuestionState.PUBLIC, can_release)
QUESTION_MOVES.add(
    "hide",
    {QuestionState.WAITING, QuestionState.PUBLIC},
    QuestionState.HIDDEN,
    lambda person, question: can_look_after(person, question.item),
)
QUESTION_MOVES.add("restore", {QuestionState.HIDDEN}, QuestionState.PUBLIC, can_release)

REPORT_MOVES = Machine("report", ReportState)
REPORT_MOVES.add("hide", {ReportState.WAITING}, ReportState.HIDDEN, can_settle)
REPORT_MOVES.add("leave", {ReportState.WAITING}, ReportState.LEFT, can_settle)
