"""Every page of the challenges, with the demo in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from challenges.enums import EnvironmentState, ProposalState
from challenges.models import Challenge, Proposal, TestEnvironment
from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions.completing import ask_completion
from civicportal.submissions.completing import standing_completion
from tests.stories.visits import Visit, fill_and_send, send

S = ProposalState
OPEN, SHUT, CALL = "digital-pa-egna-villkor", "ofrivillig-ensamhet", "den-inkluderande-staden"


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def in_state(state: str, **where: Any) -> Proposal:
    """A proposal of the demo that is there, its proposer at hand."""
    found = Proposal.objects.filter(state=state, **where).select_related("submission__person", "submission__case")
    return found.order_by("pk")[0]


def public() -> list[Visit]:
    """What anybody reads, and the way into a proposal."""
    environments = TestEnvironment.objects.order_by("pk")
    return [
        Visit(name="challenges:challenge_list"),
        Visit(name="challenges:challenge_list", query="?avdelning=VOF&oppen=1", says="filtered"),
        Visit(name="challenges:challenge_list", query="?avdelning=ingen", says="empty"),
        Visit(name="challenges:challenge_list", query="?fran=project/havskolonin-vid-raa", says="with an origin"),
        *(Visit(name="challenges:challenge", args=(slug,)) for slug in (OPEN, SHUT, "tryckeriet-hela-stadens-hus")),
        Visit(name="challenges:questions", args=(OPEN,)),
        Visit(name="challenges:call", args=(CALL,)),
        *(Visit(name="challenges:environment", args=(one.slug,)) for one in environments),
        Visit(name="challenges:proposal", args=(environments[0].proposal.slug,)),
        Visit(name="challenges:answer", args=(OPEN,)),
        Visit(name="challenges:answer", args=(OPEN,), says="not filled in", act=send, status=422),
        Visit(name="challenges:answer", args=(OPEN,), says="wrong", act=fill_and_send("[name=email]", "x"), status=422),
        Visit(name="challenges:answer", args=(SHUT,), says="closed"),
    ]


def mine() -> list[Visit]:
    """What one has sent, in every state, and the questions of the form."""
    each = {state: in_state(state) for state in S.values}
    received = each[S.RECEIVED]
    where = {"args": (received.case.reference,), "who": received.submission.person}
    return [
        *(
            Visit(name="challenges:status", args=(one.case.reference,), who=one.submission.person, says=state)
            for state, one in each.items()
        ),
        Visit(name="challenges:status", query="?nytt=1", says="just sent", **where),
        *(Visit(name=f"challenges:{name}", **where) for name in ("answers", "change", "withdraw", "talk")),
        Visit(name="challenges:talk", says="not filled in", act=send, status=422, **where),
        *writing(),
    ]


def writing() -> list[Visit]:
    """Every step of a draft that somebody begins."""
    who = person("elias@example.org")
    opening = Challenge.objects.select_related("opening__form").get(slug=OPEN).opening
    draft = submissions.start_draft(opening=opening, email=who.email, language="sv", by=who)
    return [
        Visit(name="submissions:tasks", args=(draft.token,), who=who, says="of a proposal"),
        *(
            Visit(name="submissions:step", args=(draft.token, step), who=who, says="of a proposal")
            for step in ("idea", "change", "test", "you")
        ),
    ]


def work() -> list[Visit]:
    """The department's pages: lists, one challenge and call, one proposal in each state, the tests."""
    vof, sff = person("redaktor@vof.example.org"), person("redaktor@sff.example.org")
    alone, call = ("challenge", OPEN), ("call", CALL)
    return [
        *(Visit(name="admin:index", who=who) for who in (vof, sff)),
        *(Visit(name=f"admin:challenges_{name}", who=vof) for name in ("list", "proposals", "environments")),
        Visit(name="admin:challenges_proposals", query="?q=finnsinte", who=vof, says="nothing found"),
        Visit(name="admin:challenges_way", args=alone, who=vof),
        Visit(name="admin:challenges_way", args=call, who=vof),
        Visit(name="admin:challenges_way", args=call, who=sff, says="of another department"),
        Visit(name="admin:challenges_way", args=("challenge", "skolgarden-efter-fyra"), who=sff),
        Visit(name="admin:challenges_preview", args=alone, who=vof),
        Visit(name="admin:challenges_preview", args=call, who=vof),
        *forms(vof, alone),
        *proposals(vof, sff),
        *tested(vof, sff),
    ]


