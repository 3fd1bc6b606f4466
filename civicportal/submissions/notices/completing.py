"""The letters about completing what was sent."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.submissions.completing import asked_about
from civicportal.submissions.contacts import address_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Completion, Version

ASKED, REMINDER, RECEIVED, RAN_OUT, TAKEN_BACK = (
    f"submissions.completion_{name}" for name in ("asked", "reminder", "received", "ran_out", "taken_back")
)


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (ASKED, _("Request to complete what was sent")),
        (REMINDER, _("Reminder to complete what was sent")),
        (RECEIVED, _("Receipt for what was completed")),
        (RAN_OUT, _("The time to complete what was sent is over")),
        (TAKEN_BACK, _("What was sent need not be completed any more")),
    ):
        register(Letter(kind, f"submissions/letters/{kind.removeprefix('submissions.')}", label))


def _send(kind: str, completion: Completion, once: str, **more: Any) -> None:
    submission = completion.submission
    language = submission.language
    with override(language):
        of_kind = kind_of(submission.opening)
        about = of_kind.about(submission.opening)
        facts = {
            "title": submission.case.title,
            "reference": submission.case.reference,
            "fund": about.name,
            "fund_email": about.email,
            "questions": [str(label) for label in asked_about(completion)],
            "words": completion.words,
            "until": dates.show_deadline(completion.until),
            "link": site_link(reverse("submissions:complete", args=[submission.case.reference])),
            "status_link": site_link(of_kind.status_url(submission)),
            **more,
        }
    write(
        kind, to=submission.person, email=address_of(submission), language=language, facts=facts,
        about=submission.case, reply_to=str(facts["fund_email"]), once=once,
    )  # fmt: skip


def asked(completion: Completion) -> None:
    """To the applicant: what is missing, in staff's words, which questions are open and until when."""
    _send(ASKED, completion, f"{ASKED}:{completion.pk}")


def reminder(completion: Completion) -> None:
    """To the applicant, three days and one day before."""
    _send(REMINDER, completion, f"{REMINDER}:{completion.pk}:{completion.reminded}")


def received(completion: Completion, version: Version) -> None:
    """To the applicant: it has come in, when, as which version."""
    with override(completion.submission.language):
        arrived = dates.show_moment(version.sent_at)
    _send(RECEIVED, completion, f"{RECEIVED}:{completion.pk}", arrived=arrived, number=version.number)


def ran_out(completion: Completion) -> None:
    """To the applicant: the time is over, and what was sent stands as it was."""
    _send(RAN_OUT, completion, f"{RAN_OUT}:{completion.pk}")


def taken_back(completion: Completion) -> None:
    """To the applicant: nothing more is needed."""
    _send(TAKEN_BACK, completion, f"{TAKEN_BACK}:{completion.pk}")
