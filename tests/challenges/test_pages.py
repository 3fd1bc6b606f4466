"""The challenges' pages: what they show, to whom, with how many queries."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from challenges.actions import environments, publishing, times
from challenges.models import Challenge, Goal, Milestone, Participants, Voice
from civicportal.commons import actions as commons
from civicportal.effects import actions as effects
from civicportal.kernel import dates
from civicportal.submissions.models import Draft
from tests.challenges.factories import (
    Scene,
    close,
    fresh,
    make_call,
    make_challenge,
    make_proposal,
    matched,
    open_times,
    publish,
    texts,
)
from tests.lists import shown
from tests.people import client_of, make_resident

pytestmark = pytest.mark.django_db


def read(address: str, **headers: Any) -> str:
    answer = Client().get(address, **headers)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def titles(query: str) -> list[str]:
    return [str(item.title) for item in shown(Client().get(f"/utmaningar/{query}"))]


@pytest.fixture
def addresses(scene: Scene) -> list[str]:
    """One of each public page."""
    call = make_call(scene.unit)
    times.set_times(call, open_times(), by=scene.editor)
    publish(call, scene.editor)
    environment = matched(scene)
    return [
        "/utmaningar/",
        scene.challenge.get_absolute_url(),
        f"{scene.challenge.get_absolute_url()}fragor/",
        call.get_absolute_url(),
        f"/forslag/{environment.proposal.slug}/",
        environment.get_absolute_url(),
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reading_pages_are_the_same_for_everybody(addresses: list[str], prefix: str) -> None:
    client = Client()
    for address in addresses:
        first = client.get(prefix + address)
        assert (address, first.status_code, dict(first.cookies)) == (address, 200, {})
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert 'method="post"' not in first.content.decode()
        again = client.get(prefix + address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert f'<html lang="{"en" if prefix else "sv"}"' in first.content.decode()


def test_the_list_is_filtered_by_its_address(scene: Scene) -> None:
    other = make_challenge(scene.other_unit, "En meningsfull vardag", audiences=["ill_health"])
    publish(other, scene.other_editor)
    assert titles("") == ["En meningsfull vardag", "Ofrivillig ensamhet"]
    assert titles("?avdelning=SOF") == ["En meningsfull vardag"]
    assert titles("?grupp=older") == ["Ofrivillig ensamhet"]
    assert titles("?grupp=older&grupp=ill_health") == ["En meningsfull vardag", "Ofrivillig ensamhet"]
    assert titles("?oppen=1") == ["Ofrivillig ensamhet"]
    assert titles("?q=vardagen") == ["En meningsfull vardag"]
    assert titles("?avdelning=XX&grupp=nobody&page=99") == []
    assert "Ta bort ett filter" in read("/utmaningar/?avdelning=XX")


def test_open_now_follows_the_clock_and_not_the_last_sweep(scene: Scene) -> None:
    close(scene.challenge)
    assert (Challenge.objects.get().phase, titles("?oppen=1")) == ("open", [])
    page = read(scene.challenge.get_absolute_url())
    assert "Svara på utmaningen" not in page


def test_a_call_that_is_over_stands_below_the_challenges(scene: Scene) -> None:
    first, later = (publish(make_call(scene.unit), scene.editor) for _number in range(2))
    assert "Tidigare kallelser" not in read("/utmaningar/")
    publishing.end(first, by=scene.editor)
    page = read("/utmaningar/")
    order = [thing.get_absolute_url() for thing in (later, scene.challenge, first)]
    assert sorted(order, key=page.index) == order
    assert page.index("Tidigare kallelser") < page.index(first.get_absolute_url())


def test_a_draft_and_a_hidden_challenge_are_nowhere(scene: Scene) -> None:
    draft = make_challenge(scene.unit, "Hemligt än")
    publishing.hide(scene.challenge, by=scene.editor)
    for thing in (draft, scene.challenge):
        for part in ("", "fragor/", "svara/"):
            assert Client().get(f"{thing.get_absolute_url()}{part}").status_code == 404
    assert titles("") == []
    assert "Hemligt än" not in read("/sok/?q=hemligt")


def test_what_is_not_matched_is_not_public(scene: Scene) -> None:
    make_proposal(scene, title="Bara mellan oss")
    for address in ("/utmaningar/", scene.challenge.get_absolute_url(), "/sok/?q=mellan"):
        assert "Bara mellan oss" not in read(address)


def test_an_old_address_leads_to_the_new_one(scene: Scene) -> None:
    old = scene.challenge.get_absolute_url()
    Challenge.objects.update(slug="nytt-namn")
    commons.publish(Challenge.objects.get(), by=None)
    answer = Client().get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/utmaningar/nytt-namn/")


# Queries


def enrich(scene: Scene, rows: int) -> Any:
    """Some of everything that a page can hold."""
    environment = matched(scene)
    for number in range(rows):
        Voice.objects.create(challenge=scene.challenge, quote=texts("x"), name=f"V{number}", consented_on=dates.today())
        Goal.objects.create(challenge=scene.challenge, words=texts("y"), horizon=texts("snart"))
        Milestone.objects.create(environment=environment, title=texts("m"), due_on=dates.today())
        Participants.objects.create(environment=environment, ground="age", group=texts(f"g{number}"), number=9)
        environments.tell(environment, by=scene.editor, title=texts(f"Kväll {number}"), words=texts("o"))
        publish(make_challenge(scene.unit, f"Nummer {number}"), scene.editor)
        for item in (scene.challenge.item, environment.item):
            goal = effects.add_goal(item, by=scene.editor, title=texts("Mål"))
            indicator = effects.add_indicator(goal, by=scene.editor, name=texts("I"), unit=texts("st"))
            effects.measure(indicator, by=scene.editor, value=Decimal(3), on=dates.today())
    return environment


PUBLIC_QUERIES = {"list": 4, "challenge": 8, "environment": 8, "proposal": 4, "call": 5, "questions": 3}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_public_pages_do_not_grow(scene: Scene, rows: int, django_assert_max_num_queries: Any) -> None:
    environment = enrich(scene, rows)
    call = make_call(scene.unit)
    publish(call, scene.editor)
    Challenge.objects.update(call=call)
    addresses = {
        "list": "/utmaningar/?q=nummer&avdelning=VOF",
        "challenge": scene.challenge.get_absolute_url(),
        "environment": environment.get_absolute_url(),
        "proposal": f"/forslag/{environment.proposal.slug}/",
        "call": call.get_absolute_url(),
        "questions": f"{scene.challenge.get_absolute_url()}fragor/",
    }
    client = Client()
    client.get("/fonder/")
    for name, address in addresses.items():
        with django_assert_max_num_queries(PUBLIC_QUERIES[name]):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_work_pages_do_not_grow(scene: Scene, rows: int, django_assert_max_num_queries: Any) -> None:
    proposals = [make_proposal(scene, title=f"Förslag {number}") for number in range(rows)]
    environment = enrich(scene, rows)
    client = client_of(scene.editor)
    client.get(reverse("admin:index"))
    addresses = {
        reverse("admin:challenges_list"): 15,
        reverse("admin:challenges_way", args=["challenge", scene.challenge.slug]): 15,
        reverse("admin:challenges_proposals"): 15,
        reverse("admin:challenges_proposal_work", args=[proposals[0].case.reference]): 15,
        reverse("admin:challenges_environments"): 15,
        reverse("admin:challenges_environment_work", args=[environment.slug]): 15,
    }
    for address, most in addresses.items():
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


# The way in


def test_an_answer_begins_with_an_address_and_becomes_one_draft(scene: Scene) -> None:
    client = Client()
    address = f"{scene.challenge.get_absolute_url()}svara/"
    page = client.get(address)
    assert "Du kan skicka till" in page.content.decode()
    bad = client.post(address, {"email": "ingen", "once": "7a1ff0de-0000-4000-8000-000000000003"})
    assert bad.status_code == 422
    for _again in range(2):
        good = client.post(address, {"email": "ny@example.org", "once": "7a1ff0de-0000-4000-8000-000000000003"})
        assert good.status_code == 302
    assert Draft.objects.get().opening == scene.challenge.opening
    assert "Du har redan börjat" in client.get(address).content.decode()


def test_what_one_comes_with_is_carried_to_the_draft(scene: Scene) -> None:
    other = publish(make_challenge(scene.unit, "Ett annat behov"), scene.editor)
    origin = f"?fran=challenge/{other.slug}"
    choose = read(f"/utmaningar/{origin}")
    assert f"{scene.challenge.get_absolute_url()}svara/?fran=challenge/{other.slug}" in choose
    client = Client()
    page = client.get(f"{scene.challenge.get_absolute_url()}svara/{origin}").content.decode()
    assert f'value="challenge/{other.slug}"' in page
    data = {"email": "ny@example.org", "once": "7a1ff0de-0000-4000-8000-000000000004"}
    client.post(f"{scene.challenge.get_absolute_url()}svara/", {**data, "fran": f"challenge/{other.slug}"})
    assert Draft.objects.get().origin == other.item


def test_a_closed_challenge_says_so_and_offers_to_follow(scene: Scene) -> None:
    close(scene.challenge)
    page = read(f"{scene.challenge.get_absolute_url()}svara/")
    assert "Utmaningen är inte öppen för förslag nu" in page
    assert f"/bevaka/challenge/{scene.challenge.slug}/" in page


# One's own


def test_the_status_page_follows_the_proposal_to_its_answer(scene: Scene) -> None:
    person = make_resident()
    environment = matched(scene, person)
    client = client_of(person)
    page = client.get(fresh(environment.proposal).get_absolute_url()).content.decode()
    for words in (
        "Du går vidare tillsammans med förvaltningen",
        "De äldre leder själva.",
        environment.get_absolute_url(),
    ):
        assert words in page
    assert environment.proposal.title in client.get("/mitt/").content.decode()


def test_nobody_elses_proposal_exists(scene: Scene) -> None:
    proposal = make_proposal(scene)
    for stranger in (make_resident(), scene.editor, scene.auditor):
        for name in ("status", "answers", "answers_pdf", "change", "withdraw", "talk"):
            address = reverse(f"challenges:{name}", args=[proposal.case.reference])
            assert client_of(stranger).get(address).status_code == 404


def test_the_writers_own_pages_answer(scene: Scene) -> None:
    person = make_resident()
    proposal = make_proposal(scene, person)
    client = client_of(person)
    for name in ("status", "answers", "answers_pdf", "change", "withdraw", "talk"):
        assert client.get(reverse(f"challenges:{name}", args=[proposal.case.reference])).status_code == 200
    answer = client.post(reverse("challenges:withdraw", args=[proposal.case.reference]))
    assert (answer.status_code, fresh(proposal).state) == (302, "withdrawn")


def test_one_talks_with_the_department(scene: Scene) -> None:
    person = make_resident()
    proposal = make_proposal(scene, person)
    talk = reverse("challenges:talk", args=[proposal.case.reference])
    data = {"text": "Får vi vara fler?", "once": "7a1ff0de-0000-4000-8000-000000000005"}
    assert client_of(person).post(talk, data).status_code == 302
    work = client_of(scene.editor).get(reverse("admin:case_work", args=[proposal.case.reference]))
    assert "Får vi vara fler?" in work.content.decode()


# The backoffice


WORK = ("challenges_list", "challenges_proposals", "challenges_environments")


def test_another_department_sees_nothing_of_it(scene: Scene) -> None:
    proposal, client = make_proposal(scene), client_of(scene.other_editor)
    for name in WORK:
        assert "Ofrivillig ensamhet" not in client.get(reverse(f"admin:{name}")).content.decode()
    assert client.get(reverse("admin:challenges_way", args=["challenge", scene.challenge.slug])).status_code == 404
    assert client.get(reverse("admin:challenges_preview", args=["challenge", scene.challenge.slug])).status_code == 404
    assert client.get(reverse("admin:challenges_proposal_work", args=[proposal.case.reference])).status_code == 404
    assert client.get(reverse("admin:challenges_challenge_change", args=[scene.challenge.pk])).status_code == 404


def test_an_auditor_reads_and_changes_nothing(scene: Scene) -> None:
    proposal, client = make_proposal(scene), client_of(scene.auditor)
    for name in WORK:
        assert client.get(reverse(f"admin:{name}")).status_code == 200
    assert client.get(reverse("admin:challenges_proposal_work", args=[proposal.case.reference])).status_code == 200
    assert client.post(reverse("admin:challenges_screen", args=[proposal.case.reference])).status_code == 404


def test_the_start_page_names_what_waits_for_an_editor(scene: Scene) -> None:
    make_challenge(scene.unit, "Ett utkast")
    waiting = make_proposal(scene, title="Nykommet")
    desk = client_of(scene.editor).get(reverse("admin:index")).content.decode()
    assert reverse("admin:challenges_proposal_work", args=[waiting.case.reference]) in desk
    assert "Ett utkast" in desk
    assert "Nykommet" not in client_of(scene.other_editor).get(reverse("admin:index")).content.decode()


def test_milestones_that_are_near_wait_on_the_start_page(scene: Scene) -> None:
    environment = matched(scene)
    near, far = timedelta(days=20), timedelta(days=50)
    for title, ahead in (("Snart", near), ("Långt borta", far)):
        Milestone.objects.create(environment=environment, title=texts(title), due_on=dates.today() + ahead)
    desk = client_of(scene.editor).get(reverse("admin:index")).content.decode()
    assert ("Snart" in desk, "Långt borta" in desk) == (True, False)


def test_a_protected_proposer_is_read_by_the_handler_and_the_registrar_alone(scene: Scene) -> None:
    person = make_resident("Hemlig Person")
    proposal = make_proposal(scene, person, contact_name="Hemlig Person")
    person.protected = True
    person.save()
    address = reverse("admin:challenges_proposal_work", args=[proposal.case.reference])
    assert client_of(scene.editor).get(address).status_code == 404
    assert "Hemlig Person" in client_of(scene.registrar).get(address).content.decode()
