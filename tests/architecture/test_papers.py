"""Every PDF that the portal makes: it opens, is tagged, and has its language and title, in Swedish and in English.

The papers are found in the code and on disk, so one that nobody has written down here fails.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from civicportal.people.models import Person
from funds.actions import outreach
from funds.actions.sittings import begin
from funds.models import Round
from tests.funds.factories import make_world, texts
from tests.funds.granted import grantee, make_granted
from tests.papers import read
from tests.people import client_of, make_cast

BASE = Path(settings.BASE_DIR)
PACKAGES = ("civicportal", "funds", "labs", "challenges", "prototypes")


@dataclass(frozen=True)
class Kept:
    """Where a paper is fetched, by whom, its language on Swedish and English pages, and what its title begins with.

    What the city decides and agrees is in Swedish, which counts, whatever the page: its English help stands below.
    """

    name: str
    who: str
    languages: tuple[str, str]
    titles: tuple[str, str]


PAPERS = {
    "submissions/answers.typ": Kept(
        "funds:application_answers_pdf", "grantee", ("sv", "en"), ("Det du skickade, ", "What you sent, ")
    ),
    "cases/decision.typ": Kept("funds:decision_pdf", "grantee", ("sv", "sv"), ("Beslut", "Beslut")),
    "funds/after/agreement.typ": Kept("funds:agreement_pdf", "grantee", ("sv", "sv"), ("Avtal", "Avtal")),
    "funds/method.typ": Kept("funds:method_paper", "grantee", ("sv", "en"), ("Så arbetar", "How ")),
    "funds/poster.typ": Kept("admin:funds_poster_pdf", "manager", ("sv", "en"), ("Har du", "Do you")),
    "cases/delegated.typ": Kept("admin:cases_delegated_file", "registrar", ("sv", "sv"), ("Delegation", "Delegation")),
    "cases/protocol.typ": Kept("admin:funds_protocol_pdf", "manager", ("sv", "sv"), ("Möte om", "Möte om")),
}


def used_in_code() -> set[str]:
    """The templates that the code asks kernel.pdf for."""
    files = [file for package in PACKAGES for file in (BASE / package).rglob("*.py")]
    return {name for file in files if b"pdf" in file.read_bytes() for name in _asked_for(ast.parse(file.read_text()))}


def _asked_for(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"answer", "render"}
            )
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "pdf"
        ):
            assert isinstance(node.args[0], ast.Constant), "a paper's template is named where it is asked for"
            yield str(node.args[0].value)


def test_every_paper_is_known_here() -> None:
    templates = BASE / "templates"
    on_disk = {file.relative_to(templates).as_posix() for file in templates.rglob("*.typ")}
    assert used_in_code() == on_disk == set(PAPERS)


def test_nobody_makes_a_paper_past_the_kernel() -> None:
    """typst is called in one place, so that every paper is made with its tags."""
    files = [file for package in PACKAGES for file in (BASE / package).rglob("*.py")]
    callers = [file.relative_to(BASE).as_posix() for file in files if "import typst" in file.read_text()]
    assert callers == ["civicportal/kernel/pdf.py"]


@pytest.fixture
def portal(db: None) -> tuple[dict[str, Person], dict[str, list[Any]]]:
    """Who fetches papers, and what stands in the address of each."""
    world = make_world(make_cast())
    project = make_granted(world)
    assert project.application is not None
    source = outreach.make_source(world.fund, by=world.cast.fund_manager, kind="poster", name=texts("Biblioteket"))
    reference = project.application.case.reference
    round_ = Round.objects.select_related("fund__unit", "opening", "fund_year").get(pk=world.round.pk)
    protocol = begin(round_, by=world.cast.fund_manager).protocol
    people = {"grantee": grantee(project), "manager": world.cast.fund_manager, "registrar": world.cast.registrar}
    return people, {
        "submissions/answers.typ": [reference],
        "cases/decision.typ": [reference],
        "funds/after/agreement.typ": [reference],
        "funds/method.typ": ["visionsfonden"],
        "funds/poster.typ": ["visionsfonden", source.code],
        "cases/delegated.typ": ["pdf"],
        "cases/protocol.typ": [protocol.pk],
    }


@pytest.mark.parametrize("number", [0, 1], ids=["sv", "en"])
def test_each_opens_is_tagged_and_has_language_and_title(
    portal: tuple[dict[str, Person], dict[str, list[Any]]], number: int
) -> None:
    people, places = portal
    language, found, told = ("sv", "en")[number], {}, {}
    for template, kept in PAPERS.items():
        at = [*places[template], language] if template == "funds/poster.typ" else places[template]
        with override(language):
            path = reverse(kept.name, args=at)
        client = client_of(people[kept.who])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf"), template
        paper = read(answer.content)
        found[template] = (
            paper.language,
            paper.marked,
            paper.shows_title,
            paper.pages > 0,
            {"Document", "H1"} <= paper.tags,
        )
        told[template] = paper.title
    assert found == {template: (kept.languages[number], True, True, True, True) for template, kept in PAPERS.items()}
    begins = {template: kept.titles[number] for template, kept in PAPERS.items()}
    assert {template: title[: len(begins[template])] for template, title in told.items()} == begins
