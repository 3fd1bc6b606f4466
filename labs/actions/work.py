"""Labs, solutions and tests in public: published, told in steps, moved on, and handed back to those concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.files.actions import store_picture
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record
from labs import notices
from labs.actions.answering import publish_topic, step
from labs.enums import OVER, SolutionState, TrialState, Verdict
from labs.models import Idea, Lab, Need, Raised, Solution, Topic, Trial
from labs.rules import IDEA_MOVES, SOLUTION_MOVES, TRIAL_MOVES, can_run, can_tell, moves_of

AFTER = {Verdict.GO_ON: "go_on", Verdict.CHANGE: "change", Verdict.STOP: "stop"}
"""Where a decision after a test takes the solution."""


@transaction.atomic
def publish(thing: Any, *, by: Person) -> Item:
    """Makes a lab, a topic, a solution or a test public, or what was changed in it. Raises Refused."""
    insist(can_run(by, thing))
    return _PUBLISH[type(thing)](thing, by=by)


@transaction.atomic
def give_picture(thing: Lab | Solution, *, upload: Any, alt: str, by: Person) -> None:
    """The picture of its page and card, in place of the drawn cover. Raises Refused, and BadFile."""
    fresh: Any = type(thing)._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    insist(can_run(by, fresh))
    fresh.image = store_picture(upload, alt=alt, by=by)
    fresh.save(update_fields=["image"])
    record(fresh, verb=f"{moves_of(fresh).label}.picture", by=by, facts={"file": fresh.image.pk})
    if fresh.item is not None and fresh.item.visible:
        commons.publish(fresh, by=by)


def _publish_lab(lab: Lab, *, by: Person) -> Item:
    item = commons.publish(lab, by=by)
    step(lab, _("The lab has begun"), by=by, words=lab.challenge_question, once=f"lab:{lab.pk}")
    return item


def _publish_solution(solution: Solution, *, by: Person) -> Item:
    """The solution with its ideas: each that stands in public lives on in it, and those concerned hear of it."""
    item = commons.publish(solution, by=by)
    told = in_all_languages(_("The solution is being designed"))
    step(solution, told, by=by, once=f"solution:{solution.pk}")
    if solution.lab.item is not None:
        commons.link(item, solution.lab.item, Link.Kind.BELONGS_TO, by=by)
    ideas = list(solution.ideas.select_related("item").filter(item__visible=True))
    _unlink_others(item, {idea.item_id for idea in ideas}, by)
    for idea in ideas:
        _take_up(idea, solution, by)
    if not ideas and solution.topic is not None and solution.topic.item is not None:
        commons.link(item, solution.topic.item, Link.Kind.ANSWERS, by=by)
    for raised in concerned(solution):
        if isinstance(raised, Need):
            _news(raised, solution, told, solution.summary, f"solution:{solution.pk}")
    return item


def _unlink_others(item: Item, kept: set[int | None], by: Person) -> None:
    """An idea that staff have taken out of a solution is no longer told as its origin."""
    told = Link.objects.filter(source=item, kind=Link.Kind.GREW_FROM, target__kind="idea")
    for made in told.exclude(target__in=kept):
        commons.unlink(made, by=by)


def _news(raised: Raised, thing: Any, title: LocalizedText, words: LocalizedText, once: str) -> None:
    notices.news(raised, title=title, words=words, path_of=thing.get_absolute_url, once=once)


def _take_up(idea: Idea, solution: Solution, by: Person) -> None:
    """The idea lives on in the solution, which is the lab's answer to it."""
    commons.link(solution.item, idea.item, Link.Kind.GREW_FROM, by=by)
    once = f"taken_up:{idea.pk}:{solution.pk}"
    if Step.objects.filter(once=once).exists() or not IDEA_MOVES.can("gather", by, idea):
        return
    fresh: Idea = walk(IDEA_MOVES, "gather", idea, by=by, facts={"solution": solution.pk})
    cases.answered(fresh.case, by=by)
    commons.publish(fresh, by=by)
    told = in_all_languages(_("Lives on in the solution %(solution)s"), solution=solution.title)
    step(fresh, told, by=by, once=once)
    notices.gathered(fresh, solution)


def _publish_trial(trial: Trial, *, by: Person) -> Item:
    solution = trial.solution
    if solution.item is None or not solution.item.visible:
        raise Refused(no(_("Publish the solution first")))
    item = commons.publish(trial, by=by)
    commons.link(item, solution.item, Link.Kind.TESTS, by=by)
    if solution.lab.item is not None:
        commons.link(item, solution.lab.item, Link.Kind.BELONGS_TO, by=by)
    step(trial, _("A test is planned"), by=by, words=trial.hypothesis, once=f"test:{trial.pk}")
    return item


_PUBLISH: dict[type, Callable[..., Item]] = {
    Lab: _publish_lab,
    Topic: publish_topic,
    Solution: _publish_solution,
    Trial: _publish_trial,
}


