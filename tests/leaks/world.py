"""A fund in the middle of its work, where everything that somebody must not read holds a word found nowhere else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from civicportal.cases import actions as cases
from civicportal.cases.models import Case
from civicportal.commons import actions as voices
from civicportal.commons import proofs
from civicportal.commons.enums import QUESTION
from civicportal.commons.models import Item
from civicportal.people import actions as people
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.review import actions as reviews
from civicportal.review.models import Assignment
from civicportal.submissions.models import Draft
from funds.actions import applications, decisions
from funds.models import Application
from tests.funds.factories import KRONA, World, make_application, make_project, make_world, write_draft
from tests.people import Cast, give, make_fund_manager, make_person, make_registrar, make_reviewer
from tests.review.factories import give as give_scores


def marker(beginning: str) -> str:
    """A word of a secret. Its beginning is what a search asks for; only a page that tells it holds the whole word."""
    return f"{beginning}vidunder"


TITLE, NAME, ACCOUNT = marker("Qutit"), marker("Qunam"), marker("Qukon")
SENSITIVE, TALK, DRAFT = marker("Qukan"), marker("Qusam"), marker("Quutk")
TO_GROUP, TO_APPLICANT, OF_RECUSED = marker("Qugru"), marker("Qusok"), marker("Qujav")
HELD_TITLE, REASON, CONDITIONS, STATE_AID = marker("Wotit"), marker("Woski"), marker("Wovil"), marker("Wosta")
OWN_TITLE, OWN_GROUP, OWN_REASON = marker("Zutit"), marker("Zugru"), marker("Zuski")
SAFE_TITLE, SAFE_NAME, SAFE_ACCOUNT = marker("Xetit"), marker("Xenam"), marker("Xekon")
SAFE_EMAIL, SAFE_PHONE, SAFE_TALK = marker("xepost").lower(), "079-5550199", marker("Xesam")
ASKED, REPORTED, TAKEN_AWAY, UNPROVED = marker("Yqfra"), marker("Yqanm"), marker("Yqdol"), marker("Yqobe")
MARKERS = (
    TITLE, NAME, ACCOUNT, SENSITIVE, TALK, DRAFT, TO_GROUP, TO_APPLICANT, OF_RECUSED, HELD_TITLE, REASON, CONDITIONS,
    STATE_AID, OWN_TITLE, OWN_GROUP, OWN_REASON, SAFE_TITLE, SAFE_NAME, SAFE_ACCOUNT, SAFE_EMAIL, SAFE_PHONE, SAFE_TALK,
    ASKED, REPORTED, TAKEN_AWAY, UNPROVED,
)  # fmt: skip


@dataclass
class Secrets:
    """The world, who is in it, and the four applications: in review, decided, of a colleague, of somebody protected."""

    world: World
    people: dict[str, Any]
    in_review: Application
    held: Application
    of_colleague: Application
    of_protected: Application
    drafts: list[Draft] = field(default_factory=list)

    @property
    def references(self) -> list[str]:
        return [application.case.reference for application in self.applications]

    @property
    def applications(self) -> list[Application]:
        return [self.in_review, self.held, self.of_colleague, self.of_protected]


def make_secrets(cast: Cast) -> Secrets:
    """Made by the portal's own actions, in the order in which it happens."""
    call_command("load_pages", verbosity=0)
    world = make_world(cast)
    project = make_project(world.fund)
    who = _people(cast)
    _voices(project.item, who)
    draft = write_draft(world, cast.neighbour, title=DRAFT, summary=DRAFT, name=DRAFT)
    secrets = Secrets(
        world, who, _in_review(world, who), _held(world, who), _of_colleague(world, who), _of_protected(world, who)
    )
    secrets.drafts = [draft]
    return secrets


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


def _people(cast: Cast) -> dict[str, Any]:
    """Everybody who reads, by what they are in this world."""
    before = cast.reviewer
    recused = make_reviewer(cast.unit, "Jan Jävig")
    give(recused, Role.FUND_MANAGER, cast.unit)
    other = make_fund_manager(cast.other_unit, "Olga Other")
    give(other, Role.REVIEWER, cast.other_unit)
    return {
        "nobody": AnonymousUser(),
        "applicant": make_person(f"Rut {ACCOUNT}"),
        "decided": make_person("Doris Decided"),
        "protected": make_person(f"Sven {SAFE_ACCOUNT}", email=f"{SAFE_EMAIL}@example.org", phone=SAFE_PHONE),
        "neighbour": cast.neighbour,
        "reviewer before": before,
        "reviewer after": cast.second_reviewer,
        "recused": recused,
        "coach": cast.coach,
        "fund manager": cast.fund_manager,
        "colleague": make_fund_manager(cast.unit, "Kim Colleague"),
        "handler": make_fund_manager(cast.unit, "Hanna Handler"),
        "decision maker": cast.decision_maker,
        "registrar": cast.registrar,
        "auditor": cast.auditor,
        "administrator": cast.administrator,
        "communicator": cast.communicator,
        "other unit": other,
        "other registrar": make_registrar(cast.other_unit, "Ola Other"),
    }


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
    give_scores(assignment, 3, 3, to_group=f"Hm {OWN_GROUP}")
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
