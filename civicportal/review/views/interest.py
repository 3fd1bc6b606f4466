"""Before something opens that a reviewer may have an interest in: step aside, or say why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civicportal.backoffice.work import work_page
from civicportal.review import queries
from civicportal.review.actions.interests import say_no_interest
from civicportal.review.enums import JUDGES
from civicportal.review.interests import interest_page


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """What the portal noticed, without a word of what was sent in."""
    assignment = queries.assignment_for(request.user, reference)
    return interest_page(
        request,
        assignment.submission,
        say=lambda why: say_no_interest(assignment, why=why, by=request.user),
        done=reverse("admin:review", args=[reference]),
        aside=reverse("admin:review_recuse", args=[reference]),
        back=reverse("admin:review_queue"),
        labels=(_("Say so and read"), _("To the list")),
        crumbs=True,
    )