@transaction.atomic
def tell(thing: Any, *, title: LocalizedText, words: LocalizedText, by: Person, images: Iterable[Any] = ()) -> Step:
    """Adds a dated public step; followers get a letter. Raises Refused."""
    insist(can_tell(by, thing))
    if thing.item is None or not thing.item.visible:
        raise Refused(no(_("Publish it before you tell what happened")))
    contact = thing.solution.lab.contact if isinstance(thing, Trial) else getattr(thing, "lab", thing).contact
    told = commons.add_step(
        thing.item, by=by, kind=Step.Kind.UPDATE, title=title, words=words, by_function=contact, images=images
    )
    record(thing, verb=f"{moves_of(thing).label}.told", by=by, facts={"step": told.pk})
    return told


@transaction.atomic
def move(thing: Any, name: str, *, by: Person, words: LocalizedText | None = None) -> Any:
    """Moves a lab, a topic or a solution on in public, with a few words of why. Raises Refused."""
    fresh = walk(moves_of(thing), name, thing, by=by)
    if fresh.item is None or not fresh.item.visible:
        return fresh
    commons.publish(fresh, by=by)
    step(fresh, in_all_languages(_label(fresh)), by=by, words=words)
    if isinstance(fresh, Solution) and fresh.state == SolutionState.DROPPED:
        _tell_concerned(fresh, fresh, _label(fresh), words or LocalizedText(), f"stop:{fresh.pk}")
    return fresh


def _label(thing: Any) -> str | Promise:
    """The public word of a thing's state, to be said in each language."""
    states: Any = moves_of(thing).states
    label: str | Promise = states(thing.state).label
    return label


@transaction.atomic
def start(trial: Trial, *, by: Person) -> Trial:
    """The test begins: followers and those whose needs and ideas led to it hear of it. Raises Refused."""
    fresh: Trial = walk(TRIAL_MOVES, "start", trial, by=by)
    solution = fresh.solution
    if solution.state != SolutionState.IN_TEST:
        solution = walk(SOLUTION_MOVES, "try", solution, by=by)
        commons.publish(solution, by=by)
    commons.publish(fresh, by=by)
    told = in_all_languages(_("The test has begun"))
    step(fresh, told, by=by, words=fresh.hypothesis)
    _tell_concerned(solution, fresh, told, fresh.hypothesis, f"start:{fresh.pk}")
    return fresh


@transaction.atomic
def conclude(trial: Trial, *, verdict: str, result: LocalizedText, learnt: LocalizedText, by: Person) -> Trial:
    """The test is over: what it showed, what is decided, what was learnt. `verdict` is a value of enums.Verdict.

    A stop needs what was learnt as much as a success does. Raises Refused.
    """
    if verdict not in Verdict.values:
        raise Refused(no(_("Choose what is decided after the test")))
    if not (result and learnt):
        raise Refused(no(_("Write what the test showed and what was learnt")))
    fresh: Trial = _ended(trial, verdict, by)
    fresh.result, fresh.learnt, fresh.ended_at = result, learnt, dates.now()
    fresh.save(update_fields=["result", "learnt", "ended_at"])
    solution: Solution = walk(SOLUTION_MOVES, AFTER[Verdict(verdict)], fresh.solution, by=by)
    for thing in (solution, fresh):
        commons.publish(thing, by=by)
    told = in_all_languages(Verdict(verdict).label)
    step(fresh, told, by=by, words=result, kind=Step.Kind.RESULT)
    step(solution, told, by=by, words=learnt, kind=Step.Kind.RESULT)
    _tell_concerned(solution, fresh, told, result, f"end:{fresh.pk}")
    return fresh


def _ended(trial: Trial, verdict: str, by: Person) -> Trial:
    """The decision is written before the state moves, for a test that has ended without one may not exist."""
    insist(TRIAL_MOVES.can("conclude", by, trial))
    Trial.objects.filter(pk=trial.pk, state=TrialState.RUNNING).update(verdict=verdict)
    fresh: Trial = walk(TRIAL_MOVES, "conclude", trial, by=by, facts={"verdict": verdict})
    return fresh


def concerned(solution: Solution) -> list[Raised]:
    """What was raised that led to a solution: its ideas, and the needs of its topic or of those ideas."""
    ideas = list(solution.ideas.exclude(state__in=OVER).select_related("lab__unit", "case", "person"))
    topics = {idea.topic_id for idea in ideas} | {solution.topic_id}
    needs = Need.objects.filter(topic__in=[pk for pk in topics if pk]).exclude(state__in=OVER)
    return [*needs.select_related("lab__unit", "case", "person"), *ideas]


def _tell_concerned(
    solution: Solution, about: Any, title: LocalizedText | str | Promise, words: LocalizedText, once: str
) -> None:
    """A letter to each whose need or idea led to the solution, and who wants such letters."""
    for raised in concerned(solution):
        _news(raised, about, in_all_languages(title), words, once)
