"""Who may answer a report on accessibility, and who tells results as news."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item
from civicportal.kernel.answers import YES, Answer, no
from civicportal.pages.models import AccessReport
from civicportal.pages.queries import ANSWERS_REPORTS, WRITES_NEWS


def can_answer_report(person: Any, report: AccessReport) -> Answer:
    """A communicator or administrator, once."""
    if not person.has_role(*ANSWERS_REPORTS):
        return no(_("Communicators and administrators answer reports on accessibility."))
    if report.outcome != AccessReport.Outcome.OPEN:
        return no(_("This report is answered already."))
    return YES


def can_tell(person: Any, item: Item) -> Answer:
    """A communicator or administrator, of what stands in public."""
    if not person.has_role(*WRITES_NEWS):
        return no(_("Communicators and administrators write the news."))
    if not item.visible:
        return no(_("What is not public is not told as news."))
    return YES
