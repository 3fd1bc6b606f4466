"""Going through a text before blind readers see it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.review import rules
from civicportal.review.actions.blind import redact
from civicportal.review.queries.stages import stage_for_staff
from civicportal.review.queries.texts import submission_to_go_through, texts_of, waiting_texts
from civicportal.review.views.setup import crumbs_of


@work_page(*rules.ARRANGES)
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """What has come in to a stage's round: what is gone through, what is not, where names may stand."""
    stage = stage_for_staff(request.user, pk)
    context = {**crumbs_of(stage.opening), "stage": stage, "rows": waiting_texts(stage, request.user)}
    return work.render(request, "review/texts.html", context, title=_("Texts to go through"))


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, reference: str) -> HttpResponse:
    """Each answer with what may give the writer away, and a box for the text that blind readers see instead."""
    submission, version = submission_to_go_through(request.user, reference)
    rows = texts_of(submission, version)
    if request.method == "POST":
        said = {row.key: row.said(request.POST) for row in rows}
        redact(version, texts=said, by=request.user)
        messages.success(request, _("Gone through. Blind readers see it like this from now on"))
        return redirect("admin:review_text", reference=reference)
    context = {
        **crumbs_of(submission.opening),
        "case": submission.case,
        "rows": rows,
        "warned": sum(bool(row.warned) for row in rows),
        "gone_through": getattr(version, "gone_through", None),
    }
    return work.render(request, "review/text.html", context, title=_("Go through the text"))
