"""Leaks that other portals for grants and submissions have had: those that no test of a single package proves.

tests/leaks/proved.py names every such leak and the tests that fail where it opens.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from civicportal.kernel.answers import Answer
from civicportal.people.models import Person
from civicportal.review.models import Criterion, Stage
from civicportal.submissions import actions as submissions
from funds.actions import applications, decisions
from funds.models import Application
from tests.architecture.test_access import addresses
from tests.funds.factories import World, make_application, make_round, write_draft
from tests.funds.test_actions import close
from tests.leaks.proved import PROVED
from tests.people import client_of, make_fund_manager, make_resident, make_unit

BASE = Path(settings.BASE_DIR)
PACKAGES = ("civicportal", "funds", "labs", "challenges", "prototypes")


def test_each_known_leak_has_tests_that_are_there() -> None:
    wanted = {name for tests in PROVED.values() for name in tests}
    files = {name.partition("::")[0] for name in wanted}
    there = {f"{file}::{name}" for file in files for name in _tests_in(BASE / file)}
    assert wanted - there == set()


def _tests_in(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name


# A rule's answer


def _rules() -> Iterator[Any]:
    """Every public function of the portal's rules."""
    for package in PACKAGES:
        for file in sorted((BASE / package).rglob("*.py")):
            if "rules" in {file.stem, file.parent.name} and file.stem != "__init__":
                module = import_module(".".join(file.relative_to(BASE).with_suffix("").parts))
                found = inspect.getmembers(module, inspect.isfunction)
                yield from (each for name, each in found if each.__module__ == module.__name__ and name[0] != "_")


def test_every_rule_answers_with_something_that_is_false_when_it_is_no() -> None:
    """A pair of yes or no and its reason would always be true."""
    asked = [rule for rule in _rules() if re.match(r"(can|may|is|has|sees)_", rule.__name__)]
    wrong = [
        f"{rule.__module__}.{rule.__name__}"
        for rule in asked
        if str(inspect.signature(rule).return_annotation) not in {"Answer", "bool"}
    ]
    assert wrong == []
    assert len(asked) > 100
    assert bool(Answer(False, "No")) is False


# Where an address leads


ELSEWHERE = re.compile(r"""(?:href|action|src)=["']?(?:https?:)?//elsewhere\.example""")
ASKED = "&".join(f"{name}=%2F%2Felsewhere.example%2Fx" for name in ("next", "url", "back", "tillbaka", "sida", "from"))


@pytest.mark.django_db
def test_no_address_leads_to_another_site_because_it_is_asked_to(world: World, city: Any) -> None:
    signed_in = client_of(make_resident())
    wrong = []
    for address in addresses("sv"):
        for client in (Client(), signed_in):
            answer = client.get(f"{address.path}?{ASKED}")
            body = b"" if answer.streaming else answer.content
            if "elsewhere.example" in answer.headers.get("Location", "").split("?")[0] or ELSEWHERE.search(
                body.decode("utf-8", "replace")
            ):
                wrong.append(address.path)
    assert wrong == []


# Another language


@pytest.mark.django_db
def test_an_application_goes_its_whole_way_in_english(world: World) -> None:
    with translation.override("en"):
        person = make_resident(language="en")
        application = make_application(world, person)
        states = [application.state]
        applications.screen(application, by=world.cast.fund_manager)
        facts = {"outcome": "granted", "amount": application.requested, "reason": "New and useful."}
        decisions.decide(_fresh(application), by=world.cast.decision_maker, **facts)
        states.append(_fresh(application).state)
        close(world)
        decisions.release(world.round, by=world.cast.fund_manager)
        states.append(_fresh(application).state)
        page = client_of(person).get(reverse("funds:application", args=[application.case.reference]))
    assert states == ["received", "decided", "granted"]
    assert (page.wsgi_request.path[:4], "Granted" in page.content.decode()) == ("/en/", True)


