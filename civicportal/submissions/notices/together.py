"""The letters of those who write together: the invitation, what happens to the application, handing it over."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Lane
from civicportal.people.models import Person
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import CoWriter, Submission
from civicportal.submissions.together import LINK_LASTS, behind, called

NOT_OFFERED = _("Nobody has offered to hand this over to you.")
INVITED, ACCEPTED, NEWS, HANDED, TAKEN_OVER = (
    f"submissions.{name}" for name in ("invited", "invitation_accepted", "together", "handed", "taken_over")
)


def register_letters() -> None:
    """Called when the app is ready. The invitation is wiped once sent: its link opens a draft."""
    register(Letter(INVITED, "submissions/letters/invited", _("Invitation to write together"), lane=Lane.CODE))
    for kind, label in (
        (ACCEPTED, _("An invitation to write together was accepted")),
        (NEWS, _("News about an application to those who wrote it together")),
        (HANDED, _("Offer to take over an application")),
        (TAKEN_OVER, _("An application was taken over")),
    ):
        register(Letter(kind, f"submissions/letters/{kind.removeprefix('submissions.')}", label))


def invited(invitation: CoWriter, token: str, *, by: Person) -> None:
    """To the invited address. The inviter is told by their confirmed address, which nobody can write a message in."""
    draft = invitation.draft
    with override(invitation.language):
        facts = {
            "name": kind_of(draft.opening).about(draft.opening).name,
            "inviter": "" if by.protected else by.email,
            "link": site_link(reverse("submissions:invitation", args=[token])),
            "days": LINK_LASTS.days,
            "deadline": dates.show_deadline(draft.opening.closes_at),
            "open": draft.opening.is_open(),
        }
    write(INVITED, email=invitation.email, language=invitation.language, facts=facts, about=draft)


def accepted(invitation: CoWriter, person: Person) -> None:
    """To the owner: who came in."""
    draft = invitation.draft
    with override(draft.language):
        facts = {
            "name": kind_of(draft.opening).about(draft.opening).name,
            "who": called(person),
            "link": site_link(reverse("submissions:together", args=[draft.token])),
        }
    once = f"{ACCEPTED}:{invitation.pk}"
    write(ACCEPTED, to=draft.person, language=draft.language, facts=facts, about=draft, once=once)


def _facts(submission: Submission, language: str) -> dict[str, Any]:
    with override(language):
        kind = kind_of(submission.opening)
        about = kind.about(submission.opening)
        return {
            "title": submission.case.title,
            "reference": submission.case.reference,
            "fund": about.name,
            "fund_email": about.email,
            "link": site_link(kind.status_url(submission)),
            "answer_by": dates.show_day(submission.case.answer_by, weekday=True) if submission.case.answer_by else "",
        }


def _write(kind: str, submission: Submission, person: Person, language: str, once: str, **more: Any) -> None:
    facts = _facts(submission, language)
    write(
        kind, to=person, language=language, facts={**facts, **more}, about=submission.case,
        reply_to=facts["fund_email"], once=once,
    )  # fmt: skip


def tell_co_writers(submission: Submission, news: str) -> None:
    """To each co-applicant, in their own language: it was sent, changed, completed, withdrawn or decided.

    Whoever sent it has letters of their own. One query where nobody wrote along, none more than the letters' own.
    """
    number = submission.versions.count()
    for one in behind(submission):
        if one.person is not None:
            once = f"{NEWS}:{submission.pk}:{one.person_id}:{news}:{number}"
            _write(NEWS, submission, one.person, one.language, once, news=news)


def handed(submission: Submission, chosen: CoWriter) -> None:
    """To the co-applicant: the offer and where to answer it."""
    if chosen.person is None or chosen.handed_at is None:
        return
    with override(chosen.language):
        link = site_link(reverse("submissions:take_over", args=[submission.case.reference]))
    once = f"{HANDED}:{chosen.pk}:{chosen.handed_at.timestamp():.0f}"
    _write(HANDED, submission, chosen.person, chosen.language, once, who=called(submission.person), link=link)


def taken_over(submission: Submission, before: Person, after: Person) -> None:
    """To both: who stands behind it now."""
    moment = dates.now().timestamp()
    for person in (before, after):
        once = f"{TAKEN_OVER}:{submission.pk}:{person.pk}:{moment:.0f}"
        _write(TAKEN_OVER, submission, person, person.language, once, is_yours=person.pk == after.pk, who=called(after))
