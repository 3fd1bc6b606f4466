"""The guide: three questions, one a page, that lead to the right door and say what the portal is not for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from civicportal.kernel.web import ANYONE, open_to, reading_page
from civicportal.places import guide as places
from civicportal.places.queries import the_city


def _address(answers: dict[str, str]) -> str:
    """The guide with these answers, by their names in the address."""
    here = reverse("guide")
    return f"{here}?{urlencode(answers)}" if answers else here


def _given(asked: places.Asked) -> list[dict[str, Any]]:
    """The answers so far, each with the page where it was given."""
    rows, before = [], {}
    for question in places.QUESTIONS:
        choice = asked.answers.get(question.key)
        if choice is None:
            break
        rows.append({"question": question, "choice": choice, "url": _address(before)})
        before = {**before, question.address: choice.address}
    return rows


@require_safe
@open_to(ANYONE)
@reading_page
def guide(request: HttpRequest) -> HttpResponse:
    """A question with its answers as links, or the ways that fit the three answers."""
    asked = places.asked(request.GET)
    given = _given(asked)
    facts: dict[str, Any] = {"given": given, "back_url": given[-1]["url"] if given else reverse("home")}
    if asked.elsewhere:
        return render(request, "pages/guide_elsewhere.html", {**facts, "city": the_city()})
    question = asked.next
    if question is None:
        answers = {key: choice.key for key, choice in asked.answers.items()}
        return render(request, "pages/guide_ways.html", {**facts, "ways": places.ways_for(answers)})
    so_far = {row["question"].address: row["choice"].address for row in given}
    choices = [
        {"choice": choice, "url": _address({**so_far, question.address: choice.address})} for choice in question.choices
    ]
    steps = {"number": len(given) + 1, "of": len(places.QUESTIONS)}
    return render(request, "pages/guide.html", {**facts, **steps, "question": question, "choices": choices})
