"""The monthly list of delegated decisions as a page, a table file and a PDF."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as say

from civicportal.backoffice import work
from civicportal.cases import delegated
from civicportal.kernel import pdf
from civicportal.kernel.sheets import csv_answer
from civicportal.people.enums import Role

READERS = (*delegated.READS, Role.AUDITOR)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The unit and month that the address asks for, with their decisions."""
    units = list(delegated.units_of(request.user))
    asked = request.GET.get("enhet", "")
    unit = next((one for one in units if str(one.pk) == asked), units[0] if units else None)
    month = delegated.month_of(request.GET.get("manad", ""))
    decisions = list(delegated.decisions_of_month(request.user, unit, month)) if unit else []
    hidden = delegated.hidden_from(unit, month, len(decisions)) if unit else 0
    return {"units": units, "unit": unit, "month": month, "decisions": decisions, "hidden": hidden}


@work.work_page(*READERS)
def delegated_list(request: HttpRequest) -> HttpResponse:
    """Decisions by delegation of a unit and a month."""
    found = _chosen(request)
    rows = [
        {"cells": list(zip(delegated.heads(), delegated.row_of(one), strict=True)), "reference": one.case.reference}
        for one in found["decisions"]
    ]
    context = {**found, "months": delegated.months(), "heads": delegated.heads(), "rows": rows}
    return work.render(request, "cases/delegated.html", context, title=say("Decisions by delegation"))


@work.work_page(*READERS)
def delegated_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as csv or pdf."""
    found = _chosen(request)
    if found["unit"] is None or form not in {"csv", "pdf"}:
        raise Http404
    name = f"delegationsbeslut-{found['month'].key}.{form}"
    if form == "pdf":
        facts = delegated.as_facts(found["unit"], found["month"], found["decisions"], found["hidden"])
        return pdf.answer("cases/delegated.typ", facts, name)
    return csv_answer(name, delegated.heads(), [delegated.row_of(one) for one in found["decisions"]])
