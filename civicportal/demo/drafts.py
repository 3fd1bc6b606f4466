"""A few drafts in the open round. Nobody but their writers can read them, in the demo as anywhere."""

from __future__ import annotations

from datetime import timedelta

from civicportal.demo.fund import RoundPlan
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.submissions.actions.drafts import sealed
from civicportal.submissions.models import Answer, Draft

QUESTION_OF = {"who": "target"}
"""The texts' word for a question where it is another than the form's."""


def load(round_: RoundPlan, cast: dict[str, Person]) -> None:
    """Makes the drafts with their answers sealed."""
    by_email = {person.email: person for person in cast.values()}
    for number, data in enumerate(texts("open")["draft"], start=1):
        changed = dates.now() - timedelta(days=number, hours=3)
        draft = Draft.objects.create(
            opening=round_.row.opening,
            form=round_.row.opening.form,
            person=by_email.get(data["email"]),
            email=data["email"],
            language=data.get("language", "sv"),
            started_at=changed - timedelta(hours=5),
            changed_at=changed,
            at_step=data["at"],
        )
        Answer.objects.bulk_create(
            Answer(
                draft=draft,
                question=QUESTION_OF.get(key, key),
                sealed=sealed({"value": value, "tab": ""}),
                saved_at=changed,
            )
            for key, value in data["answers"].items()
        )