def _fresh(application: Application) -> Application:
    rows = Application.objects.select_related("submission__case", "round__fund")
    return rows.get(pk=application.pk)


# Sums


@pytest.mark.django_db
def test_shares_and_sums_of_the_room_leave_out_what_one_stepped_aside_from(world: World) -> None:
    from civicportal.cases.models import Recusal
    from tests.funds.room import propose_grant, scored
    from tests.funds.test_room_pages import PAGES, place

    aside, other = scored(world, "A", kronor=41_337), scored(world, "B", kronor=20_000)
    for application in (aside, other):
        propose_grant(world, application, by=world.cast.decision_maker)
    told = {"41\xa0337", "61\xa0337"}
    everything = _read(client_of(world.cast.decision_maker), [place(world, name) for name in PAGES])
    assert {sum_ for sum_ in told if sum_ in everything} == told
    Recusal.objects.create(case=aside.case, person=world.cast.fund_manager, ground="party")
    left = _read(client_of(world.cast.fund_manager), [place(world, name) for name in PAGES])
    assert {sum_ for sum_ in told if sum_ in left} == set()


def _read(client: Client, paths: list[str]) -> str:
    return "".join(client.get(path).content.decode() for path in paths)


# Somebody else's


@pytest.mark.django_db
def test_a_new_draft_shows_no_answer_or_file_of_another(world: World) -> None:
    one, other = make_resident(), make_resident()
    full = write_draft(world, one, title="Hemlig titel", summary="Hemlig text")
    empty = submissions.start_draft(opening=world.round.opening, email=other.email, language="sv", by=other)
    client = client_of(other)
    pages = ("", "steg/idea/", "steg/money/", "steg/you/", "kontrollera/")
    shown = _read(client, [f"/utkast/{empty.token}/{page}" for page in pages])
    assert "Hemlig" not in shown
    codes = {client.get(f"/utkast/{full.token}/{page}").status_code for page in (*pages, "fil/title/")}
    assert codes == {404}


