"""Public pictures, which in production a web server may serve from the same folder; tables as files for staff."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.files.storage import default_storage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.files import exporting
from civicportal.files.exports import kinds
from civicportal.files.models import Export
from civicportal.kernel.answers import Refused
from civicportal.kernel.forms import OnceMixin
from civicportal.kernel.web import ANYONE, open_to
from civicportal.people.guards import fresh_sign_in


@require_safe
@open_to(ANYONE)
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """One size of a public picture: its address is its content, so it never changes and may be kept for ever."""
    try:
        kept = storages["pictures"].open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(kept, content_type="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class AskForm(OnceMixin, forms.Form):
    """The button that asks for a table: nothing to fill in, sent once."""


@work_page()
@fresh_sign_in
def ask_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Asks before a table is written: what it is, and that the log says who took it out."""
    found = kinds.get(kind)
    if found is None or not (may := found.may(request.user)):
        raise Http404
    asked = {name: value[:200] for name, value in request.GET.items()}
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            export = exporting.ask(
                kind,
                asked,
                by=request.user,
                language=get_language() or "sv",
                once=form.cleaned_data["once"],  # type: ignore[arg-type]
            )
        except Refused as refused:
            raise Http404 from refused
        return redirect("admin:files_export", token=export.token)
    context = {"form": form, "kind": found, "may": may, "back": found.back(asked)}
    return work.render(request, "files/backoffice/ask.html", context, title=found.label)


@work_page()
@require_safe
def export(request: HttpRequest, token: UUID) -> HttpResponse:
    """How far a table is, and where to fetch it when it is ready."""
    found = _own(request, token)
    kind = kinds[found.kind]
    context = {
        "export": found,
        "kind": kind,
        "back": kind.back(found.asked),
        "own": Export.objects.of(request.user)[:10],
    }
    return work.render(request, "files/backoffice/export.html", context, title=kind.label)


@work_page()
@require_safe
@fresh_sign_in
def export_file(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """The table, for whoever asked for it and may still have it."""
    found = _own(request, token)
    kind = kinds[found.kind]
    if found.state != Export.State.DONE or not kind.may(request.user):
        raise Http404
    try:
        content = default_storage.open(found.path)
    except FileNotFoundError as error:
        raise Http404 from error
    name = kind.file_name(found.asked)
    response = FileResponse(content, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, token: UUID) -> Export:
    try:
        return exporting.export_of(request.user, token)
    except Export.DoesNotExist as error:
        raise Http404(_("There is no such table")) from error
