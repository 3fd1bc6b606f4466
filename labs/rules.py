"""Which arrow from where to where, and who may walk it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Recusal
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.people.enums import Role
from labs.enums import RaisedState, SolutionState, Stage, TopicState, TrialState
from labs.models import Idea, Lab, Raised, Solution, Topic, Trial


def lab_of(thing: Lab | Topic | Raised | Solution | Trial) -> Lab:
    """The lab that a thing belongs to."""
    if isinstance(thing, Lab):
        return thing
    return thing.solution.lab if isinstance(thing, Trial) else thing.lab


def can_run(person: Any, thing: Any) -> Answer:
    """Facilitators of the lab's own unit run it with all that belongs to it."""
    lab = lab_of(thing)
    if lab.unit_id in person.units_as(Role.FACILITATOR):
        return YES
    return no(_("Only a facilitator of %(lab)s can do this") % {"lab": lab.name})


def can_tell(person: Any, thing: Any) -> Answer:
    """Facilitators and communicators of the lab's unit write public steps."""
    lab = lab_of(thing)
    if lab.unit_id in person.units_as(Role.FACILITATOR, Role.COMMUNICATOR):
        return YES
    return no(_("Only a facilitator or a communicator of %(lab)s can do this") % {"lab": lab.name})


def can_handle(person: Any, raised: Raised) -> Answer:
    """A facilitator answers what was raised, but not their own and not what they have stepped aside from."""
    if person is None:
        return YES
    if raised.person_id == person.pk:
        return no(_("You raised this yourself, so somebody else answers it"))
    if Recusal.objects.in_force().filter(case=raised.case_id, person=person).exists():
        return no(_("You have stepped aside from this"))
    return can_run(person, raised)


def is_own(person: Any, raised: Raised) -> Answer:
    """It is taken back by its account, or by whoever holds its status page's address where there is no account."""
    if raised.person_id is None or (person is not None and raised.person_id == person.pk):
        return YES
    return no(_("Sign in as the one who raised this to withdraw it"))


def can_raise(lab: Lab) -> Answer:
    """Whether needs are taken; ideas ask can_suggest."""
    if not lab.takes_needs:
        return no(_("%(lab)s takes no new needs just now") % {"lab": lab.name})
    return YES


def can_suggest(topic: Topic | None) -> Answer:
    """Whether ideas are taken on a topic; on a need without a topic they always are."""
    if topic is not None and topic.state != TopicState.OPEN:
        return no(_("This topic takes no new ideas"))
    return YES


def can_start(person: Any, trial: Trial) -> Answer:
    """A test begins in public, with a solution that stands in public and is not stopped."""
    if trial.item_id is None or trial.solution.item_id is None:
        return no(_("Publish the solution and the test before the test begins"))
    if trial.solution.state not in {SolutionState.READY, SolutionState.DESIGN, SolutionState.IN_TEST}:
        return no(_("The solution is not ready to be tested"))
    return can_run(person, trial)


LAB_MOVES = Machine("lab", Stage)
for _name, _stage in (
    ("identify", Stage.NEEDS),
    ("generate", Stage.IDEAS),
    ("design", Stage.DESIGN),
    ("test", Stage.TEST),
    ("learn", Stage.LEARNT),
):
    LAB_MOVES.add(_name, [stage for stage in Stage if stage != _stage], _stage, can_run)

R = RaisedState


def _machine(label: str) -> Machine:
    """Needs and ideas walk the same way."""
    moves = Machine(label, RaisedState)
    moves.add("release", [R.RECEIVED, R.WITHHELD], R.PUBLIC, can_handle)
    moves.add("withhold", [R.RECEIVED, R.PUBLIC, R.GATHERED, R.ANSWERED, R.DECLINED], R.WITHHELD, can_handle)
    moves.add("gather", [R.PUBLIC, R.GATHERED, R.ANSWERED], R.GATHERED, can_handle)
    moves.add("answer", [R.PUBLIC, R.GATHERED, R.ANSWERED, R.DECLINED], R.ANSWERED, can_handle)
    moves.add("decline", [R.PUBLIC, R.GATHERED, R.ANSWERED], R.DECLINED, can_handle)
    moves.add("withdraw", [R.RECEIVED, R.PUBLIC, R.GATHERED, R.ANSWERED, R.DECLINED], R.WITHDRAWN, is_own)
    return moves


NEED_MOVES = _machine("need")
IDEA_MOVES = _machine("idea")

TOPIC_MOVES = Machine("topic", TopicState)
TOPIC_MOVES.add("close", [TopicState.OPEN], TopicState.CLOSED, can_run)
TOPIC_MOVES.add("reopen", [TopicState.CLOSED], TopicState.OPEN, can_run)

S = SolutionState
SOLUTION_MOVES = Machine("solution", SolutionState)
SOLUTION_MOVES.add("ready", [S.DESIGN], S.READY, can_run)
SOLUTION_MOVES.add("try", [S.DESIGN, S.READY], S.IN_TEST, can_run)
SOLUTION_MOVES.add("go_on", [S.IN_TEST], S.LIVES_ON, can_run)
SOLUTION_MOVES.add("change", [S.IN_TEST], S.DESIGN, can_run)
SOLUTION_MOVES.add("stop", [S.DESIGN, S.READY, S.IN_TEST], S.DROPPED, can_run)

TRIAL_MOVES = Machine("test", TrialState)
TRIAL_MOVES.add("start", [TrialState.PLANNED], TrialState.RUNNING, can_start)
TRIAL_MOVES.add("conclude", [TrialState.RUNNING], TrialState.ENDED, can_run)


def moves_of(thing: Any) -> Machine:
    """The machine that a thing of the labs walks."""
    if isinstance(thing, Idea):
        return IDEA_MOVES
    by_model: dict[type, Machine] = {Lab: LAB_MOVES, Topic: TOPIC_MOVES, Solution: SOLUTION_MOVES, Trial: TRIAL_MOVES}
    return by_model.get(type(thing), NEED_MOVES)
