"""Writing: drafts begun, answers kept without being checked, conflicts shown, drafts claimed and ended."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest

from civicportal.commons.models import Item
from civicportal.files.actions import store_private
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.web import at_most
from civicportal.people.models import Person, canonical_email
from civicportal.people.sealing import seal
from civicportal.submissions.actions.links import LETTERS_AN_HOUR, new_link, remember
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Answer, Draft, Opening, Version
from civicportal.submissions.notices import writing as notices
from civicportal.submissions.queries import ASIDE, SESSION_KEY, Kept, kept
from civicportal.submissions.rules.writing import can_claim, can_start

EXPIRES_AFTER = timedelta(days=180)
WARNED_BEFORE = timedelta(days=14)
MOST_SEALED = 200_000
"""The longest answer that is kept, in bytes: far past every limit of a form, short of filling the disk."""


@dataclass(slots=True)
class Saved:
    """What a save did: versions by question, when, and whether anything was new."""

    versions: dict[str, int]
    saved_at: datetime
    changed: set[str] = field(default_factory=set)


class Conflict(Exception):
    """Somebody else saved the same question meanwhile. Both texts are kept; the rest of the page is saved.

    `yours` and `theirs` are by question, as typed; `whose` says who wrote theirs, 0 where that is not known.
    """

    def __init__(self, saved: Saved, yours: dict[str, Any], theirs: dict[str, Any], whose: dict[str, int]) -> None:
        super().__init__(f"conflict over {', '.join(sorted(yours))}")
        self.saved, self.yours, self.theirs, self.whose = saved, yours, theirs, whose


def start_draft(
    *, opening: Opening, email: str, language: str, by: Person | None = None,
    session: MutableMapping[str, Any] | None = None, once: UUID | None = None, origin: Item | None = None,
) -> Draft:  # fmt: skip
    """Begins a draft and mails the way back to it.

    It belongs at once to `by`, when somebody is signed in, and is else held by the session. `once` makes a double
    click one draft. `origin` is the public thing that it carries on, such as the idea that asks for money; it follows
    the draft to its submission, and the feature links the two when the result is public. Raises Refused when the
    opening is not open, TooMany past six an hour to one address.
    """
    if once and (known := Draft.objects.filter(once=once).first()):
        return known
    insist(can_start(opening))
    if by is not None:
        insist(kind_of(opening).may_write(by, opening))
    email = canonical_email(by.email if by else email)
    at_most(LETTERS_AN_HOUR, 3600, what="start-draft", who=email)
    with transaction.atomic():
        facts = {
            "opening": opening, "form": opening.form, "person": by, "email": email, "language": language,
            "origin": origin,
        }  # fmt: skip
        draft, new = (
            Draft.objects.get_or_create(once=once, defaults=facts) if once else (Draft.objects.create(**facts), True)
        )
        if new:
            notices.resume_link(draft, "" if by else new_link(draft))
    if session is not None and by is None and new:
        remember(draft, session)
    return draft


def _locked(draft: Draft) -> Draft:
    """The draft's fresh row, held until the transaction ends. Raises Refused once it is sent."""
    fresh = Draft.objects.select_for_update().order_by().get(pk=draft.pk)
    if fresh.sent_at is not None:
        raise Refused(no(notices.ALREADY_SENT))
    fresh.opening, fresh.form = draft.opening, draft.form
    return fresh


def sealed(content: Any) -> bytes:
    """An answer's content as it lies in the database. Raises Refused when it is far too long."""
    plain = json.dumps(content, ensure_ascii=False).encode()
    if len(plain) > MOST_SEALED:
        raise Refused(no(notices.TOO_LONG))
    return seal(plain)


def _write(draft: Draft, question: str, content: Any, version: int, moment: datetime) -> None:
    """One answer's row, changed or made. The draft is locked, so nobody makes it in between."""
    facts = {"sealed": sealed(content), "version": version, "saved_at": moment}
    if not Answer.objects.filter(draft=draft, question=question).update(**facts):
        Answer.objects.create(draft=draft, question=question, **facts)


