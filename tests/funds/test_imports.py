"""Projects granted before the portal, from a file: read whole or not at all, harmless twice, by those who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from civicportal.commons.models import Item, Link, Step, Theme
from civicportal.kernel.answers import Refused
from civicportal.records.models import Entry
from funds.actions.imports import COLUMNS, MOST_ROWS, NEEDED, import_projects
from funds.models import Project
from tests.funds.factories import KRONA, World
from tests.people import client_of, make_fund_manager, make_resident

pytestmark = pytest.mark.django_db

GOOD = {
    "key": "2021-07",
    "title_sv": "Grannlån",
    "title_en": "Neighbour loans",
    "summary_sv": "Låna i stället för att köpa.",
    "summary_en": "Borrow instead of buying.",
    "about_sv": "En låneverkstad i varje stadsdel.",
    "learnt_sv": "Sågar lånas mest.",
    "granted": "85 000",
    "granted_on": "2021-05-03",
    "starts_on": "2021-06-01",
    "ends_on": "2022-06-01",
    "grantee_kind": "association",
    "grantee_name": "Föreningen Grannlån",
    "district": "söder",
    "vision_areas": "skapande",
    "state": "finished",
    "steps": "2021-09-01: Första verkstaden öppnade | 2022-05-20: Tio verkstäder",
}


def table(*rows: dict[str, str], separator: str = ";", columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A file as a spreadsheet saves it."""
    lines = [separator.join(columns)]
    for row in rows:
        cells = [row.get(name, "") for name in columns]
        lines.append(separator.join('"{}"'.format(cell.replace('"', '""')) for cell in cells))
    return "\r\n".join(lines).encode()


def bring_in(world: World, content: bytes) -> Any:
    with override("en"):
        return import_projects(world.fund, content, by=world.cast.fund_manager)


def test_a_good_row_stands_in_public_with_its_true_dates(world: World) -> None:
    outcome = bring_in(world, table(GOOD))
    assert (outcome.made, outcome.here_already, outcome.problems) == (1, 0, [])
    project = Project.objects.select_related("district").get()
    assert (project.title.texts, project.summary.texts["en"]) == (
        {"sv": "Grannlån", "en": "Neighbour loans"},
        "Borrow instead of buying.",
    )
    assert (project.granted, project.granted_on, project.ends_on) == (
        85_000 * KRONA,
        date(2021, 5, 3),
        date(2022, 6, 1),
    )
    assert (project.state, project.grantee_kind, project.grantee_name) == (
        "finished",
        "association",
        "Föreningen Grannlån",
    )
    assert project.district == world.district
    assert list(project.vision_areas.all()) == [Theme.objects.get(slug="skapande")]
    item = Item.objects.get(kind="project")
    assert (item.happened_on, item.amount, item.slug) == (date(2021, 5, 3), 85_000 * KRONA, "grannlan")
    told = Step.objects.filter(item=item).order_by("at")
    assert [(step.at.date(), str(step.title)) for step in told] == [
        (date(2021, 5, 3), "Beviljad av Visionsfonden"),
        (date(2021, 9, 1), "Första verkstaden öppnade"),
        (date(2022, 5, 20), "Tio verkstäder"),
    ]
    assert Link.objects.get(source=item).target == world.fund.item
    assert Entry.objects.get(verb="projects.imported").facts == {"made": 1}


def test_only_what_is_needed_is_enough(world: World) -> None:
    row = {name: GOOD[name] for name in NEEDED}
    assert bring_in(world, table(row, columns=NEEDED)).made == 1
    project = Project.objects.get()
    assert (project.grantee_kind, project.grantee_name, project.state) == ("person", "", "finished")


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_semicolons_commas_and_the_mark_of_excel(world: World, separator: str, mark: bytes) -> None:
    row = {**GOOD, "summary_sv": "Låna; inte köpa, aldrig."}
    assert bring_in(world, mark + table(row, separator=separator)).problems == []
    assert Project.objects.get().summary.texts["sv"] == "Låna; inte köpa, aldrig."


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(world: World, ends: str) -> None:
    content = table(GOOD, {**GOOD, "key": "2"}).decode().replace("\r\n", ends).encode()
    assert bring_in(world, content).made == 2


