"""Several behind one application in the demo: who writes along, what is to be completed, support that has waited."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db.models import F

from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import completing
from civicportal.submissions.endorsing import WAITS_LONG
from civicportal.submissions.enums import CoWriterState
from civicportal.submissions.models import Completion, CoWriter, Draft, Endorsement, Version
from funds.models import Application, Fund


def load(fund: Fund, cast: dict[str, Person]) -> None:
    """A draft of two, an application of two, one that waits to be completed and one that was, support passed on."""
    data = texts("together")
    by_email = {person.email: person for person in cast.values()}
    of_draft = data["draft"]
    draft = Draft.objects.filter(person=by_email[of_draft["owner"]], sent_at=None).order_by("pk")[0]
    _write_along(draft, by_email[of_draft["along"]])
    _write_along(draft, None, of_draft["invited"])
    granted = _applications(fund, "granted")[0]
    _write_along(granted.submission.draft, by_email[data["sent"]["along"]])
    for row in data["completion"]:
        _complete(_applications(fund, row["state"])[1], row, cast["fund_manager"])
    waiting = Endorsement.objects.waiting().filter(asked_at__lte=dates.now() - WAITS_LONG)
    waiting.update(passed_on_at=F("asked_at") + WAITS_LONG)


def _applications(fund: Fund, state: str) -> list[Application]:
    rows = Application.objects.filter(
        round__fund=fund, state=state, submission__language="sv", submission__person__protected=False
    )
    rows = rows.exclude(submission__person__email__in=["maja@example.org", "priya@example.org"])
    return list(rows.select_related("submission__draft", "submission__person").order_by("pk"))


def _write_along(draft: Any, person: Person | None, email: str = "") -> None:
    """Somebody who said yes some days ago, or an invitation without an answer."""
    now = dates.now()
    CoWriter.objects.create(
        draft=draft,
        person=person,
        email=person.email if person else email,
        language=person.language if person else "sv",
        state=CoWriterState.WRITING if person else CoWriterState.INVITED,
        token_hash=token_hash(secrets.token_urlsafe(24)),
        invited_at=now - timedelta(days=3),
        accepted_at=now - timedelta(days=2) if person else None,
    )
    Draft.objects.filter(pk=draft.pk).update(has_co_writers=True)


def _complete(application: Application, row: dict[str, Any], manager: Person) -> None:
    """Asked for by the real action some days ago; answered where the story says what was answered."""
    submission, now = application.submission, dates.now()
    until = dates.today() + timedelta(days=row["days"])
    made = completing.ask_completion(
        submission, questions=row["questions"], until=until, words=row["words"], by=manager
    )
    Completion.objects.filter(pk=made.pk).update(asked_at=now - timedelta(days=4))
    if "answer" not in row or submission.person is None:
        return
    draft = completing.begin_completion(submission, by=submission.person)
    question = row["questions"][0]
    versions = {question: 1000 * Version.objects.filter(submission=submission).count()}
    submissions.save_answers(draft, {question: row["answer"]}, versions, by=submission.person)
    submissions.send(draft, by=submission.person)
