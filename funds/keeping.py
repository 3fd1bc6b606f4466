"""What of a fund's work the city must keep, and how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from civicportal.records.retention import RecordClass, register

YEARS_OF_AID = 10
"""Regulation (EU) 2023/2831, article 6: ten years from the last award of small aid."""


def register_keeping() -> None:
    """Called once, when the app is ready. The city's document plan may ask for more, never for less."""
    register(
        RecordClass(
            key="funds-small-aid",
            name=_("Declarations and awards of small aid (de minimis)"),
            start_event=_("the last award of small aid to the undertaking"),
            years=YEARS_OF_AID,
            models=("funds.AidDeclaration", "funds.AidAward"),
            source="Regulation (EU) 2023/2831, article 6",
        )
    )
    register(
        RecordClass(
            key="funds-grants",
            name=_("Agreements, payments and changes of granted projects"),
            start_event=_("the end of the year in which the project was closed"),
            years=YEARS_OF_AID,
            models=("funds.Agreement", "funds.Payment", "funds.PaymentBatch", "funds.ChangeRequest"),
            source="Regulation (EU) 2023/2831, article 6; accounting material seven years (2018:597, 3:14)",
        )
    )
    register(
        RecordClass(
            key="funds-reports",
            name=_("Final reports of granted projects, with their receipts"),
            start_event=_("the end of the year in which the project was closed"),
            years=YEARS_OF_AID,
            models=("funds.Report", "funds.Receipt"),
            source="Regulation (EU) 2023/2831, article 6",
        )
    )
    register(
        RecordClass(
            key="funds-applications",
            name=_("Applications and granted projects"),
            start_event=_("the day the case was closed"),
            models=("funds.Application", "funds.Project"),
            source="arkivlagen (1990:782), 3 §",
        )
    )
