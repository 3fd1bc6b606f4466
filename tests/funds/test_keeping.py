"""What a fund must keep: ten years in the schedule, and nothing that removes it with something else."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ProtectedError

from civicportal.people import own_data
from civicportal.people.actions import close_account
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.people.permissions import granted_to
from civicportal.records import retention
from civicportal.records.models import RetentionRule
from funds.actions import decisions
from funds.models import AidAward, AidDeclaration, Payment, Report
from funds.queries.aid import register_of
from tests.funds.factories import World
from tests.funds.granted import agreement, grantee, make_running, pay_first, project_of
from tests.funds.test_actions import close
from tests.funds.test_aid import applied, declare, grant

pytestmark = pytest.mark.django_db

OF_FUNDS = {key: each for key, each in retention.classes.items() if key.startswith("funds-")}
AFTER = {"Agreement", "AidAward", "AidDeclaration", "ChangeRequest", "Payment", "PaymentBatch", "Receipt", "Report"}


def test_the_schedule_says_ten_years_for_aid_agreements_money_and_reports() -> None:
    rules = RetentionRule.objects.filter(record_class__in=OF_FUNDS)
    assert {rule.record_class: (rule.years, rule.afterwards) for rule in rules} == {
        "funds-small-aid": (10, "purge"),
        "funds-grants": (10, "purge"),
        "funds-reports": (10, "purge"),
        "funds-applications": (None, "keep"),
    }
    small_aid = rules.get(record_class="funds-small-aid")
    assert small_aid.start_event == "det senaste stödet av mindre betydelse till företaget"
    ten_years = {name for each in OF_FUNDS.values() if each.years for name in each.models}
    assert ten_years == {f"funds.{name}" for name in AFTER}


KEPT = sorted({name for each in OF_FUNDS.values() for name in each.models})


@pytest.mark.parametrize("label", KEPT)
def test_what_is_kept_goes_with_nothing_else(label: str) -> None:
    """No row that must be kept is removed, or loses whom and what it is about, because another row is removed."""
    model = apps.get_model(label)
    loose = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
        and field.name not in {"image", "item"}
    }
    assert loose == set()


def test_no_role_may_delete_what_is_kept() -> None:
    removing = {f"funds.delete_{label.split('.')[1].lower()}" for label in KEPT}
    assert removing & {right for role in Role.values for right in granted_to(role)} == set()


@pytest.fixture
def undertaking(world: World) -> AidAward:
    """An award of small aid that is released, with the first part paid."""
    application = applied(world)
    declare(world, application)
    grant(world, application)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    return AidAward.objects.get()


def test_a_closed_account_leaves_the_register_whole(world: World, undertaking: AidAward) -> None:
    person = undertaking.declaration.application.submission.person
    before = list(AidAward.objects.values()), list(AidDeclaration.objects.values())
    close_account(person, by=person)
    assert Person.objects.get(pk=person.pk).email.endswith("@closed.invalid")
    assert (list(AidAward.objects.values()), list(AidDeclaration.objects.values())) == before
    [row] = register_of(world.cast.fund_manager)
    assert (row.number, row.name) == (undertaking.number, "Föreningen Hjulet")


def test_a_closed_account_leaves_agreement_payments_and_report(world: World) -> None:
    project = make_running(world)
    pay_first(world, project)
    person = grantee(project)
    close_account(person, by=person)
    kept = project_of(project.application)
    assert agreement(kept).accepted_name == "Ada Berg"
    assert [one.state for one in kept.payments.all()] == ["paid", "planned"]
    assert (Payment.objects.count(), Report.objects.count()) == (2, 1)


def test_nothing_that_is_paid_or_awarded_can_be_deleted_with_its_case(world: World, undertaking: AidAward) -> None:
    decision, application = undertaking.decision, undertaking.declaration.application
    for row in (decision, undertaking.declaration, application, application.submission.person):
        with pytest.raises(ProtectedError):
            row.delete()


def test_the_person_sees_it_among_their_data_with_why_it_is_kept(world: World, undertaking: AidAward) -> None:
    part = own_data.parts["grants"]
    [told] = part.export(undertaking.declaration.application.submission.person)
    assert (told["title"], told["amount"]) == ("Cykelkök på Söder", 75_000)
    assert told["small_aid"] == [
        {
            "number": undertaking.number,
            "name": "Föreningen Hjulet",
            "euro": 7500.0,
            "granted": undertaking.granted_on.isoformat(),
        }
    ]
    assert (part.erase, "tio år" in str(part.kept)) == (None, True)
    assert part.export(world.cast.resident) == []
