"""Before something opens that somebody may have an interest in: step aside, or say why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.review import hints, queries
from civicportal.review.actions.interests import say_no_interest
from civicportal.review.enums import JUDGES
from civicportal.review.forms.reviewing import NoInterestForm


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """What the portal noticed, without a word of what was sent in."""
    assignment = queries.assignment_for(request.user, reference)
    found = hints.unanswered(request.user, assignment.submission)
    if not found:
        return redirect("admin:review", reference=reference)
    form = NoInterestForm(request.POST if request.method == "POST" else None)
    firm = any(hint.firm for hint in found)
    if request.method == "POST" and not firm and form.is_valid():
        say_no_interest(assignment, why=form.cleaned_data["why"], by=request.user)
        return redirect("admin:review", reference=reference)
    context = {"form": form, "reference": reference, "hints": found, "firm": firm}
    status = 422 if form.errors else 200
    return work.render(request, "review/interest.html", context, title=_("You may have an interest"), status=status)
