"""A draft that staff prepare from a conversation: it is the person's own from the first moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from civicportal.cases.models import Case
from civicportal.kernel.answers import Refused, insist, no
from civicportal.people.models import Person, canonical_email
from civicportal.submissions.actions.drafts import save_answers
from civicportal.submissions.definition import definition_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft, Opening
from civicportal.submissions.notices import writing as notices
from civicportal.submissions.rules.writing import can_start


@transaction.atomic
def prepare_draft(opening: Opening, *, talk: Case, values: Mapping[str, str], language: str) -> Draft:
    """Makes the draft that a conversation leads to, with what was said filled in, and mails the way to it.

    It belongs to the person of the case; whoever prepared it cannot open it. `values` are by what a question means
    ("title", "summary"), cut to what the question takes. A second call gives back the first draft. Raises Refused
    when the opening is not open, or not for this person.
    """
    person = talk.person
    if person is None:
        raise Refused(no(notices.NOBODY_TO_OWN))
    insist(can_start(opening))
    insist(kind_of(opening).may_write(person, opening))
    draft, new = Draft.objects.get_or_create(
        talk=talk,
        defaults={
            "opening": opening, "form": opening.form, "person": person, "email": canonical_email(person.email),
            "language": language,
        },
    )  # fmt: skip
    if new:
        definition = definition_of(opening.form)
        typed: dict[str, Any] = {}
        for means, words in values.items():
            if question := definition.meaning(means):
                typed[question.key] = words[: question.max_length or None]
        save_answers(draft, typed, {}, by=None)
        notices.draft_prepared(draft)
    return draft


@transaction.atomic
def begin_filled(opening: Opening, *, person: Person, typed: Mapping[str, Any], language: str) -> Draft:
    """A draft that the portal begins for somebody, with what it knows filled in as it would be typed.

    It is the person's own from the first moment, and may be begun after the last day: what comes late counts as late.
    `typed` is by question. The caller sees to it that it happens once, and whether the person may.
    """
    draft = Draft.objects.create(
        opening=opening, form=opening.form, person=person, email=canonical_email(person.email), language=language
    )
    save_answers(draft, typed, {}, by=None)
    return draft