def test_the_same_file_twice_makes_the_rows_once(world: World) -> None:
    rows = [GOOD, {**GOOD, "key": "2021-08"}]
    bring_in(world, table(GOOD))
    again = bring_in(world, table(*rows))
    assert (again.made, again.here_already) == (1, 1)
    third = bring_in(world, table(*rows))
    assert (third.made, third.here_already, Project.objects.count()) == (0, 2, 2)
    assert Step.objects.filter(kind=Step.Kind.DECISION).count() == 2


def test_projects_of_one_name_get_addresses_of_their_own(world: World) -> None:
    bring_in(world, table(GOOD, {**GOOD, "key": "2"}, {**GOOD, "key": "3"}))
    assert list(Project.objects.order_by("pk").values_list("slug", flat=True)) == [
        "grannlan",
        "grannlan-2",
        "grannlan-3",
    ]


BAD: dict[str, tuple[dict[str, str], str]] = {
    "no key": ({"key": ""}, "key is empty"),
    "no title": ({"title_sv": " "}, "title_sv is empty"),
    "two empty": ({"granted": "", "granted_on": ""}, "granted, granted_on is empty"),
    "sum in words": ({"granted": "many"}, "Write the amount in kronor with digits, for example 25 000"),
    "sum with a full stop": (
        {"granted": "85.000"},
        "Do you mean SEK\xa085,000? Write it without a full stop or comma",
    ),
    "no money": ({"granted": "0"}, "granted must be more than 0"),
    "a debt": ({"granted": "-5"}, "Write the amount in kronor with digits, for example 25 000"),
    "american date": ({"granted_on": "05/03/2021"}, "granted_on is not a date like 2021-05-03"),
    "no such day": ({"ends_on": "2021-02-30"}, "ends_on is not a date like 2021-05-03"),
    "tomorrow": ({"granted_on": "2999-01-01"}, "granted_on is in the future"),
    "ends before it starts": (
        {"starts_on": "2022-01-02", "ends_on": "2022-01-01"},
        "ends_on is before starts_on",
    ),
    "unknown kind": (
        {"grantee_kind": "club"},
        "grantee_kind must be one of person, association, organisation, company, employee",
    ),
    "unknown state": ({"state": "done"}, "state must be one of granted, running, finished, stopped"),
    "unknown district": ({"district": "Månen"}, "there is no district called Månen"),
    "unknown area": ({"vision_areas": "skapande|rymden"}, "there is no vision area called rymden"),
    "step without a date": ({"steps": "Vi började"}, "a step must be written as 2021-05-03: words"),
    "step without words": ({"steps": "2021-05-03:"}, "a step must be written as 2021-05-03: words"),
    "too long a key": ({"key": "k" * 81}, "key is longer than 80 characters"),
    "too long a name": ({"grantee_name": "n" * 161}, "grantee_name is longer than 160 characters"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_row_is_named_and_nothing_is_brought_in(world: World, fault: str) -> None:
    changes, problem = BAD[fault]
    outcome = bring_in(world, table(GOOD, {**GOOD, "key": "2021-08", **changes}))
    assert outcome.problems == [f"Row 3: {problem}"]
    assert (outcome.made, Project.objects.count()) == (0, 0)
    assert not Entry.objects.filter(verb="projects.imported").exists()


def test_the_same_key_twice_in_a_file_is_a_fault(world: World) -> None:
    outcome = bring_in(world, table(GOOD, {**GOOD, "title_sv": "Ett annat"}))
    assert outcome.problems == ["Row 3: key 2021-07 stands in the file before"]
    assert Project.objects.count() == 0


def test_characters_that_no_text_has_are_left_out(world: World) -> None:
    bring_in(world, table({**GOOD, "summary_sv": "Lå\x00na\x07"}))
    assert Project.objects.get().summary.texts["sv"] == "Låna"


def test_all_faults_are_told_at_once(world: World) -> None:
    outcome = bring_in(world, table({**GOOD, "granted": ""}, GOOD, {**GOOD, "key": "3", "district": "Månen"}))
    assert outcome.problems == ["Row 2: granted is empty", "Row 4: there is no district called Månen"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"titel;summa\nx;1", "These columns are missing: key, title_sv, summary_sv, granted, granted_on"),
        (b"", "These columns are missing: key, title_sv, summary_sv, granted, granted_on"),
        ("key;title_sv\nåäö;x".encode("latin-1"), "The file is not UTF-8. Save it as CSV UTF-8 and try again"),
        (b"PK\x03\x04\xff\xfe\x00", "The file is not UTF-8. Save it as CSV UTF-8 and try again"),
    ],
)
def test_a_file_of_another_kind_says_so(world: World, content: bytes, problem: str) -> None:
    assert bring_in(world, content).problems == [problem]


