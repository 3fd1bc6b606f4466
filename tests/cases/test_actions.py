"""Opening, talking, stepping aside, deciding and closing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, InternalError, transaction

from civicportal.cases import actions
from civicportal.cases.models import Case, CaseMessage, Decision, Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.actions import write
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.records.models import Entry


def verbs(case: Case) -> list[str]:
    rows = Entry.objects.filter(subject_kind="cases.case", subject_id=case.pk).order_by("id")
    return [entry.verb for entry in rows]


def award(cast, **extra):
    fields = {"by": cast.director, "outcome": "granted", "amount": 75_000_00, "reason": "God nytta.", **extra}
    return actions.decide(cast.case, **fields)


def test_a_case_has_a_reference_and_a_trace(cast):
    assert cast.case.reference == f"VF-{dates.today().year}-0001"
    assert verbs(cast.case) == ["case.open"]


def test_a_message_from_the_city_reaches_the_person_with_its_text(cast):
    once = uuid.uuid4()
    said = actions.say(cast.case, by=cast.manager, text="Hej Ebba,\nnär vill du börja?", once=once)
    assert actions.say(cast.case, by=cast.manager, text="Hej igen", once=once) == said
    assert (said.from_city, CaseMessage.objects.count()) == (True, 1)
    letter = Message.objects.get()
    assert (letter.email, letter.kind, letter.reply_to) == (
        "resident@example.org",
        "cases.message_to_person",
        "fund@example.org",
    )
    assert "> Hej Ebba,\n> när vill du börja?" in letter.text
    assert verbs(cast.case) == ["case.open", "case.say"]


@pytest.mark.parametrize(("handled", "address"), [(False, "fund@example.org"), (True, "manager@example.org")])
def test_a_message_from_the_person_reaches_the_handler_or_the_unit(cast, handled, address):
    if handled:
        actions.assign_handler(cast.case, handler=cast.manager, by=cast.manager)
    actions.say(cast.case, by=cast.resident, text="I maj.", once=uuid.uuid4())
    letter = Message.objects.get()
    assert (letter.email, letter.kind, letter.reply_to) == (address, "cases.message_to_city", "")


def test_the_text_of_a_protected_person_stays_out_of_the_mail(cast):
    Person.objects.filter(pk=cast.resident.pk).update(protected=True)
    actions.say(cast.case, by=cast.resident, text="Hemlig adress", once=uuid.uuid4())
    letter = Message.objects.get()
    assert "Hemlig" not in letter.text
    assert "Ebba" not in letter.text


def test_a_number_of_another_form_is_refused(cast):
    once = uuid.uuid4()
    actions.say(cast.case, by=cast.manager, text="Hej", once=once)
    with pytest.raises(Refused, match="Ladda om sidan"):
        actions.say(cast.case, by=cast.resident, text="Hej", once=once)


def test_an_empty_message_is_refused(cast):
    with pytest.raises(Refused):
        actions.say(cast.case, by=cast.manager, text=" \n ", once=uuid.uuid4())
    assert CaseMessage.objects.count() == 0


def test_stepping_aside_takes_the_case_away(cast):
    actions.assign_handler(cast.case, handler=cast.manager, by=cast.manager)
    recusal = actions.declare_recusal(cast.case, person=cast.manager, ground="party", by=cast.manager)
    assert actions.declare_recusal(cast.case, person=cast.manager, ground="other", by=cast.manager) == recusal
    cast.case.refresh_from_db()
    assert cast.case.handler is None
    assert not Case.objects.visible_to(cast.manager).exists()
    assert list(Case.objects.visible_to(cast.director)) == [cast.case]
    with pytest.raises(Refused):
        actions.say(cast.case, by=cast.manager, text="Hej", once=uuid.uuid4())
    with pytest.raises(Refused):
        actions.lift_recusal(recusal, by=cast.manager)
    assert verbs(cast.case) == ["case.open", "case.assign_handler", "case.recuse"]


def test_somebody_else_lifts_a_recusal(cast):
    helper = Person.objects.get(pk=cast.manager.pk)
    recusal = actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=helper)
    lifted = actions.lift_recusal(recusal, by=helper)
    assert lifted.lifted_at is not None
    assert not Recusal.objects.in_force().exists()
    again = actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
    assert again != recusal


def test_a_recused_auditor_sees_nothing(cast):
    actions.declare_recusal(cast.case, person=cast.auditor, ground="party", by=cast.auditor)
    assert not Case.objects.visible_to(cast.auditor).exists()


def test_a_decision_is_held_until_it_is_released(cast):
    actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
    made = award(cast, conditions="Berätta hur det gick.", judged_sha256="ab" * 32)
    assert (made.delegation.point, made.recused, made.released_at) == ("B 4.2", ["Klas Holm"], None)
    letter = write("cases.message_to_person", to=cast.resident, facts={"text": "x"}, about=made, hold=True)
    released = actions.release_decision(made, by=cast.manager)
    assert released.released_at is not None
    letter.refresh_from_db()
    assert letter.state == "waiting"
    cast.case.refresh_from_db()
    assert cast.case.answered_at is not None
    assert actions.release_decision(made, by=cast.manager).released_at == released.released_at
    assert verbs(cast.case)[-2:] == ["case.decide", "case.release_decision"]


def test_a_new_decision_replaces_the_old_and_withdraws_its_letters(cast):
    old = award(cast)
    letter = write("cases.message_to_person", to=cast.resident, facts={"text": "x"}, about=old, hold=True)
    new = actions.decide(cast.case, by=cast.director, outcome="refused", reason="Pengarna räcker inte.")
    letter.refresh_from_db()
    old.refresh_from_db()
    assert (letter.state, old.superseded, new.replaces) == ("void", True, old)
    assert list(Decision.objects.in_force()) == [new]
    with pytest.raises(Refused):
        actions.release_decision(old, by=cast.director)


def test_a_released_decision_can_be_replaced_but_not_changed(cast):
    made = actions.release_decision(award(cast), by=cast.director)
    with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(amount=1)
    with pytest.raises((DatabaseError, InternalError)), transaction.atomic():
        made.delete()
    new = award(cast, amount=50_000_00)
    assert new.replaces == made


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"amount": None},
        {"amount": 100_000_01},
        {"outcome": "refused"},
        {"needs_state_aid": True},
        {"needs_state_aid": True, "state_aid": "nonsense"},
        {"needs_state_aid": True, "state_aid": "other"},
    ],
)
def test_a_wrong_decision_is_refused(cast, wrong):
    with pytest.raises(Refused):
        award(cast, **wrong)
    assert not Decision.objects.exists()


def test_state_aid_that_is_answered_is_enough(cast):
    made = award(cast, needs_state_aid=True, state_aid="de_minimis")
    assert made.state_aid == "de_minimis"


def test_a_case_is_closed_when_it_is_answered(cast):
    with pytest.raises(Refused, match="inget svar"):
        actions.close(cast.case, by=cast.manager)
    actions.answered(cast.case, by=cast.manager)
    assert actions.close(cast.case, by=cast.manager).closed_at is not None
    for refused in (
        lambda: actions.say(cast.case, by=cast.resident, text="Hej", once=uuid.uuid4()),
        lambda: actions.close(cast.case, by=cast.manager),
        lambda: award(cast),
        lambda: actions.assign_handler(cast.case, handler=cast.coach, by=cast.manager),
    ):
        with pytest.raises(Refused):
            refused()
    assert verbs(cast.case) == ["case.open", "case.answered", "case.close"]


def test_the_diary_number_is_unique_in_the_unit(cast):
    assert actions.set_diary_number(cast.case, number=" KS  2026/11 ", by=cast.registrar).diary_number == "KS 2026/11"
    second = actions.open_case(
        kind="tests.case", title="Annat", unit=cast.office, person=None, series="VF", answer_by=None, by=None
    )
    with pytest.raises(Refused, match="diarienumret"):
        actions.set_diary_number(second, number="KS 2026/11", by=cast.registrar)
    with pytest.raises(Refused):
        actions.set_diary_number(second, number="KS 2026/12", by=cast.manager)


def test_days_late_count_while_nobody_has_answered(cast):
    cast.case.answer_by = dates.today() - timedelta(days=4)
    cast.case.save()
    assert cast.case.days_late() == 4
    assert actions.answered(cast.case, by=None).days_late() == 0


def test_a_held_decision_is_taken_back_but_a_released_one_stands(cast):
    assert actions.revoke_held(cast.case, by=cast.resident) is None
    held = award(cast)
    letter = write("cases.message_to_person", to=cast.resident, facts={"text": "x"}, about=held, hold=True)
    with pytest.raises(Refused):
        actions.revoke_held(cast.case, by=cast.stranger)
    assert actions.revoke_held(cast.case, by=cast.resident) == held
    letter.refresh_from_db()
    assert (letter.state, Decision.objects.in_force().count()) == ("void", 0)
    final = actions.release_decision(award(cast), by=cast.director)
    assert final.replaces is None
    assert actions.revoke_held(cast.case, by=cast.manager) is None
    assert list(Decision.objects.in_force()) == [final]
