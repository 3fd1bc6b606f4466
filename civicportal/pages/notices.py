"""Letters of the portal's own pages: about reports on accessibility."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from civicportal.notices.actions import write
from civicportal.notices.letters import Letter, register
from civicportal.pages.models import AccessReport
from civicportal.places.queries import the_city

RECEIVED = "pages.access_received"
ANSWERED = "pages.access_answered"


def register_letters() -> None:
    """Makes the letters known; called when the app is ready."""
    register(
        Letter(
            kind=RECEIVED, template="pages/letters/access_received", label=_("Receipt for a report on accessibility")
        )
    )
    register(
        Letter(kind=ANSWERED, template="pages/letters/access_answered", label=_("Answer to a report on accessibility"))
    )


def access_received(report: AccessReport) -> None:
    """To whoever reported and left an address: that it came, and by when the answer comes."""
    facts = {"words": report.words, "answer_by": report.answer_by}
    write(
        RECEIVED,
        email=report.email,
        language=report.language,
        facts=facts,
        about=report,
        once=f"{RECEIVED}:{report.pk}",
    )


def access_answered(report: AccessReport) -> None:
    """The answer; a refusal with its reasons and how to appeal."""
    facts = {
        "words": report.words,
        "answer": report.answer,
        "refused": report.outcome == AccessReport.Outcome.REFUSED,
        "court": the_city().court,
    }
    write(
        ANSWERED,
        email=report.email,
        language=report.language,
        facts=facts,
        about=report,
        once=f"{ANSWERED}:{report.pk}",
    )
