"""The letters about support from somebody behind the sender."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Endorsement

LINK_IS_OLD = _("This link no longer works. A newer request has taken its place.")
ASKED, REMINDER, ANSWERED = (f"submissions.endorsement_{name}" for name in ("asked", "reminder", "answered"))


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (ASKED, _("Request to support an application")),
        (REMINDER, _("Reminder of a request to support an application")),
        (ANSWERED, _("Answer about support for an application")),
    ):
        register(Letter(kind, f"submissions/letters/{kind.removeprefix('submissions.')}", label))


def _facts(endorsement: Endorsement, token: str = "") -> dict[str, Any]:
    submission = endorsement.submission
    about = kind_of(submission.opening).about(submission.opening)
    person = submission.person
    link = reverse("submissions:endorse", args=[token]) if token else kind_of(submission.opening).status_url(submission)
    return {
        "title": submission.case.title,
        "reference": submission.case.reference,
        "fund": about.name,
        "fund_email": about.email,
        "sender": person.name if person is not None and not person.protected else "",
        "asked_on": dates.show_day(endorsement.asked_at, weekday=True),
        "answer_by": dates.show_day(submission.opening.answer_by, weekday=True),
        "link": site_link(link),
    }


def _to_endorser(kind: str, endorsement: Endorsement, token: str, once: str) -> None:
    language = endorsement.submission.language
    with override(language):
        facts = _facts(endorsement, token)
    write(
        kind, email=endorsement.email, language=language, facts=facts, about=endorsement.submission.case,
        reply_to=facts["fund_email"], once=once,
    )  # fmt: skip


def asked(endorsement: Endorsement, token: str) -> None:
    """To the one who is asked: what it is about and the link to answer by."""
    _to_endorser(ASKED, endorsement, token, f"{ASKED}:{endorsement.pk}")


def reminder(endorsement: Endorsement, token: str) -> None:
    """To the same, after some days without answer."""
    _to_endorser(REMINDER, endorsement, token, f"{REMINDER}:{endorsement.pk}:{endorsement.reminded}")


def answered(endorsement: Endorsement) -> None:
    """To the owner: what was said, and by whom."""
    submission = endorsement.submission
    with override(submission.language):
        facts = {
            **_facts(endorsement),
            "state": endorsement.state,
            "said": str(endorsement.get_state_display()),
            "name": endorsement.name,
            "words": endorsement.words,
        }
    write(
        ANSWERED, to=submission.person, language=submission.language, facts=facts, about=submission.case,
        reply_to=facts["fund_email"], once=f"{ANSWERED}:{endorsement.pk}:{endorsement.state}",
    )  # fmt: skip
