"""What staff look after: questions to answer, reports to look at, what was hidden, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404

from civicportal.cases.rules import LEADS_A_CASE
from civicportal.commons.enums import QuestionState
from civicportal.commons.models import ContactRequest, Hiding, Item, Link, Question, Report, Step
from civicportal.commons.models.voices import answered_for_by
from civicportal.kernel.text import LocalizedText
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


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has said about a public thing and staff have to do with, in the queue `what`.

    `words` are the question's; of a report the reason's key. `number` is its own, as its address has it.
    """

    what: str
    words: str
    kind: str
    slug: str
    title: LocalizedText
    number: str
    at: datetime


def waiting_for_staff(person: Any, most: int) -> dict[str, list[Said]]:
    """Questions to answer, reports to look at, requests for contact: the first of each, oldest first. One query."""
    asked = ContactRequest.objects.visible_to(person).waiting().filter(item__unit__in=person.units_as(*LEADS_A_CASE))
    parts = [
        _said("questions", to_answer(person), "text", "number", "asked_at")[:most],
        _said("reports", to_look_at(person), "reason", "pk", "reported_at")[:most],
        _said("contacts", asked.order_by("asked_at", "pk"), "words", "number", "asked_at")[:most],
    ]
    found: dict[str, list[Said]] = {}
    for row in parts[0].union(*parts[1:], all=True).order_by():
        found.setdefault(row[0], []).append(Said(*row))
    for rows in found.values():
        rows.sort(key=attrgetter("at", "kind", "slug", "number"))
    return found


def _said(what: str, rows: QuerySet[Any], words: str, number: str, at: str) -> QuerySet[Any, Any]:
    """The columns of `Said`, alike for each kind; `words`, `number` and `at` are the paths to them."""
    text = TextField()
    columns = {"its_what": Value(what, text), "its_words": Cast(words, text), "its_number": Cast(number, text)}
    rows = rows.annotate(**columns)
    return rows.values_list("its_what", "its_words", "item__kind", "item__slug", "item__title", "its_number", at)


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
