"""Work pages where the effects of one public thing are entered, corrected and taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons.models import Item
from civicportal.effects import actions, forms, queries
from civicportal.effects.models import EDITORS
from civicportal.effects.rules import can_enter, can_remove
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role

FINDERS: dict[str, Callable[[Any, Item, int], Any]] = {
    "mal": queries.goal_to_work_on,
    "indikator": queries.indicator_to_work_on,
    "matning": queries.measurement_to_work_on,
    "varde": queries.value_to_work_on,
}
CORRECTED: dict[str, tuple[type[forms.EffectForm], Promise]] = {
    "mal": (forms.GoalForm, _("Correct the goal")),
    "indikator": (forms.IndicatorForm, _("Correct the indicator")),
    "matning": (forms.MeasurementForm, _("Correct the measurement")),
    "varde": (forms.ValueForm, _("Correct the value")),
}


@work_page(*EDITORS, Role.AUDITOR)
def effects_item(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """All effects of one thing as the public reads them, with a link to each form."""
    item = queries.item_to_measure(request.user, kind, slug)
    effects = queries.effects_of(item)
    facts = {
        "item": item,
        "goals": effects.goals,
        "values": effects.values,
        "answer": can_enter(request.user, item),
    }
    return work.render(request, "effects/work/item.html", facts, title=_("Effects: %(name)s") % {"name": item.title})


@work_page(*EDITORS)
def new_goal(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A goal is added."""
    item = queries.item_to_measure(request.user, kind, slug)
    form = forms.NewGoalForm(request.POST or None)
    add = lambda: actions.add_goal(item, by=request.user, once=form.cleaned_data["once"], **form.facts())  # noqa: E731
    return _form_page(request, item, form, add, title=_("A new goal"), done=_("The goal stands in public now"))


@work_page(*EDITORS)
def new_indicator(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """A goal gets an indicator."""
    item = queries.item_to_measure(request.user, kind, slug)
    goal = queries.goal_to_work_on(request.user, item, number)
    form = forms.NewIndicatorForm(request.POST or None)
    add = lambda: actions.add_indicator(  # noqa: E731
        goal, by=request.user, once=form.cleaned_data["once"], **form.facts()
    )
    done = _("The indicator stands in public now")
    return _form_page(request, item, form, add, title=_("A new indicator"), done=done, about=goal.title)


@work_page(*EDITORS)
def measure(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """An indicator is measured."""
    item = queries.item_to_measure(request.user, kind, slug)
    indicator = queries.indicator_to_work_on(request.user, item, number)
    form = forms.MeasureForm(request.POST or None, initial={"on": dates.today()})
    add = lambda: actions.measure(indicator, by=request.user, **form.facts())  # noqa: E731
    done = _("The measurement stands in public now")
    return _form_page(request, item, form, add, title=_("Measure"), done=done, about=indicator.name)


@work_page(*EDITORS)
def new_value(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A value is noted."""
    item = queries.item_to_measure(request.user, kind, slug)
    form = forms.NewValueForm(request.POST or None, initial={"on": dates.today()})
    add = lambda: actions.add_value(item, by=request.user, once=form.cleaned_data["once"], **form.facts())  # noqa: E731
    return _form_page(request, item, form, add, title=_("A new value"), done=_("The value stands in public now"))


def _found(person: Any, item: Item, what: str, number: int) -> Any:
    if what not in FINDERS:
        raise Http404
    return FINDERS[what](person, item, number)


@work_page(*EDITORS)
def correct(request: HttpRequest, kind: str, slug: str, what: str, number: int) -> HttpResponse:
    """One entry is corrected."""
    item = queries.item_to_measure(request.user, kind, slug)
    thing = _found(request.user, item, what, number)
    form_class, title = CORRECTED[what]
    form = form_class(request.POST or None, initial=form_class.initial_of(thing))
    act = lambda: actions.change(thing, by=request.user, **form.facts())  # noqa: E731
    page = {"remove": (what, number)}
    return _form_page(request, item, form, act, title=title, done=_("Corrected"), **page)


@work_page(*EDITORS)
def remove(request: HttpRequest, kind: str, slug: str, what: str, number: int) -> HttpResponse:
    """Asks before an entry is taken away."""
    item = queries.item_to_measure(request.user, kind, slug)
    thing = _found(request.user, item, what, number)
    answer = can_remove(request.user, thing)
    if request.method == "POST" and answer:
        actions.remove(thing, by=request.user)
        messages.success(request, _("It is taken away"))
        return redirect("admin:effects_item", kind, slug)
    facts = {"item": item, "thing": thing, "answer": answer}
    return work.render(request, "effects/work/remove.html", facts, title=_("Take away"))


def _form_page(
    request: HttpRequest,
    item: Item,
    form: forms.EffectForm,
    act: Callable[[], Any],
    *,
    title: str | Promise,
    done: str | Promise,
    **facts: Any,
) -> HttpResponse:
    """One form on its own page; a refusal of the action stands in the form with its reason."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, done)
            return redirect("admin:effects_item", item.kind, item.slug)
    context = {"item": item, "form": form, "answer": can_enter(request.user, item), **facts}
    status = 422 if form.errors else 200
    return work.render(request, "effects/work/form.html", context, title=title, status=status)
