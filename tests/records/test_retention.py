"""The retention schedule begins from what packages say must be kept, and is the registrar's from then on."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _

from civicportal.records import retention
from civicportal.records.models import RetentionRule
from civicportal.records.retention import RecordClass, fill_schedule, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_class(monkeypatch: pytest.MonkeyPatch) -> RecordClass:
    monkeypatch.setattr(retention, "classes", dict(retention.classes))
    made = RecordClass(
        key="tests-papers", name=_("Kronor"), start_event=_("Kronor"), years=3, models=("tests.Paper",), source="none"
    )
    register(made)
    return made


def test_a_missing_line_is_written_once(own_class: RecordClass) -> None:
    assert (fill_schedule(), fill_schedule()) == (1, 0)
    rule = RetentionRule.objects.get(record_class="tests-papers")
    assert (rule.years, rule.afterwards, rule.start_event) == (3, "purge", "Kronor")
    assert set(rule.name.texts) == {"sv", "en"}


def test_what_the_registrar_has_changed_stays(own_class: RecordClass) -> None:
    fill_schedule()
    RetentionRule.objects.filter(record_class="tests-papers").update(years=30)
    fill_schedule()
    assert RetentionRule.objects.get(record_class="tests-papers").years == 30


@pytest.mark.parametrize(("key", "model"), [("tests-papers", "tests.Other"), ("tests-other", "tests.Paper")])
def test_a_class_is_said_once_and_a_model_is_in_one(own_class: RecordClass, key: str, model: str) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register(RecordClass(key=key, name=_("Kronor"), start_event=_("Kronor"), models=(model,), source="none"))


def test_what_is_kept_for_ever_has_no_years() -> None:
    made = RecordClass(key="x", name=_("Kronor"), start_event=_("Kronor"), models=(), source="none")
    assert (made.years, made.afterwards) == (None, "keep")
