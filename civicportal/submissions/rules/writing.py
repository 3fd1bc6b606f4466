"""Who may write, send, change and take back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.models import Person, canonical_email
from civicportal.submissions.completing import can_complete
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft, Opening, Submission
from civicportal.submissions.together import writes_in


def can_start(opening: Opening, moment: datetime | None = None) -> Answer:
    """New drafts are begun while the opening is open."""
    moment = moment or dates.now()
    if moment < opening.opens_at:
        return no(_("It is not open yet. It opens %(when)s") % {"when": dates.show_moment(opening.opens_at)})
    if moment >= opening.closes_at:
        return no(_("It closed %(when)s") % {"when": dates.show_deadline(opening.closes_at)})
    return YES


def can_claim(person: Person, draft: Draft) -> Answer:
    """A draft becomes an account's own only by the same address, confirmed by a code."""
    if draft.person_id is not None:
        return YES if draft.person_id == person.pk else no(_("This draft belongs to another account"))
    if person.confirmed_at is None:
        return no(_("Confirm your e-mail address first"))
    if canonical_email(draft.email) != canonical_email(person.email):
        return no(
            _("You are signed in as %(mine)s, but the draft belongs to %(other)s")
            % {"mine": person.email, "other": draft.email}
        )
    return YES


def can_send(person: Person, draft: Draft, moment: datetime | None = None) -> Answer:
    """The owner sends. A first sending is taken after the deadline too and counts as late; a change is not."""
    moment = moment or dates.now()
    if draft.person_id != person.pk:
        if writes_in(person, draft):
            return no(_("Only the one who began it sends it. Tell them when you are done"))
        return can_claim(person, draft) and no(_("Sign in before you send"))
    if moment < draft.opening.opens_at:
        return can_start(draft.opening, moment)
    if not (answer := kind_of(draft.opening).may_write(person, draft.opening)):
        return answer
    submission = Submission.objects.select_related("opening", "case").filter(draft=draft).first()
    if submission is not None and draft.only_questions:
        return can_complete(person, submission, moment)
    return can_change(person, submission, moment) if submission else YES


def all_ticked(opening: Opening, ticked: Iterable[str]) -> Answer:
    """Every point of the checklist is ticked by whoever sends."""
    points = {key for key, _words in kind_of(opening).checklist(opening)}
    return YES if points <= {*ticked} else no(_("Tick every point of the checklist before you send"))


def can_change(person: Person, submission: Submission, moment: datetime | None = None) -> Answer:
    """The sender changes until the deadline with its grace; the feature may add reasons of its own."""
    if submission.person_id != person.pk:
        return no(_("Only the one who sent it can change it"))
    if submission.withdrawn_at is not None:
        return no(_("You have withdrawn it"))
    if submission.opening.is_late(moment or dates.now()):
        return no(
            _("It could be changed until %(when)s. What you sent stands")
            % {"when": dates.show_deadline(submission.opening.closes_at)}
        )
    return kind_of(submission.opening).may_change(person, submission)


def can_withdraw(person: Person, submission: Submission) -> Answer:
    """The sender takes it back as long as the feature says that nothing is decided."""
    if submission.person_id != person.pk:
        return no(_("Only the one who sent it can withdraw it"))
    if submission.withdrawn_at is not None:
        return no(_("You have withdrawn it"))
    return kind_of(submission.opening).may_withdraw(person, submission)
