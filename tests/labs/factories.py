"""A lab with what grows in it, made by the portal's own actions wherever there is one."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Person
from civicportal.places.models import City, District
from labs.actions import answering, raising, work
from labs.actions.addresses import free_slug
from labs.models import Idea, Lab, Need, Solution, Topic, Trial
from tests.people import make_person, make_resident, make_unit, make_with_role

KRONA = 100
_numbers = itertools.count(1)


def texts(swedish: str, english: str = "") -> LocalizedText:
    return LocalizedText(sv=swedish, en=english or swedish)


def make_city() -> City:
    words = texts("Portalen", "The portal")
    facts = {"name": "Provstad", "short_name": "Provstad", "portal_name": words, "authority": "Stadsstyrelsen"}
    return City.objects.get_or_create(pk=1, defaults={**facts, "email": "kontakt@example.org"})[0]


@dataclass
class Stage:
    """A public lab and the people round it."""

    lab: Lab
    facilitator: Person
    auditor: Person
    stranger: Person
    district: District


def make_lab(name: str = "Planteringslabbet", **fields: Any) -> Lab:
    """A lab in public, in one district."""
    unit = make_unit("Invånarlabbet", OrganisationKind.LAB_TEAM, email="labbet@example.org")
    number = next(_numbers)
    return Lab.objects.create(
        **{
            "slug": f"labb-{number}",
            "unit": unit,
            "name": texts(name),
            "summary": texts("Vi lyssnar i stadsdelen", "We listen in the district"),
            "challenge_question": texts("Vad saknas här?", "What is missing here?"),
            "category": texts("Demokrati", "Democracy"),
            "what": texts("Det här gör vi"),
            "why": texts("Därför"),
            "how": texts("Så här"),
            "residents_part": texts("Invånarna leder"),
            "hypothesis": texts("Om vi möts så hittar vi lösningar"),
            "contact": texts("Labbets team", "The lab team"),
            "email": "labbet@example.org",
            **fields,
        }
    )


def make_stage(**fields: Any) -> Stage:
    """A lab in public with its facilitator, an auditor and a facilitator of another unit."""
    make_city()
    lab = make_lab(**fields)
    facilitator = make_with_role(Role.FACILITATOR, lab.unit, "Fatima Facilitator")
    other = make_unit("Ett annat labb", OrganisationKind.LAB_TEAM)
    district = District.objects.get_or_create(name="Planteringen", slug="planteringen")[0]
    lab.districts.add(district)
    with transaction.atomic():
        work.publish(lab, by=facilitator)
    return Stage(
        lab=Lab.objects.select_related("item", "unit").get(pk=lab.pk),
        facilitator=facilitator,
        auditor=make_with_role(Role.AUDITOR, lab.unit, "Assar Auditor"),
        stranger=make_with_role(Role.FACILITATOR, other, "Sten Stranger"),
        district=district,
    )


def raise_need(
    stage: Stage, title: str = "Någonstans att vara inne", person: Person | None = None, **said: Any
) -> Need:
    """A need from somebody with an account, not yet read."""
    person = person or make_resident(f"Rut {next(_numbers)}")
    facts = {"title": title, "text": "", "district": stage.district, "language": "sv", "once": uuid.uuid4(), **said}
    need = raising.raise_need(stage.lab, by=person, email=person.email, **facts)
    assert need is not None
    return need


def public_need(stage: Stage, title: str = "Någonstans att vara inne", **said: Any) -> Need:
    """A need that stands in public."""
    return answering.release(raise_need(stage, title, **said), by=stage.facilitator)  # type: ignore[return-value]


def make_topic(stage: Stage, title: str = "Inne på kvällen", *needs: Need) -> Topic:
    """A topic in public with the needs."""
    topic = answering.open_topic(stage.lab, title=texts(title), summary=texts("Flera säger det"), by=stage.facilitator)
    answering.gather(needs, topic=topic, by=stage.facilitator)
    return topic


def raise_idea(on: Topic | Need, title: str = "Öppna verkstaden", person: Person | None = None, **said: Any) -> Idea:
    """An idea from somebody with an account, not yet read."""
    person = person or make_resident(f"Ida {next(_numbers)}")
    facts = {"title": title, "text": "", "district": None, "language": "sv", "once": uuid.uuid4(), **said}
    idea = raising.raise_idea(on, by=person, email=person.email, **facts)
    assert idea is not None
    return idea


def public_idea(stage: Stage, on: Topic | Need, title: str = "Öppna verkstaden", **said: Any) -> Idea:
    return answering.release(raise_idea(on, title, **said), by=stage.facilitator)  # type: ignore[return-value]


def make_solution(stage: Stage, topic: Topic | None = None, *ideas: Idea, title: str = "Kvällsverkstad") -> Solution:
    """A solution in public that grew from the ideas."""
    solution = Solution.objects.create(
        lab=stage.lab,
        topic=topic,
        slug=free_slug(Solution, title),
        title=texts(title),
        summary=texts("Skolans verkstad är öppen på kvällen"),
        team=texts("Fritidsledare, 2\nInvånare, 6"),
        cost=45_000 * KRONA,
    )
    solution.ideas.set(ideas)
    work.publish(solution, by=stage.facilitator)
    return Solution.objects.select_related("lab", "item").get(pk=solution.pk)


def make_trial(solution: Solution, by: Person, *, title: str = "Sex torsdagar") -> Trial:
    """A test in public that has not begun."""
    trial = Trial.objects.create(
        solution=solution,
        slug=free_slug(Trial, title),
        title=texts(title),
        summary=texts("Vi öppnar sex torsdagar"),
        hypothesis=texts("Om verkstaden är öppen kommer minst tolv"),
        starts_on=dates.today() - timedelta(days=7),
        ends_on=dates.today() + timedelta(days=35),
    )
    work.publish(trial, by=by)
    return Trial.objects.select_related("solution__lab", "item").get(pk=trial.pk)


def make_visitor(email: str = "vera@example.org", **fields: Any) -> Person:
    return make_person("Vera Visitor", email=email, **fields)
