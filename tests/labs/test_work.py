"""The labs in the backoffice: who sees what, what each page does, with how many queries."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from civicportal.backoffice import queues
from civicportal.cases.models import Case
from civicportal.kernel import dates
from labs.actions import answering
from labs.enums import RaisedState
from labs.models import Need, Solution, Topic, Trial
from labs.registrations import my_rows
from tests.labs.factories import (
    Stage,
    make_solution,
    make_topic,
    make_trial,
    public_idea,
    public_need,
    raise_need,
    texts,
)
from tests.people import client_of, make_resident

pytestmark = pytest.mark.django_db
WORDS = {"words_sv": "Det blir av", "words_en": "It will happen"}


@pytest.fixture
def desk(lab_stage: Stage) -> Client:
    """The facilitator's browser."""
    return client_of(lab_stage.facilitator)


def prefixed(key: str, **said: str) -> dict[str, str]:
    return {"do": key, **{f"{key}-{name}": value for name, value in said.items()}}


def page_of(need: Any) -> str:
    return f"/backoffice/{'behov' if isinstance(need, Need) else 'ide'}/{need.slug}/"


def paths(stage: Stage) -> list[str]:
    topic, solution, trial = Topic.objects.get(), Solution.objects.get(), Trial.objects.get()
    lab = f"/backoffice/labb/{stage.lab.slug}/"
    return [
        "/backoffice/labb/", lab, f"{lab}behov/", f"{lab}ideer/", f"{lab}fran-papper/",
        page_of(Need.objects.first()), page_of(solution.ideas.get()), f"/backoffice/amne/{topic.slug}/",
        f"/backoffice/losning/{solution.slug}/", f"/backoffice/test/{trial.slug}/",
        f"/backoffice/amne/{topic.slug}/svara/", f"/backoffice/labbsak/lab/{stage.lab.slug}/steg/generate/",
        f"/backoffice/labbsak/test/{trial.slug}/steg/start/",
        f"/backoffice/labbsak/solution/{solution.slug}/publicera/",
    ]  # fmt: skip


def grow(stage: Stage, number: int = 1) -> None:
    needs = [public_need(stage, f"Behov {n}") for n in range(number)]
    topic = make_topic(stage, "Ämnet", *needs)
    idea = public_idea(stage, topic)
    make_trial(make_solution(stage, topic, type(idea).objects.get(pk=idea.pk)), stage.facilitator)


