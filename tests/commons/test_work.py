"""Work pages on what people say, for each who may and may not; what waits on the start page; links and proposals."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from civicportal.backoffice.queues import desk_of
from civicportal.commons import actions, suggestions
from civicportal.commons.enums import HideReason, ReportReason
from civicportal.commons.models import Dismissal, Hiding, Item, Link, Question, Report, Theme
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import Role
from civicportal.people.models import Person
from tests.commons.factories import make_district, make_fund, published
from tests.people import (
    make_administrator,
    make_auditor,
    make_coach,
    make_communicator,
    make_fund_manager,
    make_resident,
    make_with_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_step(settings: Any) -> None:
    """The second step is tested where it lives, in people."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def item() -> Item:
    return published("Verktygsbibliotek", slug="verktyg")


@pytest.fixture
def manager(item: Item) -> Person:
    return make_fund_manager(item.unit)


def ask(item: Item, text: str = "När öppnar ni?") -> Question:
    return actions.ask(item, text=text, language="sv", email="rut@example.org")


def addresses(item: Item, manager: Person) -> list[str]:
    """One address of each page, for the things of one unit."""
    question, step = ask(item), actions.add_step(item, by=None, title="Steg")
    report = actions.report(question, reason=ReportReason.OTHER)
    hiding = actions.hide_words(step, by=manager, reason=HideReason.WRONG)
    thing = [item.kind, item.slug]
    return [
        reverse("admin:commons_question", args=[*thing, question.number]),
        reverse("admin:commons_report", args=[report.pk]),
        reverse("admin:commons_hide", args=thing),
        reverse("admin:commons_hidden", args=[hiding.pk]),
        reverse("admin:commons_links", args=thing),
    ]


def test_who_may_open_the_pages(client: Client, item: Item, manager: Person) -> None:
    pages = addresses(item, manager)
    expected = {
        manager: 200, make_communicator(): 200, make_administrator(): 200, make_auditor(): 200,
        make_fund_manager(): 404, make_coach(item.unit): 404, make_resident(): 404,
    }  # fmt: skip
    for person, code in expected.items():
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [code] * len(pages), person.name


def test_an_auditor_reads_and_is_told_why_there_is_no_button(client: Client, item: Item, manager: Person) -> None:
    client.force_login(make_auditor())
    for page in addresses(item, manager):
        body = client.get(page).content.decode()
        assert ("Det kan bara de som svarar för den här enheten göra." in body, "<textarea" in body) == (True, False)
    client.post(reverse("admin:commons_question", args=[item.kind, item.slug, 1]), {"do": "release"})
    assert Question.objects.get().released_at is None


