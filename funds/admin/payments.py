"""Work pages of money that goes out: what is to be paid, the files for the economy system, what is paid; the terms."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates, sheets
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.sheets import figure
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from civicportal.people.signed import SignedRequest
from civicportal.records.actions import record
from funds import setup
from funds.actions import payments as actions
from funds.actions import terms
from funds.enums.after import PayoutKind
from funds.forms.after import DayForm, PaidListForm, TermsForm, terms_initial
from funds.models import Agreement, Fund, Payment
from funds.queries import after as queries
from funds.registrations.after import terms_done
from funds.rules.applications import can_manage
from funds.terms import PLACES, terms_of

HEAD = ("Referens", "Mottagare", "Belopp", "Utbetalningssätt", "Ärende", "Fil")
"""The economy system's columns; its file is in Swedish whoever makes it."""
PAYOUTS = {
    PayoutKind.REGISTERED: "Kontoregister",
    PayoutKind.SUPPLIER: "Leverantör",
    PayoutKind.INTERNAL: "Internt",
}


@work_page(Role.FUND_MANAGER)
def payments(request: SignedRequest) -> HttpResponse:
    """What may be paid, by fund; what is on its way; the files so far."""
    cleared = list(queries.to_pay(request.user))
    today = dates.today()
    funds = [
        {
            "fund": fund,
            "parts": parts,
            "ready": [part for part in parts if part.payee_number and (part.due_on is None or part.due_on <= today)],
        }
        for fund in queries.funds_of(request.user)
        if (parts := [part for part in cleared if part.project.fund_id == fund.pk])
    ]
    for entry in funds:
        entry["sum"] = sum(part.amount for part in entry["ready"])
    context = {
        "funds": funds,
        "on_the_way": queries.on_the_way(request.user),
        "page": page_of(queries.batches(request.user), request.GET.get("page"), 20),
    }
    return work.render(request, "funds/backoffice/after/payments.html", context, title=_("Payments"))


@work_page(Role.FUND_MANAGER)
@fresh_sign_in
@require_POST
def export(request: SignedRequest, fund: str) -> HttpResponse:
    """Hands what is ready over, once; the file is then fetched by its number."""
    found = get_object_or_404(queries.funds_of(request.user), slug=fund)
    try:
        batch = actions.export(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("The file %(number)s is made. Fetch it below") % {"number": batch.number})
    return redirect("admin:funds_payments")


@work_page(Role.FUND_MANAGER)
@fresh_sign_in
def batch(request: SignedRequest, number: str) -> HttpResponse:
    """The file of a number: the same each time."""
    found = queries.batch(request.user, number)
    parts = found.payments.select_related("project__application__submission__case").order_by("reference")
    agreed = dict(
        Agreement.objects.filter(project__payments__batch=found, state="accepted").values_list("project", "payout")
    )
    record(found, verb="payments.file_fetched", by=request.user)
    return sheets.csv_answer(f"{found.number}.csv", HEAD, _rows(parts, agreed, found.number))


def _rows(parts: Iterable[Payment], agreed: dict[int, str], number: str) -> Iterable[list[str]]:
    """One line a part, the sum in kronor with two decimals."""
    for part in parts:
        case = part.project.application.case.reference if part.project.application else ""
        kronor = figure(part.amount)
        payout = PAYOUTS.get(PayoutKind(agreed[part.project_id]), "") if part.project_id in agreed else ""
        yield [part.reference, part.payee_number, kronor, payout, case, number]


@work_page(Role.FUND_MANAGER)
def paid(request: SignedRequest, slug: str, number: int) -> HttpResponse:
    """Marks one part as paid by hand, with its day."""
    found = queries.project_after(request.user, slug)
    part = get_object_or_404(found.payments, position=number)
    form = DayForm(request.POST if request.method == "POST" else None, initial={"on": dates.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_paid(part, by=request.user, on=form.cleaned_data["on"])
        except Refused as refused:
            form.add_error("on", str(refused.why))
        else:
            messages.success(request, _("Marked as paid. The grantee gets a letter"))
            return redirect("admin:funds_after", slug=slug)
    context = {"project": found, "part": part, "form": form}
    status = 422 if form.errors else 200
    return work.render(request, "funds/backoffice/after/paid.html", context, title=_("Mark as paid"), status=status)


@work_page(Role.FUND_MANAGER)
def paid_list(request: SignedRequest, fund: str) -> HttpResponse:
    """Marks a list from the economy system as paid; all lines or none."""
    found = get_object_or_404(queries.funds_of(request.user), slug=fund)
    form = PaidListForm(request.POST if request.method == "POST" else None, initial={"on": dates.today()})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            done = actions.mark_list(found, given["references"], by=request.user, on=given["on"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            for problem in done.problems[:50]:
                form.add_error("references", problem)
            if not done.problems:
                messages.success(request, actions.said_of(done))
                return redirect("admin:funds_payments")
    context = {"fund": found, "form": form}
    status = 422 if form.errors else 200
    return work.render(
        request, "funds/backoffice/after/paid_list.html", context, title=_("Mark a list as paid"), status=status
    )


@work_page(Role.FUND_MANAGER)
def after_setup(request: SignedRequest, fund: str) -> HttpResponse:
    """What a fund does after a grant: agreement, plan, days."""
    found = get_object_or_404(Fund.objects.visible_to(request.user), slug=fund)
    initial = terms_initial(terms_of(found))
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            terms.set_terms(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Kept. It holds for what is granted from now on"))
            return redirect("admin:funds_after_setup", fund=fund)
    places = [{"label": f"{{{name}}}", "value": words} for name, words in PLACES.items()]
    context = {"fund": found, "form": form, "places": places, "answer": can_manage(request.user, found)}
    status = 422 if form.errors else 200
    return work.render(request, "funds/backoffice/after/setup.html", context, title=_("After the grant"), status=status)


setup.register(
    setup.Section(
        key="after",
        label=gettext_lazy("After the grant: agreement, payments, report"),
        url=lambda fund: reverse("admin:funds_after_setup", args=[fund.slug]),
        done=lambda fund: terms_done(fund) or None,
        position=80,
        unset=gettext_lazy("The standard agreement, half of the money first"),
    )
)
work.register(path("betalningar/", payments, name="funds_payments"), menu=gettext_lazy("Payments"), position=32)
work.register(path("betalningar/<slug:fund>/fil/", export, name="funds_export"))
work.register(path("betalningar/<slug:fund>/betalda/", paid_list, name="funds_paid_list"))
work.register(path("betalningar/fil/<str:number>.csv", batch, name="funds_batch"))
work.register(path("efter/<slug:slug>/del/<int:number>/betald/", paid, name="funds_paid"))
work.register(path("fonder-efter/<slug:fund>/", after_setup, name="funds_after_setup"))
