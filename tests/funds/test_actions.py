"""From sent to granted: what each action does, and whom it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from civicportal.cases.models import Recusal
from civicportal.commons.models import Item, Link, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message, MessageState
from civicportal.people.models import Consent
from civicportal.records.models import Entry
from civicportal.submissions import actions as submissions
from funds.actions import applications, decisions
from funds.enums.applications import ApplicationState
from funds.models import Application, FundYear, Project, Round
from tests.funds.factories import KRONA, World, make_application
from tests.people import make_resident

pytestmark = pytest.mark.django_db

NO = {"reason": "Idén finns redan i Söder.", "would_change": "En ny plats.", "next_step": "Prata med en coach."}


def close(world: World) -> None:
    """The round is over."""
    world.round.opening.closes_at = dates.now() - timedelta(hours=1)
    world.round.opening.save(update_fields=["closes_at"])


def reviewed(world: World, **answers: Any) -> Application:
    """An application in review by two."""
    application = make_application(world, **answers)
    applications.screen(application, by=world.cast.fund_manager)
    applications.assign(
        Application.objects.get(pk=application.pk),
        stage=world.stage,
        reviewers=[world.cast.reviewer, world.cast.second_reviewer],
        by=world.cast.fund_manager,
    )
    return Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)


def grant(world: World, application: Application, amount: int = 75_000 * KRONA, **words: Any) -> Any:
    return decisions.decide(
        application,
        by=world.cast.decision_maker,
        outcome="granted",
        amount=amount,
        **{"reason": "Nytt och nyttigt.", **words},
    )


def test_what_was_sent_becomes_an_application_with_a_receipt(world: World) -> None:
    application = make_application(world, make_resident("Ada Berg"))
    assert (application.title, application.requested, application.state) == (
        "Cykelkök på Söder",
        75_000 * KRONA,
        "received",
    )
    assert application.case.reference == f"VF-{dates.today().year}-0001"
    receipt = Message.objects.get(kind="funds.receipt")
    assert receipt.person == application.submission.person
    assert receipt.subject == f"Tack, vi har din ansökan {application.case.reference}"
    assert "Laga cykeln tillsammans med grannar." in receipt.text
    assert Entry.objects.filter(verb="application.submitted", subject_id=application.pk).count() == 1


def test_a_private_name_stands_in_public_by_consent_only(world: World) -> None:
    quiet, open_ = make_resident(), make_resident()
    make_application(world, quiet, public="no")
    make_application(world, open_, public="yes")
    assert [consent.person for consent in Consent.objects.all()] == [open_]


def test_only_a_fund_manager_of_the_unit_screens(world: World) -> None:
    application = make_application(world)
    for person in (
        world.cast.coach,
        world.cast.reviewer,
        world.cast.auditor,
        world.cast.decision_maker,
        world.cast.resident,
    ):
        with pytest.raises(Refused):
            applications.screen(application, by=person)
    assert applications.screen(application, by=world.cast.fund_manager).state == ApplicationState.SCREENED


def test_whoever_stepped_aside_neither_handles_nor_decides(world: World) -> None:
    application = reviewed(world)
    for person in (world.cast.fund_manager, world.cast.decision_maker):
        Recusal.objects.create(case=application.case, person=person, ground="party")
    with pytest.raises(Refused):
        grant(world, application)
    with pytest.raises(Refused):
        applications.assign(application, stage=world.stage, reviewers=[world.cast.coach], by=world.cast.fund_manager)
    assert not Application.objects.visible_to(world.cast.fund_manager).filter(pk=application.pk).exists()


def test_a_decision_is_held_and_reserves_the_money(world: World) -> None:
    application = reviewed(world)
    grant(world, application)
    application.refresh_from_db()
    assert application.state == ApplicationState.DECIDED
    assert Round.objects.get().granted == FundYear.objects.get().granted == 75_000 * KRONA
    assert Message.objects.get(kind="funds.decision").state == MessageState.HELD
    assert not Project.objects.exists()


def test_a_changed_decision_takes_the_place_of_the_held_one(world: World) -> None:
    application = reviewed(world)
    first = grant(world, application)
    second = decisions.decide(application, by=world.cast.decision_maker, outcome="refused", **NO)
    first.refresh_from_db()
    assert (first.superseded, second.replaces) == (True, first)
    assert Round.objects.get().granted == 0
    assert list(Message.objects.filter(kind="funds.decision").order_by("pk").values_list("state", flat=True)) == [
        "void",
        "held",
    ]


def test_the_round_cannot_be_overspent(world: World) -> None:
    Round.objects.update(budget=100_000 * KRONA)
    grant(world, reviewed(world))
    with pytest.raises(Refused) as refused:
        grant(world, reviewed(world))
    assert str(refused.value.why) == "Det finns 25\xa0000\xa0kr kvar att bevilja. Beslutet behöver 75\xa0000\xa0kr till"
    for table in ("funds_round", "funds_fundyear"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET granted = budget + 1")  # noqa: S608 - our own table names


def test_above_the_ceiling_or_without_delegation_nobody_decides(world: World) -> None:
    application = reviewed(world)
    world.delegation.ceiling = 50_000 * KRONA
    world.delegation.save()
    with pytest.raises(Refused):
        grant(world, application)
    world.delegation.delete()
    with pytest.raises(Refused):
        decisions.decide(application, by=world.cast.decision_maker, outcome="refused", **NO)


def test_an_organisation_gets_no_award_without_the_answer_about_state_aid(world: World) -> None:
    application = reviewed(world, kind="association", organisation="Föreningen Hjul", number="802002-1237")
    with pytest.raises(Refused):
        grant(world, application)
    assert (
        grant(world, application, state_aid="none", state_aid_note="Ingen ekonomisk verksamhet.").amount
        == 75_000 * KRONA
    )


def test_everybody_hears_at_one_moment(world: World) -> None:
    yes, refusal, undecided = reviewed(world), reviewed(world), reviewed(world)
    grant(world, yes)
    decisions.decide(refusal, by=world.cast.decision_maker, outcome="refused", **NO)
    close(world)
    with pytest.raises(Refused) as early:
        decisions.release(world.round, by=world.cast.fund_manager)
    assert "1 ansökan har inget beslut än" in str(early.value.why)
    decisions.decide(undecided, by=world.cast.decision_maker, outcome="refused", **NO)
    assert decisions.release(world.round, by=world.cast.fund_manager) == 3
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == ["granted", "refused", "refused"]
    assert set(Message.objects.filter(kind="funds.decision").values_list("state", flat=True)) == {MessageState.WAITING}
    project = Project.objects.get()
    item = Item.objects.get(kind="project")
    assert (project.item, project.granted, item.amount) == (item, 75_000 * KRONA, 75_000 * KRONA)
    assert Step.objects.get(item=item).kind == Step.Kind.DECISION
    assert Link.objects.get().target == world.fund.item
    with pytest.raises(Refused):
        decisions.release(world.round, by=world.cast.fund_manager)


def test_a_private_grantee_is_a_private_person_unless_they_chose_otherwise(world: World) -> None:
    quiet, open_ = (
        reviewed(world, public="no", name="Hemlig Person"),
        reviewed(world, public="yes", name="Öppen Person"),
    )
    for application in (quiet, open_):
        grant(world, application)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    assert list(Project.objects.order_by("pk").values_list("grantee_name", flat=True)) == ["", "Öppen Person"]
    assert not Item.objects.filter(text__contains="Hemlig").exists()


def test_a_withdrawal_frees_the_money_of_a_held_decision(world: World) -> None:
    application = reviewed(world)
    grant(world, application)
    submissions.withdraw(application.submission, by=application.submission.person)
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert Round.objects.get().granted == FundYear.objects.get().granted == 0
    assert Message.objects.get(kind="funds.decision").state == MessageState.VOID
    assert Message.objects.filter(kind="funds.withdrawn").count() == 1
    close(world)
    with pytest.raises(Refused):
        decisions.release(world.round, by=world.cast.fund_manager)


def test_what_was_sent_changes_until_somebody_judges(world: World) -> None:
    person = make_resident()
    application = make_application(world, person)
    draft = submissions.reopen(application.submission, by=person)
    from civicportal.submissions.queries import kept

    submissions.save_answers(draft, {"title": "Cykelkök i hamnen"}, kept(draft).versions, by=person)
    submissions.send(draft, by=person)
    application.refresh_from_db()
    assert application.title == "Cykelkök i hamnen"
    assert application.submission.versions.count() == 2
    assert Message.objects.filter(kind="funds.changed").count() == 1
    applications.screen(application, by=world.cast.fund_manager)
    applications.assign(
        Application.objects.get(pk=application.pk),
        stage=world.stage,
        reviewers=[world.cast.reviewer],
        by=world.cast.fund_manager,
    )
    with pytest.raises(Refused):
        submissions.reopen(application.submission, by=person)
