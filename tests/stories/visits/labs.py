"""Pages of the labs: what anybody reads, what residents fill in, what facilitators work with."""

from __future__ import annotations

from typing import Any

from civicportal.demo.people import BY_KEY
from civicportal.people.models import Person
from labs.enums import RaisedState as R
from labs.enums import SolutionState, TopicState, TrialState
from labs.models import Idea, Need, Raised, Solution, Topic, Trial
from labs.tokens import status_token
from tests.stories.visits import Visit, send

LAB, NEW, OVER = "planteringslabbet", "soderlabbet", "narlundalabbet"


def _person(key: str) -> Person:
    return Person.objects.get(email=BY_KEY[key].email)


def _one(model: type[Raised], state: str, **where: Any) -> Any:
    return model.objects.filter(state=state, **where).order_by("pk")[0]


def public() -> list[Visit]:
    """Reading pages."""
    needs = [_one(Need, state) for state in (R.PUBLIC, R.GATHERED, R.ANSWERED, R.DECLINED)]
    return [
        Visit(name="labs:lab_list"),
        *(Visit(name="labs:lab", args=(slug,)) for slug in (LAB, NEW, OVER)),
        *(Visit(name="labs:things", args=(LAB, kind)) for kind in ("behov", "amnen", "ideer", "losningar", "tester")),
        Visit(name="labs:things", args=(LAB, "behov"), query="?state=answered&order=oldest", says="filtered"),
        Visit(name="labs:things", args=(LAB, "behov"), query="?q=xyzzy", says="without hits"),
        *(Visit(name="labs:need", args=(need.slug,), says=need.state) for need in needs),
        Visit(name="labs:need", args=(_one(Need, R.PUBLIC, language="en").slug,), says="in English"),
        Visit(name="labs:idea", args=(_one(Idea, R.GATHERED).slug,)),
        *(Visit(name="labs:topic", args=(Topic.objects.filter(state=s)[0].slug,), says=s) for s in TopicState.values),
        Visit(name="labs:solution", args=(Solution.objects.get(state=SolutionState.IN_TEST).slug,)),
        *(
            Visit(name="labs:test", args=(Trial.objects.filter(state=state)[0].slug,), says=state)
            for state in TrialState.values
        ),
    ]


def forms() -> list[Visit]:
    """Raising a need or an idea, and the status pages of what was raised."""
    resident, topic = _person("resident"), Topic.objects.filter(state=TopicState.OPEN)[0]
    closed, need = Topic.objects.filter(state=TopicState.CLOSED)[0], _one(Need, R.PUBLIC)
    own = Need.objects.filter(person=resident)
    stranger = Need.objects.exclude(email="")[0]
    return [
        *_both("labs:raise_need", NEW),
        Visit(name="labs:raise_need", args=(NEW,), who=resident, says="signed in"),
        Visit(name="labs:raise_need", args=(OVER,), says="closed", status=403),
        Visit(name="labs:sent", args=(NEW,)),
        Visit(name="labs:sent", args=(NEW,), query="?ide=1", says="of an idea"),
        *_both("labs:suggest", topic.slug),
        Visit(name="labs:suggest", args=(closed.slug,), says="closed", status=403),
        Visit(name="labs:suggest_on_need", args=(need.slug,)),
        *(
            Visit(name="labs:need_status", args=(status_token(each),), who=resident, says=each.state)
            for each in own.order_by("pk")
        ),
        *_own("need", stranger, None, withdraws=200),
        *_own("idea", Idea.objects.filter(person=resident)[0], resident, withdraws=200),
        Visit(name="labs:need_withdraw", args=(status_token(own[0]),), says="of an account", status=403),
        *_both("labs:need_talk", status_token(own[0]), who=resident),
        Visit(name="labs:idea_talk", args=(status_token(Idea.objects.filter(person=resident)[0]),), who=resident),
    ]


def _own(kind: str, raised: Any, who: Person | None, *, withdraws: int) -> list[Visit]:
    """The pages of what one raised."""
    token = (status_token(raised),)
    return [
        Visit(name=f"labs:{kind}_status", args=token, who=who),
        Visit(name=f"labs:{kind}_status", args=token, query="?nytt=1", who=who, says="just sent"),
        Visit(name=f"labs:{kind}_letters", args=token, who=who),
        Visit(name=f"labs:{kind}_letters", args=token, who=who, says="stopped", act=send),
        Visit(name=f"labs:{kind}_withdraw", args=token, who=who, status=withdraws),
    ]


def work() -> list[Visit]:
    """The facilitator's work pages, each form empty and with what is missing."""
    who = _person("facilitator")
    needs = [_one(Need, state) for state in (R.RECEIVED, R.PUBLIC, R.DECLINED)]
    topic = Topic.objects.filter(state=TopicState.OPEN)[0]
    solution = Solution.objects.get(state=SolutionState.READY)
    running, planned = Trial.objects.get(state=TrialState.RUNNING), Trial.objects.get(state=TrialState.PLANNED)
    return [
        Visit(name="admin:index", who=who),
        Visit(name="admin:labs_home", who=who),
        *_both("admin:labs_lab", LAB, who=who),
        Visit(name="admin:labs_needs", args=(LAB,), who=who),
        Visit(name="admin:labs_needs", args=(LAB,), query="?state=waiting&topic=-", who=who, says="filtered"),
        Visit(name="admin:labs_needs", args=(LAB,), who=who, says="nothing ticked", act=send_second, status=422),
        Visit(name="admin:labs_ideas", args=(LAB,), who=who),
        *_both("admin:labs_paper", NEW, who=who),
        Visit(name="admin:labs_paper", args=(NEW,), who=who, says="before saving", act=look_at_lines),
        *(Visit(name="admin:labs_need", args=(need.slug,), who=who, says=need.state) for need in needs),
        Visit(name="admin:labs_need", args=(needs[1].slug,), who=who, says="errors", act=send_second, status=422),
        Visit(name="admin:labs_need", args=(needs[1].slug,), who=_person("auditor")),
        Visit(name="admin:labs_idea", args=(_one(Idea, R.PUBLIC).slug,), who=who),
        Visit(name="admin:labs_topic", args=(topic.slug,), who=who),
        Visit(name="admin:labs_solution", args=(solution.slug,), who=who),
        Visit(name="admin:labs_test", args=(running.slug,), who=who),
        Visit(name="admin:labs_answer_topic", args=(topic.slug,), who=who),
        Visit(name="admin:labs_publish", args=("solution", solution.slug), who=who),
        Visit(name="admin:labs_move", args=("lab", LAB, "learn"), who=who),
        Visit(name="admin:labs_move", args=("test", planned.slug, "start"), who=who),
        *_both("admin:labs_picture", "solution", solution.slug, who=who),
        *_both("admin:labs_move", "test", running.slug, "conclude", who=who),
        Visit(name="admin:labs_move", args=("test", planned.slug, "conclude"), who=who, says="refused"),
    ]


def _both(name: str, *args: Any, who: Person | None = None) -> list[Visit]:
    """A form as one meets it, and sent with nothing in it."""
    return [
        Visit(name=name, args=args, who=who),
        Visit(name=name, args=args, who=who, says="errors", act=send, status=422),
    ]


def send_second(page: Any) -> None:
    """Presses the second button of the page: the first one searches, or acts without a word."""
    send(page, 1)


def look_at_lines(page: Any) -> None:
    """Two needs typed in, one of them twice."""
    page.locator("[name=lines]").fill("En plats i skuggan\nEn cykelpump till\nEn plats i skuggan")
    send(page)
