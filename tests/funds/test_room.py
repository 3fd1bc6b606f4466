"""The decision room's rules: proposals decide nothing, a delegate confirms each, no score does it by itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings

from civicportal.cases.models import Decision, Delegation, Recusal
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message, MessageState
from civicportal.people.enums import Role
from civicportal.submissions import actions as submissions
from funds.actions import decisions, scenarios
from funds.actions import room as actions
from funds.models import Application, FundYear, Pending, Reserve, Round
from funds.queries import room as queries
from tests.funds.factories import KRONA, World, make_project
from tests.funds.room import NO, confirm, fresh, propose, propose_grant, propose_part, scored, what_if
from tests.funds.test_actions import close
from tests.people import give, make_decision_maker, make_fund_manager

pytestmark = pytest.mark.django_db


def test_a_proposal_decides_nothing_and_tells_nobody(world: World) -> None:
    application = scored(world, "A")
    before = Message.objects.count()
    pending = propose_grant(world, application)
    assert (pending.version, pending.edited_by) == (1, world.cast.fund_manager)
    assert (Decision.objects.count(), Round.objects.get().granted, Message.objects.count()) == (0, 0, before)
    assert fresh(application).state == "in_review"


def test_a_proposal_may_be_unfinished(world: World) -> None:
    pending = propose(world, scored(world, "A"), reason="  Vi tänker högt.  ")
    assert (pending.outcome, pending.reason) == ("", "Vi tänker högt.")


def test_saving_the_same_again_changes_nothing(world: World) -> None:
    application = scored(world, "A")
    propose_grant(world, application)
    assert propose_grant(world, application).version == 1


def test_two_who_write_at_once_both_keep_their_words(world: World) -> None:
    application = scored(world, "A")
    propose(world, application, reason="Från Fia.")
    clash = actions.propose(application, by=world.cast.decision_maker, version=0, said={"reason": "Från Disa."})
    assert isinstance(clash, actions.Clash)
    assert (clash.saved.reason, clash.yours["reason"], clash.differs) == ("Från Fia.", "Från Disa.", ["reason"])
    assert Pending.objects.get().reason == "Från Fia."
    on_top = actions.propose(
        application, by=world.cast.decision_maker, version=1, said={"reason": "Från Disa."}, on_top=True
    )
    assert isinstance(on_top, Pending)
    assert (on_top.reason, on_top.version) == ("Från Disa.", 2)


def test_who_may_propose(world: World) -> None:
    application = scored(world, "A")
    may = set()
    for role, person in world.cast.by_role().items():
        try:
            actions.propose(application, by=person, version=9, said={"reason": role}, on_top=True)
        except Refused:
            continue
        may.add(role)
    assert may == {Role.FUND_MANAGER, Role.DECISION_MAKER}


def test_whoever_stepped_aside_proposes_nothing(world: World) -> None:
    application = scored(world, "A")
    Recusal.objects.create(case=application.case, person=world.cast.fund_manager, ground="party")
    with pytest.raises(Refused, match=r"jäv|avst"):
        propose_grant(world, application)


def test_confirming_makes_the_decision_through_the_one_door(world: World) -> None:
    application = scored(world, "A")
    criterion = world.criteria[0]
    words = {"by_criterion": {str(criterion.pk): "Når många."}, "conditions": "Berätta i april."}
    decision = confirm(world, propose_grant(world, application, **words))
    assert isinstance(decision, Decision)
    assert (decision.outcome, decision.amount, decision.decided_by) == (
        "granted",
        50_000 * KRONA,
        world.cast.decision_maker,
    )
    assert decision.by_criterion == [["Samhällsnytta", "Når många."]]
    assert (decision.conditions, decision.released_at) == ("Berätta i april.", None)
    assert fresh(application).state == "decided"
    assert Pending.objects.get().confirmed_at is not None
    assert Message.objects.get(kind="funds.decision").state == MessageState.HELD


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"outcome": ""}, "Välj ett utfall"),
        ({"reason": ""}, "Skriv skälen"),
        ({"outcome": "partly", "amount": None}, "Skriv hur mycket"),
        ({"outcome": "granted", "amount": 100}, "hela den sökta summan"),
        ({**NO, "would_change": ""}, "vad som skulle ha ändrat"),
        ({**NO, "next_kind": ""}, "Välj ett nästa steg"),
        ({**NO, "next_kind": "project"}, "offentliga sidan"),
    ],
)
def test_what_is_not_finished_is_not_confirmed(world: World, said: dict[str, object], why: str) -> None:
    pending = propose_grant(world, scored(world, "A"))
    pending = propose(world, pending.application, **said)
    with pytest.raises(Refused, match=why):
        confirm(world, pending)
    assert Decision.objects.count() == 0


def test_a_proposal_that_changed_on_the_way_is_read_again(world: World) -> None:
    application = scored(world, "A")
    old = propose_grant(world, application)
    propose(world, application, reason="Ett annat skäl.")
    with pytest.raises(Refused, match="ändrats"):
        confirm(world, old)
    assert Decision.objects.count() == 0


def test_above_the_ceiling_it_is_refused_with_the_reason(world: World) -> None:
    Delegation.objects.update(ceiling=40_000 * KRONA)
    pending = propose_grant(world, scored(world, "A"))
    with pytest.raises(Refused, match=r"50.000.kr är mer än din delegation"):
        confirm(world, pending)
    assert (Decision.objects.count(), Round.objects.get().granted) == (0, 0)


def test_without_a_delegation_that_is_valid_today_nobody_confirms(world: World) -> None:
    pending = propose_grant(world, scored(world, "A"))
    other = make_decision_maker(world.cast.unit)
    for person in (other, world.cast.fund_manager, world.cast.auditor, make_fund_manager(world.cast.other_unit)):
        with pytest.raises(Refused):
            confirm(world, pending, by=person)
    assert Decision.objects.count() == 0


def test_more_than_there_is_cannot_be_confirmed(world: World) -> None:
    Round.objects.update(budget=60_000 * KRONA)
    one, other = scored(world, "A"), scored(world, "B")
    confirm(world, propose_grant(world, one))
    with pytest.raises(Refused, match=r"Det finns 10.000.kr kvar"):
        confirm(world, propose_grant(world, other))
    assert Round.objects.get().granted == FundYear.objects.get().granted == 50_000 * KRONA


def test_a_changed_proposal_must_be_confirmed_again(world: World) -> None:
    application = scored(world, "A")
    confirm(world, propose_grant(world, application))
    changed = propose(world, application, outcome="partly", amount=30_000 * KRONA)
    assert changed.confirmed_at is None
    assert application.case.decisions.in_force().get().amount == 50_000 * KRONA
    confirm(world, changed)
    assert application.case.decisions.in_force().get().amount == 30_000 * KRONA
    assert Round.objects.get().granted == 30_000 * KRONA


def test_a_no_leads_to_a_public_page(world: World) -> None:
    project = make_project(world.fund)
    application = scored(world, "A")
    said = {**NO, "next_kind": "project", "next_item_id": project.item.pk}
    decision = confirm(world, propose(world, application, **said))
    assert decision.next_url == project.item.get_absolute_url()
    assert f"https://testserver{decision.next_url}" in Message.objects.get(kind="funds.decision").text.replace(
        settings.SITE_URL, "https://testserver"
    )


# The reserve list


def in_reserve(world: World, title: str) -> Application:
    application = scored(world, title)
    pending = propose(world, application, outcome="reserve", amount=50_000 * KRONA, reason="Pengarna räckte inte.")
    confirm(world, pending)
    return fresh(application)


def test_the_reserve_list_is_given_by_a_delegate_and_felt_by_nobody_before_release(world: World) -> None:
    first, second = in_reserve(world, "A"), in_reserve(world, "B")
    places = queries.reserve_list(world.round, world.cast.decision_maker)
    assert [(one.place, one.application, one.point) for one in places] == [
        (1, first, "KS 4.12"),
        (2, second, "KS 4.12"),
    ]
    assert (first.state, Decision.objects.count(), Round.objects.get().granted) == ("decided", 0, 0)
    assert set(Message.objects.filter(kind="funds.reserve").values_list("state", flat=True)) == {MessageState.HELD}


def test_release_tells_the_reserve_list_too_and_leaves_the_case_open(world: World) -> None:
    application = in_reserve(world, "A")
    confirm(world, propose_grant(world, scored(world, "B")))
    close(world)
    assert decisions.release(world.round, by=world.cast.fund_manager) == 2
    application = fresh(application)
    assert (application.state, application.case.closed_at) == ("reserve", None)
    assert application.case.answered_at is not None
    letter = Message.objects.get(kind="funds.reserve")
    assert (letter.state, letter.subject) == (MessageState.WAITING, f"Reserv, plats 1: {application.case.reference}")


def test_when_money_comes_back_the_next_one_is_decided_and_released_alone(world: World) -> None:
    application = in_reserve(world, "A")
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    confirm(world, propose_grant(world, application))
    assert not queries.reserve_list(world.round, world.cast.decision_maker)
    assert fresh(application).state == "decided"
    assert decisions.release(world.round, by=world.cast.fund_manager) == 1
    assert fresh(application).state == "granted"


def test_a_held_decision_that_becomes_a_reserve_place_gives_its_money_back(world: World) -> None:
    application = scored(world, "A")
    confirm(world, propose_grant(world, application))
    confirm(world, propose(world, application, outcome="reserve", reason="Pengarna räckte inte."))
    assert (Round.objects.get().granted, application.case.decisions.in_force().count()) == (0, 0)
    assert Message.objects.get(kind="funds.decision").state == MessageState.VOID


def test_who_withdraws_leaves_the_reserve_list(world: World) -> None:
    application = in_reserve(world, "A")
    submissions.withdraw(application.submission, by=application.submission.person)
    assert not Reserve.objects.waiting().exists()
    assert Message.objects.get(kind="funds.reserve").state == MessageState.VOID


# What one is shown


def test_nothing_is_told_of_what_one_stepped_aside_from(world: World) -> None:
    hidden, shown = scored(world, "A", score=5), scored(world, "B", score=3)
    Recusal.objects.create(case=hidden.case, person=world.cast.fund_manager, ground="party")
    make = scenarios.make_scenario(world.round, by=world.cast.decision_maker, name="Delad", shared=True)
    scenarios.try_out(
        make, by=world.cast.decision_maker, version=0, entered={hidden.pk: ("granted", 5_000_000)}, shared=True
    )
    open_room = queries.room_of(world.round, world.cast.fund_manager)
    confirm(world, propose_grant(world, hidden, by=world.cast.decision_maker))
    room = queries.room_of(Round.objects.select_related("opening", "fund_year").get(), world.cast.fund_manager)
    assert ([line.title for line in room.lines], room.hidden) == (["B"], 1)
    # No sum moves when the hidden one is decided.
    assert (room.ceiling, room.used, room.awarded) == (open_room.ceiling, open_room.used, open_room.awarded)
    tried = queries.tried_out(room.lines, make)
    assert [(line.pk, line.proposed) for line in tried] == [(shown.pk, "")]
    assert queries.to_confirm(world.round, world.cast.fund_manager) == []


def test_the_orders(world: World) -> None:
    scored(world, "A", kronor=30_000, score=5)
    scored(world, "B", kronor=90_000, score=3)
    from tests.funds.test_table import judged

    judged(world, "C", (5, 5), (1, 1), kronor=60_000)
    titles = {
        order: [line.title for line in queries.room_of(world.round, world.cast.fund_manager, order=order).lines]
        for order in queries.ORDERS
    }
    assert titles == {"ranking": ["A", "B", "C"], "disputed": ["C", "A", "B"], "sum": ["B", "C", "A"]}


def test_the_line_counts_what_is_proposed(world: World) -> None:
    Round.objects.update(budget=100_000 * KRONA)
    a, b = scored(world, "A", score=5), scored(world, "B", score=4)
    scored(world, "C", score=3, kronor=60_000)
    propose_part(world, a, 20_000)
    propose(world, b, outcome="refused")
    round_ = Round.objects.select_related("opening", "fund_year").get()
    room = queries.room_of(round_, world.cast.fund_manager)
    assert [(line.title, line.running // KRONA, line.look) for line in room.lines] == [
        ("A", 20_000, "within"),
        ("B", 20_000, ""),
        ("C", 80_000, "within"),
    ]
    assert (room.cut, room.awarded, room.left_of_awards) == (None, 20_000 * KRONA, 80_000 * KRONA)


# No score decides


def test_the_best_scores_and_a_what_if_of_them_decide_nothing(world: World) -> None:
    for title in "ABC":
        scored(world, title, score=5)
    made = what_if(world, A=("granted", 50_000), B=("granted", 50_000), C=("granted", 50_000))
    scenarios.make_proposals(made, by=world.cast.fund_manager)
    close(world)
    with pytest.raises(Refused):
        decisions.release(world.round, by=world.cast.decision_maker)
    assert (Decision.objects.count(), Round.objects.get().granted) == (0, 0)


def callers_of(*names: str) -> dict[str, set[str]]:
    """Which files of the portal call something of these names, by name: `x.decide(...)` and `decide(...)` alike."""
    found: dict[str, set[str]] = {name: set() for name in names}
    root = Path(settings.BASE_DIR)
    for folder in ("civicportal", "funds", "labs", "challenges", "prototypes"):
        for path in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if called in found:
                        found[called].add(str(path.relative_to(root)))
    return found


def imports_of(path: str) -> set[str]:
    tree = ast.parse((Path(settings.BASE_DIR) / path).read_text(encoding="utf-8"))
    return {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_no_code_leads_from_a_score_to_a_decision_without_a_person() -> None:
    """A decision row is made in one function; a fund's is called from two pages for delegates, and nowhere else.

    Those two ask for a fresh sign-in and act on a POST of one application. Nothing that ranks, tasks that run by the
    clock and commands among them, imports what decides.
    """
    makers = {
        str(path.relative_to(settings.BASE_DIR))
        for path in (Path(settings.BASE_DIR) / "civicportal").rglob("*.py")
        if "Decision.objects.create(" in path.read_text(encoding="utf-8")
    }
    assert makers == {"civicportal/cases/actions.py"}
    callers = callers_of("decide", "decide_alone", "confirm")
    assert {path for path in callers["decide"] if path.startswith("funds/")} == {
        "funds/actions/decisions.py",
        "funds/actions/room.py",
    }
    assert callers["decide_alone"] == {"funds/admin/applications.py"}
    assert {path for path in callers["confirm"] if path.startswith("funds/")} == {"funds/admin/room.py"}
    for path in ("funds/admin/applications.py", "funds/admin/room.py"):
        words = (Path(settings.BASE_DIR) / path).read_text(encoding="utf-8")
        view = "def decide(" if "applications" in path else "def confirm("
        guards = words.split(view)[0].rsplit("\n\n\n", 1)[1]
        assert guards == "@work_page(Role.DECISION_MAKER)\n@fresh_sign_in\n"
    deciding = {"funds.actions.decisions", "funds.actions.room", "civicportal.cases.actions", "funds.actions"}
    for path in ("civicportal/review/ranking.py", "funds/queries/room.py", "funds/table.py", "funds/shares.py"):
        assert imports_of(path) & deciding == set()
    for path in ("funds/tasks.py", "civicportal/review/tasks.py"):
        if (Path(settings.BASE_DIR) / path).exists():
            assert (
                imports_of(path) & {"funds.actions.decisions", "funds.actions.room", "funds.actions.scenarios"} == set()
            )


def test_a_second_fund_manager_of_another_unit_sees_no_room(world: World) -> None:
    from django.http import Http404

    stranger = make_fund_manager(world.cast.other_unit)
    give(stranger, Role.COACH, world.cast.unit)
    with pytest.raises(Http404):
        queries.room_of_person(stranger, world.fund.slug, world.round.slug)