def test_each_page_is_for_the_labs_own_people(lab_stage: Stage) -> None:
    grow(lab_stage)
    forms = {path for path in paths(lab_stage) if "labbsak" in path or "svara" in path or "papper" in path}
    for who, admitted in (("facilitator", True), ("stranger", False), ("auditor", True)):
        client = client_of(getattr(lab_stage, who))
        for path in paths(lab_stage):
            expected = 200 if admitted and not (who == "auditor" and path in forms) else 404
            if who == "stranger" and path == "/backoffice/labb/":
                expected = 200
            assert (who, path, client.get(path).status_code) == (who, path, expected)
    assert "Planteringslabbet" not in client_of(lab_stage.stranger).get("/backoffice/labb/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_work_pages_do_not_grow(lab_stage: Stage, rows: int, django_assert_num_queries: Any) -> None:
    grow(lab_stage, rows)
    client = client_of(lab_stage.facilitator)
    client.get("/backoffice/labb/")
    counts = [3, 8, 7, 6, 4, 10, 8, 6, 5, 5]
    for path, count in zip(paths(lab_stage)[:10], counts, strict=True):
        with django_assert_num_queries(count, info=path):
            client.get(path)


def test_a_need_is_read_released_gathered_and_answered(lab_stage: Stage, desk: Client) -> None:
    need = raise_need(lab_stage)
    path = page_of(need)
    assert desk.post(path, prefixed("release")).status_code == 302
    assert desk.post(path, prefixed("gather", title_sv="Nytt ämne", summary_sv="Kort")).status_code == 302
    assert desk.post(path, prefixed("answer", **WORDS)).status_code == 302
    row = Need.objects.select_related("topic__item", "item").get()
    assert (row.state, str(row.topic), str(row.answer), row.item.visible) == (
        RaisedState.ANSWERED,
        "Nytt ämne",
        "Det blir av",
        True,
    )


def test_a_no_and_a_withholding_ask_why(lab_stage: Stage, desk: Client) -> None:
    need = public_need(lab_stage)
    for key in ("decline", "withhold", "answer"):
        assert desk.post(page_of(need), prefixed(key)).status_code == 422
    assert desk.post(page_of(need), prefixed("withhold", **WORDS)).status_code == 302
    assert Need.objects.get().state == RaisedState.WITHHELD
    assert desk.post(page_of(need), {"do": "nonsense"}).status_code == 400


def test_the_auditor_reads_and_does_nothing(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    client = client_of(lab_stage.auditor)
    assert b"<textarea" not in client.get(page_of(need)).content
    client.post(page_of(need), prefixed("answer", **WORDS))
    assert Need.objects.get().state == RaisedState.PUBLIC


def test_many_are_released_and_gathered_at_once(lab_stage: Stage, desk: Client) -> None:
    needs = [raise_need(lab_stage, f"Behov {n}") for n in range(3)]
    path, chosen = f"/backoffice/labb/{lab_stage.lab.slug}/behov/", [str(need.pk) for need in needs[:2]]
    assert desk.post(path, {"do": "release"}).status_code == 422
    assert desk.post(path, {"do": "release", "chosen": chosen}).status_code == 302
    assert desk.post(path, {"do": "gather", "chosen": chosen}).status_code == 422
    topic = make_topic(lab_stage, "Ämnet")
    assert desk.post(path, {"do": "gather", "chosen": chosen, "topic": topic.pk}).status_code == 302
    assert list(Need.objects.order_by("pk").values_list("state", flat=True)) == ["gathered", "gathered", "received"]
    both = desk.post(path, {"do": "gather", "chosen": [str(needs[2].pk)], "topic": topic.pk})
    assert "läs" not in both.content.decode().lower() or both.status_code == 422
    assert Need.objects.get(pk=needs[2].pk).state == RaisedState.RECEIVED


def found(client: Client, stage: Stage, query: str) -> list[str]:
    page = client.get(f"/backoffice/labb/{stage.lab.slug}/behov/{query}").context["page"]
    return [need.title for need in page]


def test_the_list_is_searched_and_the_oldest_promise_comes_first(lab_stage: Stage, desk: Client) -> None:
    first, second, third = (public_need(lab_stage, title) for title in ("Ett", "Två", "Tre"))
    Case.objects.filter(pk=third.case_id).update(answer_by=dates.today() - timedelta(days=2))
    answering.answer(first, words=texts("Svar"), by=lab_stage.facilitator)
    make_topic(lab_stage, "Ämnet", Need.objects.get(pk=second.pk))
    assert found(desk, lab_stage, "") == ["Tre", "Två", "Ett"]
    assert found(desk, lab_stage, "?state=waiting") == ["Tre", "Två"]
    assert found(desk, lab_stage, "?topic=-") == ["Tre", "Ett"]
    assert found(desk, lab_stage, "?state=answered") == ["Ett"]
    assert found(desk, lab_stage, f"?q={second.case.reference}") == ["Två"]


def test_needs_from_paper_are_shown_before_they_are_saved(lab_stage: Stage, desk: Client) -> None:
    public_need(lab_stage, "Fler bänkar")
    day = dates.today() - timedelta(days=2)
    facts = {
        "lines": "- En cykelpump\nFler bänkar\nEn cykelpump\n", "district": str(lab_stage.district.pk),
        "source": "walk",
        "told_on_0": str(day.day), "told_on_1": str(day.month), "told_on_2": str(day.year), "language": "sv",
        "public": "on", "once": str(uuid.uuid4()),
    }  # fmt: skip
    path = f"/backoffice/labb/{lab_stage.lab.slug}/fran-papper/"
    page = desk.post(path, {**facts, "do": "look"}).content.decode()
    assert [w for w in ("1 behov sparas", "Två gånger i listan", "Finns redan") if w not in page] == []
    assert Need.objects.count() == 1
    for _ in range(2):
        assert desk.post(path, {**facts, "do": "save"}).status_code == 302
    row = Need.objects.exclude(title="Fler bänkar").get()
    assert (row.title, row.district, row.source, row.told_on) == ("En cykelpump", lab_stage.district, "walk", day)
    assert desk.post(path, {**facts, "lines": "x" * 130, "do": "save"}).status_code == 422
    ahead = {**facts, "told_on_2": str(day.year + 2), "do": "save"}
    assert desk.post(path, ahead).status_code == 422


def test_the_start_page_shows_what_waits_the_late_first(lab_stage: Stage) -> None:
    late, unread = public_need(lab_stage, "Sent"), raise_need(lab_stage, "Oläst")
    Case.objects.filter(pk=late.case_id).update(answer_by=dates.today() - timedelta(days=4))
    rows = queues.desk_of(lab_stage.facilitator).rows
    assert [(row.queue.key, str(row.waiting.label), row.days_late) for row in rows] == [
        ("labs.answer", "Sent", 4),
        ("labs.release", "Oläst", 0),
    ]
    assert queues.desk_of(lab_stage.stranger).rows == []
    assert [figure.value for figure in queues.desk_of(lab_stage.facilitator).figures] == [2]
    (row,) = my_rows(unread.person)
    assert (row.status, row.due) == ("Mottaget, läses nu", unread.case.answer_by)


def test_a_lab_moves_on_and_tells_it(lab_stage: Stage, desk: Client) -> None:
    path = f"/backoffice/labbsak/lab/{lab_stage.lab.slug}/steg/generate/"
    assert "Idéer tas fram" in desk.get(path).content.decode()
    assert desk.post(path, {"words_sv": "Vi har hört hundra personer"}).status_code == 302
    page = Client().get(lab_stage.lab.get_absolute_url()).content.decode()
    assert "Vi har hört hundra personer" in page
    assert desk.get(f"/backoffice/labbsak/lab/{lab_stage.lab.slug}/steg/nonsense/").status_code == 404
    assert desk.get("/backoffice/labbsak/nonsense/x/steg/start/").status_code == 404


def test_a_test_begins_and_ends_on_its_pages(lab_stage: Stage, desk: Client) -> None:
    grow(lab_stage)
    trial = Trial.objects.get()
    steps = f"/backoffice/labbsak/test/{trial.slug}/steg/"
    desk.post(f"/backoffice/labbsak/solution/{trial.solution.slug}/steg/ready/", {})
    assert desk.post(f"{steps}start/").status_code == 302
    assert desk.post(f"{steps}conclude/", {"verdict": "stop"}).status_code == 422
    said = {"verdict": "stop", "result_sv": "Ingen kom", "learnt_sv": "Fel veckodag"}
    assert desk.post(f"{steps}conclude/", said).status_code == 302
    page = Client().get(trial.get_absolute_url()).content.decode()
    assert [words for words in ("Vi slutar", "Ingen kom", "Fel veckodag") if words not in page] == []


def test_what_staff_tell_stands_in_public_and_reaches_followers(lab_stage: Stage, desk: Client) -> None:
    from civicportal.commons import actions as commons
    from civicportal.notices.models import Message

    follower = make_resident()
    commons.follow(lab_stage.lab.item, email=follower.email, language="sv", confirmed=True)
    path = f"/backoffice/labb/{lab_stage.lab.slug}/"
    assert desk.post(path, {"title_sv": "Första vandringen", "words_sv": "Elva gick med"}).status_code == 302
    page = Client().get(lab_stage.lab.get_absolute_url()).content.decode()
    assert [words for words in ("Första vandringen", "Elva gick med") if words not in page] == []
    assert Message.objects.get(kind="commons.step").email == follower.email
