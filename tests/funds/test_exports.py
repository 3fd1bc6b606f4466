"""The applications as a file: what stands in it is what whoever asked may read."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from civicportal.cases.models import Recusal
from civicportal.files.exports import Table
from civicportal.people.models import Person
from funds.exports import CHUNK, HEAD, may_export, table
from tests.funds.factories import KRONA, World, make_application
from tests.funds.test_actions import grant
from tests.funds.test_table import judged


def read(world: World, who: str = "fund_manager", **asked: str) -> Table:
    person = Person.objects.get(pk=getattr(world.cast, who).pk)
    return table(person, {"round": world.round.place, **asked})


def column(found: Table, name: str) -> list[object]:
    with override("en"):
        place = [str(head) for head in HEAD].index(name)
    return [row[place] for row in found.rows]


def test_every_row_has_what_the_head_says(world: World) -> None:
    make_application(world, title="Cykelkök")
    found = read(world)
    assert [len(row) for row in found.rows] == [len(HEAD)]
    assert (found.total, found.hidden) == (1, 0)


def test_means_and_sums_are_figures_that_a_spreadsheet_counts_with(world: World) -> None:
    judged(world, "A", (5, 5), (4, 4), kronor=90_000)
    judged(world, "B", kronor=30_000)
    found = read(world)
    assert column(found, "Mean of the reviews") == ["4,50", ""]
    found = read(world)
    assert column(found, "Applied for (SEK)") == ["90000,00", "30000,00"]


def test_the_decision_stands_with_its_reasons(world: World) -> None:
    application = judged(world, "A", (5, 5), kronor=60_000)
    grant(world, application, 50_000 * KRONA)
    assert column(read(world), "Granted (SEK)") == ["50000,00"]


def test_what_one_has_stepped_aside_from_is_counted_and_not_told(world: World) -> None:
    application = make_application(world, title="Cykelkök")
    make_application(world, title="Odling")
    Recusal.objects.create(case=application.case, person=world.cast.fund_manager, ground="party")
    found = read(world)
    assert (found.total, found.hidden) == (1, 1)
    assert column(found, "Title") == ["Odling"]


def test_a_protected_identity_is_left_out_of_the_auditors_file(world: World) -> None:
    application = make_application(world, title="Cykelkök")
    Person.objects.filter(pk=application.submission.person_id).update(protected=True)
    assert column(read(world, "auditor"), "Contact person") == [""]
    assert column(read(world, "registrar"), "Contact person") == [application.contact_name]


@pytest.mark.parametrize(
    ("who", "may"),
    [("fund_manager", True), ("auditor", True), ("registrar", True), ("coach", False), ("reviewer", False)],
)
def test_who_takes_applications_out(world: World, who: str, may: bool) -> None:
    assert bool(may_export(Person.objects.get(pk=getattr(world.cast, who).pk))) is may


def test_rows_are_read_in_pieces(world: World, django_assert_num_queries: object) -> None:
    """The same number of questions to the database for each piece, whatever stands in it."""
    for number in range(3):
        make_application(world, title=f"Idé {number}")
    found = read(world)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(list(found.rows)) == 3
    assert CHUNK == 200