def forms(who: Person, alone: tuple[str, str]) -> list[Visit]:
    """Each form of a challenge's way, as one comes to it and when it is sent too soon."""
    names = ("schedule", "times", "end", "picture")
    return [Visit(name=f"admin:challenges_{name}", args=alone, who=who) for name in names] + [
        Visit(name="admin:challenges_end", args=alone, who=who, says="not filled in", act=send, status=422),
        Visit(name="admin:challenges_picture", args=alone, who=who, says="not filled in", act=send, status=422),
    ]


def proposals(vof: Person, sff: Person) -> list[Visit]:
    """A proposal's work page in each state, and what is done from it."""
    theirs = {"challenge__unit__short_name": "SFF"}
    waiting = (in_state(S.IN_REVIEW, **theirs).case.reference,)
    received = (in_state(S.RECEIVED, challenge__slug=OPEN).case.reference,)
    pages = [(S.IN_REVIEW, sff, theirs), (S.SCREENED, sff, theirs), (S.RECEIVED, vof, {"challenge__slug": OPEN})]
    pages += [(state, sff, theirs) for state in (S.MATCHED, S.REFUSED)]
    return [
        *(
            Visit(
                name="admin:challenges_proposal_work", args=(in_state(state, **w).case.reference,), who=who, says=state
            )
            for state, who, w in pages
        ),
        Visit(name="admin:challenges_assign", args=waiting, who=sff),
        Visit(name="admin:challenges_match", args=waiting, who=sff),
        Visit(name="admin:challenges_match", args=waiting, who=sff, says="not filled in", act=send, status=422),
        Visit(name="admin:challenges_refuse", args=waiting, who=sff),
        Visit(name="admin:challenges_refuse", args=waiting, who=sff, says="not filled in", act=send, status=422),
        Visit(name="admin:challenges_refuse", args=received, who=vof, says="too early"),
        *completing(vof, sff),
    ]


def completing(vof: Person, sff: Person) -> list[Visit]:
    """What is asked to be completed, by the desk's page and as its proposer reads it."""
    waiting, fresh = in_state(S.SCREENED, challenge__unit__short_name="SFF"), in_state(S.RECEIVED, challenge__slug=OPEN)
    until = dates.today() + timedelta(days=10)
    words = "Berätta var ni vill prova."
    if standing_completion(waiting.submission) is None:
        ask_completion(waiting.submission, questions=["environment"], until=until, words=words, by=sff)
    desk: dict[str, Any] = {"name": "admin:challenges_completion"}
    own: dict[str, Any] = {"args": (waiting.case.reference,), "who": waiting.submission.person}
    return [
        Visit(**desk, args=(fresh.case.reference,), who=vof),
        Visit(**desk, args=(fresh.case.reference,), who=vof, says="errors", act=send, status=422),
        Visit(**desk, args=(waiting.case.reference,), who=sff, says="waits"),
        Visit(name="challenges:status", says="one thing more", **own),
        Visit(name="submissions:complete", says="of a proposal", **own),
    ]


def tested(vof: Person, sff: Person) -> list[Visit]:
    """Test environments: the one that runs and the one that is finished."""
    running = TestEnvironment.objects.get(state=EnvironmentState.RUNNING).slug
    finished = TestEnvironment.objects.get(state=EnvironmentState.FINISHED).slug
    name = "admin:challenges_environment_work"
    return [
        Visit(name=name, args=(running,), who=sff),
        Visit(name=name, args=(running,), who=sff, says="not filled in", act=send, status=422),
        Visit(name=name, args=(finished,), who=vof),
        *(Visit(name="admin:challenges_environment_end", args=(running, how), who=sff) for how in ("finish", "stop")),
        Visit(name="admin:challenges_environment_picture", args=(running,), who=sff),
    ]
