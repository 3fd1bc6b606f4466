"""What effects tell the backoffice when the portal starts: work pages, and what is to be measured."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues, work
from civicportal.effects import queries, views
from civicportal.effects.models import EDITORS
from civicportal.people.enums import Role

MEASURES = tuple(role for role in EDITORS if role != Role.COMMUNICATOR)
"""Whom a measurement waits for; a communicator may enter one and is not reminded."""
HERE = "effekter/<slug:kind>/<slug:slug>/"


def register_everything() -> None:
    """Called once, by the app's ready()."""
    for address, view, name in (
        ("", views.effects_item, "effects_item"),
        ("nytt-mal/", views.new_goal, "effects_new_goal"),
        ("nytt-varde/", views.new_value, "effects_new_value"),
        ("mal/<int:number>/ny-indikator/", views.new_indicator, "effects_new_indicator"),
        ("indikator/<int:number>/mat/", views.measure, "effects_measure"),
        ("<slug:what>/<int:number>/", views.correct, "effects_correct"),
        ("<slug:what>/<int:number>/ta-bort/", views.remove, "effects_remove"),
    ):
        work.register(path(f"{HERE}{address}", view, name=name))
    queues.register(queues.Queue("effects.measure", gettext_lazy("To measure"), MEASURES, waiting_to_measure))


def waiting_to_measure(person: Any) -> list[queues.Waiting]:
    """Each indicator whose next measurement is due, with the day that the public has been told."""
    return [
        queues.Waiting(
            label=str(indicator.name),
            url=reverse("admin:effects_measure", args=[item.kind, item.slug, indicator.pk]),
            verb=_("Measure"),
            due=indicator.next_on,
            note=str(item.title),
        )
        for indicator in queries.to_measure(person)
        for item in [indicator.goal.item]
    ]