def save_answers(
    draft: Draft, values: Mapping[str, Any], versions: Mapping[str, int], *, by: Person | None,
    tab: str = "", untouched: Collection[str] = (), step: str = "", have: Kept | None = None,
) -> Saved:  # fmt: skip
    """Keeps answers as typed, question to value; nothing is checked.

    `versions` are those that the page was made from, 0 or absent where there was no answer. `tab` names the page, so
    that it never meets a conflict with itself; `untouched` are questions whose value the page only sends back. `have`
    is what the caller has read of the draft, after the draft itself: it is read again if somebody has saved since.
    Raises Conflict when somebody else changed the same question meanwhile, after everything else is saved and the
    losing text is put aside; Refused once the draft is sent.
    """
    moment = dates.now()
    with transaction.atomic():
        seen, draft = draft.changed_at, _locked(draft)
        if have is None or draft.changed_at != seen:
            have = kept(draft)
        saved, yours, theirs, whose = Saved(have.versions, have.saved_at or moment), {}, {}, {}
        for question, value in values.items():
            if _is_same(have, question, value) or (
                question in untouched and not (tab and have.tabs.get(question) == tab)
            ):
                continue
            version = have.versions.get(question, 0)
            if version != versions.get(question, 0) and not (tab and have.tabs.get(question) == tab):
                yours[question], theirs[question] = value, have.values.get(question)
                whose[question] = have.by.get(question, 0)
                _put_aside(draft, have, question, tab, value, moment, by)
                continue
            _write(draft, question, {"value": value, "tab": tab, "by": by.pk if by else 0}, version + 1, moment)
            saved.versions[question], saved.saved_at = version + 1, moment
            saved.changed.add(question)
        if saved.changed or yours or step != draft.at_step:
            draft.changed_at, draft.warned_at, draft.at_step = moment, None, step or draft.at_step
            draft.save(update_fields=["changed_at", "warned_at", "at_step"])
    if yours:
        raise Conflict(saved, yours, theirs, whose)
    return saved


def move_on(draft: Draft, step: str) -> None:
    """Remembers the page that the writer has come to, so that they find it again."""
    Draft.objects.filter(pk=draft.pk).update(at_step=step)


def _is_same(have: Kept, question: str, value: Any) -> bool:
    stored = have.values.get(question)
    return bool(stored == value or (not stored and not value and stored is not False and stored != 0))


def _put_aside(
    draft: Draft, have: Kept, question: str, tab: str, value: Any, moment: datetime, by: Person | None
) -> None:
    page = tab or "-"
    have.aside[question] = {**have.aside.get(question, {}), page: value}
    have.aside_by[question] = {**have.aside_by.get(question, {}), page: by.pk if by else 0}
    _write(draft, question + ASIDE, {"texts": have.aside[question], "by": have.aside_by[question]}, 1, moment)


def settle(draft: Draft, chosen: Mapping[str, Any], versions: Mapping[str, int], *, by: Person | None) -> Saved:
    """Ends conflicts: keeps the chosen text of each question and lets go of what was put aside.

    Raises Conflict when somebody changed a question once more meanwhile; nothing is let go of then.
    """
    with transaction.atomic():
        saved = save_answers(draft, chosen, versions, by=by)
        _touch(draft)
        Answer.objects.filter(draft=draft, question__in=[question + ASIDE for question in chosen]).delete()
    return saved


def keep_file(draft: Draft, question: str, upload: Any, *, by: Person | None) -> StoredFile:
    """Stores a file encrypted, as the answer to a question; the file it replaces is removed.

    Raises files.errors.BadFile when the file cannot be taken, Refused once the draft is sent.
    """
    with transaction.atomic():
        draft = _locked(draft)
        have = kept(draft)
        stored = store_private(upload, by=by, encrypted=True)
        facts = {
            "token": str(stored.token),
            "name": stored.name,
            "size": stored.size,
            "content_type": stored.content_type,
        }
        _remove_file(draft, have.values.get(question))
        _write(draft, question, {"value": facts, "tab": ""}, have.versions.get(question, 0) + 1, dates.now())
        _touch(draft)
    return stored


