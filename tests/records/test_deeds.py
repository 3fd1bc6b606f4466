"""The log in words: for the auditor's start page and for whoever reads the whole of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from civicportal.records import deeds
from civicportal.records.actions import record
from tests.people import client_of, make_auditor, make_cast


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("application.screen", "Genomläst, kan bedömas"),
        ("case.say", "Ett meddelande skrevs"),
        ("round.published", "Publicerat"),
        ("stage.prolonged", "Fick mer tid"),
        ("something.nobody_has_words_for", "something.nobody_has_words_for"),
    ],
)
def test_a_verb_is_told_by_its_own_words_or_by_its_last_part(verb, words):
    with translation.override("sv"):
        assert deeds.said(verb) == words


def test_a_verb_has_one_feature_s_words():
    with pytest.raises(ValueError, match="have words already"):
        deeds.register({"case.say": "Something else"})


@pytest.mark.django_db
def test_an_auditor_reads_what_was_done_in_words():
    cast = make_cast()
    record(cast.unit, verb="round.published", by=cast.fund_manager)
    client = client_of(make_auditor())
    start = client.get(reverse("admin:index")).text
    assert ("Publicerat" in start, "round.published" in start) == (True, False)
    assert "Publicerat (round.published)" in client.get(reverse("admin:records_entry_changelist")).text
