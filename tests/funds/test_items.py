"""What stands in public agrees with its source after everything that is really done to it, and names follow consent."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from civicportal.commons.models import Item
from civicportal.kernel.text import LocalizedText
from civicportal.people import actions as people
from civicportal.people.models import Consent, Person
from civicportal.records.models import Entry
from funds.actions import decisions, imports, projects
from funds.models import Application, Project
from tests.funds.factories import World, make_project, texts
from tests.funds.test_actions import NO, close, grant, reviewed
from tests.funds.test_imports import GOOD, table
from tests.people import make_resident

pytestmark = pytest.mark.django_db


def agrees() -> str:
    """What the command says; it ends the test with SystemExit where an item differs."""
    out = StringIO()
    call_command("rebuild_items", "--check", stdout=out)
    return out.getvalue().strip()


def granted(world: World, person: Person | None = None, **answers: Any) -> Project:
    """A project that a released decision opened."""
    application = reviewed(world, person=person, **answers)
    grant(world, application)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    return Project.objects.select_related("fund", "item").get(application=application)


def test_items_agree_after_a_round_from_idea_to_result(world: World) -> None:
    project = granted(world, public="yes", name="Öppen Person")
    manager = world.cast.fund_manager
    projects.move(project, "start", by=manager)
    assert Item.objects.get(pk=project.item_id).status == "running"
    projects.tell(project, by=manager, title=texts("Första kvällen"), words=texts("Tio kom."))
    projects.move(project, "finish", by=manager, learnt=LocalizedText(sv="Verktyg lånas mest."))
    assert "Verktyg lånas mest." in Item.objects.get(pk=project.item_id).text
    assert agrees() == "Every item agrees with its source."


def test_items_agree_after_a_stop_an_import_and_a_change_of_the_fund(world: World) -> None:
    projects.move(make_project(world.fund), "stop", by=world.cast.fund_manager, learnt=LocalizedText(sv="För dyrt."))
    imports.import_projects(world.fund, table(GOOD, {**GOOD, "key": "2"}), by=world.cast.fund_manager)
    assert agrees() == "Every item agrees with its source."


def test_the_check_finds_what_was_changed_behind_its_back(world: World) -> None:
    make_project(world.fund)
    Project.objects.update(title=texts("Annat"))
    with pytest.raises(SystemExit):
        agrees()


def test_a_refused_application_has_no_public_face(world: World) -> None:
    application = reviewed(world)
    decisions.decide(application, by=world.cast.decision_maker, outcome="refused", **NO)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    assert list(Item.every.values_list("kind", flat=True)) == ["fund"]


# Names


def stands(project: Project, name: str) -> bool:
    """Whether the name is anywhere in the project's public face."""
    page = Client().get(project.get_absolute_url()).content.decode()
    item = Item.objects.get(pk=project.item_id)
    return name in page or name in item.text or name in item.keywords


def test_a_name_goes_when_the_consent_is_taken_back(world: World, django_capture_on_commit_callbacks: Any) -> None:
    person = make_resident()
    project = granted(world, person, public="yes", name="Öppen Person")
    assert stands(project, "Öppen Person")
    with django_capture_on_commit_callbacks(execute=True):
        assert people.withdraw_consent(person, Consent.Purpose.NAME_IN_PUBLIC, by=person)
    assert not stands(project, "Öppen Person")
    assert Project.objects.get().grantee_name == ""
    assert Entry.objects.get(verb="project.name_taken_down").actor == person
    assert agrees() == "Every item agrees with its source."


def test_a_consent_taken_back_before_the_release_counts(world: World) -> None:
    person = make_resident()
    application = reviewed(world, person=person, public="yes", name="Öppen Person")
    grant(world, application)
    people.withdraw_consent(person, Consent.Purpose.NAME_IN_PUBLIC, by=person)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    assert Project.objects.get().grantee_name == ""


def test_a_name_goes_when_the_account_is_closed(world: World) -> None:
    person = make_resident()
    project = granted(world, person, public="yes", name="Öppen Person")
    people.close_account(person, by=person)
    assert not stands(project, "Öppen Person")


ASSOCIATION = {"kind": "association", "organisation": "Föreningen Hjul", "number": "802002-1237"}


def of_association(world: World, person: Person) -> Project:
    application = reviewed(world, person=person, **ASSOCIATION)
    grant(world, application, state_aid="none")
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    return Project.objects.get(application=application)


def test_an_associations_name_stays_when_its_contact_leaves(world: World) -> None:
    person = make_resident()
    project = of_association(world, person)
    people.close_account(person, by=person)
    assert stands(project, "Föreningen Hjul")


def test_every_name_goes_when_an_identity_becomes_protected(world: World) -> None:
    person = make_resident()
    project = of_association(world, person)
    people.set_protected(person, protected=True, by=world.cast.registrar)
    assert not stands(project, "Föreningen Hjul")
    assert agrees() == "Every item agrees with its source."


def test_other_peoples_names_stay(world: World) -> None:
    person, other = make_resident(), make_resident()
    project = granted(world, other, public="yes", name="Öppen Person")
    people.set_protected(person, protected=True, by=world.cast.registrar)
    assert stands(project, "Öppen Person")
    assert Application.objects.get().contact_name == "Öppen Person"
