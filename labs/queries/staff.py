"""What the backoffice reads, as far as the person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from civicportal.kernel import dates
from civicportal.kernel.text import one_line
from civicportal.people.enums import Role
from labs.enums import OVER, RaisedState
from labs.models import Idea, Lab, Need, Raised, Solution, Topic, Trial

MOST_IN_A_QUEUE = 200
MODELS: dict[str, Any] = {"lab": Lab, "topic": Topic, "solution": Solution, "test": Trial}
RAISED: dict[str, type[Raised]] = {"need": Need, "idea": Idea}
PATHS = {"lab": ("item",), "topic": ("lab__item", "item"), "solution": ("lab__item", "topic__item", "item")}


def labs_for_staff(person: Any) -> QuerySet[Lab]:
    """The labs that the person works for, with how much waits in each: one query."""
    waiting = Q(needs__case__answered_at__isnull=True) & ~Q(needs__state__in=OVER)
    rows = Lab.objects.visible_to(person).select_related("item", "unit")
    counted = rows.annotate(
        to_release=Count("needs", filter=Q(needs__state=RaisedState.RECEIVED), distinct=True),
        to_answer=Count("needs", filter=waiting, distinct=True),
        late=Count("needs", filter=waiting & Q(needs__case__answer_by__lt=dates.today()), distinct=True),
        gathered=Count("needs", filter=Q(needs__state=RaisedState.GATHERED), distinct=True),
    )
    return counted.order_by("pk").for_page()


def lab_for_staff(person: Any, slug: str) -> Lab:
    """A lab that the person works for. Raises Http404."""
    return get_object_or_404(Lab.objects.visible_to(person).select_related("item", "unit"), slug=slug)


def thing_for_staff(person: Any, kind: str, slug: str) -> Any:
    """A lab, topic, solution or test that the person works for. Raises Http404."""
    related = PATHS.get(kind, ("solution__lab__item", "solution__item", "item"))
    return get_object_or_404(MODELS[kind].objects.visible_to(person).select_related(*related), slug=slug)


def raised_for_staff(person: Any, kind: str, slug: str) -> Any:
    """A need or an idea as far as this member of staff may see it. Raises Http404."""
    related = ["lab__item", "lab__unit", "case", "district", "item", "topic__item", "person"]
    rows = RAISED[kind].objects.visible_to(person).select_related(*related, *(["need__item"] if kind == "idea" else []))
    return get_object_or_404(rows, slug=slug)


@dataclass(frozen=True)
class Search:
    """What somebody looks for among what was raised. Every part stands in the address."""

    words: str = ""
    state: str = ""
    topic: str = ""
    district: str = ""


def search_from(get: Any) -> Search:
    """Reads the search from a query string; what makes no sense is left out, never an error."""
    state = get.get("state", "")
    return Search(
        words=one_line(get.get("q", ""))[:100],
        state=state if state in RaisedState.values or state == "waiting" else "",
        topic=get.get("topic", "")[:90],
        district=get.get("district", "")[:80],
    )


def raised_in(lab: Lab, kind: str, person: Any, search: Search) -> QuerySet[Any]:
    """The needs or ideas of a lab that fit a search, the oldest promise first, then what is answered."""
    rows: Any = RAISED[kind].objects.visible_to(person).filter(lab=lab)
    if search.state == "waiting":
        rows = rows.unanswered()
    elif search.state:
        rows = rows.filter(state=search.state)
    if search.words:
        rows = rows.filter(
            Q(title__icontains=search.words)
            | Q(text__icontains=search.words)
            | Q(case__reference__icontains=search.words)
        )
    if search.topic:
        rows = rows.filter(topic=None) if search.topic == "-" else rows.filter(topic__slug=search.topic)
    if search.district:
        rows = rows.filter(district__slug=search.district)
    rows = rows.select_related("case", "topic", "district", "item", "lab")
    found: QuerySet[Any] = rows.order_by(
        F("case__answered_at").asc(nulls_first=True), "case__answer_by", "pk"
    ).for_page()
    return found


def topics_of(lab: Lab) -> QuerySet[Topic]:
    """The topics of a lab with how many needs and ideas each has: one query."""
    rows = Topic.objects.filter(lab=lab).select_related("item")
    counted = rows.annotate(
        needs_count=Count("needs", filter=~Q(needs__state__in=OVER), distinct=True),
        ideas_count=Count("ideas", filter=~Q(ideas__state__in=OVER), distinct=True),
        unanswered_count=Count(
            "needs",
            filter=Q(needs__state=RaisedState.GATHERED, needs__case__answered_at__isnull=True),
            distinct=True,
        ),
    )
    return counted.for_page()


def solutions_of(lab: Lab) -> QuerySet[Solution]:
    return Solution.objects.filter(lab=lab).select_related("item").for_page()


def trials_of(lab: Lab) -> QuerySet[Trial]:
    return Trial.objects.filter(solution__lab=lab).select_related("item", "solution").for_page()


def needs_of_topic(topic: Topic, person: Any) -> QuerySet[Need]:
    """The needs of a topic that the person sees: one query."""
    rows = Need.objects.visible_to(person).filter(topic=topic).select_related("case", "district", "item")
    return rows.order_by("pk").for_page()


def waiting_to_release(person: Any, kind: str) -> QuerySet[Any]:
    """What nobody has read yet, the oldest promise first."""
    return _waiting(person, kind).filter(state=RaisedState.RECEIVED)[:MOST_IN_A_QUEUE]


def waiting_to_answer(person: Any, kind: str) -> QuerySet[Any]:
    """What stands in public without an answer, the oldest promise first."""
    return _waiting(person, kind).exclude(state=RaisedState.RECEIVED)[:MOST_IN_A_QUEUE]


def _waiting(person: Any, kind: str) -> QuerySet[Any]:
    rows: Any = RAISED[kind].objects.visible_to(person).unanswered()
    rows = rows.filter(lab__unit__in=person.units_as(Role.FACILITATOR)).select_related("case", "lab")
    waiting: QuerySet[Any] = rows.order_by("case__answer_by", "pk").for_page()
    return waiting
