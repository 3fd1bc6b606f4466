"""The residents' lab in the demo: five labs from the first need to what was learnt, with all that grew in them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.demo import effects
from civicportal.demo.city import Built
from civicportal.demo.letters import NAMES, Post
from civicportal.demo.log import Log
from civicportal.demo.words import localized, localized_all, texts
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person
from civicportal.records.actions import next_reference
from labs import notices
from labs.actions import raising
from labs.actions.addresses import free_slug
from labs.actions.answering import put_in_public
from labs.enums import RaisedState, SolutionState, Source, Stage, TopicState, TrialState, Verdict
from labs.models import Idea, Lab, Method, Need, Partner, Raised, Solution, Topic, Trial
from labs.rules import LAB_MOVES, lab_of
from labs.tokens import kind_of, token_for

KRONA = 100
OFFICE = time(10, 15)
LAB_FIELDS = (
    "slug", "answer_days", "takes_needs", "name", "summary", "challenge_question", "category", "what", "why", "how",
    "residents_part", "hypothesis", "contact", "email", "phone",
)  # fmt: skip
ANSWERS = {"answered": RaisedState.ANSWERED, "declined": RaisedState.DECLINED}


@dataclass
class Told:
    """What has been made so far, by the keys of the files."""

    built: Built
    cast: dict[str, Person]
    log: Log
    post: Post = field(default_factory=Post)
    labs: dict[str, Lab] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    solutions: dict[str, Solution] = field(default_factory=dict)

    @property
    def by(self) -> Person:
        """The facilitator, who does all the lab's work."""
        return self.cast["facilitator"]


def load(built: Built, cast: dict[str, Person], log: Log) -> dict[str, Lab]:
    """Makes the labs, what was raised in them and what came of it, with steps, links, letters and log entries."""
    told = Told(built, cast, log)
    for data in texts("labs")["lab"]:
        _load_lab(told, data)
    raised = texts("labs_raised")
    for data in raised["topic"]:
        _load_topic(told, data)
    for data in sorted([*raised["need"], *raised["idea"]], key=lambda data: -data["ago"]):
        _load_raised(told, data)
    work = texts("labs_work")
    for data in work["solution"]:
        _load_solution(told, data)
    for data in work["test"]:
        _load_trial(told, data)
    told.post.write()
    return told.labs


def _ago(days: int) -> date:
    return dates.today() - timedelta(days=days)


def _at(days: int) -> datetime:
    """Mid-morning, so many days ago; what is said of today has already happened."""
    return min(dates.at(_ago(days), OFFICE), dates.now())


def _step(
    told: Told,
    thing: Any,
    days: int,
    title: Any,
    words: LocalizedText | None = None,
    kind: str = Step.Kind.STATUS,
    once: str | None = None,
) -> None:
    commons.add_step(
        thing.item, by=told.by, title=title, words=words, at=_at(days), kind=kind, by_function=lab_of(thing).contact,
        once=once, tell=False,
    )  # fmt: skip


def _publish(told: Told, thing: Any, days: int) -> Item:
    """The thing in public since then, as part of its lab."""
    item = commons.publish(thing, by=told.by)
    Item.every.filter(pk=item.pk).update(published_at=_at(days))
    lab = lab_of(thing)
    if lab is not thing and lab.item is not None:
        commons.link(item, lab.item, Link.Kind.BELONGS_TO, by=told.by)
    return item


# Labs


def _load_lab(told: Told, data: dict[str, Any]) -> None:
    words = localized_all({name: data[name] for name in LAB_FIELDS if name in data})
    lab = Lab.objects.create(
        unit=told.built.units["labbet"],
        theme=told.built.themes[data["theme"]],
        budget=data["budget"] * KRONA,
        state=data["stages"][-1][0],
        **words,
    )
    lab.districts.set([told.built.districts[name] for name in data["districts"]])
    parts: tuple[tuple[Any, Any], ...] = ((Partner, data["partner"]), (Method, data["method"]))
    for model, rows in parts:
        model.objects.bulk_create(
            model(lab=lab, position=position, **localized_all(row)) for position, row in enumerate(rows, start=1)
        )
    _publish(told, lab, data["began"])
    _step(told, lab, data["began"], _("The lab has begun"), lab.challenge_question, once=f"lab:{lab.pk}")
    to = {move.target: move.name for move in LAB_MOVES.moves.values()}
    for (before, _then), (after, days) in zip(data["stages"], data["stages"][1:], strict=False):
        _step(told, lab, days, in_all_languages(Stage(after).label))
        told.log.move(_at(days), told.by, f"lab.{to[Stage(after)]}", lab, before, after)
    effects.load_for(lab.item, data, start=_ago(data["began"]), by_function=lab.contact.said("sv").text)  # type: ignore[arg-type]
    told.labs[data["slug"]] = lab


