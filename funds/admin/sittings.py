"""Work pages of the room's meetings: who was there, what was decided, who left for what; signed once and then kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases import protocols
from civicportal.cases.models import Protocol
from civicportal.kernel import pdf
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from funds.actions.sittings import begin
from funds.admin.room import READERS, frame
from funds.admin.scenarios import ROOM_PATH
from funds.forms.room import SittingForm
from funds.models import Sitting
from funds.queries import room as queries
from funds.queries.sittings import all_protocols, items_for, sitting_of, sittings_of
from funds.rules.room import ROOM

PROTOCOL_READERS = (*READERS, Role.REGISTRAR)


@work_page(*READERS)
def sitting_list(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """The meetings of a round."""
    round_ = queries.room_of_person(request.user, fund, slug)
    context = frame(request, round_, sittings=sittings_of(round_))
    return work.render(request, "funds/backoffice/room_sittings.html", context, title=_("Meetings and protocols"))


@work_page(*ROOM)
@require_POST
def sitting_new(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """A meeting today, with a protocol to fill in."""
    round_ = queries.room_of_person(request.user, fund, slug)
    made = begin(round_, by=request.user)
    return redirect("admin:funds_protocol_edit", pk=made.protocol_id)


@work_page(*PROTOCOL_READERS)
def protocol_list(request: HttpRequest) -> HttpResponse:
    """The protocols of one's units, the newest first."""
    page = page_of(all_protocols(request.user), request.GET.get("page"), 50)
    return work.render(request, "funds/backoffice/protocols.html", {"page": page}, title=_("Meetings and protocols"))


def _found(request: HttpRequest, pk: int) -> tuple[Protocol, Sitting]:
    protocol = protocols.protocol_for(request.user, pk)
    sitting = sitting_of(protocol)
    if sitting is None:
        raise Http404
    return protocol, sitting


def _told(request: HttpRequest, protocol: Protocol, sitting: Sitting) -> dict[str, Any]:
    """What the protocol says, as far as this person may read it."""
    items = [] if protocol.signed_at else [item for _case, item in items_for(sitting, protocol)]
    return protocols.as_read_by(protocols.facts_of(protocol, items), request.user)


@work_page(*PROTOCOL_READERS)
def protocol_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol as it reads now, or as it was signed."""
    protocol, sitting = _found(request, pk)
    context = {
        "protocol": protocol,
        "round": sitting.round,
        "told": _told(request, protocol, sitting),
        "answer": protocols.can_write(request.user, protocol),
        "works": request.user.has_role(*READERS),
    }
    return work.render(request, "funds/backoffice/room_protocol.html", context, title=protocol.title)


@work_page(*ROOM)
def protocol_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, who was there. What was decided comes by itself."""
    protocol, sitting = _found(request, pk)
    initial = {
        "version": protocol.version, "title": protocol.title, "held_on": protocol.held_on, "place": protocol.place,
        "present": protocol.present.all(), "others": protocol.others, "notes": protocol.notes,
    }  # fmt: skip
    posted = request.POST if request.method == "POST" else None
    form = SittingForm(posted, round_=sitting.round, initial=initial)
    overtaken = None
    if posted is not None and form.is_valid():
        try:
            saved = protocols.write(protocol, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            if isinstance(saved, Protocol):
                messages.success(request, _("Saved"))
                return redirect("admin:funds_protocol", pk=pk)
            overtaken = saved.protocol
    context = {
        "protocol": protocol,
        "form": form,
        "overtaken": overtaken,
        "answer": protocols.can_write(request.user, protocol),
    }
    status = 409 if overtaken else (422 if form.errors else 200)
    return work.render(
        request, "funds/backoffice/room_protocol_edit.html", context, title=protocol.title, status=status
    )


@work_page(*ROOM)
@fresh_sign_in
def protocol_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before the protocol is frozen."""
    protocol, sitting = _found(request, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            protocols.sign(
                protocol,
                by=request.user,
                version=int(version) if version.isdecimal() else -1,
                items=items_for(sitting, protocol),
            )
        except Refused as refused:
            messages.error(request, str(refused.why))
        else:
            messages.success(request, _("Signed. Nobody can change the protocol now"))
        return redirect("admin:funds_protocol", pk=pk)
    context = {
        "protocol": protocol,
        "told": _told(request, protocol, sitting),
        "answer": protocols.can_write(request.user, protocol),
    }
    return work.render(request, "funds/backoffice/room_protocol_sign.html", context, title=_("Sign the protocol"))


@work_page(*PROTOCOL_READERS)
def protocol_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a tagged PDF."""
    protocol, sitting = _found(request, pk)
    return pdf.answer("cases/protocol.typ", _told(request, protocol, sitting), f"protokoll-{protocol.held_on}.pdf")


work.register(path(f"{ROOM_PATH}/protokoll/", sitting_list, name="funds_room_sittings"))
work.register(path(f"{ROOM_PATH}/protokoll/nytt/", sitting_new, name="funds_room_sitting_new"))
work.register(
    path("protokoll/", protocol_list, name="funds_protocols"), menu=gettext_lazy("Meetings and protocols"), position=80
)
work.register(path("protokoll/<int:pk>/", protocol_page, name="funds_protocol"))
work.register(path("protokoll/<int:pk>/andra/", protocol_edit, name="funds_protocol_edit"))
work.register(path("protokoll/<int:pk>/skriv-under/", protocol_sign, name="funds_protocol_sign"))
work.register(path("protokoll/<int:pk>/pdf/", protocol_pdf, name="funds_protocol_pdf"))
