"""Publish, hide, tell a step, link, follow."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy

from civicportal.commons import actions, queries
from civicportal.commons.kinds import Kind, kind_of, register
from civicportal.commons.models import Follow, Item, Link, OldAddress, Step
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from funds.models import Project
from tests.commons.factories import make_district, make_project, published

pytestmark = pytest.mark.django_db


def test_publish_fills_the_public_face_and_links_the_thing_to_it() -> None:
    project = make_project({"sv": "Odlingslådor", "en": "Planter boxes"}, district=make_district("Råå"))
    item = actions.publish(project, by=None)
    assert (item.kind, item.slug, item.visible, item.amount) == ("project", project.slug, True, 75_000_00)
    assert Project.objects.get(pk=project.pk).item_id == item.pk
    assert item.published_at is not None
    assert {"Odlingslådor", "Planter", "boxes", "Råå"} <= set(item.keywords.split())
    assert Entry.objects.get(verb="commons.publish").facts == {"item": item.pk, "kind": "project"}


def test_publishing_again_changes_the_same_row_and_keeps_what_hangs_on_it() -> None:
    project = make_project()
    item = actions.publish(project, by=None)
    step = actions.add_step(item, by=None, title="Beviljad")
    first_time = item.published_at
    project.title = LocalizedText(sv="Nytt namn")
    project.save()
    again = actions.publish(project, by=None)
    assert (again.pk, again.title.texts, again.published_at) == (item.pk, {"sv": "Nytt namn"}, first_time)
    assert list(queries.steps(again)) == [step]


def test_a_thing_that_is_no_public_kind_cannot_be_published() -> None:
    with pytest.raises(LookupError):
        actions.publish(make_district(), by=None)


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        register(Kind("project", "", "", "", Project, lambda thing: None, lambda item: ""))  # type: ignore[arg-type, return-value]
    assert kind_of(make_project()).key == "project"


def test_hidden_items_are_bare_and_come_back_with_steps_links_and_followers() -> None:
    project = make_project()
    item, other = actions.publish(project, by=None), published("Något annat")
    actions.add_step(item, by=None, title="Beviljad")
    actions.link(item, other, Link.Kind.GREW_FROM, by=None)
    actions.follow(item, email="anna@example.org", language="sv", confirmed=True)
    hidden = actions.hide(project, by=None, reason="withdrawn")
    assert hidden is not None
    bare = Item.every.get(pk=item.pk)
    assert (bare.visible, bare.title.texts, bare.keywords, bare.text, bare.amount, bare.district) == (
        False,
        {},
        "",
        "",
        None,
        None,
    )
    assert not Item.objects.filter(pk=item.pk).exists()
    back = actions.publish(project, by=None)
    counts = (back.steps.count(), back.links_out.count(), back.followers.count())
    assert (back.pk, back.visible, counts) == (item.pk, True, (1, 1, 1))


def test_the_database_refuses_words_on_a_hidden_item() -> None:
    item = published()
    with pytest.raises(IntegrityError, match="hidden_has_no_words"), transaction.atomic():
        Item.every.filter(pk=item.pk).update(visible=False)


def test_hiding_wants_one_word_and_not_a_sentence_for_the_log() -> None:
    project = make_project()
    assert actions.hide(project, by=None, reason="withdrawn") is None
    actions.publish(project, by=None)
    with pytest.raises(ValueError, match="one word"):
        actions.hide(project, by=None, reason="Anna bad om det")


def test_an_address_that_changes_leaves_a_redirect_behind() -> None:
    project = make_project()
    item = actions.publish(project, by=None)
    old = item.slug
    project.slug = "nytt-namn"
    project.save()
    actions.publish(project, by=None)
    with pytest.raises(queries.Moved) as moved:
        queries.item_at("project", old)
    assert moved.value.url == "/projekt/nytt-namn/"
    project.slug = old
    project.save()
    actions.publish(project, by=None)
    assert queries.item_at("project", old).pk == item.pk
    assert list(OldAddress.objects.values_list("slug", flat=True)) == ["nytt-namn"]


def test_a_step_in_a_translatable_sentence_is_kept_in_both_languages() -> None:
    words = in_all_languages(gettext_lazy("Status"))
    assert set(words.texts) == {"sv", "en"}
    assert words.texts["en"] == "Status"


def test_a_step_told_once_writes_to_each_live_follower_once() -> None:
    item = published()
    actions.follow(item, email="anna@example.org", language="sv", confirmed=True)
    actions.follow(item, email="bo@example.org", language="en", confirmed=True)
    actions.follow(item, email="obekraftad@example.org", language="sv")
    Message.objects.all().delete()
    first = actions.add_step(item, by=None, title="Beviljad", amount=75_000_00, once="decided")
    again = actions.add_step(item, by=None, title="Beviljad", once="decided")
    assert first == again
    assert sorted(Message.objects.values_list("email", "kind")) == [
        ("anna@example.org", "commons.step"),
        ("bo@example.org", "commons.step"),
    ]
    letter = Message.objects.get(email="anna@example.org")
    assert letter.unsubscribe.startswith("http://testserver/bevaka/sluta/")
    assert letter.unsubscribe in letter.text


@pytest.mark.parametrize("why", ["not told", "ahead", "hidden"])
def test_no_letter_for_a_step_that_is(why: str) -> None:
    project = make_project()
    item = actions.publish(project, by=None)
    actions.follow(item, email="anna@example.org", language="sv", confirmed=True)
    if why == "hidden":
        item = actions.hide(project, by=None, reason="withdrawn") or item
    at = dates.now() + timedelta(days=3) if why == "ahead" else None
    actions.add_step(item, by=None, title="Uppföljning", at=at, tell=why != "not told")
    assert not Message.objects.filter(kind="commons.step").exists()


def test_following_is_confirmed_by_the_link_in_the_letter_and_ended_by_another() -> None:
    item = published()
    follower = actions.follow(item, email="Anna@Example.org ", language="sv")
    token = actions.token_of(follower)
    letter = Message.objects.get(kind="commons.confirm_follow")
    assert (letter.email, f"/bevaka/bekrafta/{token}/" in letter.text) == ("anna@example.org", True)
    assert not Follow.objects.live().exists()
    actions.confirm_follow(token)
    assert Follow.objects.live().get().email == "anna@example.org"
    actions.end_follow(token)
    actions.end_follow(token)
    assert not Follow.objects.live().exists()
    with pytest.raises(Refused):
        actions.confirm_follow(token)


def test_asking_again_keeps_a_live_follower_and_revives_one_that_ended() -> None:
    item = published()
    live = actions.follow(item, email="anna@example.org", language="sv", confirmed=True)
    assert actions.follow(item, email="anna@example.org", language="en").confirmed_at == live.confirmed_at
    old = actions.token_of(live)
    actions.end_follow(old)
    revived = actions.follow(item, email="anna@example.org", language="en")
    assert (revived.pk, revived.confirmed_at, revived.ended_at) == (live.pk, None, None)
    assert actions.token_of(revived) != old
    with pytest.raises(Refused):
        actions.confirm_follow(old)


def test_a_new_secret_key_gives_new_tokens_that_work(settings: pytest.Item) -> None:
    follower = actions.follow(published(), email="anna@example.org", language="sv", confirmed=True)
    settings.SECRET_KEY = "another-secret-key-" + "y" * 40  # type: ignore[attr-defined]
    token = actions.token_of(Follow.objects.get(pk=follower.pk))
    assert actions.end_follow(token).pk == follower.pk


def test_a_link_is_made_once_and_never_to_itself() -> None:
    one, two = published("Ett"), published("Två")
    first = actions.link(one, two, Link.Kind.LED_TO, by=None)
    assert actions.link(one, two, Link.Kind.LED_TO, by=None) == first
    assert Entry.objects.filter(verb="commons.link").count() == 1
    with pytest.raises(IntegrityError, match="no_link_to_itself"), transaction.atomic():
        actions.link(one, one, Link.Kind.LED_TO, by=None)
    actions.unlink(first, by=None)
    assert not Link.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_step_and_one_follower() -> None:
    item = published()
    start, wrong = Barrier(2), []

    def act() -> None:
        try:
            start.wait()
            actions.add_step(item, by=None, title="Beviljad", once="decided")
            actions.follow(item, email="anna@example.org", language="sv")
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, Step.objects.count(), Follow.objects.count()) == ([], 1, 1)
