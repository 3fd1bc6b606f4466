"""Lists of cases and delegations in the backoffice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from civicportal.cases import actions
from civicportal.cases.models import Case, Delegation
from civicportal.kernel import dates

LIST = "admin:cases_case_changelist"


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.STAFF_MFA_REQUIRED = False


def test_the_most_overdue_case_stands_first(client, cast):
    for days in (2, 9):
        actions.open_case(
            kind="tests.case", title=f"Sen {days}", unit=cast.office, person=cast.resident, series="VF",
            answer_by=dates.today() - timedelta(days=days), by=None,
        )  # fmt: skip
    client.force_login(cast.manager)
    response = client.get(reverse(LIST))
    assert [case.title for case in response.context["cl"].result_list] == ["Sen 9", "Sen 2", "Cykelkök på Söder"]
    assert "9 dagar sent" in response.text
    late = client.get(reverse(LIST), {"state": "late"})
    assert [case.title for case in late.context["cl"].result_list] == ["Sen 9", "Sen 2"]


def test_another_unit_sees_nothing(client, cast):
    client.force_login(cast.stranger)
    response = client.get(reverse(LIST))
    assert list(response.context["cl"].result_list) == []
    assert client.get(reverse("admin:cases_case_change", args=[cast.case.pk])).status_code == 404


def test_the_row_leads_to_the_work_page(client, cast):
    client.force_login(cast.manager)
    response = client.get(reverse("admin:cases_case_change", args=[cast.case.pk]))
    assert response.url == reverse("admin:case_work", args=[cast.case.reference])
    assert client.get(reverse("admin:cases_case_add")).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_rows(client, cast, number, django_assert_max_num_queries):
    for n in range(number - 1):
        actions.open_case(
            kind="tests.case",
            title=f"Idé {n}",
            unit=cast.office,
            person=cast.resident,
            series="VF",
            answer_by=None,
            by=None,
        )
    client.force_login(cast.manager)
    with django_assert_max_num_queries(15):
        assert len(client.get(reverse(LIST)).context["cl"].result_list) == number


def test_a_delegation_that_was_used_can_only_be_ended(client, cast):
    made = Delegation.objects.get()
    url = reverse("admin:cases_delegation_change", args=[made.pk])
    client.force_login(cast.administrator)
    assert set(client.get(url).context["adminform"].form.fields) == {
        "person", "title", "unit", "series", "point", "ceiling", "starts_on", "ends_on"
    }  # fmt: skip
    actions.decide(cast.case, by=cast.director, outcome="refused", reason="Skäl.")
    form = client.get(url).context["adminform"].form
    assert set(form.fields) == {"ends_on"}


def test_only_an_administrator_writes_delegations(client, cast):
    url = reverse("admin:cases_delegation_add")
    found = {}
    for name in ("administrator", "manager", "director", "auditor"):
        client.force_login(getattr(cast, name))
        found[name] = client.get(url).status_code
    assert found == {"administrator": 200, "manager": 403, "director": 403, "auditor": 403}
    assert Case.objects.count() == 1
