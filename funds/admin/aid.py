"""Work pages of small aid: the three questions of an application, the register with its last days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates, sheets
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.sheets import figure
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from civicportal.people.signed import SignedRequest
from funds.actions import aid as actions
from funds.aid import CEILING_CENTS, euro
from funds.forms.after import AidForm, DayForm
from funds.models import AidDeclaration
from funds.queries import aid as queries
from funds.queries import staff
from funds.rules.applications import can_handle, can_take_up_decision, sees_who

HEAD = (
    "Mottagare", "Organisationsnummer", "Belopp i kronor", "Belopp i euro", "Kurs", "Kursens dag", "Beviljat",
    "Registreras senast", "Registrerat", "Givare", "Stödinstrument", "Förordning", "Ärende",
)  # fmt: skip
"""What the central register asks for (article 6(1)); its language is Swedish whoever fetches it."""


@work_page(Role.FUND_MANAGER, Role.DECISION_MAKER)
def declare(request: SignedRequest, reference: str) -> HttpResponse:
    """Three plain questions about an applicant; what they give; how much room is left below the ceiling."""
    found = staff.application_for_staff(request.user, reference)
    standing = actions.declaration_of(found)
    form = AidForm(request.POST if request.method == "POST" else None, initial=_initial(standing))
    answer = can_take_up_decision(request.user, found) or can_handle(request.user, found)
    if not sees_who(request.user, found):
        return redirect("admin:funds_application", reference=reference)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The answers are kept"))
            return redirect("admin:funds_aid", reference=reference)
    context = {"application": found, "form": form, "answer": answer, "declared": standing, **_room(found, standing)}
    status = 422 if form.errors else 200
    return work.render(request, "funds/backoffice/after/aid.html", context, title=_("Small aid"), status=status)


def _initial(standing: AidDeclaration | None) -> dict[str, Any]:
    if standing is None:
        return {"declared_on": dates.today(), "rate_on": dates.today()}
    names = ("private", "sells", "benefits", "declared_on", "rate", "rate_on", "note")
    others = figure(standing.others_cents) if standing.others_cents else ""
    return {**{name: getattr(standing, name) for name in names}, "others_cents": others}


def _room(application: Any, standing: AidDeclaration | None) -> dict[str, str]:
    """The sums of three years and what is left, in words."""
    if standing is None or not application.organisation_number:
        return {}
    ours = actions.had_before(application.organisation_number, dates.today(), but=application)
    language = get_language() or "sv"
    left = max(0, CEILING_CENTS - ours - standing.others_cents)
    return {
        "ours": euro(ours, language),
        "others": euro(standing.others_cents, language),
        "left": euro(left, language),
        "ceiling": euro(CEILING_CENTS, language),
    }


@work_page(Role.FUND_MANAGER, Role.REGISTRAR, Role.AUDITOR)
def register(request: SignedRequest) -> HttpResponse:
    """The awards of small aid, those not in the central register yet first."""
    page = page_of(queries.register_of(request.user), request.GET.get("page"), 50)
    language = get_language() or "sv"
    rows = [
        {
            "award": award,
            "euro": euro(award.cents, language),
            "rate": str(award.rate).replace(".", "." if language == "en" else ","),
            "late": not award.told_on and award.tell_by < dates.today(),
        }
        for award in page
    ]
    context = {"page": page, "rows": rows, "manages": request.user.has_role(Role.FUND_MANAGER)}
    return work.render(request, "funds/backoffice/after/aid_register.html", context, title=_("Register of small aid"))


@work_page(Role.FUND_MANAGER, Role.REGISTRAR, Role.AUDITOR)
@fresh_sign_in
def register_csv(request: SignedRequest) -> HttpResponse:
    """The same as a file for the central register."""
    rows = queries.register_of(request.user).iterator(chunk_size=500)
    lines = (
        [
            award.name, award.number, figure(award.amount),
            figure(award.cents), str(award.rate).replace(".", ","), award.rate_on,
            award.granted_on, award.tell_by, award.told_on or "", award.declaration.application.round.fund.name,
            "Bidrag", f"(EU) {queries.REGULATION}", award.declaration.application.case.reference,
        ]
        for award in rows
    )  # fmt: skip
    return sheets.csv_answer(f"stod-av-mindre-betydelse-{dates.today():%Y-%m-%d}.csv", HEAD, lines)


@work_page(Role.FUND_MANAGER)
def registered(request: SignedRequest, reference: str) -> HttpResponse:
    """Notes the day on which an award was entered in the central register."""
    rows = queries.register_of(request.user)
    award = get_object_or_404(rows, declaration__application__submission__case__reference=reference)
    form = DayForm(request.POST if request.method == "POST" else None, initial={"on": dates.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_registered(award, by=request.user, on=form.cleaned_data["on"])
        except Refused as refused:
            form.add_error("on", str(refused.why))
        else:
            messages.success(request, _("Noted: it stands in the central register"))
            return redirect("admin:funds_aid_register")
    context = {"award": award, "form": form}
    status = 422 if form.errors else 200
    return work.render(
        request, "funds/backoffice/after/registered.html", context, title=_("Entered in the register"), status=status
    )


work.register(
    path("smatt-stod/", register, name="funds_aid_register"), menu=gettext_lazy("Register of small aid"), position=34
)
work.register(path("smatt-stod/register.csv", register_csv, name="funds_aid_csv"))
work.register(path("smatt-stod/<str:reference>/inford/", registered, name="funds_aid_registered"))
work.register(path("ansokan/<str:reference>/smatt-stod/", declare, name="funds_aid"))
