"""The letters about support from somebody behind the sender."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases import kinds as cases
from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from civicportal.submissions.endorsing import is_of_the_head
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Endorsement

LINK_IS_OLD = _("This link no longer works. A newer request has taken its place.")
ASKED, REMINDER, ANSWERED, PASSED_ON, LIES, CLOSED = (
    f"submissions.endorsement_{name}" for name in ("asked", "reminder", "answered", "passed_on", "lies", "closed")
)
SIGN, SIGN_REMINDER, SIGNED = (f"submissions.signatory_{name}" for name in ("asked", "reminder", "answered"))
OF_A_SIGNATORY = {ASKED: SIGN, REMINDER: SIGN_REMINDER, ANSWERED: SIGNED}
"""What somebody who signs for an organisation is asked has its own words."""


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (ASKED, _("Request to support an application")),
        (REMINDER, _("Reminder of a request to support an application")),
        (ANSWERED, _("Answer about support for an application")),
        (PASSED_ON, _("Support that has waited ten days")),
        (LIES, _("Where a request for support lies")),
        (CLOSED, _("A request for support was closed without an answer")),
        (SIGN, _("Request to approve an application for an organisation")),
        (SIGN_REMINDER, _("Reminder to approve an application for an organisation")),
        (SIGNED, _("Answer from whoever signs for an organisation")),
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
        "unit": str(submission.case.unit),
        "is_signatory": endorsement.is_signatory,
        "is_head": not endorsement.is_signatory and is_of_the_head(submission),
        "sender": person.name if person is not None and not person.protected else "",
        "asked_on": dates.show_day(endorsement.asked_at, weekday=True),
        "answer_by": dates.show_day(submission.opening.answer_by, weekday=True),
        "link": site_link(link),
    }


def _to_endorser(kind: str, endorsement: Endorsement, token: str, once: str) -> None:
    language = endorsement.submission.language
    kind = OF_A_SIGNATORY[kind] if endorsement.is_signatory else kind
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
            "hours": endorsement.hours or 0,
        }
    kind = OF_A_SIGNATORY[ANSWERED] if endorsement.is_signatory else ANSWERED
    write(
        kind, to=submission.person, language=submission.language, facts=facts, about=submission.case,
        reply_to=facts["fund_email"], once=f"{ANSWERED}:{endorsement.pk}:{endorsement.state}",
    )  # fmt: skip


def who_helps(endorsement: Endorsement) -> list[Person]:
    """Who helps on what has waited: the unit's network coordinators for a manager's support, else its fund managers.

    Never the applicant, and none who has stepped aside.
    """
    case = endorsement.submission.case
    today = Membership.objects.today().filter(unit=case.unit_id, person__is_active=True)
    aside = Recusal.objects.in_force().filter(case=case).values("person")
    rows = today.exclude(person__in=aside).exclude(person=case.person_id).select_related("person")
    by_role: dict[str, list[Person]] = {}
    for one in rows.order_by("person_id"):
        by_role.setdefault(one.role, []).append(one.person)
    first = [] if endorsement.is_signatory else by_role.get(Role.NETWORK_COORDINATOR, [])
    return first or by_role.get(Role.FUND_MANAGER, []) or by_role.get(Role.DEPARTMENT_EDITOR, [])


def passed_on(endorsement: Endorsement) -> None:
    """To the unit's own people what waits, and to the owner where it lies."""
    submission = endorsement.submission
    for person in who_helps(endorsement):
        with override(person.language):
            work_path = cases.kinds[submission.case.kind].work_path
            path = work_path(submission.case) if work_path else reverse("admin:index")
            facts = {**_facts(endorsement), "link": site_link(path), "email": endorsement.email}
        write(
            PASSED_ON, to=person, language=person.language, facts=facts, about=submission.case,
            once=f"{PASSED_ON}:{endorsement.pk}:{person.pk}",
        )  # fmt: skip
    _to_owner(LIES, endorsement, email=endorsement.email)


def closed(endorsement: Endorsement) -> None:
    """To the owner: nobody answered, and what to do now."""
    _to_owner(CLOSED, endorsement, words=endorsement.words, email=endorsement.email)


def _to_owner(kind: str, endorsement: Endorsement, **more: Any) -> None:
    submission = endorsement.submission
    with override(submission.language):
        facts = {**_facts(endorsement), **more}
    write(
        kind, to=submission.person, language=submission.language, facts=facts, about=submission.case,
        reply_to=facts["fund_email"], once=f"{kind}:{endorsement.pk}",
    )  # fmt: skip
