"""Giving out a stage, following it, and saying what goes on from it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.people.models import Person
from civicportal.review import rules
from civicportal.review.actions.advising import confirm_passing
from civicportal.review.actions.giving import GivenOut, give_out
from civicportal.review.models import Prolonging
from civicportal.review.queries.progress import (
    calibrated,
    going_on,
    interests_denied,
    progress_of,
    strictness_of,
)
from civicportal.review.queries.stages import Plan, plan_of, stage_for_staff
from civicportal.review.views.setup import READERS, crumbs_of

ON_A_PAGE = 40


@work_page(*READERS)
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far everybody has come, how strict each is, how alike they score the calibration cases."""
    stage = stage_for_staff(request.user, pk)
    arranges = rules.can_arrange_opening(request.user, stage.opening)
    context = {
        **crumbs_of(stage.opening),
        "stage": stage,
        "progress": progress_of(stage),
        "strictness": strictness_of(stage, request.user) if stage.is_scored else [],
        "calibrated": calibrated(stage, request.user),
        "prolongings": Prolonging.objects.filter(stage=stage).select_related("by").for_page(),
        "denied": interests_denied(stage, request.user),
        "may_arrange": arranges,
        "may_pass": rules.can_confirm_passing(request.user, stage),
    }
    return work.render(request, "review/state.html", context, title=str(stage.name))


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal of who reads what. Nobody is asked before somebody has looked at it and confirmed it."""
    stage = stage_for_staff(request.user, pk)
    answer = rules.can_arrange_opening(request.user, stage.opening)
    found = plan_of(stage, request.user)
    if request.method == "POST" and answer:
        given = give_out(stage, chosen=_chosen(request, found), by=request.user)
        _say(request, given)
        return redirect(request.get_full_path())
    page = Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    people = [(person, found.loads[person.pk]) for person in found.people]
    context = {
        **crumbs_of(stage.opening),
        "stage": stage,
        "plan": found,
        "page": page,
        "people": people,
        "answer": answer,
        "missing": sum(bool(row.short) for row in found.rows),
    }
    return work.render(request, "review/plan.html", context, title=_("Give out what there is to read"))


def _chosen(request: HttpRequest, found: Plan) -> dict[int, list[Person]]:
    """The boxes that were ticked: only what the page has offered."""
    chosen: dict[int, list[Person]] = {}
    for row in found.rows:
        ticked = set(request.POST.getlist(row.name))
        chosen[row.submission.pk] = [each.person for each in row.candidates if each.field in ticked]
    return {submission: people for submission, people in chosen.items() if people}


def _say(request: HttpRequest, given: GivenOut) -> None:
    words = ngettext("%(n)d reading is given out", "%(n)d readings are given out", given.made)
    if given.made or not given.refused:
        messages.success(request, words % {"n": given.made})
    for reference, why in given.refused:
        messages.warning(request, f"{reference}: {why}")


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def passing(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes on to the next stage: the figures propose, a person says."""
    stage = stage_for_staff(request.user, pk)
    answer = rules.can_confirm_passing(request.user, stage) & rules.next_is_not_given_out(stage)
    rows = going_on(stage, request.user)
    if request.method == "POST":
        ticked = set(request.POST.getlist("goes_on"))
        chosen = [row.submission.pk for row in rows if str(row.submission.pk) in ticked]
        try:
            number = confirm_passing(stage, going_on=chosen, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused.why))
        else:
            words = ngettext("%(n)d goes on to the next stage", "%(n)d go on to the next stage", number)
            messages.success(request, words % {"n": number})
        return redirect("admin:review_passing", pk=stage.pk)
    context = {**crumbs_of(stage.opening), "stage": stage, "rows": rows, "answer": answer}
    return work.render(request, "review/passing.html", context, title=_("What goes on"))
