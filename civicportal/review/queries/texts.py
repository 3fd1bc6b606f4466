"""Texts that somebody goes through before blind readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404

from civicportal.kernel.text import LocalizedText
from civicportal.review import redacting, rules
from civicportal.review.features import reviewed_of
from civicportal.review.models import GoneThrough, Redaction, Stage
from civicportal.review.queries.stages import shown_to
from civicportal.review.redacting import Warned
from civicportal.submissions.definition import OWN_WORDS, definition_of
from civicportal.submissions.models import Submission, Version
from civicportal.submissions.showing import Names, in_words


def submission_to_go_through(person: Any, reference: str) -> tuple[Submission, Version]:
    """A submission whose text the person may go through, and its latest version. Raises Http404."""
    rows = shown_to(person, Submission.objects.select_related("opening__unit", "case", "person"))
    found = rows.filter(case__reference=reference, withdrawn_at__isnull=True).first()
    if found is None or not rules.can_redact(person, found):
        raise Http404
    latest = found.versions.select_related("form", "gone_through__by").order_by("-number")
    version: Version = latest[0]
    version.submission = found
    return found, version


@dataclass(frozen=True, slots=True)
class TextRow:
    """One answer on the page: what was written, what may give the writer away, what blind readers see."""

    key: str
    label: LocalizedText
    written: str
    warned: list[Warned]
    redacted: str | None
    long: bool

    @property
    def shown(self) -> str:
        """What stands in the box: the redaction if there is one, empty or not, else what was written."""
        return self.written if self.redacted is None else self.redacted

    @property
    def is_redacted(self) -> bool:
        return self.redacted is not None

    def said(self, data: Mapping[str, str]) -> str | None:
        """What the page says about it: None for as it was written, "" for nothing at all, else another text."""
        if data.get(f"{self.key}-hide"):
            return ""
        typed = data.get(self.key, self.written).replace("\r\n", "\n").strip()
        return None if typed == self.written.strip() else typed


def texts_of(submission: Submission, version: Version) -> list[TextRow]:
    """Every answer in free text that blind readers would see, in the form's order. At most three queries."""
    warned = redacting.warnings_in(submission, version)
    redactions = redacting.redactions_of(version)
    own = dict(Redaction.objects.filter(version=version).values_list("question", "text"))
    names = Names()
    rows = []
    for question in definition_of(version.form).questions():
        value = version.answers.get(question.key)
        if not value or question.identifies or question.sensitive or question.kind not in {*OWN_WORDS, "budget"}:
            continue
        kept = own.get(question.key, redactions.get(question.key))
        if kept == str(redacting.NOT_YET):
            kept = None
        written = in_words(question, value, names)
        found = warned.get(question.key, [])
        rows.append(TextRow(question.key, question.label, written, found, kept, question.kind != "short_text"))
    return rows


@dataclass(frozen=True, slots=True)
class WaitingText:
    """One submission in the list of texts."""

    submission: Submission
    gone_through: bool
    warnings: int


def waiting_texts(stage: Stage, person: Any) -> list[WaitingText]:
    """What has come in to a stage's round, those not gone through first. Constant queries."""
    newest = Version.objects.filter(submission=OuterRef("submission")).order_by("-number").values("pk")[:1]
    ready = shown_to(person, reviewed_of(stage.opening).ready(stage.opening)).filter(withdrawn_at__isnull=True)
    versions = Version.objects.filter(submission__in=ready, pk=Subquery(newest))
    done = GoneThrough.objects.filter(version=OuterRef("pk"))
    versions = versions.annotate(is_done=Exists(done)).select_related("form", "submission__case", "submission__person")
    rows = [
        WaitingText(
            version.submission,
            version.is_done,
            sum(map(len, redacting.warnings_in(version.submission, version).values())),
        )
        for version in versions.order_by("submission__pk").for_page()
    ]
    return sorted(rows, key=lambda row: (row.gone_through, -row.warnings, row.submission.case.reference))
