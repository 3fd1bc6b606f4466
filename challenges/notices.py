"""The challenges' letters: who gets which, with what facts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from challenges.models import Proposal, TestEnvironment
from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Message
from civicportal.submissions.models import Version
from civicportal.submissions.queries import shown_answers

RECEIPT = "challenges.receipt"
CHANGED = "challenges.changed"
WITHDRAWN = "challenges.withdrawn"
MATCHED = "challenges.matched"
REFUSED = "challenges.refused"


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (RECEIPT, _("Receipt for a proposal")),
        (CHANGED, _("A proposal was changed")),
        (WITHDRAWN, _("A proposal was withdrawn")),
        (MATCHED, _("A proposal goes on with a department")),
        (REFUSED, _("A proposal was answered with a no")),
    ):
        register(Letter(kind=kind, template=f"challenges/letters/{kind.removeprefix('challenges.')}", label=label))


def _facts(proposal: Proposal) -> dict[str, object]:
    challenge, language = proposal.challenge, proposal.submission.language
    with override(language):
        link = site_link(reverse("challenges:status", args=[proposal.case.reference]))
        other = site_link(reverse("challenges:challenge_list"))
    return {
        "title": proposal.title,
        "reference": proposal.case.reference,
        "challenge": challenge.title.said(language).text,
        "unit": challenge.unit.name,
        "email": challenge.email,
        "answer_by": dates.show_day(proposal.opening.answer_by, weekday=True, language=language),
        "link": link,
        "challenges_link": other,
    }


def _send(kind: str, proposal: Proposal, once: str, **facts: object) -> Message | None:
    return write(
        kind,
        to=proposal.submission.person,
        language=proposal.submission.language,
        facts={**_facts(proposal), **facts},
        about=proposal.case,
        reply_to=proposal.challenge.email,
        once=once,
    )


def _copy(version: Version) -> list[dict[str, object]]:
    """The answers as plain values, for the letter; what is sensitive does not go by mail."""
    with override(version.submission.language):
        return [
            {
                "title": str(step.title),
                "rows": [{"label": str(row.label), "value": row.value} for row in step.rows if row.value],
            }
            for step in shown_answers(version, with_sensitive=False)
        ]


def receipt(proposal: Proposal, version: Version) -> Message | None:
    """To the proposer, at once: number, true time of arrival, what happens next, a copy of the answers."""
    submission, opening = proposal.submission, proposal.opening
    language = submission.language
    return _send(
        RECEIPT if version.number == 1 else CHANGED,
        proposal,
        f"proposal-receipt:{submission.pk}:{version.number}",
        arrived=dates.show_moment(version.sent_at, language=language),
        late=submission.late,
        change_until=""
        if dates.now() >= opening.closes_at
        else dates.show_deadline(opening.closes_at, language=language),
        steps=_copy(version),
        kept_out=any(row.sensitive and row.value for step in shown_answers(version) for row in step.rows),
    )


def withdrawn(proposal: Proposal) -> Message | None:
    """To the proposer: the withdrawal is noted."""
    return _send(WITHDRAWN, proposal, f"proposal-withdrawn:{proposal.pk}")


def matched(proposal: Proposal, environment: TestEnvironment) -> Message | None:
    """To the proposer: the department goes on with you, why, what happens first, where the open page is."""
    language = proposal.submission.language
    with override(language):
        page = site_link(environment.get_absolute_url())
    return _send(
        MATCHED,
        proposal,
        f"proposal-matched:{proposal.pk}",
        reason=proposal.reason,
        next_step=proposal.next_step,
        starts=dates.show_day(environment.starts_on, language=language),
        ends=dates.show_day(environment.ends_on, language=language),
        page=page,
    )


def refused(proposal: Proposal) -> Message | None:
    """To the proposer: not this time, why, and one next step."""
    return _send(
        REFUSED,
        proposal,
        f"proposal-refused:{proposal.pk}",
        reason=proposal.reason,
        next_step=proposal.next_step,
    )
