"""What a department editor reads on the start page of the backoffice: figures, each leading to what it counts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from challenges.actions import proposals as acts
from challenges.actions.times import set_times
from challenges.models import Challenge, Proposal
from challenges.queries import staff
from challenges.registrations import figures
from civicportal.kernel import dates
from civicportal.kernel.dates import show_day
from civicportal.submissions.models import Submission
from tests.challenges.factories import (
    NO,
    Scene,
    close,
    fresh,
    make_challenge,
    make_proposal,
    match,
    open_times,
    publish,
    read_through,
)
from tests.people import client_of

pytestmark = pytest.mark.django_db


def answered(scene: Scene, days: dict[str, int], *, yes: str = "") -> None:
    """Proposals by title, sent so many days ago; the challenge closes, and each is answered now."""
    made = {title: read_through(scene, make_proposal(scene, title=title)) for title in days}
    close(scene.challenge)
    for title, proposal in made.items():
        sent = dates.now() - timedelta(days=days[title])
        Submission.objects.filter(pk=proposal.submission_id).update(first_sent_at=sent)
        if title == yes:
            match(scene, fresh(proposal))
        else:
            acts.refuse(fresh(proposal), by=scene.editor, **NO)


def said(scene: Scene) -> list[tuple[str, Any, str]]:
    return [(str(figure.label), figure.value, str(figure.note)) for figure in figures(scene.editor)]


def test_a_department_without_proposals(scene: Scene) -> None:
    assert said(scene) == [
        ("utmaningar öppna för förslag", 1, ""),
        ("förslag som väntar på svar", 0, ""),
        ("förslag besvarade i år", 0, ""),
        ("testmiljöer som pågår", 0, ""),
    ]


def test_what_waits_is_told_with_the_oldest_promise_and_what_is_answered_with_the_median(scene: Scene) -> None:
    waiting = [make_proposal(scene, title=f"Väntar {number}") for number in range(2)]
    close(scene.challenge)
    assert said(scene)[1] == ("förslag som väntar på svar", 2, f"det äldsta är lovat den {show_day(promise(waiting))}")


def promise(rows: list[Proposal]) -> Any:
    return min(row.case.answer_by for row in rows)


def test_the_median_is_of_the_answers_of_this_year(scene: Scene) -> None:
    answered(scene, {"Tio": 10, "Tjugo": 20, "Sextio": 60, "Förra året": 1}, yes="Sextio")
    new_year = dates.at(dates.today().replace(month=1, day=1))
    Proposal.objects.filter(title="Förra året").update(answered_at=new_year - timedelta(minutes=1))
    assert (staff.standing(scene.editor).days, staff.standing(scene.editor).testing) == (21, 1)
    assert said(scene)[2:] == [
        ("förslag besvarade i år", 3, "hälften inom 21 dagar"),
        ("testmiljöer som pågår", 1, ""),
    ]


def make_answerable(scene: Scene) -> Challenge:
    """A challenge with its times, not public yet."""
    challenge = make_challenge(scene.unit, title="En till")
    set_times(challenge, open_times(), by=scene.editor)
    return challenge


def test_each_figure_leads_to_as_many_lines_as_it_counts(scene: Scene) -> None:
    for number in range(3):
        make_proposal(scene, title=f"Väntar {number}")
    answered(scene, {"Nej": 5, "Inte nu": 5, "Ja": 5}, yes="Ja")
    publish(make_answerable(scene), scene.editor)
    client = client_of(scene.editor)
    for figure in figures(scene.editor):
        html = client.get(figure.url).content.decode()
        table = html.partition("<tbody>")[2].partition("</tbody>")[0]
        assert (figure.label, table.count("<tr>")) == (figure.label, figure.value)
    assert [figure.value for figure in figures(scene.editor)] == [1, 3, 3, 1]


def test_a_list_that_is_narrowed_leads_to_the_whole_one(scene: Scene) -> None:
    client = client_of(scene.editor)
    for name, only in (("list", "open"), ("environments", "going")):
        address = reverse(f"admin:challenges_{name}")
        assert f'href="{address}">Visa alla' in client.get(f"{address}?only={only}").content.decode()
        assert f'href="{address}">Visa alla' not in client.get(address).content.decode()


def test_another_department_counts_its_own(scene: Scene) -> None:
    make_proposal(scene)
    assert [figure.value for figure in figures(scene.other_editor)] == [0, 0, 0, 0]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_start_page_do_not_grow(scene: Scene, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        make_proposal(scene, title=f"Väntar {number}")
    answered(scene, {f"Svar {number}": 5 for number in range(rows)}, yes="Svar 0")
    client = client_of(scene.editor)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(12):
        html = client.get(reverse("admin:index")).content.decode()
    assert len(re.findall(r"<dt><a ", html)) == 4
