"""A fund in the middle of its work: an application in review, a decision that is held, a colleague's own, a draft."""

from __future__ import annotations

import uuid
from typing import Any

from civicportal.cases import actions as cases
from civicportal.cases.models import Case
from civicportal.commons import actions as voices
from civicportal.commons import proofs
from civicportal.commons.enums import QUESTION
from civicportal.commons.models import Item
from civicportal.people import actions as people
from civicportal.people.models import Person
from civicportal.review import actions as reviews
from civicportal.review.actions.interests import say_no_interest, say_no_interest_before_deciding
from civicportal.review.models import Assignment
from funds.actions import applications, decisions
from funds.models import Application
from tests.funds.factories import KRONA, World, make_application, make_project, make_world, write_draft
from tests.leaks.words import Part, marker
from tests.people import Cast
from tests.review.factories import give as give_scores

TITLE, NAME, ACCOUNT = marker("tit"), marker("nam"), marker("kon")
SENSITIVE, TALK, DRAFT = marker("kan"), marker("sam"), marker("utk")
TO_GROUP, TO_APPLICANT, OF_RECUSED = marker("gru"), marker("sok"), marker("jav")
HELD_TITLE, REASON, CONDITIONS, STATE_AID = marker("wotit"), marker("woski"), marker("wovil"), marker("wosta")
OWN_TITLE, OWN_GROUP, OWN_REASON = marker("zutit"), marker("zugru"), marker("zuski")
SAFE_TITLE, SAFE_NAME, SAFE_ACCOUNT = marker("xetit"), marker("xenam"), marker("xekon")
SAFE_EMAIL, SAFE_PHONE, SAFE_TALK = marker("xepost").lower(), "079-5550199", marker("xesam")
ASKED, REPORTED, TAKEN_AWAY, UNPROVED = marker("yqfra"), marker("yqanm"), marker("yqdol"), marker("yqobe")
MARKERS = (
    TITLE, NAME, ACCOUNT, SENSITIVE, TALK, DRAFT, TO_GROUP, TO_APPLICANT, OF_RECUSED, HELD_TITLE, REASON, CONDITIONS,
    STATE_AID, OWN_TITLE, OWN_GROUP, OWN_REASON, SAFE_TITLE, SAFE_NAME, SAFE_ACCOUNT, SAFE_EMAIL, SAFE_PHONE, SAFE_TALK,
    ASKED, REPORTED, TAKEN_AWAY, UNPROVED,
)  # fmt: skip


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """Made by the portal's own actions, in the order in which it happens."""
    world = make_world(cast)
    _voices(make_project(world.fund).item, who)
    write_draft(world, cast.neighbour, title=DRAFT, summary=DRAFT, name=DRAFT)
    made = {
        "applicant": _in_review(world, who),
        "decided": _held(world, who),
        "colleague": _of_colleague(world, who),
        "protected": _of_protected(world, who),
    }
    return Part(papers={owner: {application.case.reference} for owner, application in made.items()})


def _voices(item: Item, who: dict[str, Any]) -> None:
    """What people say before staff have read it, what was reported and hidden, and what nobody has confirmed."""
    neighbour, manager = who["neighbour"], who["fund manager"]
    own: dict[str, Any] = {"language": "sv", "email": neighbour.email, "person": neighbour}
    voices.ask(item, text=f"Varför {ASKED}?", **own)
    taken = voices.ask(item, text=f"Köp {TAKEN_AWAY}", **own)
    voices.hide_words(taken, by=manager, reason="advert")
    voices.report(item, reason="other", text=f"Det här är {REPORTED}")
    payload = {"text": f"Snart {UNPROVED}?", "once": str(uuid.uuid4())}
    proofs.ask(QUESTION, email="besok@example.org", language="sv", about=item, payload=payload)


def _given_out(world: World, application: Application, *reviewers: Person, by: Person) -> list[Assignment]:
    applications.screen(application, by=by)
    fresh = Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)
    return applications.assign(fresh, stage=world.stage, reviewers=reviewers, by=by)


def _in_review(world: World, who: dict[str, Any]) -> Application:
    """One reviewer is done, one has yet to score, one has written and then stepped aside."""
    person = who["applicant"]
    application = make_application(
        world, person, title=f"Cykelkök {TITLE}", name=f"Rut {NAME}", sensitive=f"Jag är {SENSITIVE}"
    )
    _before, after, recused = _given_out(
        world,
        application,
        who["reviewer before"],
        who["reviewer after"],
        who["recused"],
        by=who["fund manager"],
    )
    give_scores(after, 4, 5, to_group=f"Bra {TO_GROUP}", to_applicant=f"Fint {TO_APPLICANT}")
    give_scores(recused, 2, 2, to_group=f"Nja {OF_RECUSED}", done=False)
    reviews.step_aside(recused, ground="party", by=who["recused"])
    case = Case.objects.get(pk=application.case.pk)
    cases.say(case, by=person, text=f"Hej {TALK}", once=uuid.uuid4())
    cases.say(case, by=who["fund manager"], text=f"Svar {TALK}", once=uuid.uuid4())
    return application


def _decided(world: World, application: Application, **words: Any) -> None:
    decisions.decide(
        Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk),
        by=world.cast.decision_maker,
        outcome="granted",
        amount=75_000 * KRONA,
        **words,
    )


def _held(world: World, who: dict[str, Any]) -> Application:
    """Decided and held: an association whose award nobody outside may feel."""
    application = make_application(
        world,
        who["decided"],
        title=f"Kör {HELD_TITLE}",
        kind="association",
        organisation="Föreningen Kör",
        number="802002-1237",
    )
    (assignment,) = _given_out(world, application, who["reviewer after"], by=who["fund manager"])
    give_scores(assignment, 5, 5)
    words = {"reason": f"Nytt {REASON}", "conditions": f"Visa {CONDITIONS}"}
    _decided(world, application, state_aid="none", state_aid_note=f"Inget {STATE_AID}", **words)
    return application


def _of_colleague(world: World, who: dict[str, Any]) -> Application:
    """A fund manager has applied to their own fund: to this case they are an applicant and nothing else."""
    application = make_application(world, who["colleague"], title=f"Takodling {OWN_TITLE}")
    (assignment,) = _given_out(world, application, who["reviewer after"], by=who["fund manager"])
    say_no_interest(assignment, why="Vi har aldrig arbetat ihop", by=who["reviewer after"])
    give_scores(assignment, 3, 3, to_group=f"Hm {OWN_GROUP}")
    say_no_interest_before_deciding(application.submission, why="Vi arbetar inte ihop", by=world.cast.decision_maker)
    _decided(world, application, reason=f"Lagom {OWN_REASON}")
    return application


def _of_protected(world: World, who: dict[str, Any]) -> Application:
    """Sent first, protected after: everything the portal knew of the person is already in it."""
    person = who["protected"]
    application = make_application(world, person, title=f"Läxhjälp {SAFE_TITLE}", name=f"Sven {SAFE_NAME}")
    (assignment,) = _given_out(world, application, who["reviewer after"], by=who["handler"])
    give_scores(assignment, 3, 4)
    cases.say(Case.objects.get(pk=application.case.pk), by=person, text=f"Ring {SAFE_TALK}", once=uuid.uuid4())
    people.set_protected(person, protected=True, by=who["registrar"])
    return application
