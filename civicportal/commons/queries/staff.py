"""What staff look after: questions to answer, reports to look at, what was hidden, links."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from civicportal.commons.enums import QuestionState
from civicportal.commons.models import Hiding, Item, Link, Question, Report, Step
from civicportal.commons.models.voices import answered_for_by
from civicportal.people.enums import Role


def to_answer(person: Any) -> QuerySet[Question]:
    """The questions that wait to be released or answered, the oldest first."""
    waits = Q(state=QuestionState.WAITING) | Q(state=QuestionState.PUBLIC, answered_at=None)
    rows: QuerySet[Question] = (
        Question.objects.visible_to(person)
        .filter(waits, item__visible=True)
        .select_related("item")
        .order_by("asked_at", "pk")
        .for_page()
    )
    return rows


def to_look_at(person: Any) -> QuerySet[Report]:
    """The reports that nobody has settled, the oldest first."""
    rows: QuerySet[Report] = (
        Report.objects.visible_to(person)
        .waiting()
        .select_related("item", "question", "step")
        .order_by("reported_at", "pk")
        .for_page()
    )
    return rows


def hidden_now(person: Any) -> QuerySet[Hiding]:
    """What stands hidden, the latest first."""
    rows: QuerySet[Hiding] = (
        Hiding.objects.visible_to(person)
        .in_force()
        .select_related("item", "question", "step", "unit")
        .order_by("-hidden_at", "-pk")
        .for_page()
    )
    return rows


def question_at(person: Any, kind: str, slug: str, number: int) -> Question:
    """One question about a public thing. Raises Http404 for whoever does not look after it."""
    found: Question | None = (
        Question.objects.visible_to(person)
        .filter(item__kind=kind, item__slug=slug, number=number)
        .select_related("item__unit", "answered_by")
        .first()
    )
    return _there(found)


def report_at(person: Any, pk: int) -> Report:
    """One report, settled or not. Raises Http404 for whoever does not look after what it is about."""
    rows = Report.objects.visible_to(person).select_related("item__unit", "question", "step", "hiding", "settled_by")
    return _there(rows.filter(pk=pk).first())


def hiding_at(person: Any, pk: int) -> Hiding:
    """One hiding, in force or not. Raises Http404 for whoever does not look after what it is about."""
    rows = Hiding.objects.visible_to(person).select_related("item", "question", "step", "hidden_by", "restored_by")
    return _there(rows.filter(pk=pk).first())


def item_at(person: Any, kind: str, slug: str) -> Item:
    """A visible item that somebody looks after; an auditor reads all. Raises Http404."""
    rows = Item.objects.filter(kind=kind, slug=slug).select_related("unit", "district", "theme")
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(answered_for_by(person, path=""))
    return _there(rows.first())


def questions_to_hide(item: Item) -> list[Question]:
    """Questions of an item that are not hidden: one query."""
    return list(Question.objects.filter(item=item).exclude(state=QuestionState.HIDDEN).order_by("number"))


def steps_to_hide(item: Item) -> list[Step]:
    """Public steps of an item: one query."""
    return list(Step.objects.filter(item=item, hidden=False).order_by("at", "pk"))


def links_of(item: Item) -> list[Link]:
    """The links of an item to visible things, in both directions, the latest first: one query."""
    rows = Link.objects.filter(Q(source=item, target__visible=True) | Q(target=item, source__visible=True))
    return list(rows.select_related("source", "target", "made_by").order_by("-made_at", "-pk").for_page())


def item_named(text: str) -> Item | None:
    """The visible item that somebody names by the address of its page, or by "kind/slug"."""
    parts = [part for part in text.strip().split("?")[0].split("#")[0].split("/") if part]
    if not parts:
        return None
    path = "/" + "/".join(parts[-2:]) + "/"
    for item in Item.objects.filter(slug=parts[-1][:90]).order_by("pk"):
        if f"{item.kind}/{item.slug}" == "/".join(parts[-2:]) or item.get_absolute_url().endswith(path):
            return item
    return None


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found
