"""What the lab does with what was raised: release, withhold, gather, answer. Each step is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record
from labs import notices
from labs.actions.addresses import free_slug
from labs.enums import RaisedState
from labs.models import Idea, Lab, Need, Raised, Topic
from labs.rules import can_run, lab_of, moves_of
from labs.tokens import kind_of


def step(
    thing: Any,
    title: LocalizedText | str | Promise,
    *,
    by: Any,
    words: LocalizedText | None = None,
    kind: str = Step.Kind.STATUS,
    once: str | None = None,
) -> Step | None:
    """One public step of a thing of the labs, told by the lab's contact function; none while it is not public."""
    if thing.item is None or not thing.item.visible:
        return None
    contact = lab_of(thing).contact
    return commons.add_step(thing.item, by=by, title=title, words=words, kind=kind, by_function=contact, once=once)


def put_in_public(raised: Raised, *, by: Person | None) -> Item:
    """Publishes what was raised, with where it belongs and what it is about."""
    item = commons.publish(raised, by=by)
    label = _("Raised: %(how)s") if isinstance(raised, Need) else _("Suggested: %(how)s")
    commons.add_step(
        item,
        by=by,
        title=in_all_languages(label, how=in_all_languages(raised.get_source_display())),
        at=dates.at(raised.told_on, time(12)) if raised.told_on < dates.today() else dates.now(),
        once=f"raised:{kind_of(raised)}:{raised.pk}",
        tell=False,
    )
    _link(item, raised.lab.item, Link.Kind.BELONGS_TO, by)
    if isinstance(raised, Idea):
        _link(item, raised.topic.item if raised.topic else None, Link.Kind.ANSWERS, by)
        _link(item, raised.need.item if raised.need else None, Link.Kind.ANSWERS, by)
    elif isinstance(raised, Need) and raised.topic and raised.topic.item:
        _link(raised.topic.item, item, Link.Kind.GREW_FROM, by)
    return item


def _link(source: Item, target: Item | None, kind: str, by: Any) -> None:
    if target is not None:
        commons.link(source, target, kind, by=by)


def _answered(raised: Raised, *, by: Person | None) -> None:
    """The lab has answered: the promise of a day is kept."""
    raised.answered_at = dates.now()
    raised.save(update_fields=["answer", "answered_at"])
    cases.answered(raised.case, by=by)


@transaction.atomic
def release(raised: Raised, *, by: Person) -> Raised:
    """Lets the words stand in public, for the first time or again after they were withheld. Raises Refused."""
    fresh: Raised = walk(moves_of(raised), "release", raised, by=by)
    if fresh.answer:
        fresh.answer, fresh.answered_at = LocalizedText(), None
        fresh.save(update_fields=["answer", "answered_at"])
    put_in_public(fresh, by=by)
    notices.released(fresh)
    return fresh


@transaction.atomic
def release_many(things: Iterable[Raised], *, by: Person) -> int:
    """Releases several at once. Raises Refused for the first that cannot be, and then none is."""
    return len([release(raised, by=by) for raised in things])


@transaction.atomic
def withhold(raised: Raised, *, why: LocalizedText, by: Person) -> Raised:
    """Keeps or takes the words out of the public; the one who raised it reads why. It counts as the lab's answer.

    Raises Refused, also without a reason.
    """
    _insist_on(why, _("Write why it is not published"))
    fresh: Raised = walk(moves_of(raised), "withhold", raised, by=by)
    fresh.answer = why
    _answered(fresh, by=by)
    commons.hide(fresh, by=by, reason="withheld")
    notices.withheld(fresh, why)
    return fresh


@transaction.atomic
def answer(raised: Raised, *, words: LocalizedText, by: Person) -> Raised:
    """The lab answers in public, and by letter. The same words a second time change nothing. Raises Refused."""
    return _say(raised, "answer", words, by, _("Write the answer"))