@pytest.mark.parametrize("clock", [time(0, 30), time(14, 0)])
def test_the_start_page_names_what_waits_in_ones_own_unit(
    item: Item, manager: Person, time_machine: Any, clock: time
) -> None:
    """Half an hour after midnight too, when it is still yesterday in UTC, the time of the database."""
    time_machine.move_to(dates.at(dates.today(), clock))
    question = ask(item)
    actions.report(item, reason=ReportReason.HATE)
    Question.objects.update(asked_at=dates.now() - timedelta(days=9))
    rows = desk_of(manager).rows
    assert [(row.queue.key, row.waiting.label, row.days_late) for row in rows] == [
        ("commons.questions", question.text, 2),
        ("commons.reports", "Det hotar eller kränker", 0),
    ]
    assert desk_of(make_fund_manager()).rows == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_of_three_as_of_one(
    number: int, client: Client, item: Item, manager: Person, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        question = ask(item, f"Fråga {each}?")
        actions.report(question, reason=ReportReason.OTHER)
        actions.hide_words(actions.add_step(item, by=None, title=f"Steg {each}"), by=manager, reason=HideReason.WRONG)
    client.force_login(manager)
    client.get(reverse("admin:commons_voices"))
    with django_assert_num_queries(6):
        assert client.get(reverse("admin:commons_voices")).status_code == 200


def test_several_questions_are_released_or_hidden_at_once(client: Client, item: Item, manager: Person) -> None:
    for each in range(3):
        ask(item, f"Fråga {each}?")
    page = reverse("admin:commons_voices")
    client.force_login(manager)
    client.post(page, {"do": "release", "chosen": ["project/verktyg/1", "project/verktyg/2", "x"]})
    client.post(page, {"do": "hide", "chosen": ["project/verktyg/3"]})
    assert Question.objects.filter(state="waiting").count() == 1
    client.post(page, {"do": "hide", "reason": "advert", "chosen": ["project/verktyg/3"]})
    assert list(Question.objects.order_by("number").values_list("state", flat=True)) == ["public", "public", "hidden"]


def test_nobody_releases_the_questions_of_others_by_their_address(client: Client, item: Item) -> None:
    ask(item)
    client.force_login(make_fund_manager())
    sent = client.post(reverse("admin:commons_voices"), {"do": "release", "chosen": ["project/verktyg/1"]})
    assert (sent.status_code, Question.objects.get().state) == (404, "waiting")


def test_a_question_is_answered_in_the_name_of_the_unit(client: Client, item: Item, manager: Person) -> None:
    ask(item)
    page = reverse("admin:commons_question", args=["project", "verktyg", 1])
    client.force_login(manager)
    form = client.get(page).context["form"]
    assert (form["function"].value().said("sv").text, form["language"].value()) == (item.unit.name, "sv")
    empty = client.post(page, {"words": "", "language": "sv", "function_sv": "", "function_en": ""})
    assert (empty.status_code, len(empty.context["form"].errors)) == (422, 2)
    sent = {"words": "I mars.", "language": "sv", "function_sv": "Fonden", "function_en": "The fund"}
    assert client.post(page, sent).status_code == 302
    answered = Question.objects.get()
    assert (answered.answer, answered.state, answered.answered_by) == ("I mars.", "public", manager)
    assert answered.answered_by_function == LocalizedText(sv="Fonden", en="The fund")


def test_a_report_is_settled_either_way(client: Client, item: Item, manager: Person) -> None:
    question = ask(item)
    left, hidden = (actions.report(words, reason=ReportReason.OTHER) for words in (item, question))
    client.force_login(manager)
    client.post(reverse("admin:commons_report", args=[left.pk]), {"do": "leave"})
    assert client.post(reverse("admin:commons_report", args=[hidden.pk]), {}).status_code == 422
    client.post(reverse("admin:commons_report", args=[hidden.pk]), {"reason": "off_topic", "words": ""})
    assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == ["left", "hidden"]
    hiding = Hiding.objects.get()
    client.post(reverse("admin:commons_hidden", args=[hiding.pk]))
    assert Question.objects.get().state == "public"


def test_staff_hide_a_step_without_a_report(client: Client, item: Item, manager: Person) -> None:
    step = actions.add_step(item, by=None, title="Steg")
    client.force_login(manager)
    page = reverse("admin:commons_hide", args=["project", "verktyg"])
    place = f"steg-{int(step.at.timestamp() * 1_000_000)}"
    client.post(page, {"about": place, "reason": "personal", "words": ""})
    assert (Hiding.objects.get().step, Item.objects.count()) == (step, 1)


def alike() -> tuple[Item, Item, Item]:
    """Two things about the same in the same place, and one about something else."""
    fund, place = make_fund(), make_district("Planteringen")
    own: dict[str, Any] = {"fund": fund, "district": place}
    return (
        published("Verktygsbibliotek i tvättstugan", **own),
        published("Ett verktygsbibliotek för gården", **own),
        published("Körsång för nybörjare", summary=LocalizedText(sv="Vi sjunger"), fund=fund),
    )


def test_a_proposal_says_why_in_both_languages() -> None:
    one, two, _other = alike()
    found = suggestions.suggestions_for(one)
    assert [each.item for each in found] == [two]
    assert found[0].reason.said("sv").text == (
        "Båda handlar om: verktygsbibliotek, grannar, delar. Samma stadsdel: Planteringen"
    )
    assert found[0].reason.said("en").text.startswith("Both are about: verktygsbibliotek")


def test_the_same_theme_is_a_reason_and_the_citys_name_is_none(city: Any) -> None:
    theme = Theme.objects.create(kind="challenge", slug="ensamhet", name=LocalizedText(sv="Ensamhet"))
    one, two, three = (
        published(f"{word} i {city.name}", summary=LocalizedText(sv=word)) for word in ("Odling", "Körsång", "Schack")
    )
    Item.objects.filter(pk__in=[one.pk, two.pk]).update(theme=theme)
    one.refresh_from_db()
    assert [(each.item, each.reason.said("sv").text) for each in suggestions.suggestions_for(one)] == [
        (two, "Samma tema: Ensamhet")
    ]
    assert suggestions.suggestions_for(three) == []


def test_a_proposal_is_accepted_with_its_reason_or_never_made_again(client: Client) -> None:
    one, two, _other = alike()
    client.force_login(make_fund_manager(one.unit))
    page = reverse("admin:commons_links", args=[one.kind, one.slug])
    form = client.get(f"{page}?med={two.kind}/{two.slug}").context["form"]
    reason = form["reason"].value()
    sent = {"other": two.get_absolute_url(), "kind": "similar", "reason_sv": reason.said("sv").text, "reason_en": ""}
    assert client.post(page, sent).status_code == 302
    made = Link.objects.get()
    assert (made.source, made.target, made.made_by is not None, made.reason.said("sv").text) == (
        one, two, True, reason.said("sv").text
    )  # fmt: skip
    assert suggestions.suggestions_for(one) == []
    client.post(page, {"do": "unlink", "which": f"{one.kind}/{one.slug}:similar:{two.kind}/{two.slug}"})
    assert (Link.objects.count(), len(suggestions.suggestions_for(one))) == (0, 1)
    client.post(page, {"do": "dismiss", "which": f"{two.kind}/{two.slug}"})
    assert (Dismissal.objects.count(), suggestions.suggestions_for(one), suggestions.suggestions_for(two)) == (
        1,
        [],
        [],
    )


@pytest.mark.parametrize("other", ["", "/finns/inte/", "/om/"])
def test_a_link_to_no_public_page_comes_back_with_a_sentence(client: Client, item: Item, other: str) -> None:
    client.force_login(make_with_role(Role.COMMUNICATOR))
    page = reverse("admin:commons_links", args=["project", "verktyg"])
    assert client.post(page, {"other": other, "kind": "similar"}).status_code == 422
    assert client.post(page, {"other": "project/verktyg", "kind": "similar"}).status_code == 422
    assert Link.objects.count() == 0


def test_the_links_page_asks_as_much_of_many_as_of_one(client: Client, django_assert_num_queries: Any) -> None:
    one, _two, other = alike()
    client.force_login(make_fund_manager(one.unit))
    page = reverse("admin:commons_links", args=[one.kind, one.slug])
    actions.link(one, other, Link.Kind.SIMILAR, by=None)
    client.get(page)
    with django_assert_num_queries(7):
        client.get(page)
    for number in range(3):
        published(f"Verktygsbibliotek {number}", fund=make_fund(unit=one.unit))
        actions.link(one, published(f"Annat {number}"), Link.Kind.SIMILAR, by=None)
    client.get(page)
    with django_assert_num_queries(7):
        assert len(client.get(page).context["links"]) == 4