def drop_file(draft: Draft, question: str, *, by: Person | None) -> None:
    """Takes a file out of the draft again."""
    with transaction.atomic():
        draft = _locked(draft)
        have = kept(draft)
        _remove_file(draft, have.values.get(question))
        _write(draft, question, {"value": "", "tab": ""}, have.versions.get(question, 0) + 1, dates.now())
        _touch(draft)


def _touch(draft: Draft) -> None:
    """Its answers are others now: whoever has read them before reads them again."""
    Draft.objects.filter(pk=draft.pk).update(changed_at=dates.now(), warned_at=None)


def _remove_file(draft: Draft, facts: Any) -> None:
    """Removes a stored file that belongs to nothing but this draft: a file that was sent once is kept."""
    if not isinstance(facts, dict):
        return
    versions = Version.objects.filter(submission__draft=draft).values_list("answers", flat=True)
    sent = [value for answers in versions for value in answers.values()]
    if not any(isinstance(value, dict) and value.get("token") == facts["token"] for value in sent):
        for stored in StoredFile.objects.filter(token=facts["token"]):
            stored.delete()
            transaction.on_commit(partial(default_storage.delete, stored.path))


def claim(request: HttpRequest, person: Person) -> int:
    """Makes the drafts of a confirmed address the account's own, at sign-in. Returns how many."""
    taken = claim_all(person)
    if SESSION_KEY in request.session:
        held = Draft.objects.filter(token__in=request.session[SESSION_KEY], person=None)
        request.session[SESSION_KEY] = [str(token) for token in held.values_list("token", flat=True)]
    return taken


def claim_all(person: Person) -> int:
    """Every unowned draft of the person's own, confirmed address becomes theirs; mailed links to it end."""
    if person.confirmed_at is None:
        return 0
    rows = Draft.objects.being_written().filter(email=canonical_email(person.email), person=None)
    return rows.update(person=person, resume_hash=None, resume_until=None)


def adopt(draft: Draft, *, by: Person) -> Draft:
    """Somebody who holds the draft in this session takes it over with the address that they are signed in with.

    Call it only with a draft from `queries.draft_for`. Raises Refused when it belongs to another account or the
    person's address is not confirmed.
    """
    with transaction.atomic():
        draft = _locked(draft)
        if draft.person_id is None:
            draft.email = canonical_email(by.email)
        insist(can_claim(by, draft))
        draft.person, draft.resume_hash, draft.resume_until = by, None, None
        draft.save(update_fields=["email", "person", "resume_hash", "resume_until"])
    return draft


def delete_draft(draft: Draft, *, by: Person | None) -> None:
    """Removes a draft that was never sent, with its files. Raises Refused once it is sent."""
    with transaction.atomic():
        fresh = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if fresh.sent_at is not None or hasattr(fresh, "submission"):
            raise Refused(no(notices.ALREADY_SENT))
        for value in kept(fresh).values.values():
            _remove_file(fresh, value)
        fresh.delete()


def expire_drafts(moment: datetime | None = None) -> dict[str, int]:
    """Warns 14 days before a draft has lain unchanged for 180 days, and then removes it. Nothing goes unwarned."""
    moment = moment or dates.now()
    old = Draft.objects.being_written().filter(submission=None)
    warned = [
        draft.pk for draft in old.filter(changed_at__lte=moment - EXPIRES_AFTER + WARNED_BEFORE, warned_at=None)[:500]
        if _warn(draft.pk, moment)
    ]  # fmt: skip
    gone = old.filter(changed_at__lte=moment - EXPIRES_AFTER, warned_at__lte=moment - WARNED_BEFORE)[:500]
    removed = 0
    for draft in gone:
        delete_draft(draft, by=None)
        removed += 1
    return {"warned": len(warned), "removed": removed}


def _warn(pk: int, moment: datetime) -> bool:
    with transaction.atomic():
        rows = Draft.objects.select_for_update(of=("self",), skip_locked=True).select_related("opening", "person")
        draft = rows.filter(pk=pk, warned_at=None).first()
        if draft is None:
            return False
        draft.warned_at = moment
        draft.save(update_fields=["warned_at"])
        removed_on = max(draft.changed_at + EXPIRES_AFTER, moment + WARNED_BEFORE)
        notices.draft_expires(draft, new_link(draft) if draft.person_id is None else "", removed_on)
    return True
