"""What a coach reads on the start page of the backoffice: undecided applications, and how many are being written."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from civicportal.cases import actions as cases
from civicportal.cases.enums import Ground
from civicportal.cases.models import Case
from civicportal.kernel import dates
from civicportal.kernel.web import forget_public_words
from civicportal.people.models import Person
from civicportal.submissions.models import Draft
from funds.enums.applications import ApplicationState
from funds.models import Application
from funds.registrations.coaching import figures, panel
from tests.funds.factories import World, make_application, write_draft
from tests.people import Cast, client_of, make_coach, make_resident, make_unit

pytestmark = pytest.mark.django_db


def titles(person: Person) -> list[str]:
    return [row["application"].title for row in panel(person)["rows"]]


def promise(application: Application, days: int) -> None:
    Case.objects.filter(pk=application.case.pk).update(answer_by=dates.today() + timedelta(days=days))


def test_the_nearest_promise_stands_first_and_the_decided_are_gone(world: World) -> None:
    for title, days in (("Sen", 30), ("Nära", 5), ("Avgjord", 1)):
        promise(make_application(world, title=title), days)
    Application.objects.filter(title="Avgjord").update(state=ApplicationState.DECIDED)
    assert titles(world.cast.coach) == ["Nära", "Sen"]


def test_a_coach_sees_the_own_units_and_nothing_of_the_protected_the_own_or_what_they_stepped_aside_from(
    world: World,
) -> None:
    coach = world.cast.coach
    make_application(world, make_resident("Hemlig", protected=True), title="Skyddad")
    make_application(world, coach, title="Egen")
    aside = make_application(world, title="Jäv")
    cases.declare_recusal(aside.case, person=coach, ground=Ground.COACHED, by=coach)
    make_application(world, title="Läsbar")
    assert titles(coach) == ["Läsbar"]
    assert titles(make_coach(make_unit("En annan fond"))) == []


def test_ten_at_the_most_and_a_link_to_all_of_them(world: World) -> None:
    for number in range(11):
        make_application(world, title=f"Idé {number:02}")
    client = client_of(world.cast.coach)
    html = client.get(reverse("admin:index")).content.decode()
    assert len(re.findall(r"<bdi>Idé \d\d</bdi>", html)) == 10
    link = f"{reverse('admin:funds_applications')}?state=undecided"
    assert f'<a href="{link}">Alla som inte är avgjorda' in html
    Application.objects.filter(title="Idé 00").update(state=ApplicationState.REFUSED)
    assert client.get(link).content.decode().count('<th scope="row">') == 10


def test_of_drafts_a_coach_knows_the_number_alone(world: World) -> None:
    write_draft(world, make_resident(), title="Hemligt utkast")
    html = client_of(world.cast.coach).get(reverse("admin:index")).content.decode()
    (figure,) = figures(world.cast.coach)
    assert (figure.label, figure.value) == (f"Utkast till {world.round}", 1)
    assert ("Hemligt utkast" in html, str(Draft.objects.get().token) in html) == (False, False)
    assert figures(make_coach(make_unit("En annan fond"))) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_start_page_do_not_grow(
    cast: Cast, world: World, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        cache.clear()
        make_application(world, title=f"Idé {number}")
        write_draft(world, make_resident(f"Rut {number}"))
    forget_public_words()
    client = client_of(cast.coach)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(10):
        assert client.get(reverse("admin:index")).status_code == 200
