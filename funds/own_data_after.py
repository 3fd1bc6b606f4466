"""What the portal holds about a person's granted projects: agreements, money, reports and small aid.

All of it is kept when the account is closed: the city must be able to show what was granted and paid, and to whom, for
ten years after the last award of small aid (Regulation (EU) 2023/2831, article 6).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.people.models import Person
from civicportal.people.own_data import name_fields, register
from funds.models import AidAward, Project


def export_grants(person: Person) -> list[dict[str, Any]]:
    """Each granted project of the person's own applications with what was agreed, paid and reported."""
    rows = Project.objects.filter(application__submission__person=person)
    rows = rows.select_related("application__submission__case", "report").order_by("pk")
    aid = _aid_of(person)
    return [
        {
            "reference": project.application.case.reference,
            "title": str(project.title),
            "amount": project.granted // 100,
            "agreements": [
                {"accepted": one.accepted_at.isoformat() if one.accepted_at else None, "name": one.accepted_name}
                for one in project.agreements.all()
            ],
            "payments": [
                {"amount": one.amount // 100, "paid": one.paid_on.isoformat() if one.paid_on else None}
                for one in project.payments.all()
            ],
            "report": str(project.report.get_state_display()) if hasattr(project, "report") else None,
            "small_aid": aid.get(project.application_id, []),
        }
        for project in rows.prefetch_related("agreements", "payments")
    ]


def _aid_of(person: Person) -> dict[int, list[dict[str, Any]]]:
    """Awards of small aid that are released, by application."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = AidAward.objects.filter(
        declaration__application__submission__person=person,
        decision__superseded=False,
        decision__released_at__isnull=False,
    ).select_related("declaration")
    for award in rows:
        told = {"number": award.number, "name": award.name, "euro": award.cents / 100}
        found.setdefault(award.declaration.application_id, []).append({**told, "granted": award.granted_on.isoformat()})
    return found


def register_own_data() -> None:
    """Called when the app is ready."""
    register(
        "grants",
        _("Your granted projects: agreements, money, reports"),
        export_grants,
        kept=_("The city must be able to show what was granted and paid for ten years, by EU rules on small aid."),
    )
    name_fields(
        {
            "agreements": _("Agreements"),
            "payments": _("Payments"),
            "accepted": _("Accepted on"),
            "paid": _("Paid"),
            "report": _("Final report"),
            "small_aid": _("Small aid"),
            "euro": _("Euro"),
            "granted": _("Granted on"),
            "amount": _("Kronor"),
            "number": _("Organisation number"),
        }
    )
