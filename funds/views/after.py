"""One's own project after the grant: agreement, money, what one tells, changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civicportal.files.errors import BadFile
from civicportal.kernel import pdf
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, TooMany, open_to
from civicportal.people.signed import SignedRequest
from funds.actions import agreements, changes, updates
from funds.enums.after import LOOKS_AFTER, AgreementState, ChangeState
from funds.enums.applications import ApplicantKind
from funds.forms.after import AcceptForm, ChangeForm, UpdateForm
from funds.models import Project
from funds.notices import after as notices
from funds.queries import after as queries
from funds.queries.money import figures_of, plan_lines
from funds.rules.after import AGREEMENT_MOVES, can_ask_change, can_tell_of_own, is_grantee
from funds.terms import terms_of


def project_facts(project: Project) -> dict[str, Any]:
    """What each page of the project needs: it, its reference, the way back."""
    application = project.application
    return {"project": project, "reference": application.case.reference if application else "", "looks": LOOKS_AFTER}


@open_to(SIGNED_IN)
def after(request: SignedRequest, reference: str) -> HttpResponse:
    """Where everything stands, and what one can do."""
    found = queries.my_project(request.user, reference)
    owner = is_grantee(request.user, found)
    payments = list(found.payments.all())
    context = {
        **project_facts(found),
        "owner": owner,
        "agreement": queries.agreement_of(found),
        "payments": payments,
        "figures": figures_of(found),
        "how_paid": terms_of(found.fund).how_paid,
        "updates": found.updates.order_by("-number"),
        "changes": found.changes.order_by("-number"),
        "report": getattr(found, "report", None),
        "may_tell": can_tell_of_own(request.user, found),
        "may_change": can_ask_change(request.user, found),
    }
    return render(request, "funds/after/after.html", context)


@open_to(SIGNED_IN)
def agreement(request: SignedRequest, reference: str) -> HttpResponse:
    """The agreement in full; accepting it binds exactly the text that stands on the page."""
    found = queries.own_project(request.user, reference)
    made = queries.agreement_of(found)
    internal = found.grantee_kind == ApplicantKind.EMPLOYEE
    form = None
    if made is not None and made.state == AgreementState.WAITING:
        initial = {"sha256": made.sha256, "payout": "internal" if internal else ""}
        form = AcceptForm(request.POST if request.method == "POST" else None, internal=internal, initial=initial)
    if request.method == "POST" and made is not None and (form is None or form.is_valid()):
        try:
            if form is not None:
                given = {name: form.cleaned_data[name] for name in ("name", "payout", "sha256")}
                agreements.accept(made, by=request.user, **given)
                messages.success(request, _("Thank you, the agreement is accepted. A copy is on its way by mail"))
            return redirect("funds:after", reference=reference)
        except Refused as refused:
            form.add_error(None, str(refused.why))  # type: ignore[union-attr]
    context = {
        **project_facts(found),
        "agreement": made,
        "form": form,
        "how_paid": terms_of(found.fund).how_paid,
        "answer": AGREEMENT_MOVES.can("accept", request.user, made) if form else None,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "funds/after/agreement.html", context, status=status)


@open_to(SIGNED_IN)
def agreement_pdf(request: SignedRequest, reference: str) -> HttpResponse:
    """The agreement as a tagged PDF."""
    found = queries.own_project(request.user, reference)
    made = queries.agreement_of(found)
    if made is None:
        return redirect("funds:after", reference=reference)
    return pdf.answer("funds/after/agreement.typ", notices.agreement_facts(made), f"{reference}-avtal.pdf")


@open_to(SIGNED_IN)
def update(request: SignedRequest, reference: str) -> HttpResponse:
    """Tells what happened in the project, with a picture."""
    found = queries.my_project(request.user, reference)
    answer = can_tell_of_own(request.user, found)
    form = UpdateForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method == "POST" and answer and form.is_valid():
        try:
            made = updates.write(found, by=request.user, language=get_language() or "sv", **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        except BadFile as error:
            form.add_error("picture", error)
        except TooMany:
            form.add_error(None, _("You have told much today. Go on tomorrow"))
        else:
            said = _("Thank you. It is public now") if made.step_id else _("Thank you. It is public when it is read")
            messages.success(request, said)
            return redirect("funds:after", reference=reference)
    context = {**project_facts(found), "form": form, "answer": answer}
    status = 422 if form.errors else (200 if answer else 403)
    return render(request, "funds/after/update.html", context, status=status)


@open_to(SIGNED_IN)
def change(request: SignedRequest, reference: str) -> HttpResponse:
    """Asks to change what was agreed."""
    found = queries.own_project(request.user, reference)
    answer = can_ask_change(request.user, found)
    form = ChangeForm(request.POST if request.method == "POST" else None, project=found)
    if request.method == "POST" and answer and form.is_valid():
        try:
            changes.ask(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The fund has your request. You get the answer by mail"))
            return redirect("funds:after", reference=reference)
    context = {**project_facts(found), "form": form, "answer": answer, "lines": plan_lines(found)}
    status = 422 if form.errors else (200 if answer else 403)
    return render(request, "funds/after/change.html", context, status=status)


@open_to(SIGNED_IN)
def change_back(request: SignedRequest, reference: str) -> HttpResponse:
    """Asks before a request is taken back."""
    found = queries.own_project(request.user, reference)
    asked = found.changes.filter(state=ChangeState.ASKED).first()
    if request.method == "POST" and asked is not None:
        try:
            changes.withdraw(asked, by=request.user)
            messages.success(request, _("The request is taken back. What was agreed holds"))
        except Refused as refused:
            messages.error(request, str(refused.why))
    if request.method == "POST" or asked is None:
        return redirect("funds:after", reference=reference)
    return render(request, "funds/after/change_back.html", {**project_facts(found), "change": asked})