def _load_topic(told: Told, data: dict[str, Any]) -> None:
    words = localized_all({name: data[name] for name in ("title", "summary", "about")})
    topic = Topic.objects.create(
        lab=told.labs[data["lab"]],
        slug=free_slug(Topic, data["title"]["sv"]),
        state=TopicState.CLOSED if "closed" in data else TopicState.OPEN,
        made_at=_at(data["ago"]),
        **words,
    )
    _publish(told, topic, data["ago"])
    _step(told, topic, data["ago"], _("Open for ideas"), once=f"topic:{topic.pk}")
    told.log.add(_at(data["ago"]), told.by, "topic.opened", topic)
    if "closed" in data:
        _step(told, topic, data["closed"], in_all_languages(TopicState.CLOSED.label))
        told.log.move(_at(data["closed"]), told.by, "topic.close", topic, TopicState.OPEN, TopicState.CLOSED)
    told.topics[data["key"]] = topic


# Needs and ideas


def _load_raised(told: Told, data: dict[str, Any]) -> None:
    is_need = "lab" in data
    topic = told.topics.get(data.get("topic", ""))
    lab = told.labs[data["lab"]] if is_need else topic.lab  # type: ignore[union-attr]
    person = told.cast.get(data.get("by", ""))
    facts: dict[str, Any] = {
        "lab": lab,
        "topic": topic,
        "title": data["title"],
        "text": data["text"],
        "language": data.get("language", "sv"),
        "district": lab.districts.first(),
        "source": data["source"],
        "told_on": _ago(data["ago"]),
        "person": person,
        "email": data.get("email", ""),
        "raised_at": _at(data["ago"]),
        "once": uuid.uuid5(NAMES, f"lab:{data['key']}"),
        "state": _state(data),
    }
    raised: Raised = Need(**facts) if is_need else Idea(need=told.needs.get(data.get("need", "")), **facts)
    _open(told, raised, data)
    if not data.get("unread"):
        item = put_in_public(raised, by=told.by)
        Item.every.filter(pk=item.pk).update(published_at=_at(data["ago"]))
    _tell_raised(told, raised, data)
    (told.needs if is_need else told.ideas)[data["key"]] = raised  # type: ignore[assignment]


def _state(data: dict[str, Any]) -> str:
    """Where it is now: what happened last counts."""
    if data.get("unread"):
        return RaisedState.RECEIVED
    happened = {name: data[name] for name in ("gathered", "taken_up", *ANSWERS) if name in data}
    if not happened:
        return RaisedState.PUBLIC
    last = min(happened, key=lambda name: happened[name])
    return ANSWERS.get(last, RaisedState.GATHERED)


def _open(told: Told, raised: Raised, data: dict[str, Any]) -> None:
    """The row with its case, as labs.actions.raising.open_raised makes it."""
    kind, answered = kind_of(raised), next((data[name] for name in ANSWERS if name in data), None)
    raised.slug = free_slug(type(raised), raised.title)
    raised.status_key = token_hash(token_for(kind, raised.once))
    raised.case = Case.objects.create(
        reference=next_reference(raising.SERIES),
        kind=raising.CASE_KINDS[kind],
        title=raised.title,
        unit=raised.lab.unit,
        person=raised.person,
        opened_at=raised.raised_at,
        answer_by=_ago(data["ago"]) + timedelta(days=raised.lab.answer_days),
        answered_at=_at(answered) if answered is not None else _taken_up_at(data),
    )
    if answered is not None:
        raised.answer, raised.answered_at = localized(data["answer"]), _at(answered)
    raised.save(force_insert=True)
    came_by = raised.person if raised.source == Source.WEB else told.by
    told.log.add(raised.raised_at, came_by, f"{kind}.raised", raised, source=raised.source, case=raised.case.pk)


def _taken_up_at(data: dict[str, Any]) -> datetime | None:
    """An idea that lives on in a solution has got its answer with it."""
    return _at(data["taken_up"]) if "taken_up" in data else None


