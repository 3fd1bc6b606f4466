"""Pages with a form: a report on accessibility, feedback on a page. Each has its own address and its own receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.kernel.web import ANYONE, at_most, client_address, open_to
from civicportal.pages import actions
from civicportal.pages.forms import AccessReportForm, FeedbackForm

HOUR = 3600
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _language() -> str:
    return (get_language() or "sv")[:2]


@FORM
@open_to(ANYONE)
def accessibility_report(request: HttpRequest) -> HttpResponse:
    """Tell of a fault, or ask for an accessible version; no account, no name needed."""
    form = AccessReportForm(request.POST or None, initial={"address": request.GET.get("page", "")[:300]})
    if request.method == "POST" and form.is_valid():
        at_most(10, HOUR, what="pages.access_report", who=client_address(request))
        given = {name: form.cleaned_data[name] for name in ("kind", "address", "words", "email", "once")}
        actions.report_access(**given, language=_language(), by=request.user)
        return redirect("accessibility_reported")
    return render(request, "pages/accessibility_report.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def accessibility_reported(request: HttpRequest) -> HttpResponse:
    """The receipt."""
    return render(request, "pages/accessibility_reported.html", {"within": actions.ANSWER_WITHIN.days})


@FORM
@open_to(ANYONE)
def feedback(request: HttpRequest) -> HttpResponse:
    """Did you find what you were looking for?"""
    form = FeedbackForm(request.POST or None, initial={"page": request.GET.get("page", "")[:300]})
    if request.method == "POST" and form.is_valid():
        at_most(20, HOUR, what="pages.feedback", who=client_address(request))
        given = form.cleaned_data
        actions.give_feedback(
            address=given["page"], found=given["found"], words=given["words"], language=_language(), once=given["once"]
        )
        return redirect("feedback_given")
    return render(request, "pages/feedback.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def feedback_given(request: HttpRequest) -> HttpResponse:
    """The receipt."""
    return render(request, "pages/feedback_given.html")
