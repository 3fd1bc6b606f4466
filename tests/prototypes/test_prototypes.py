"""What is done to prototypes, who may, and what the public then reads."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from civicportal.commons.models import Follow, Item, Link, Step
from civicportal.files.errors import BadFile
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Person
from civicportal.records.models import Entry
from prototypes.actions import prototypes as actions
from prototypes.actions.prototypes import Picture
from prototypes.enums.prototypes import PrototypeState, Verdict
from prototypes.models import HarmCheck, Prototype
from prototypes.queries import staff
from prototypes.rules.prototypes import PROTOTYPE_MOVES, can_tell_about, does_no_harm
from tests.people import make_unit, make_with_role
from tests.prototypes.factories import Stage, check, make_prototype, make_stage, picture, texts, upload

pytestmark = pytest.mark.django_db
P = PrototypeState


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def again(prototype: Prototype) -> Prototype:
    return Prototype.objects.select_related("network__unit", "item").get(pk=prototype.pk)


def why(function: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        function(*args, **kwargs)
    return str(refused.value.why)


# Public


def test_publishing_tells_when_it_began_and_where_it_belongs(stage: Stage) -> None:
    item = stage.prototype.item
    steps = [(str(step.title), dates.day_of(step.at)) for step in item.steps.all()]
    assert steps == [("Arbetet började", stage.prototype.since)]
    links = [(link.kind, link.target) for link in Link.objects.filter(source=item)]
    assert links == [(Link.Kind.BELONGS_TO, stage.network.item)]
    actions.publish(stage.prototype, by=stage.coordinator)
    assert (item.steps.count(), Link.objects.filter(source=item).count()) == (1, 1)


def test_it_tests_what_it_came_from_while_that_is_public(stage: Stage) -> None:
    origin = make_prototype(stage.network, stage.coordinator).item
    testing = make_prototype(stage.network, stage.coordinator, tests=origin)
    assert Link.objects.get(source=testing.item, kind=Link.Kind.TESTS).target == origin


def test_the_item_says_nothing_of_who_is_in_the_groups(stage: Stage) -> None:
    stage.group.members.create(name="Hemlig Hedda", email="hedda@example.org")
    actions.refresh(stage.prototype, by=None)
    item = Item.objects.get(pk=stage.prototype.item_id)
    told = f"{item.text} {item.keywords} {item.title} {item.summary}"
    assert "Bildarna" in told
    assert "Hedda" not in told
    assert "hedda@example.org" not in told


def test_an_edit_stays_out_of_the_public_until_it_is_published(stage: Stage) -> None:
    hidden = make_prototype(stage.network, stage.coordinator, public=False)
    actions.refresh(hidden, by=stage.coordinator)
    assert again(hidden).item is None


def test_only_the_networks_own_publish_and_hide(stage: Stage) -> None:
    stranger = make_with_role(Role.NETWORK_COORDINATOR, make_unit("Andra", OrganisationKind.NETWORK))
    communicator = make_with_role(Role.COMMUNICATOR, stage.unit)
    for person in (stranger, communicator):
        sentence = "Bara en samordnare för Hållbart Provstad kan göra det här"
        assert why(actions.publish, stage.prototype, by=person) == sentence
        assert why(actions.hide, stage.prototype, by=person, reason="unpublished") == sentence


# States


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (P.IN_PROGRESS, {"start", "pause", "end"}),
        (P.ACTIVE, {"pause", "end"}),
        (P.PAUSED, {"resume", "end"}),
        (P.ENDED, set()),
    ],
)
def test_which_way_leads_from_where(stage: Stage, state: str, moves: set[str]) -> None:
    check(stage.prototype, stage.coordinator)
    stage.prototype.state = state
    can = {name for name in PROTOTYPE_MOVES.moves if PROTOTYPE_MOVES.can(name, stage.coordinator, stage.prototype)}
    assert can == moves


def test_nothing_starts_before_the_check_and_nothing_that_harms(stage: Stage) -> None:
    assert why(actions.move, stage.prototype, "start", by=stage.coordinator) == (
        'Gör kontrollen "gör ingen skada" först'
    )
    check(stage.prototype, stage.coordinator, Verdict.STOP, "Vi frågar juristen")
    assert "något som måste lösas först" in why(actions.move, stage.prototype, "start", by=stage.coordinator)
    check(stage.prototype, stage.coordinator, Verdict.CARE, "Vi frågar först")
    assert actions.move(stage.prototype, "start", by=stage.coordinator).state == P.ACTIVE


def test_a_check_holds_for_a_year(stage: Stage) -> None:
    check(stage.prototype, stage.coordinator, made_on=dates.today() - timedelta(days=364))
    assert does_no_harm(stage.prototype)
    HarmCheck.objects.update(made_on=dates.today() - timedelta(days=365))
    assert str(does_no_harm(stage.prototype).why) == 'Gör kontrollen "gör ingen skada" först'


def test_a_move_stands_in_public_with_its_day_and_followers_hear(stage: Stage) -> None:
    check(stage.prototype, stage.coordinator)
    Follow.objects.create(item=stage.prototype.item, email="f@example.org", token_hash="x", confirmed_at=dates.now())
    with time_machine.travel(datetime(2027, 3, 2, 10, tzinfo=STOCKHOLM), tick=False):
        check(stage.prototype, stage.coordinator)
        actions.move(stage.prototype, "start", by=stage.coordinator)
    fresh = again(stage.prototype)
    assert (fresh.state, fresh.state_since) == (P.ACTIVE, date(2027, 3, 2))
    assert (fresh.item.status, str(fresh.item.status_words), fresh.item.status_look) == ("active", "Aktiv", "ok")
    step = fresh.item.steps.latest("pk")
    assert (str(step.title), step.kind) == ("Aktiv", Step.Kind.STATUS)
    from civicportal.notices.models import Message

    assert [letter.email for letter in Message.objects.filter(kind="commons.step")] == ["f@example.org"]


def test_pausing_twice_stands_in_the_log_twice(stage: Stage) -> None:
    check(stage.prototype, stage.coordinator)
    for name in ("pause", "resume", "pause"):
        actions.move(stage.prototype, name, by=stage.coordinator)
    titles = [str(step.title) for step in stage.prototype.item.steps.filter(kind=Step.Kind.STATUS).order_by("pk")]
    assert titles[-3:] == ["Pausad", "Aktiv", "Pausad"]


def test_the_end_tells_what_was_learnt(stage: Stage) -> None:
    actions.move(stage.prototype, "end", by=stage.coordinator, learnt=texts("Ingen kom"))
    step = stage.prototype.item.steps.latest("pk")
    assert (step.kind, str(step.title), str(step.words)) == (Step.Kind.RESULT, "Avslutad, så gick det", "Ingen kom")
    assert str(again(stage.prototype).learnt) == "Ingen kom"
    verbs = Entry.objects.filter(subject_kind="prototypes.prototype", verb="prototype.end")
    assert verbs.get().facts == {"from": "in_progress", "to": "ended"}


# The log


def test_an_entry_of_the_log_has_its_day_and_its_picture(stage: Stage) -> None:
    day = dates.today() - timedelta(days=3)
    step = actions.tell(
        stage.prototype,
        by=stage.coordinator,
        title=texts("Vi öppnade"),
        words=texts("Tolv kom"),
        day=day,
        pictures=[picture()],
    )
    assert (step.kind, dates.day_of(step.at)) == (Step.Kind.UPDATE, day)
    assert (str(step.by_function), step.images.get().alt) == ("Hållbart Provstad", "Människor vid ett bord")


def test_a_form_sent_twice_is_told_once(stage: Stage) -> None:
    once = uuid.uuid4()
    for _each in range(2):
        actions.tell(
            stage.prototype, by=stage.coordinator, title=texts("En gång"), words=LocalizedText(), once=once,
            pictures=[picture()],
        )  # fmt: skip
    assert Step.objects.filter(kind=Step.Kind.UPDATE).count() == 1
    assert StoredFile.objects.count() == 1


def test_the_log_does_not_tell_what_lies_ahead(stage: Stage) -> None:
    told = {"title": texts("I morgon"), "words": texts(""), "day": dates.today() + timedelta(days=1)}
    assert why(actions.tell, stage.prototype, by=stage.coordinator, **told) == (
        "Loggen berättar vad som har hänt. Välj en dag som inte ligger framåt"
    )


def test_who_tells(stage: Stage) -> None:
    communicator = make_with_role(Role.COMMUNICATOR, stage.unit)
    assert can_tell_about(communicator, stage.prototype)
    outsider = make_with_role(Role.COMMUNICATOR, make_unit("Andra", OrganisationKind.NETWORK))
    assert not can_tell_about(outsider, stage.prototype)
    hidden = make_prototype(stage.network, stage.coordinator, public=False)
    assert "inte offentlig än" in str(can_tell_about(stage.coordinator, hidden).why)


def test_a_file_that_is_no_picture_leaves_nothing_behind(stage: Stage) -> None:
    broken = upload()
    broken.seek(0)
    broken.truncate(40)
    with pytest.raises(BadFile):
        actions.tell(
            stage.prototype,
            by=stage.coordinator,
            title=texts("Bild"),
            words=texts(""),
            pictures=[Picture(broken, "Något")],
        )
    assert (Step.objects.filter(kind=Step.Kind.UPDATE).count(), StoredFile.objects.count()) == (0, 0)


# Do no harm


def test_a_check_keeps_the_points_as_they_were(stage: Stage) -> None:
    made = check(stage.prototype, stage.coordinator, Verdict.CARE, "Vi frågar först")
    stage.network.harm_points.update(words=texts("Något annat"))
    lines = [(str(line.point), line.verdict, str(line.note)) for line in made.lines.all()]
    assert lines == [
        ("Ingen pekas ut", Verdict.CARE, "Vi frågar först"),
        ("Alla kan säga nej", Verdict.CARE, "Vi frågar först"),
    ]


def test_a_check_sent_twice_is_one(stage: Stage) -> None:
    once = uuid.uuid4()
    first = check(stage.prototype, stage.coordinator, once=once)
    assert check(stage.prototype, stage.coordinator, once=once) == first
    assert stage.prototype.item.steps.filter(once=f"checked:{first.pk}").count() == 1


def test_a_check_is_refused_without_points_and_before_its_day(stage: Stage) -> None:
    ahead = dates.today() + timedelta(days=1)
    assert "framåt i tiden" in why(check, stage.prototype, stage.coordinator, made_on=ahead)
    stage.network.harm_points.all().delete()
    assert why(check, stage.prototype, stage.coordinator) == "Nätverkets checklista är tom. Skriv punkterna först"


# What waits for a coordinator


def names(rows: Any) -> list[str]:
    return [str(row.name) for row in rows]


def test_checks_that_are_missing_wait(stage: Stage) -> None:
    checked = make_prototype(stage.network, stage.coordinator, "Kontrollerad")
    check(checked, stage.coordinator)
    make_prototype(stage.network, stage.coordinator, "Avslutad", state=P.ENDED)
    assert names(staff.unchecked(stage.coordinator)) == ["Mötas"]
    HarmCheck.objects.update(made_on=dates.today() - timedelta(days=366))
    assert names(staff.unchecked(stage.coordinator)) == ["Mötas", "Kontrollerad"]


def test_logs_that_have_been_silent_for_a_month_wait(stage: Stage) -> None:
    month_ago = dates.today() - timedelta(days=31)
    told = make_prototype(stage.network, stage.coordinator, "Berättad", state_since=month_ago)
    actions.tell(told, by=stage.coordinator, title=texts("Nyss"), words=texts(""))
    Prototype.objects.filter(pk=stage.prototype.pk).update(state_since=month_ago)
    make_prototype(stage.network, stage.coordinator, "Ny")
    make_prototype(stage.network, stage.coordinator, "Pausad", state=P.PAUSED, state_since=month_ago)
    assert names(staff.silent(stage.coordinator)) == ["Mötas"]
    Step.objects.filter(kind=Step.Kind.UPDATE).update(at=dates.now() - timedelta(days=31))
    assert sorted(names(staff.silent(stage.coordinator))) == ["Berättad", "Mötas"]


def test_others_have_nothing_waiting(stage: Stage) -> None:
    others: list[Person] = [
        make_with_role(Role.NETWORK_COORDINATOR, make_unit("Andra", OrganisationKind.NETWORK)),
        make_with_role(Role.COMMUNICATOR, stage.unit),
    ]
    for person in others:
        assert names(staff.unchecked(person)) == []
