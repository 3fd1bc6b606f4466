"""What the writing pages put on my page: the drafts that one is writing, each with the way back into it."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import dates
from civicportal.people.sealing import unseal
from civicportal.places import mine
from civicportal.submissions.definition import definition_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Answer, Draft
from civicportal.submissions.queries import drafts_of


def register_my_page() -> None:
    """Called when the app is ready."""
    mine.register(mine.Group(key="drafts", label=gettext_lazy("Your drafts"), rows=my_drafts, position=10))


def my_drafts(person: Any) -> list[mine.Row]:
    """The person's own drafts, latest first; nobody else ever sees these lines."""
    drafts = drafts_of(person)
    titles, names = _titles(drafts), {}
    for draft in drafts:
        if draft.opening_id not in names:
            names[draft.opening_id] = kind_of(draft.opening).about(draft.opening).name
    return [
        mine.Row(
            label=titles.get(draft.pk) or _("Draft to %(name)s") % {"name": names[draft.opening_id]},
            url=reverse("submissions:tasks", args=[draft.token]),
            status=_("Draft, only you can see it"),
            note=_("%(name)s · Saved %(when)s")
            % {"name": names[draft.opening_id], "when": dates.show_moment(draft.changed_at)},
        )
        for draft in drafts
    ]


def _titles(drafts: list[Draft]) -> dict[int, str]:
    """What the writers call their ideas so far, by draft: one query."""
    keys = {draft.pk: question.key for draft in drafts if (question := definition_of(draft.form).meaning("title"))}
    answers = Answer.objects.filter(draft__in=keys, question__in=set(keys.values()))
    found = {}
    for answer in answers:
        if answer.question == keys[answer.draft_id]:
            value = json.loads(unseal(bytes(answer.sealed)))["value"]
            found[answer.draft_id] = value if isinstance(value, str) else ""
    return found
