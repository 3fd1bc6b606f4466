"""Whoever sent something in: when and where they pitch, and how to ask for another time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, at_most, open_to
from civicportal.review import notices, rules
from civicportal.review.actions.pitches import ask_another
from civicportal.review.forms.pitch import AnotherTimeForm
from civicportal.review.models import Slot
from civicportal.submissions.kinds import kind_of


def my_slot(person: Any, reference: str) -> Slot:
    """The person's own pitch time. Raises Http404."""
    rows = Slot.objects.select_related("stage__opening", "submission__case", "submission__opening")
    found = rows.filter(submission__person=person, submission__case__reference=reference).order_by("-starts_at").first()
    if found is None:
        raise Http404
    return found


@open_to(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """The time, the place, the file for the calendar, and a box to ask for another time."""
    slot = my_slot(request.user, reference)
    form = AnotherTimeForm(request.POST if request.method == "POST" else None)
    answer = rules.can_ask_another(request.user, slot)
    if request.method == "POST" and form.is_valid():
        at_most(5, 3600, what="another-pitch-time", who=str(request.user.pk))
        try:
            ask_another(slot, words=form.cleaned_data["words"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("We have your wish. The time is yours until you hear from us"))
            return redirect("review:pitch", reference=reference)
    assert slot.submission is not None  # noqa: S101 - found by it
    context = {
        "slot": slot,
        "case": slot.submission.case,
        "about": kind_of(slot.stage.opening).about(slot.stage.opening),
        "back_url": kind_of(slot.stage.opening).status_url(slot.submission),
        "form": form,
        "answer": answer,
    }
    return render(request, "review/pitch.html", context, status=422 if form.errors else 200)


@open_to(SIGNED_IN)
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as a file for one's own calendar."""
    slot = my_slot(request.user, reference)
    _name, kind, content = notices.calendar_file(slot, (get_language() or "sv")[:2])
    return HttpResponse(content, content_type=kind)