def _tell_raised(told: Told, raised: Raised, data: dict[str, Any]) -> None:
    """The public steps, log entries and letters after the first."""
    kind, post = kind_of(raised), told.post
    if raised.source == Source.WEB:
        post.went(notices.received(raised, at_once=False), raised.raised_at)
    if raised.item is None:
        return
    told.log.move(_at(data["ago"] - 1), told.by, f"{kind}.release", raised, RaisedState.RECEIVED, RaisedState.PUBLIC)
    if "gathered" in data and raised.topic is not None:
        into = in_all_languages(_("Gathered into the topic %(topic)s"), topic=raised.topic.title)
        _step(told, raised, data["gathered"], into)
        told.log.move(
            _at(data["gathered"]), told.by, f"{kind}.gather", raised, RaisedState.PUBLIC, RaisedState.GATHERED,
            topic=raised.topic.pk,
        )  # fmt: skip
        post.went(notices.gathered(raised, raised.topic), _at(data["gathered"]))
    for name, state in ANSWERS.items():
        if name in data:
            title = _("Answered") if name == "answered" else _("Not taken further")
            _step(told, raised, data[name], title, raised.answer, Step.Kind.DECISION)
            move = "answer" if name == "answered" else "decline"
            told.log.move(_at(data[name]), told.by, f"{kind}.{move}", raised, RaisedState.PUBLIC, state)
            letter = notices.answered if name == "answered" else notices.declined
            post.went(letter(raised, raised.answer), _at(data[name]))


# Solutions and tests


def _load_solution(told: Told, data: dict[str, Any]) -> None:
    words = localized_all({name: data[name] for name in ("title", "summary", "about", "team", "paid_by")})
    solution = Solution.objects.create(
        lab=told.labs[data["lab"]],
        topic=told.topics[data["topic"]],
        slug=free_slug(Solution, data["title"]["sv"]),
        state=data["state"],
        cost=data["cost"] * KRONA,
        district=told.built.districts[data["district"]],
        **words,
    )
    ideas = [told.ideas[key] for key in data["ideas"]]
    solution.ideas.set(ideas)
    _publish(told, solution, data["ago"])
    _step(told, solution, data["ago"], _("The solution is being designed"), once=f"solution:{solution.pk}")
    into = in_all_languages(_("Lives on in the solution %(solution)s"), solution=solution.title)
    for idea in ideas:
        commons.link(solution.item, idea.item, Link.Kind.GREW_FROM, by=told.by)  # type: ignore[arg-type]
        _step(told, idea, data["ago"], into, once=f"taken_up:{idea.pk}:{solution.pk}")
        told.post.went(notices.gathered(idea, solution), _at(data["ago"]))
    if data["state"] == SolutionState.READY:
        _step(told, solution, data["ago"] - 30, in_all_languages(SolutionState.READY.label))
    told.solutions[data["key"]] = solution


def _load_trial(told: Told, data: dict[str, Any]) -> None:
    names = ("title", "summary", "hypothesis", "measured_by", "place", "result", "learnt")
    ended = data["state"] == TrialState.ENDED
    trial = Trial.objects.create(
        solution=told.solutions[data["solution"]],
        slug=free_slug(Trial, data["title"]["sv"]),
        state=data["state"],
        starts_on=_ago(data["starts"]),
        ends_on=_ago(data["ends"]),
        verdict=data.get("verdict", ""),
        ended_at=_at(data["ends"]) if ended else None,
        **localized_all({name: data[name] for name in names if name in data}),
    )
    item = _publish(told, trial, data["ago"])
    commons.link(item, trial.solution.item, Link.Kind.TESTS, by=told.by)  # type: ignore[arg-type]
    _step(told, trial, data["ago"], _("A test is planned"), trial.hypothesis, once=f"test:{trial.pk}")
    if data["state"] != TrialState.PLANNED:
        _step(told, trial, data["starts"], in_all_languages(_("The test has begun")))
        told.log.move(_at(data["starts"]), told.by, "test.start", trial, TrialState.PLANNED, TrialState.RUNNING)
    for days, swedish, english, words in data["told"]:
        title = LocalizedText(sv=swedish, en=english)
        _step(told, trial, days, title, LocalizedText(sv=words), Step.Kind.UPDATE)
    if ended:
        verdict = in_all_languages(Verdict(data["verdict"]).label)
        for thing, words in ((trial, trial.result), (trial.solution, trial.learnt)):
            _step(told, thing, data["ends"], verdict, words, Step.Kind.RESULT)
        told.log.move(_at(data["ends"]), told.by, "test.conclude", trial, TrialState.RUNNING, TrialState.ENDED)