def test_a_cell_of_a_novel_is_refused_in_words(world: World) -> None:
    outcome = bring_in(world, table({**GOOD, "about_sv": "x" * 200_000}))
    assert outcome.problems == ["The file cannot be read as CSV. Save it as CSV UTF-8 and try again"]


def test_too_many_rows_are_refused_before_they_are_read(world: World) -> None:
    content = b"\n".join([";".join(NEEDED).encode(), *[b"a;b;c;d;e"] * (MOST_ROWS + 1)])
    assert bring_in(world, content).problems == ["The file has more than 2000 rows. Split it"]


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-x", "@SUM(A1)", '=HYPERLINK("https://evil.example")'])
def test_a_cell_that_looks_like_a_formula_is_words_and_nothing_else(client: Client, world: World, cell: str) -> None:
    bring_in(world, table({**GOOD, "title_sv": cell, "title_en": "", "summary_sv": cell, "summary_en": ""}))
    project = Project.objects.get()
    assert project.title.texts["sv"] == cell
    assert client.get(project.get_absolute_url()).context["project"].summary.texts["sv"] == cell


def test_markup_in_a_cell_is_shown_and_does_nothing(client: Client, world: World) -> None:
    bring_in(world, table({**GOOD, "title_sv": "<script>alert(1)</script>", "title_en": ""}))
    page = client.get(Project.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "role", ["coach", "reviewer", "decision_maker", "registrar", "administrator", "auditor", "communicator", "resident"]
)
def test_nobody_but_a_fund_manager_brings_in(world: World, role: str) -> None:
    person = getattr(world.cast, role)
    with pytest.raises(Refused):
        import_projects(world.fund, table(GOOD), by=person)
    with pytest.raises(Refused):
        import_projects(world.fund, table(GOOD), by=make_fund_manager(world.cast.other_unit))
    assert Project.objects.count() == 0


def test_the_page_takes_a_file_and_shows_every_fault_at_it(world: World) -> None:
    client = client_of(world.cast.fund_manager)
    with override("en"):
        address = reverse("admin:funds_import", args=["visionsfonden"])
    bad = SimpleUploadedFile("projects.csv", table({**GOOD, "granted": "many"}), "text/csv")
    answer = client.post(address, {"table": bad})
    assert (answer.status_code, Project.objects.count()) == (422, 0)
    assert "Row 2: Write the amount in kronor with digits" in answer.content.decode()
    good = SimpleUploadedFile("projects.csv", table(GOOD), "text/csv")
    assert (client.post(address, {"table": good}).status_code, Project.objects.count()) == (200, 1)
    assert client.post(address, {}).status_code == 422


def test_the_page_is_not_there_for_others(world: World) -> None:
    address = reverse("admin:funds_import", args=["visionsfonden"])
    others = (world.cast.coach, world.cast.auditor, make_resident(), make_fund_manager(world.cast.other_unit))
    assert [client_of(person).get(address).status_code for person in others] == [404, 404, 404, 404]


def test_what_was_brought_in_agrees_with_its_items(world: World) -> None:
    bring_in(world, table(GOOD, {**GOOD, "key": "2", "district": "", "vision_areas": ""}))
    call_command("rebuild_items", "--check", verbosity=0)
