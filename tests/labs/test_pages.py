"""The labs' pages: what they show, to whom, with how many queries."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from civicportal.notices.models import Message
from labs.actions import answering, raising, work
from labs.enums import RaisedState
from labs.models import Idea, Need, Trial
from tests.labs.factories import (
    Stage,
    make_lab,
    make_solution,
    make_topic,
    make_trial,
    public_idea,
    public_need,
    raise_need,
    texts,
)
from tests.letters import as_snapshot
from tests.lists import shown
from tests.people import client_of, make_resident
from tests.stories.actors import mailed_path

pytestmark = pytest.mark.django_db


def grown(stage: Stage, number: int = 1) -> Trial:
    """A lab with so many of each kind; returns the last test."""
    needs = [public_need(stage, f"Behov {n}", text="Så är det i dag.") for n in range(number)]
    topics = [make_topic(stage, f"Ämne {n}", *(needs if n == 0 else [])) for n in range(number)]
    ideas = [public_idea(stage, topics[0], f"Idé {n}") for n in range(number)]
    fresh = list(Idea.objects.filter(pk__in=[idea.pk for idea in ideas]))
    solutions = [make_solution(stage, topics[0], *fresh, title=f"Lösning {n}") for n in range(number)]
    return [make_trial(solutions[0], stage.facilitator, title=f"Test {n}") for n in range(number)][-1]


def addresses(stage: Stage, trial: Trial) -> list[str]:
    lab = stage.lab.get_absolute_url()
    lists = [f"{lab}alla/{part}/" for part in ("behov", "amnen", "ideer", "losningar", "tester")]
    solution = trial.solution
    idea = solution.ideas.order_by("pk")[0]
    things = [Need.objects.order_by("pk")[0], idea, idea.topic, solution, trial]
    return ["/labb/", lab, *lists, *(thing.get_absolute_url() for thing in things if thing)]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reading_pages_are_the_same_for_everybody(client: Client, lab_stage: Stage, prefix: str) -> None:
    for path in addresses(lab_stage, grown(lab_stage)):
        page = client.get(prefix + path)
        assert (path, page.status_code, dict(page.cookies)) == (path, 200, {})
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert b'method="post"' not in page.content
        assert f'<html lang="{"en" if prefix else "sv"}"' in page.content.decode()


def test_a_need_leads_to_ideas_only_where_they_are_taken(lab_stage: Stage) -> None:
    need, alone = public_need(lab_stage, "Plats att vara inne"), public_need(lab_stage, "Fler bänkar")
    topic = make_topic(lab_stage, "Inne på kvällen", need)

    def leads_on(one: Need) -> bool:
        return f"{one.get_absolute_url()}ide/" in Client().get(one.get_absolute_url()).content.decode()

    assert [leads_on(one) for one in (need, alone)] == [True, True]
    work.move(topic, "close", by=lab_stage.facilitator)
    assert [leads_on(one) for one in (need, alone)] == [False, True]


COUNTS = {"/labb/": 2, "lab": 6, "first list": 4, "list": 3, "need": 6, "idea": 4, "topic": 5, "solution": 5, "test": 4}
"""Queries of each page, whatever grows in the lab."""


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_what_grows(lab_stage: Stage, rows: int, django_assert_num_queries: Any) -> None:
    paths = addresses(lab_stage, grown(lab_stage, rows))
    client = Client()
    client.get("/fonder/")
    names = ["/labb/", "lab", "first list", *["list"] * 4, "need", "idea", "topic", "solution", "test"]
    for name, path in zip(names, paths, strict=True):
        with django_assert_num_queries(COUNTS[name], info=path):
            assert client.get(path).status_code == 200


def titles(client: Client, stage: Stage, part: str, query: str = "") -> list[str]:
    return [str(item.title) for item in shown(client.get(f"{stage.lab.get_absolute_url()}alla/{part}/{query}"))]


def test_a_list_is_filtered_by_its_address(client: Client, lab_stage: Stage) -> None:
    first = public_need(lab_stage, "Bänkar i parken")
    second = public_need(lab_stage, "Lampor i tunneln", district=None)
    topic = make_topic(lab_stage, "Att sitta", first)
    answering.decline(second, why=texts("Marken är inte stadens"), by=lab_stage.facilitator)
    assert titles(client, lab_stage, "behov") == ["Lampor i tunneln", "Bänkar i parken"]
    assert titles(client, lab_stage, "behov", "?order=oldest") == ["Bänkar i parken", "Lampor i tunneln"]
    assert titles(client, lab_stage, "behov", "?district=planteringen") == ["Bänkar i parken"]
    assert titles(client, lab_stage, "behov", "?state=declined") == ["Lampor i tunneln"]
    assert titles(client, lab_stage, "behov", f"?topic={topic.slug}") == ["Bänkar i parken"]
    assert titles(client, lab_stage, "behov", "?q=lampor") == ["Lampor i tunneln"]
    assert titles(client, lab_stage, "behov", "?state=nonsense&page=x&order=y") == []
    groups = client.get(f"{lab_stage.lab.get_absolute_url()}alla/behov/?a=1").context["groups"]()
    counted = {(group["name"], box.value): box.count for group in groups for box in group["choices"]}
    assert counted == {
        ("state", "declined"): 1,
        ("state", "gathered"): 1,
        ("district", "planteringen"): 1,
        ("topic", topic.slug): 1,
    }


def test_one_lab_shows_nothing_of_another(client: Client, lab_stage: Stage) -> None:
    public_need(lab_stage, "Bänkar i parken")
    other = make_lab("Ett annat labb")
    work.publish(other, by=lab_stage.facilitator)
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Bänkar i parken" not in page
    assert client.get(f"{other.get_absolute_url()}alla/behov/").context["page"].paginator.count == 0
    assert client.get(f"{other.get_absolute_url()}alla/nonsens/").status_code == 404


def test_what_is_not_released_or_withheld_is_nowhere(client: Client, lab_stage: Stage) -> None:
    waiting = raise_need(lab_stage, "Ännu inte läst")
    gone = public_need(lab_stage, "Pekar ut någon")
    topic = make_topic(lab_stage, "Ett ämne", gone)
    answering.withhold(Need.objects.get(pk=gone.pk), why=texts("Pekar ut"), by=lab_stage.facilitator)
    lab = lab_stage.lab.get_absolute_url()
    for path in ("/labb/", lab, f"{lab}alla/behov/", topic.get_absolute_url(), "/sok/?q=pekar", "/sok/?q=läst", "/"):
        page = client.get(path).content.decode()
        assert [words for words in ("Ännu inte läst", "Pekar ut någon") if words in page] == []
    assert [client.get(each.get_absolute_url()).status_code for each in (waiting, gone)] == [404, 404]


def test_a_lab_that_is_not_published_is_not_there(client: Client, lab_stage: Stage) -> None:
    hidden = make_lab("Hemligt labb")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(f"{hidden.get_absolute_url()}behov/").status_code == 404
    assert "Hemligt labb" not in client.get("/labb/").content.decode()


# Raising


def sent(client: Client, stage: Stage, **said: Any) -> Any:
    facts = {"title": "Någonstans att vara inne", "text": "", "district": "", "email": "vera@example.org",
             "once": str(uuid.uuid4()), **said}  # fmt: skip
    return client.post(f"{stage.lab.get_absolute_url()}behov/", facts)


def test_a_visitor_raises_a_need_by_mail_once(client: Client, lab_stage: Stage) -> None:
    once = str(uuid.uuid4())
    for _ in range(2):
        answer = sent(client, lab_stage, once=once, district=str(lab_stage.district.pk))
        assert answer.headers["Location"] == f"{lab_stage.lab.get_absolute_url()}skickat/"
    assert (Need.objects.count(), Message.objects.count()) == (0, 1)
    letter = Message.objects.get()
    assert "Någonstans att vara inne" in letter.text
    path = mailed_path(letter, "/bekrafta/")
    assert client.get(path).status_code == 200
    assert Need.objects.count() == 0, "opening the link changes nothing"
    first, second = client.post(path), client.post(path)
    need = Need.objects.select_related("case").get()
    assert (need.state, need.email, need.person, need.district) == (
        RaisedState.RECEIVED,
        "vera@example.org",
        None,
        lab_stage.district,
    )
    assert Message.objects.filter(kind="labs.received").count() == 1
    status = client.get(mailed_path(Message.objects.get(kind="labs.received"), "/mitt/behov/"))
    page = status.content.decode()
    assert [w for w in (need.title, need.case.reference, "Mottaget, läses nu") if w not in page] == []
    assert {first.status_code, second.status_code} <= {200, 302}


def test_somebody_signed_in_is_not_asked_for_an_address(lab_stage: Stage) -> None:
    person = make_resident()
    client = client_of(person)
    form = client.get(f"{lab_stage.lab.get_absolute_url()}behov/").context["form"]
    assert list(form.fields) == ["website", "once", "title", "text", "district"]
    answer = sent(client, lab_stage)
    need = Need.objects.get()
    assert need.person == person
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Tack. Vi har ditt behov" in page
    assert need.title in client.get("/mitt/").content.decode()


def test_what_is_missing_is_said_and_nothing_is_lost(client: Client, lab_stage: Stage) -> None:
    answer = sent(client, lab_stage, title="", text="Det här är mycket text", email="fel")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det är 2 saker att rätta" in page
    assert "Det här är mycket text" in page
    assert (Need.objects.count(), Message.objects.count()) == (0, 0)


def test_a_program_that_fills_the_hidden_field_is_refused(client: Client, lab_stage: Stage) -> None:
    assert sent(client, lab_stage, website="x").status_code == 422
    assert Message.objects.count() == 0


def test_one_address_cannot_be_flooded(client: Client, lab_stage: Stage) -> None:
    answers = [sent(client, lab_stage).status_code for _ in range(8)]
    assert (answers.count(302), answers.count(429)) == (6, 2)


def test_an_idea_is_suggested_on_a_topic_and_on_a_need(client: Client, lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    topic = make_topic(lab_stage, "Ämnet", need)
    person = make_resident()
    signed = client_of(person)
    for path in (f"{topic.get_absolute_url()}ide/", f"{need.get_absolute_url()}ide/"):
        answer = signed.post(path, {"title": "Öppna verkstaden", "text": "", "district": "", "once": uuid.uuid4()})
        assert answer.headers["Location"].startswith("/mitt/ide/")
    on_topic, on_need = Idea.objects.order_by("pk")
    assert ((on_topic.topic, on_topic.need), (on_need.topic, on_need.need)) == ((topic, None), (topic, need))
    work.move(topic, "close", by=lab_stage.facilitator)
    shut = client.get(f"{topic.get_absolute_url()}ide/")
    assert (shut.status_code, b"<form" in shut.content) == (403, False)


# The status page


def test_the_status_page_opens_by_its_token_alone(client: Client, lab_stage: Stage) -> None:
    need = raise_need(lab_stage)
    path = mailed_path(Message.objects.get(kind="labs.received"), "/mitt/behov/")
    assert client.get(path).status_code == 200
    assert client.get("/mitt/behov/" + "0" * 40 + "/").status_code == 404
    assert client.get(path.replace("/behov/", "/ide/")).status_code == 404
    assert client.get(f"{path}samtal/").status_code == 302
    assert client_of(make_resident()).get(f"{path}samtal/").status_code == 404
    assert client_of(need.person).get(f"{path}samtal/").status_code == 200


def test_what_one_raised_is_taken_back_from_its_page(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    path = mailed_path(Message.objects.get(kind="labs.received"), "/mitt/behov/")
    assert Client().get(f"{path}dra-tillbaka/").status_code == 403, "it belongs to an account"
    client = client_of(need.person)
    assert client.post(f"{path}dra-tillbaka/").status_code == 302
    assert Client().get(need.get_absolute_url()).status_code == 404
    assert "Tillbakadragen av dig" in client.get(path).content.decode()


def test_mail_programs_stop_the_news_without_a_cookie(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    path = raising.status_path(need) + "brev/"
    plain = Client(enforce_csrf_checks=True)
    assert plain.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert Need.objects.get().wants_news is False
    plain.post(path, {"vill": "ja"})
    assert Need.objects.get().wants_news is True


def test_the_conversation_reaches_the_lab(lab_stage: Stage) -> None:
    need = raise_need(lab_stage)
    path = raising.status_path(need) + "samtal/"
    answer = client_of(need.person).post(path, {"text": "Har ni läst?", "once": uuid.uuid4()})
    assert answer.status_code == 302
    letter = Message.objects.get(kind="cases.message_to_city")
    assert "Har ni läst?" in as_snapshot(letter)


def test_a_need_that_waits_too_long_says_so(client: Client, lab_stage: Stage) -> None:
    from datetime import timedelta

    from civicportal.cases.models import Case
    from civicportal.kernel import dates

    need = public_need(lab_stage)
    Case.objects.update(answer_by=dates.today() - timedelta(days=3))
    assert "3 dagar sent" in client.get(raising.status_path(need)).content.decode()
