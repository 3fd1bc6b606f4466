"""A lab and a solution get a picture: made anew, described in words, on the page and on the card."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civicportal.commons.models import Item
from civicportal.files.actions import make_sizes
from civicportal.files.models import StoredFile
from civicportal.files.queries import picture_url
from civicportal.records.models import Entry
from tests.labs.factories import Stage, make_solution, make_trial
from tests.people import client_of
from tests.prototypes.factories import upload

pytestmark = pytest.mark.django_db
ALT = "Grannar bygger en bänk"


def page_of(thing: Any) -> str:
    return f"/backoffice/labbsak/{thing._meta.model_name}/{thing.slug}/bild/"


def send(client: Client, thing: Any, **said: Any) -> Any:
    return client.post(page_of(thing), {"picture": upload(), "alt": ALT, **said})


def both(stage: Stage) -> list[Any]:
    return [stage.lab, make_solution(stage)]


def test_the_picture_stands_on_the_page_and_on_the_card(lab_stage: Stage, client: Client) -> None:
    desk = client_of(lab_stage.facilitator)
    for thing, cards in zip(both(lab_stage), ("/labb/", f"/labb/{lab_stage.lab.slug}/"), strict=True):
        assert "Välj en bild" in desk.get(f"/backoffice/{work(thing)}/{thing.slug}/").content.decode()
        assert send(desk, thing).status_code == 302
        stored = make_sizes(StoredFile.objects.latest("pk").pk)
        item = Item.objects.get(kind=thing._meta.model_name, slug=thing.slug)
        assert (item.image, item.image.alt, item.image.state) == (stored, ALT, StoredFile.State.STORED)
        assert Entry.objects.filter(verb=f"{thing._meta.model_name}.picture").count() == 1
        page, wall = (client.get(path).content.decode() for path in (thing.get_absolute_url(), cards))
        assert f'<img src="{picture_url(stored, 1200)}"' in page
        assert f'alt="{ALT}"' in page
        assert f'class="card-picture" src="{picture_url(stored, 800)}"' in wall
        assert f'alt="{ALT}"' in wall
        assert "Byt bild" in desk.get(f"/backoffice/{work(thing)}/{thing.slug}/").content.decode()


def work(thing: Any) -> str:
    return {"lab": "labb", "solution": "losning"}[thing._meta.model_name]


def test_what_is_no_picture_or_says_nothing_is_refused_and_nothing_changes(lab_stage: Stage) -> None:
    desk = client_of(lab_stage.facilitator)
    for thing in both(lab_stage):
        for said in ({"alt": ""}, {"picture": ""}, {"picture": SimpleUploadedFile("bild.png", b"nej")}):
            answer = send(desk, thing, **said)
            assert (answer.status_code, "error-summary" in answer.content.decode()) == (422, True)
        thing.refresh_from_db()
        assert thing.image is None


def test_only_a_facilitator_of_the_lab_gives_it(lab_stage: Stage) -> None:
    for thing in both(lab_stage):
        for person in (lab_stage.auditor, lab_stage.stranger):
            assert send(client_of(person), thing).status_code in {403, 404}
        thing.refresh_from_db()
        assert thing.image is None


def test_a_test_has_no_picture_of_its_own(lab_stage: Stage) -> None:
    trial = make_trial(make_solution(lab_stage), lab_stage.facilitator)
    desk = client_of(lab_stage.facilitator)
    assert desk.get(f"/backoffice/labbsak/test/{trial.slug}/bild/").status_code == 404
    assert "/bild/" not in desk.get(f"/backoffice/test/{trial.slug}/").content.decode()
