"""Sample data for the style guide: real forms and lists, and contrasts computed from the stylesheet itself."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import css
from civicportal.kernel.cover import MOTIFS
from civicportal.kernel.forms import DateField, LocalizedFormField, PortalForm
from civicportal.kernel.money import MoneyFormField, show
from civicportal.places.brand import contrast

_TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);")
# What each text colour is measured against; the others are grounds or decoration.
_GROUND = {
    "on-action": "action",
    "on-error": "error",
    "brick-strong": "brick-tint",
    "halo": "action",
}
_GROUNDS = {"paper", "surface", "sunk", "brick-tint", "error-tint", "ok-tint", "warn-tint", "info-tint"}


class SampleForm(PortalForm):
    """Every kind of box that the portal has."""

    title = forms.CharField(
        label=gettext_lazy("What is the idea called?"),
        help_text=gettext_lazy("A short name that a neighbour understands"),
        max_length=120,
    )
    summary = forms.CharField(
        label=gettext_lazy("What do you want to do?"),
        help_text=gettext_lazy("Write as you would tell a friend"),
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
    )
    amount = MoneyFormField(label=gettext_lazy("How much do you seek?"), highest=10_000_000)
    start = DateField(
        label=gettext_lazy("When do you begin?"), help_text=gettext_lazy("For example 3 11 2026"), required=False
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who is applying?"),
        choices=[("person", gettext_lazy("I am, as a private person")), ("group", gettext_lazy("An association"))],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[
            ("meet", gettext_lazy("Places to meet")),
            ("green", gettext_lazy("Green city")),
            ("learn", gettext_lazy("Learning")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(label=gettext_lazy("Email"), widget=forms.EmailInput({"autocomplete": "email"}))
    words = LocalizedFormField(label=gettext_lazy("What the page says"), required=False)
    picture = forms.FileField(
        label=gettext_lazy("A picture"),
        help_text=gettext_lazy("JPG or PNG, at most 10 MB"),
        required=False,
        widget=forms.ClearableFileInput({"class": "input-file"}),
    )
    agree = forms.BooleanField(label=gettext_lazy("What I have written is true"))


def form_with_errors() -> SampleForm:
    """The sample form as it looks when it comes back: old values kept, a sentence for each fault."""
    form = SampleForm(
        {
            "f-title": "",
            "f-summary": _("We open the laundry room"),
            "f-amount": "150.000",
            "f-who": "person",
            "f-agree": "on",
        },
        auto_id="fault_%s",
        prefix="f",
    )
    for name in ("start", "areas", "email", "words", "picture"):
        del form.fields[name]
    form.is_valid()
    return form


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(char * 2 for char in colour[1:])


def colours() -> list[dict[str, Any]]:
    """Each colour of tokens.css with its lowest contrast in both schemes, computed now."""
    found = {
        name: (_long(light), _long(dark))
        for name, light, dark in _TOKEN.findall((css.sources() / "tokens.css").read_text("utf-8"))
    }
    rows = []
    for name, pair in found.items():
        ground = _GROUND.get(name, "paper")
        ratios = None if name in _GROUNDS or name == "line" else [contrast(pair[i], found[ground][i]) for i in (0, 1)]
        rows.append({"name": name, "light": pair[0], "dark": pair[1], "ground": ground, "ratios": ratios})
    return rows


def long_list() -> Page[int]:
    """A page in the middle of a long list."""
    return Paginator(range(180), 20).page(4)


def thread() -> list[dict[str, Any]]:
    """One story: three past knots, one now, one to come."""
    return [
        {
            "title": _("Need"),
            "words": _("The laundry room stands empty half the day."),
            "when": "3 mars 2026",
            "by": _("The residents' lab"),
        },
        {"title": _("Idea"), "words": _("A library of tools. 31 people support it."), "when": "20 mars 2026"},
        {"title": _("Decision"), "amount": 7_500_000, "by": _("The fund's steering group"), "when": "12 maj 2026"},
        {
            "title": _("Being tested now"),
            "words": _("42 loans in the first month."),
            "when": "1 juni 2026",
            "state": "now",
        },
        {"title": _("Follow-up"), "words": _("By 12 November at the latest."), "state": "next"},
    ]


def cards() -> list[dict[str, Any]]:
    """Cards in every kind, with a long title and a short one."""
    titles = {
        "need": _("No one to turn to"),
        "idea": _("A library of tools in the laundry room"),
        "challenge": _("Involuntary loneliness among older people"),
        "lab": _("The lab on the square"),
        "project": _("A bicycle kitchen for everyone who wants to mend, learn and meet in the evening"),
        "prototype": _("A bench that listens"),
        "meeting": _("Coffee and prototypes"),
        "story": _("How the soup became a habit"),
    }
    looks = {"need": "warn", "idea": "info", "challenge": "ok", "project": "ok", "meeting": "quiet"}
    return [
        {"kind": kind, "title": titles[kind], "seed": f"{kind}-sample", "look": looks.get(kind, "quiet")}
        for kind in MOTIFS
    ]


def charts() -> list[dict[str, Any]]:
    """Rows of a chart; the last has too few people to be shown."""
    values = [("Planteringen", 420_000_00), ("Söder", 310_000_00), ("Drottninghög", 175_000_00), ("Råå", None)]
    return [{"label": label, "value": value, "words": show(value)} for label, value in values]


def tables() -> dict[str, Any]:
    """A small table as ui/table.html takes it."""
    head = [
        {"label": _("Application"), "url": "?order=title"},
        {"label": _("District")},
        {"label": _("Points"), "number": True, "url": "?order=points", "sort": "descending"},
        {"label": _("Sought"), "number": True},
    ]
    rows = [("Verktygsbibliotek", "Planteringen", "4,5", "75 000"), ("Cykelkök för alla", "Söder", "4,4", "100 000")]
    cells = [
        [
            {"text": title, "url": "#tables"},
            {"text": place, "label": _("District")},
            {"text": points, "number": True, "label": _("Points")},
            {"text": sought, "number": True, "label": _("Sought")},
        ]
        for title, place, points, sought in rows
    ]
    return {
        "head": head,
        "rows": [{"cells": row, "look": look} for row, look in zip(cells, ("within", "partly"), strict=True)],
        "foot": [
            {"text": _("Sum")},
            {"text": ""},
            {"text": ""},
            {"text": "175 000", "number": True, "label": _("Sought")},
        ],
    }


def filters() -> dict[str, Any]:
    """A filter bar with one choice made."""
    return {
        "groups": [
            {
                "label": _("District"),
                "name": "district",
                "open": True,
                "choices": [
                    {"value": "soder", "label": "Söder", "count": 12, "chosen": True},
                    {"value": "raa", "label": "Råå", "count": 3, "chosen": False},
                ],
            },
            {
                "label": _("Year"),
                "name": "year",
                "choices": [{"value": "2026", "label": "2026", "count": 9, "chosen": False}],
            },
        ],
        "chips": [{"label": "Söder", "url": "?"}],
        "orders": [
            {"label": _("Newest"), "url": "?", "current": True},
            {"label": _("Largest sum"), "url": "?order=sum"},
        ],
    }


def answers() -> list[dict[str, Any]]:
    """Rows of the page where one checks the answers; one answer is missing."""
    return [
        {
            "label": _("What the idea is called"),
            "value": _("A library of tools in the laundry room"),
            "change_url": "#answers",
        },
        {"label": _("Sum"), "value": "75 000 kr", "change_url": "#answers"},
        {"label": _("When it begins"), "missing": True, "change_url": "#answers"},
    ]


def samples() -> dict[str, Any]:
    """Everything that templates/pages/styleguide.html shows."""
    return {
        "colours": colours(),
        "form": SampleForm(),
        "faulty": form_with_errors(),
        "page": long_list(),
        "thread": thread(),
        "cards": cards(),
        "chart": charts(),
        "table": tables(),
        "filters": filters(),
        "answers": answers(),
        "facts": [{"label": _("District"), "value": "Planteringen"}, {"label": _("Granted"), "value": show(7_500_000)}],
        "anchors": {1: _("Is not seen"), 2: _("A little"), 3: _("Some"), 4: _("Clear"), 5: _("Clear and measurable")},
        "crumbs": [{"label": _("First page"), "url": "/"}, {"label": _("Help"), "url": "/"}],
        "seeds": ["a", "b", "c", "d"],
    }