@transaction.atomic
def decline(raised: Raised, *, why: LocalizedText, by: Person) -> Raised:
    """The lab says no in public, with why, and by letter. Raises Refused."""
    return _say(raised, "decline", why, by, _("Write why it is not taken further"))


def _say(raised: Raised, move: str, words: LocalizedText, by: Person, missing: str | Promise) -> Raised:
    _insist_on(words, missing)
    current = type(raised)._base_manager.select_for_update(of=("self",)).get(pk=raised.pk)
    if current.state == moves_of(raised).moves[move].target and current.answer == words:
        return current
    fresh: Raised = walk(moves_of(raised), move, raised, by=by)
    fresh.answer = words
    _answered(fresh, by=by)
    commons.publish(fresh, by=by)
    told = _("Answered") if move == "answer" else _("Not taken further")
    step(fresh, in_all_languages(told), by=by, words=words, kind=Step.Kind.DECISION)
    (notices.answered if move == "answer" else notices.declined)(fresh, words)
    return fresh


def _insist_on(words: LocalizedText, missing: str | Promise) -> None:
    if not words:
        raise Refused(no(missing))


@transaction.atomic
def open_topic(lab: Lab, *, title: LocalizedText, summary: LocalizedText, by: Person) -> Topic:
    """Makes a topic in public, to gather needs into. Raises Refused."""
    insist(can_run(by, lab))
    topic = Topic.objects.create(lab=lab, slug=free_slug(Topic, str(title)), title=title, summary=summary)
    record(topic, verb="topic.opened", by=by)
    publish_topic(topic, by=by)
    return topic


@transaction.atomic
def publish_topic(topic: Topic, *, by: Person) -> Item:
    """Makes a topic public, or what was changed in it. Raises Refused."""
    insist(can_run(by, topic))
    item = commons.publish(topic, by=by)
    _link(item, topic.lab.item, Link.Kind.BELONGS_TO, by)
    step(topic, _("Open for ideas"), by=by, once=f"topic:{topic.pk}")
    return item


@transaction.atomic
def gather(needs: Iterable[Need], *, topic: Topic, by: Person) -> int:
    """Gathers needs that stand in public into a topic; each writer hears of it. Returns how many.

    A need that was in another topic leaves it; the ideas on the need alone come along. Raises Refused for the first
    that cannot be gathered, and then none is.
    """
    return sum(_gather_one(need, topic, by) for need in needs if need.topic_id != topic.pk)


def _gather_one(need: Need, topic: Topic, by: Person) -> int:
    if need.lab_id != topic.lab_id:
        raise Refused(no(_("The need belongs to another lab than the topic")))
    fresh: Need = walk(moves_of(need), "gather", need, by=by, facts={"topic": topic.pk})
    old, fresh.topic = fresh.topic, topic
    fresh.save(update_fields=["topic"])
    item = commons.publish(fresh, by=by)
    if topic.item is not None:
        if old is not None and (made := Link.objects.filter(source=old.item_id, target=item).first()):
            commons.unlink(made, by=by)
        commons.link(topic.item, item, Link.Kind.GREW_FROM, by=by)
    step(fresh, in_all_languages(_("Gathered into the topic %(topic)s"), topic=topic.title), by=by)
    for idea in fresh.ideas.filter(topic=None).select_related("item"):
        idea.topic = topic
        idea.save(update_fields=["topic"])
        if idea.item is not None and topic.item is not None:
            commons.link(idea.item, topic.item, Link.Kind.ANSWERS, by=by)
    notices.gathered(fresh, topic)
    return 1


@transaction.atomic
def answer_topic(topic: Topic, *, words: LocalizedText, by: Person) -> int:
    """Answers every need of a topic that is not answered yet with the same words. Returns how many. Raises Refused."""
    insist(can_run(by, topic))
    open_ = topic.needs.visible_to(by).filter(state=RaisedState.GATHERED, case__answered_at__isnull=True)
    return len([answer(need, words=words, by=by) for need in open_])
