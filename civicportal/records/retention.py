"""What the city must keep, and how long: packages say it here, and the retention schedule begins from it.

The schedule itself is rows that the registrar keeps in step with the city's document plan; a class that somebody has
changed is never written over. Nothing in the portal removes what belongs to a class: purging is proposed by the
schedule and approved by an archivist (arkivlagen 1990:782, 10 §).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import override

from civicportal.kernel.text import LocalizedText
from civicportal.records.models import RetentionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClass:
    """One class of documents. `years` is None for what is kept for ever, else counted from the end of `start_event`.

    `models` are the labels of the rows that belong to it, such as "funds.AidAward"; `source` is the statute or the
    practice that asks for it.
    """

    key: str
    name: Promise
    start_event: Promise
    models: tuple[str, ...]
    years: int | None = None
    source: str

    @property
    def afterwards(self) -> str:
        return RetentionRule.Afterwards.KEEP if self.years is None else RetentionRule.Afterwards.PURGE


classes: dict[str, RecordClass] = {}


def register(record_class: RecordClass) -> None:
    """Adds a class, in AppConfig.ready(). Raises ValueError for a key that is taken, or a model that is in two."""
    taken = {model for each in classes.values() for model in each.models}
    if record_class.key in classes or taken & set(record_class.models):
        raise ValueError(f"{record_class.key} is registered twice, or holds what another class holds")
    classes[record_class.key] = record_class


def fill_schedule(**signal: Any) -> int:
    """Writes a line for each class that the schedule lacks, after each migration. Returns how many were missing."""
    if RetentionRule._meta.db_table not in connection.introspection.table_names():
        return 0
    known = set(RetentionRule.objects.values_list("record_class", flat=True))
    missing = [_rule(each) for each in classes.values() if each.key not in known]
    return len(RetentionRule.objects.bulk_create(missing, ignore_conflicts=True))


def _rule(record_class: RecordClass) -> RetentionRule:
    with override(settings.LANGUAGE_CODE):
        start_event = str(record_class.start_event)
    return RetentionRule(
        record_class=record_class.key,
        name=LocalizedText({code: _said(record_class.name, code) for code in ("sv", "en")}),
        start_event=start_event,
        years=record_class.years,
        afterwards=record_class.afterwards,
    )


def _said(words: Promise, code: str) -> str:
    with override(code):
        return str(words)
