"""The monthly list of delegated decisions: the right ones, for those who report them, in every form."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from civicportal.cases import actions, delegated
from civicportal.cases.models import Case
from civicportal.kernel import pdf
from civicportal.places.models import City
from tests.cases.conftest import world
from tests.cases.test_decisions import inflated
from tests.people import client_of

NOVEMBER = delegated.Month(2026, 11)


@pytest.fixture
def made(db):
    """One decision released in November, made in October; one held."""
    City.objects.create(name="Helsingborg", short_name="Hbg", authority="Kommunstyrelsen", email="a@example.org")
    with time_machine.travel("2026-10-30T10:00:00+01:00", tick=False):
        cast = world()
        decision = actions.decide(cast.case, by=cast.director, outcome="granted", amount=75_000_00, reason="Nytta.")
        held = actions.open_case(
            kind="tests.case", title="Hålls inne", unit=cast.office, person=None, series="VF", answer_by=None, by=None
        )
        actions.decide(held, by=cast.director, outcome="refused", reason="Nej.")
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        actions.release_decision(decision, by=cast.director)
        yield cast


def listed(person, unit, month=NOVEMBER):
    return [decision.case.title for decision in delegated.decisions_of_month(person, unit, month)]


def test_a_decision_stands_in_the_month_of_its_release(made):
    months = {month.key: listed(made.registrar, made.office, month) for month in delegated.months()[:3]}
    assert months == {"2026-11": ["Cykelkök på Söder"], "2026-10": [], "2026-09": []}


@pytest.mark.parametrize(
    ("at", "title"), [("2026-11-30T23:59:59+01:00", "2026-11"), ("2026-12-01T00:00:00+01:00", "2026-12")]
)
def test_the_month_turns_at_midnight_in_stockholm(made, at, title):
    with time_machine.travel(at, tick=False):
        case = Case.objects.get(title="Hålls inne")
        actions.release_decision(case.decisions.get(), by=made.director)
    year, number = title.split("-")
    assert "Hålls inne" in listed(made.registrar, made.office, delegated.Month(int(year), int(number)))


def test_who_reads_the_list(made):
    people = {
        "manager": made.manager, "director": made.director, "registrar": made.registrar, "auditor": made.auditor,
        "coach": made.coach, "resident": made.resident, "stranger": made.stranger, "administrator": made.administrator,
    }  # fmt: skip
    for name in ("cases_delegated", "cases_delegated_file"):
        path = reverse(f"admin:{name}", args=["csv"] if name.endswith("file") else [])
        opens = {who for who, person in people.items() if client_of(person).get(path).status_code == 200}
        assert opens == {"director", "registrar", "auditor"}


def test_what_one_stepped_aside_from_is_only_counted(made):
    actions.declare_recusal(made.case, person=made.registrar, ground="party", by=made.registrar)
    page = client_of(made.registrar).get(reverse("admin:cases_delegated")).content.decode()
    assert ("Cykelkök" in page, "1 beslut visas inte för dig" in page) == (False, True)
    table = client_of(made.registrar).get(reverse("admin:cases_delegated_file", args=["csv"])).content.decode()
    assert "Cykelkök" not in table


def test_the_table_file_runs_no_formula(made):
    Case.objects.filter(pk=made.case.pk).update(title="=HYPERLINK(1)")
    answer = client_of(made.registrar).get(reverse("admin:cases_delegated_file", args=["csv"]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="delegationsbeslut-2026-11.csv"'
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert head == "Nummer;Diarienummer;Ärendet gäller;Utfall;Belopp;Beslutsdatum;Beslutat av;Enligt delegation"
    assert row == (
        "VF-2026-0001;;'=HYPERLINK(1);Beviljat;75\u00a0000\u00a0kr;30 oktober 2026;Disa Berg, Stadsdirektör;B 4.2"
    )


def test_the_list_says_what_the_statute_asks(made):
    page = client_of(made.director).get(reverse("admin:cases_delegated")).content.decode()
    for words in (
        "VF-2026-0001",
        "Beviljat",
        "75\u00a0000\u00a0kr",
        "Disa Berg, Stadsdirektör",
        "B 4.2",
        "6 kap. 40 §",
    ):
        assert words in page
    assert "Hålls inne" not in page


@pytest.mark.parametrize("empty", [False, True])
def test_the_paper_is_tagged_and_has_language_and_title(made, empty):
    decisions = [] if empty else list(delegated.decisions_of_month(made.registrar, made.office, NOVEMBER))
    content = pdf.render("cases/delegated.typ", delegated.as_facts(made.office, NOVEMBER, decisions, 0))
    whole = content + b"".join(inflated(content))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang(sv", b"/DisplayDocTitle true"):
        assert mark in whole
