"""The log in the backoffice: read by those it concerns, changed by nobody."""

from __future__ import annotations

import pytest

from civicportal.records.models import Entry
from tests.people import client_of, make_registrar, make_unit

LOG = "/backoffice/records/entry/"
QUERIES = 5


def test_an_auditor_reads_all_of_it(round_):
    page = client_of(round_.cast.auditor).get(LOG)
    assert page.context["cl"].result_count == Entry.objects.count()


@pytest.mark.parametrize("role", ["registrar", "administrator"])
def test_a_registrar_and_an_administrator_read_that_of_their_unit(round_, role):
    page = client_of(round_.cast.by_role()[role]).get(LOG)
    own = Entry.objects.filter(unit_id=round_.cast.unit.pk)
    assert (page.context["cl"].result_count, own.count() > 0) == (own.count(), True)
    elsewhere = make_registrar(make_unit("En annan fond"))
    assert client_of(elsewhere).get(LOG).context["cl"].result_count == 0


@pytest.mark.parametrize("role", ["reviewer", "coach", "fund_manager", "decision_maker", "communicator"])
def test_others_do_not_read_it(round_, role):
    assert client_of(round_.cast.by_role()[role]).get(LOG).status_code == 403


def test_it_is_filtered_by_what_was_acted_on(round_):
    client = client_of(round_.cast.auditor)
    kind = {"subject_kind": "review.assignment"}
    assert client.get(LOG, kind).context["cl"].result_count == 2
    assert client.get(LOG, {**kind, "subject_id": round_.mine.pk}).context["cl"].result_count == 1
    assert client.get(LOG, {**kind, "subject_id": "x"}).context["cl"].result_count == 2
    assert client.get(LOG, {"facts__case": 1}).status_code == 400


def test_nobody_writes_in_it(round_):
    client = client_of(round_.cast.auditor)
    entry = Entry.objects.latest("id")
    assert client.get(f"{LOG}{entry.pk}/change/").status_code == 200
    assert client.post(f"{LOG}{entry.pk}/change/", {"verb": "x"}).status_code == 403
    assert client.get(f"{LOG}add/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_whatever_its_length(round_, rows, django_assert_num_queries):
    from django.db import transaction

    from civicportal.records.actions import record

    with transaction.atomic():
        for _ in range(rows):
            record(round_.submission.case, verb="tests.tried", by=round_.cast.fund_manager)
    client = client_of(round_.cast.auditor)
    with django_assert_num_queries(QUERIES):
        client.get(LOG, {"q": "tests.tried"})