@pytest.mark.django_db
def test_a_part_of_another_units_round_is_not_reached_through_ones_own(world: World) -> None:
    stranger = make_fund_manager(make_unit("En annan enhet"), "Olga Other")
    own_fund = _fund_of(stranger, world)
    own, foreign = own_fund.opening, world.round.opening
    criterion = Criterion.objects.filter(opening=foreign)[0]
    client = client_of(stranger)
    assert client.get(f"/backoffice/granskning/{own.pk}/").status_code == 200
    paths = [
        f"/backoffice/granskning/{own.pk}/kriterium/{criterion.pk}/",
        f"/backoffice/granskning/{own.pk}/steg/{world.stage.pk}/",
        f"/backoffice/granskning/{foreign.pk}/",
        f"/backoffice/granskning/steg/{world.stage.pk}/",
        f"/backoffice/granskning/steg/{world.stage.pk}/prov/1/",
        f"/backoffice/fonder/{own_fund.fund.slug}/{world.round.slug}/",
        f"/backoffice/fonder/{world.fund.slug}/{own_fund.slug}/",
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    sent = {"name_sv": "Mitt", "weight": "1"}
    assert {client.post(path, sent).status_code for path in paths[:2]} == {404}
    assert Criterion.objects.get(pk=criterion.pk).name == criterion.name


def _fund_of(manager: Person, world: World) -> Any:
    """A round of a fund in the manager's own unit."""
    from funds.models import Fund, FundYear

    (unit,) = manager.units_as("fund_manager")
    fund = Fund.objects.create(slug="annan-fond", unit_id=unit, series="AF", name=world.fund.name)
    year = FundYear.objects.create(fund=fund, year=world.year.year, budget=1)
    opening = world.round.opening
    made = make_round(fund, year, opening.form, opens_at=opening.opens_at, closes_at=opening.closes_at, budget=0)
    Stage.objects.create(
        opening=made.opening, position=1, name=world.stage.name, opens_at=world.stage.opens_at,
        closes_at=world.stage.closes_at,
    )  # fmt: skip
    return made


# What is called safe, silent, or a table: found in the code


def _files(suffix: str, *folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for file in sorted((BASE / folder).rglob(f"*{suffix}")):
            yield file.relative_to(BASE).as_posix(), file.read_text(encoding="utf-8")


def test_only_the_kernel_calls_html_safe() -> None:
    """Each of these escapes what people wrote before; the layouts of forms join fields that are drawn already."""
    in_code = {name for name, code in _files(".py", *PACKAGES) if re.search(r"\bmark_safe\(", code)}
    assert in_code == {
        "civicportal/kernel/columns.py",
        "civicportal/kernel/cover.py",
        "civicportal/kernel/templatetags/ui.py",
        "civicportal/notices/words.py",
        "civicportal/pages/templatetags/markup.py",
    }
    drawn = re.compile(r"\|safe\b|autoescape off|\|safeseq")
    in_templates = {
        name: set(re.findall(r"([\w.]+)\|safe", code))
        for name, code in _files(".html", "templates", *PACKAGES)
        if drawn.search(code)
    }
    assert set().union(*in_templates.values()) <= {"fields", "fields_output", "input.flat_attrs", "flat_attrs"}
    assert {name for name in in_templates if not name.startswith("templates/portal/")} == set()


@pytest.mark.django_db
def test_a_hint_that_staff_wrote_is_words_and_no_markup(client: Client, world: World) -> None:
    asked = {**world.fund.eligibility[0], "hint": {"sv": '<img src=x onerror="alert(1)">', "en": ""}}
    world.fund.eligibility = [asked, *world.fund.eligibility[1:]]
    world.fund.save(update_fields=["eligibility"])
    page = client.get(reverse("funds:apply", args=[world.fund.slug])).content.decode()
    assert ("<img src=x" in page, "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in page) == (False, True)


@pytest.mark.django_db
def test_nothing_public_is_reckoned_from_a_mail_address(client: Client, world: World) -> None:
    from tests.funds.granted import grantee, make_granted

    project = make_granted(world, public="yes")
    email = grantee(project).email
    public = ["/", "/projekt/", f"/projekt/{project.slug}/", "/fonder/visionsfonden/", "/sitemap.xml"]
    shown = _read(client, public).lower()
    assert project.slug in shown
    digests = [hashlib.new(how, email.encode()).hexdigest() for how in ("md5", "sha1", "sha256")]
    told = [part for part in (email, email.split("@")[0], *digests, *(each[:12] for each in digests)) if part in shown]
    assert told == []


@pytest.mark.django_db
def test_the_backoffice_has_no_door_of_its_own(client: Client, world: World) -> None:
    person = world.cast.fund_manager
    person.set_password("hemligt ord")
    person.save()
    before = client.get("/backoffice/login/")
    assert (before.status_code, before.headers["Location"].partition("?")[0]) == (302, "/konto/login/")
    client.post("/backoffice/login/", {"username": person.email, "password": "hemligt ord"})
    client.post("/konto/login/", {"login": person.email, "password": "hemligt ord"})
    assert "_auth_user_id" not in client.session
    assert client.get("/backoffice/").status_code == 302


def test_no_mail_fails_silently() -> None:
    """And the version is one that drops a connection whose encryption could not be begun."""
    silent = [name for name, code in _files(".py", *PACKAGES) if "fail_silently" in code]
    assert silent == []
    assert django.VERSION >= (6, 0, 6)


def test_tables_are_written_in_one_place() -> None:
    """Where each cell that a spreadsheet would run is made harmless; a long table is written row by row by another."""
    writers = {name for name, code in _files(".py", *PACKAGES) if re.search(r"csv\.(Dict)?[Ww]riter\(|openpyxl", code)}
    assert writers - {"civicportal/bench/rows.py"} == {"civicportal/kernel/sheets.py", "civicportal/files/exporting.py"}
