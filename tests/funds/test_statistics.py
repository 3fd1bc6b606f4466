"""A fund's figures: what they count, that no small number can be worked out, the files, the method for others."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from civicportal.cases.models import Delegation
from civicportal.commons import actions as commons
from civicportal.commons.models import Theme
from civicportal.kernel import dates, pdf
from civicportal.places.queries import the_city
from civicportal.submissions.models import Version
from funds import statistics as shown
from funds.enums.applications import ApplicationState, SourceKind
from funds.method import paper
from funds.models import Application, Fund, Round
from funds.queries import method as methods
from funds.queries import statistics as queries
from funds.queries.statistics import Count, Figures, SourceFigures, Times
from tests.funds.factories import KRONA, World, make_application, make_project, texts
from tests.funds.test_actions import close
from tests.people import make_resident

NOTHING = {kind: SourceFigures() for kind in SourceKind.values}
PAGES = ("statistik/", "sa-beslutar-vi/", "sprid-metoden/")


def counts(**numbers: tuple[int, int]) -> dict[str, Count]:
    """Categories with how many applied and how many of them were granted."""
    return {
        key: Count(key, key, place, applied, applied * 1000, granted, granted * 900)
        for place, (key, (applied, granted)) in enumerate(numbers.items())
    }


def figures(**parts: Any) -> Figures:
    facts: dict[str, Any] = {"rounds": {}, "areas": {}, "districts": {}, "kinds": {}, "heard": {}, "times": {}}
    return Figures(**{**facts, "coached": Count("coached"), "alone": Count("alone"), **parts})


def chart(told: shown.Statistics, key: str) -> list[tuple[str, int | None, int]] | None:
    """The rows of a chart of those who applied, or None where it is not told; one of grants alone is another."""
    found = [one for one in told.charts if one.key == key and (one.has_grants or key in {"heard", "times", "sources"})]
    return [(row.label, row.applied, row.granted) for row in found[0].rows] if found else None


def test_a_round_with_few_refused_is_not_told_nor_one_that_gives_it_away() -> None:
    told = shown.told(Fund(), [], figures(rounds=counts(a=(20, 5), b=(9, 7), c=(12, 4))), NOTHING)
    assert (told.applied, told.granted, told.amount) == (41, 16, 16 * 900)
    assert chart(told, "rounds") == [("a", 20, 5), ("b", None, 7), ("c", None, 4)]


def test_places_with_few_are_told_as_one() -> None:
    places = counts(a=(9, 1), b=(1, 0), c=(2, 1), d=(3, 0), e=(1, 0))
    told = shown.told(Fund(), [], figures(rounds=counts(r=(16, 2)), districts=places), NOTHING)
    rows = chart(told, "districts")
    assert rows is not None
    assert [(row[1], row[2]) for row in rows] == [(9, 1), (7, 1)]


def test_nothing_but_grants_is_told_of_very_few() -> None:
    told = shown.told(Fund(), [], figures(rounds=counts(a=(6, 2)), kinds=counts(person=(6, 2))), NOTHING)
    assert (told.applied, told.requested, told.granted, told.charts) == (None, None, 2, [])


def test_where_few_apply_from_each_place_the_grants_are_told_alone() -> None:
    places = counts(a=(3, 1), b=(4, 2), c=(3, 0))
    told = shown.told(Fund(), [], figures(rounds=counts(r=(10, 3)), districts=places), NOTHING)
    alone = [one for one in told.charts if one.key == "districts"]
    assert [(one.has_grants, [(row.label, row.applied) for row in one.rows]) for one in alone] == [
        (False, [("b", 2), ("a", 1)])
    ]


@pytest.mark.parametrize(
    ("coached", "alone", "is_told"),
    [((20, 8), (15, 5), True), ((20, 8), (9, 5), False), ((20, 4), (15, 5), False), ((0, 0), (30, 10), False)],
)
def test_coaching_is_told_whole_or_not_at_all(
    coached: tuple[int, int], alone: tuple[int, int], *, is_told: bool
) -> None:
    both = counts(coached=coached, alone=alone)
    told = shown.told(
        Fund(), [], figures(rounds=counts(r=(99, 9)), coached=both["coached"], alone=both["alone"]), NOTHING
    )
    assert (chart(told, "coached") is not None) == is_told


def test_sources_are_told_without_what_is_small() -> None:
    sources = {**NOTHING, "poster": SourceFigures(40, 9, 6, 2), "event": SourceFigures(30, 3, 2, 1)}
    told = shown.told(Fund(), [], figures(), sources)
    rows = {row.label: (row.applied, row.words) for one in told.charts for row in one.rows}
    assert rows["Affischer"] == (40, "40 öppningar, 6 ansökningar") or rows["Affischer"] == (40, "40 öppningar")
    assert [value for value in rows.values() if "2 ansökningar" in value[1]] == []


CATEGORY = st.tuples(st.integers(0, 25), st.integers(0, 25)).map(lambda pair: (max(pair), min(pair)))


@given(st.dictionaries(st.sampled_from("abcdefgh"), CATEGORY, min_size=1, max_size=8))
def test_whatever_the_numbers_no_small_one_can_be_told_from_the_page(numbers: dict[str, tuple[int, int]]) -> None:
    """Of those without a grant: every told number is 5 or more, the untold are never one alone nor few together."""
    told = shown.told(Fund(), [], figures(rounds=counts(**numbers), districts=counts(**numbers)), NOTHING)
    others = sum(applied - granted for applied, granted in numbers.values())
    if told.applied is None:
        assert others < shown.LOWEST
        assert told.charts == []
        return
    for key in ("rounds", "districts"):
        rows = chart(told, key) or []
        left = [applied - granted for _label, applied, granted in rows if applied is not None]
        hidden = [row for row in rows if row[1] is None]
        assert [number for number in left if number < shown.LOWEST] == []
        assert len(hidden) != 1
        assert not hidden or others - sum(left) >= shown.LOWEST


@given(st.dictionaries(st.sampled_from("abcdefgh"), CATEGORY, min_size=1, max_size=8))
def test_the_file_tells_no_more_than_the_page(numbers: dict[str, tuple[int, int]]) -> None:
    told = shown.told(Fund(), [], figures(rounds=counts(**numbers), kinds=counts(**numbers)), NOTHING)
    rows = [(cells[0], cells[1], cells[2], cells[4]) for cells in shown.cells(told) if cells[0] in {"rounds", "kinds"}]
    assert rows == [
        (one.key, row.label, "..", ".." if one.has_sums else "")
        if row.applied is None
        else (one.key, row.label, row.applied, (row.requested or 0) // 100 if one.has_sums else "")
        for one in told.charts
        for row in one.rows
    ]


def test_time_to_answer() -> None:
    one, other = Round(pk=1, name=texts("Ett")), Round(pk=2, name=texts("Två"))
    times = {"1": Times(20, 31, 19), "2": Times(4, 10, 4), "": Times(24, 30, 0)}
    told = shown.told(Fund(), [one, other], figures(rounds=counts(**{"1": (20, 2)}), times=times), NOTHING)
    rows = [row for found in told.charts if found.key == "times" for row in found.rows]
    assert [(row.label, row.applied) for row in rows] == [("Ett", 31)]
    assert (told.median, told.in_time) == (30, 96)


def many(world: World, number: int, **facts: Any) -> list[Application]:
    """Applications without answers of their own, made in the round as rows."""
    made = [make_application(world, make_resident()) for _number in range(number)]
    Application.objects.filter(pk__in=[one.pk for one in made]).update(**facts)
    return made


@pytest.mark.django_db
def test_what_the_statistics_count(world: World) -> None:
    area = Theme.objects.get(slug="skapande")
    made = many(world, 7, district=world.district, requested=10_000 * KRONA)
    for one in made:
        one.vision_areas.add(area)
    many(world, 1, state=ApplicationState.WITHDRAWN)
    assert queries.counted_rounds(world.fund) == []
    close(world)
    make_project(world.fund, round=world.round, district=world.district, grantee_kind="person", granted=9_000 * KRONA)
    hidden = make_project(world.fund, round=world.round, grantee_kind="person")
    commons.hide(hidden, by=None, reason="test")
    found = queries.figures_of(world.fund)
    rounds = found.rounds[str(world.round.pk)]
    assert (rounds.applied, rounds.requested, rounds.granted, rounds.amount) == (
        7,
        70_000 * KRONA,
        1,
        9_000 * KRONA,
    )
    assert (found.districts[str(world.district.pk)].applied, found.areas[str(area.pk)].applied) == (7, 7)
    assert (found.kinds["person"].applied, found.kinds["person"].granted) == (7, 1)
    assert queries.counted_rounds(world.fund) == [world.round]


@pytest.mark.django_db
def test_how_people_heard_is_read_by_the_questions_meaning(world: World) -> None:
    form = world.round.opening.form
    steps = form.definition["steps"]
    steps[-1]["questions"].append(
        {
            "key": "found_us",
            "kind": "choices",
            "label": {"sv": "Hur hittade du hit?"},
            "means": "outreach",
            "choices": [
                {"value": "friend", "label": {"sv": "En vän", "en": "A friend"}},
                {"value": "poster", "label": {"sv": "En affisch", "en": "A poster"}},
            ],
        }
    )
    form.save()
    made = many(world, 6)
    for place, version in enumerate(Version.objects.order_by("pk")):
        version.answers["found_us"] = ["friend", "poster"] if place else ["friend"]
        version.save()
    many(world, 1)
    close(world)
    found = queries.figures_of(world.fund)
    assert len(made) == 6
    assert ({key: one.applied for key, one in found.heard.items()}, found.answers) == ({"friend": 6, "poster": 5}, 6)
    assert str(found.heard["poster"].label) == "En affisch"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_are_the_same_for_everybody(client: Client, world: World, path: str, prefix: str) -> None:
    first = client.get(f"{prefix}/fonder/visionsfonden/{path}")
    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert first.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "number"), list(zip(PAGES, (7, 5, 8), strict=True)))
def test_queries_of_the_pages_do_not_grow(world: World, rows: int, path: str, number: int) -> None:
    many(world, rows, state=ApplicationState.REFUSED)
    for place in range(rows):
        make_project(world.fund, f"Projekt {place}", state="finished", learnt=texts("Lärt"), round=world.round)
    close(world)
    client = Client()
    client.get("/fonder/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/fonder/visionsfonden/{path}")
    assert len(asked) == number


@pytest.mark.django_db
def test_a_fund_without_a_closed_round_says_so(client: Client, world: World) -> None:
    assert "Inga siffror än" in client.get("/fonder/visionsfonden/statistik/").content.decode()


@pytest.mark.django_db
def test_the_file_is_for_spreadsheets_and_runs_nothing(client: Client, world: World) -> None:
    Round.objects.filter(pk=world.round.pk).update(name=texts("=1+1"))
    many(world, 6)
    close(world)
    response = client.get("/fonder/visionsfonden/statistik.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="visionsfonden-statistik.csv"'
    assert (rows[0]["table"], rows[0]["applied"], rows[0]["applied_kr"]) == ("all", "6", "450000")
    assert [row["row"] for row in rows if row["table"] == "rounds"] == ["'=1+1"]


@pytest.mark.django_db
def test_each_point_of_delegation_stands_once_and_only_what_is_valid_today(world: World) -> None:
    """Two persons hold the same one, a new one overlaps the old, one has ended: readers see one line for each."""
    today, held = dates.today(), {"unit": world.cast.unit, "starts_on": date(2020, 1, 1)}
    director, manager = world.cast.decision_maker, world.cast.fund_manager
    facts = [
        ("Stadsdirektör", "KS 4.12", 100_000, manager, None),
        ("Stadsdirektör", "KS 4.12", 50_000, director, None),
        ("Stadsdirektör", "KS 4.13", 20_000, director, None),
        ("Enhetschef", "KS 4.12", 30_000, manager, None),
        ("Enhetschef", "KS 9.1", 70_000, manager, today - timedelta(days=1)),
    ]
    for title, point, kronor, person, ends_on in facts:
        Delegation.objects.create(
            title=title, point=point, ceiling=kronor * KRONA, person=person, ends_on=ends_on, **held
        )
    told = [(one.title, one.point, one.ceiling // KRONA) for one in methods.who_decides(world.fund)]
    assert told == [
        ("Stadsdirektör", "KS 4.12", 100_000), ("Enhetschef", "KS 4.12", 30_000), ("Stadsdirektör", "KS 4.13", 20_000),
    ]  # fmt: skip
    page = Client().get("/fonder/visionsfonden/sa-beslutar-vi/").text
    assert (page.count("(KS 4.12)"), page.count("(KS 4.13)"), "KS 9.1" in page) == (2, 1, False)


def test_how_we_decide_is_made_from_the_configuration(client: Client, world: World) -> None:
    page = client.get("/fonder/visionsfonden/sa-beslutar-vi/").content.decode()
    told = ("Är du 18 år eller äldre?", "Du måste vara 18 år.", "Första läsningen", "Samhällsnytta", "Stadsdirektör")
    assert [words for words in (*told, "KS 4.12", "100\xa0000\xa0kr", "15 minuter") if words not in page] == []
    people = (world.cast.decision_maker, world.cast.reviewer, world.cast.coach, world.cast.fund_manager)
    assert [person.name for person in people if person.name in page] == []


@pytest.mark.django_db
def test_what_others_take_with_them(client: Client, world: World) -> None:
    data = json.loads(client.get("/fonder/visionsfonden/metoden.json").content)
    assert [one["name"]["sv"] for one in data["criteria"]] == ["Samhällsnytta", "Nytt"]
    assert data["decides"] == [{"title": "Stadsdirektör", "point": "KS 4.12", "highest_sum": 100_000}]
    assert data["stages"][0]["name"]["sv"] == "Första läsningen"
    whole = json.dumps(data, ensure_ascii=False)
    assert [mark for mark in ("@", world.cast.decision_maker.name) if mark in whole] == []
    lines = client.get("/fonder/visionsfonden/kriterier.csv").content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["criterion;weight;score;sv;en", "Samhällsnytta;2;;;"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_paper_is_tagged_and_has_its_language(world: World, language: str) -> None:
    facts = paper(methods.method_of(world.fund), methods.years_of(world.fund), the_city(), language)
    made = pdf.render("funds/method.typ", facts)
    marks = (b"%PDF", b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", f"/Lang({language})".encode())
    assert [mark for mark in marks if mark not in made] == []


@pytest.mark.django_db
def test_what_the_fund_cost_and_gave(world: World) -> None:
    today = dates.today()
    for state in ("running", "finished", "stopped"):
        facts = {"learnt": texts(f"Lärt: {state}")} if state != "running" else {}
        make_project(world.fund, state, state=state, granted=1_000 * KRONA, granted_on=today, **facts)
    assert [(one.year, one.budget, one.granted, one.projects) for one in methods.years_of(world.fund)] == [
        (today.year, 1_000_000 * KRONA, 3_000 * KRONA, 3)
    ]
    gave = methods.what_it_gave(world.fund)
    assert (gave.projects, gave.running, gave.finished, gave.stopped) == (3, 1, 1, 1)
    assert [str(project.learnt) for project in gave.lessons] == ["Lärt: stopped", "Lärt: finished"]


@pytest.mark.django_db
def test_a_round_that_is_open_all_year_counts_what_its_dates_have_passed(world: World) -> None:
    made = many(world, 6)
    yesterday = dates.today() - timedelta(days=1)
    Application.objects.filter(pk__in=[one.pk for one in made[:5]]).update(decision_on=yesterday)
    assert queries.figures_of(world.fund).rounds[str(world.round.pk)].applied == 5
    assert queries.counted_rounds(world.fund) == [world.round]
