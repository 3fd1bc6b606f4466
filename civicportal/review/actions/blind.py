"""Striking out what tells who wrote a text, and saying that it is gone through."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import rules
from civicportal.review.models import GoneThrough, Redaction
from civicportal.submissions.definition import definition_of
from civicportal.submissions.models import Version


def redact(version: Version, *, texts: Mapping[str, str | None], by: Person) -> None:
    """Keeps what blind readers see of a version, and that it has been gone through.

    `texts` holds a text for each question that is redacted, "" to show nothing at all, and None for one that is
    shown as it was written. What the writer sent is never changed. Raises Refused, and KeyError for a question that
    the form does not have.
    """
    asked = {question.key: question for question in definition_of(version.form).questions()}
    with transaction.atomic():
        insist(rules.can_redact(by, version.submission))
        for key, text in texts.items():
            if text is None:
                Redaction.objects.filter(version=version, question=key).delete()
                continue
            values = {"text": nfc(text).strip(), "means": asked[key].means, "by": by, "at": dates.now()}
            Redaction.objects.update_or_create(version=version, question=key, defaults=values)
        GoneThrough.objects.update_or_create(version=version, defaults={"by": by, "at": dates.now()})
        kept = sorted(Redaction.objects.filter(version=version).values_list("question", flat=True))
        facts = {"case": version.submission.case_id, "version": version.number, "redacted": kept}
        record(version, verb="text.gone_through", by=by, facts=facts)
