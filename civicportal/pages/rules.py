"""Who may answer a report on accessibility."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, no
from civicportal.pages.models import AccessReport
from civicportal.pages.queries import ANSWERS_REPORTS


def can_answer_report(person: Any, report: AccessReport) -> Answer:
    """A communicator or administrator, once."""
    if not person.has_role(*ANSWERS_REPORTS):
        return no(_("Communicators and administrators answer reports on accessibility."))
    if report.outcome != AccessReport.Outcome.OPEN:
        return no(_("This report is answered already."))
    return YES
