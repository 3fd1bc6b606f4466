"""The decision room's pages: who enters, what they show and cost, and what a person does there step by step."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from civicportal.cases.models import Decision, Protocol, Recusal
from funds.actions import applications, scenarios
from funds.models import Application, Pending, Scenario, Sitting
from tests.funds.factories import KRONA, World
from tests.funds.room import NO, confirm, propose, propose_grant, scored
from tests.people import client_of, make_fund_manager, make_reviewer
from tests.review.factories import give

pytestmark = pytest.mark.django_db

PAGES = ("funds_room", "funds_room_outcomes", "funds_room_scenarios", "funds_room_shares", "funds_room_reserves",
         "funds_room_sittings", "funds_room_compare")  # fmt: skip
FORM = {"reason": "", "conditions": "", "would_change": "", "next_kind": "", "next_item_id": "", "next_words": ""}


def place(world: World, name: str, **more: Any) -> str:
    return reverse(f"admin:{name}", kwargs={"fund": world.fund.slug, "slug": world.round.slug, **more})


def of(application: Application, name: str) -> str:
    return reverse(f"admin:{name}", args=[application.case.reference])


@pytest.mark.parametrize("name", PAGES)
def test_who_enters_the_room(world: World, name: str) -> None:
    scored(world, "A")
    people = {**world.cast.by_role(), "other unit": make_fund_manager(world.cast.other_unit)}
    enters = {who for who, person in people.items() if client_of(person).get(place(world, name)).status_code == 200}
    assert enters == {"fund_manager", "decision_maker", "auditor"}


STATES = ("in_review", "proposed", "held", "released")


@pytest.mark.parametrize("state", STATES)
def test_who_reads_a_proposal_in_each_state(world: World, state: str) -> None:
    """Role x state: the applicant, coaches and reviewers never; whoever stepped aside never; the others always."""
    from funds.actions import decisions
    from tests.funds.test_actions import close

    application = scored(world, "A")
    pending = propose_grant(world, application) if state != "in_review" else None
    if state in {"held", "released"} and pending:
        confirm(world, pending)
    if state == "released":
        close(world)
        decisions.release(world.round, by=world.cast.fund_manager)
    aside = make_fund_manager(world.cast.unit, "Åke Åsido")
    Recusal.objects.create(case=application.case, person=aside, ground="party")
    people = {**world.cast.by_role(), "aside": aside, "applicant": application.submission.person}
    reads = {
        name: {who for who, person in people.items() if client_of(person).get(of(application, name)).status_code == 200}
        for name in ("funds_pending", "funds_confirm")
    }
    assert reads == {
        "funds_pending": {"fund_manager", "decision_maker", "auditor"},
        "funds_confirm": {"decision_maker"},
    }


def queries_of(person: Any, path: str) -> int:
    client = client_of(person)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_table_costs_the_same_with_one_and_three(world: World) -> None:
    scored(world, "A")
    first = queries_of(world.cast.fund_manager, place(world, "funds_room"))
    for title in "BC":
        propose_grant(world, scored(world, title))
    assert queries_of(world.cast.fund_manager, place(world, "funds_room")) == first == 11


@pytest.mark.parametrize("name", [name for name in PAGES if name != "funds_room"])
def test_no_page_costs_more_than_fifteen(world: World, name: str) -> None:
    for title in "AB":
        propose_grant(world, scored(world, title))
    assert queries_of(world.cast.fund_manager, place(world, name)) <= 15


@pytest.mark.parametrize(("name", "who", "number"), [("pending", "fund_manager", 9), ("confirm", "decision_maker", 13),
                                                     ("decide", "decision_maker", 14)])  # fmt: skip
def test_a_page_of_one_application_costs_the_same_however_many_wait(
    world: World, name: str, who: str, number: int
) -> None:
    """Whoever decides is looked for in what speaks of an interest, and signs in anew: that is asked each time."""
    application = scored(world, "A")
    propose_grant(world, application)
    asked = [queries_of(world.cast.by_role()[who], of(application, f"funds_{name}"))]
    for title in "BC":
        propose_grant(world, scored(world, title))
    asked.append(queries_of(world.cast.by_role()[who], of(application, f"funds_{name}")))
    assert asked == [number, number]


def test_a_decision_that_is_held_costs_no_more_to_look_at(world: World) -> None:
    application = scored(world, "A")
    confirm(world, propose_grant(world, application))
    assert queries_of(world.cast.decision_maker, of(application, "funds_decide")) == 14


def test_the_application_costs_whoever_decides_the_same_whatever_was_said_of_it(world: World) -> None:
    """With one who judges and with three, with nothing and with an idea of an answer."""
    application = scored(world, "A")
    asked = [queries_of(world.cast.decision_maker, of(application, "funds_application"))]
    for name in ("Ada", "Bo"):
        reviewer = make_reviewer(world.cast.unit, name)
        (given,) = applications.assign(application, stage=world.stage, reviewers=[reviewer], by=world.cast.fund_manager)
        give(given, 3, 4, to_group="Bra")
    propose_grant(world, application)
    asked.append(queries_of(world.cast.decision_maker, of(application, "funds_application")))
    assert asked == [13, 13]


def test_what_one_stepped_aside_from_is_only_counted(world: World) -> None:
    application = scored(world, "Hemlig titel")
    scored(world, "B")
    propose_grant(world, application, by=world.cast.decision_maker)
    Recusal.objects.create(case=application.case, person=world.cast.fund_manager, ground="party")
    client = client_of(world.cast.fund_manager)
    for name in PAGES:
        page = client.get(place(world, name)).content.decode()
        assert ("Hemlig titel" in page, application.case.reference in page) == (False, False)
    assert "1 ansökan visas inte" in client.get(place(world, "funds_room")).content.decode()
    assert client.get(of(application, "funds_pending")).status_code == 404


def test_outcomes_are_entered_together(world: World) -> None:
    a, b = scored(world, "A"), scored(world, "B")
    client = client_of(world.cast.fund_manager)
    sent = {f"outcome_{a.pk}": "granted", f"amount_{a.pk}": "", f"version_{a.pk}": "0",
            f"outcome_{b.pk}": "partly", f"amount_{b.pk}": "20 000", f"version_{b.pk}": "0"}  # fmt: skip
    answer = client.post(place(world, "funds_room_outcomes"), sent)
    assert answer.status_code == 302
    assert list(Pending.objects.order_by("application__title").values_list("outcome", "amount")) == [
        ("granted", 50_000 * KRONA),
        ("partly", 20_000 * KRONA),
    ]
    assert Decision.objects.count() == 0


def test_two_who_enter_at_once_are_shown_both(world: World) -> None:
    a = scored(world, "A")
    propose(world, a, outcome="refused", by=world.cast.decision_maker)
    client = client_of(world.cast.fund_manager)
    sent = {f"outcome_{a.pk}": "granted", f"amount_{a.pk}": "50000", f"version_{a.pk}": "0"}
    answer = client.post(place(world, "funds_room_outcomes"), sent)
    page = answer.content.decode()
    assert (answer.status_code, Pending.objects.get().outcome) == (409, "refused")
    assert "Disa Director sparade Avslag" in page
    assert f'name="version_{a.pk}" value="1"' in page
    assert answer.context["form"][f"outcome_{a.pk}"].value() == "granted"
    assert client.post(place(world, "funds_room_outcomes"), {**sent, f"version_{a.pk}": "1"}).status_code == 302
    assert Pending.objects.get().outcome == "granted"


def test_a_sum_that_is_none_is_said_and_nothing_is_lost(world: World) -> None:
    a = scored(world, "A")
    client = client_of(world.cast.fund_manager)
    sent = {f"outcome_{a.pk}": "partly", f"amount_{a.pk}": "150.000", f"version_{a.pk}": "0"}
    answer = client.post(place(world, "funds_room_outcomes"), sent)
    assert answer.status_code == 422
    assert "150.000" in answer.content.decode()
    assert not Pending.objects.exists()


def test_a_proposal_is_written_in_full(world: World) -> None:
    a = scored(world, "A")
    criterion = world.criteria[0]
    client = client_of(world.cast.fund_manager)
    sent = {**FORM, "version": "0", "outcome": "refused", "amount": "", f"criterion_{criterion.pk}": "Når få.",
            "reason": NO["reason"], "would_change": NO["would_change"], "next_kind": "coach"}  # fmt: skip
    assert client.post(of(a, "funds_pending"), sent).status_code == 302
    pending = Pending.objects.get()
    assert (pending.outcome, pending.by_criterion) == ("refused", {str(criterion.pk): "Når få."})


def test_a_proposal_that_two_write_shows_both_texts(world: World) -> None:
    a = scored(world, "A")
    propose(world, a, reason="Från Disa.", by=world.cast.decision_maker)
    client = client_of(world.cast.fund_manager)
    sent = {**FORM, "version": "0", "outcome": "", "amount": "", "reason": "Från Fia."}
    answer = client.post(of(a, "funds_pending"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Från Disa." in page, "Från Fia." in page, "Disa Director" in page) == (True, True, True)
    assert Pending.objects.get().reason == "Från Disa."
    assert client.post(of(a, "funds_pending"), {**sent, "version": "1", "on_top": "1"}).status_code == 302
    assert Pending.objects.get().reason == "Från Fia."


def test_the_delegate_steps_through_them_one_by_one(world: World) -> None:
    one, two = scored(world, "A"), scored(world, "B")
    propose_grant(world, one)
    propose(world, two, **NO)
    client = client_of(world.cast.decision_maker)
    page = client.get(of(one, "funds_confirm")).content.decode()
    assert ("Nytt och nyttigt." in page, "Förslag 1 av 2 att bekräfta" in page, "Bekräfta, nästa" in page) == (
        True,
    ) * 3
    assert "KS 4.12" in page
    answer = client.post(of(one, "funds_confirm"), {"version": "1"})
    assert answer.url == of(two, "funds_confirm")
    answer = client.post(of(two, "funds_confirm"), {"version": "1"})
    assert answer.url == place(world, "funds_room")
    assert sorted(Decision.objects.values_list("outcome", flat=True)) == ["granted", "refused"]


def test_there_is_no_way_to_confirm_several_at_once(world: World) -> None:
    one, two = scored(world, "A"), scored(world, "B")
    propose_grant(world, one)
    propose_grant(world, two)
    client = client_of(world.cast.decision_maker)
    client.post(
        of(one, "funds_confirm"), {"version": ["1", "1"], "reference": [one.case.reference, two.case.reference]}
    )
    assert Decision.objects.count() == 1
    for name in PAGES:
        client.post(place(world, name), {"confirm": "all"})
    assert Decision.objects.count() == 1


def test_a_refused_confirmation_says_why(world: World) -> None:
    world.delegation.ceiling = 10_000 * KRONA
    world.delegation.save()
    one = scored(world, "A")
    propose_grant(world, one)
    client = client_of(world.cast.decision_maker)
    assert (
        "Ingen delegation du har i dag räcker till 50\xa0000\xa0kr"
        in client.get(of(one, "funds_confirm")).content.decode()
    )
    page = client.post(of(one, "funds_confirm"), {"version": "1"}, follow=True).content.decode()
    assert "är mer än din delegation tillåter" in page
    assert Decision.objects.count() == 0


def test_a_what_if_is_made_compared_and_used(world: World) -> None:
    a = scored(world, "A")
    client = client_of(world.cast.fund_manager)
    answer = client.post(place(world, "funds_room_scenarios"), {"name": "Mer till nya", "shared": "on"})
    made = Scenario.objects.get()
    assert answer.url == place(world, "funds_room_scenario", pk=made.pk)
    sent = {"version": "0", "shared": "on", f"outcome_{a.pk}": "granted", f"amount_{a.pk}": "", f"version_{a.pk}": "0"}
    assert client.post(answer.url, sent).status_code == 302
    assert not Pending.objects.exists()
    assert client.get(answer.url).status_code == 200
    compared = client.get(f"{place(world, 'funds_room_compare')}?a={made.pk}").content.decode()
    assert "1 ansökan skiljer sig" in compared
    assert client.post(place(world, "funds_room_use", pk=made.pk)).url == place(world, "funds_room")
    assert Pending.objects.get().outcome == "granted"


def test_a_what_if_of_somebody_else_does_not_exist(world: World) -> None:
    made = scenarios.make_scenario(world.round, by=world.cast.fund_manager, name="Mitt")
    other = client_of(world.cast.decision_maker)
    assert other.get(place(world, "funds_room_scenario", pk=made.pk)).status_code == 404
    assert other.post(place(world, "funds_room_use", pk=made.pk)).status_code == 404


def test_the_shares_hide_what_stands_on_few(world: World) -> None:
    for title in "ABC":
        propose_grant(world, scored(world, title))
    page = client_of(world.cast.fund_manager).get(place(world, "funds_room_shares"))
    assert {(row.applied, row.granted, row.percent) for table in page.context["tables"] for row in table.rows} == {
        (None, None, None)
    }


def test_shares_of_many_are_told(world: World) -> None:
    for number in range(6):
        propose_grant(world, scored(world, f"T{number}"))
    tables = client_of(world.cast.fund_manager).get(place(world, "funds_room_shares")).context["tables"]
    kinds = {
        table.title: [(row.label, row.applied, row.granted, row.percent) for row in table.rows] for table in tables
    }
    assert kinds["Typ av sökande"] == [("Privatperson", 6, 6, 100)] or kinds["Typ av sökande"][0][1:] == (6, 6, 100)


# The meeting and its protocol


def begun(world: World) -> tuple[Any, Protocol]:
    client = client_of(world.cast.fund_manager)
    client.post(place(world, "funds_room_sitting_new"))
    return client, Sitting.objects.get().protocol


def test_a_protocol_is_filled_in_signed_and_then_nobody_changes_it(world: World) -> None:
    application = scored(world, "A")
    Recusal.objects.create(case=application.case, person=world.cast.coach, ground="coached")
    confirm(world, propose_grant(world, application))
    client, protocol = begun(world)
    there = [world.cast.coach.pk, world.cast.decision_maker.pk]
    day = {"held_on_0": "3", "held_on_1": "11", "held_on_2": "2026"}
    sent = {"version": "0", "title": "Beslutsmöte", **day, "place": "Rådhuset", "present": there, "notes": "",
            "others": "Nils Nord, sekreterare"}  # fmt: skip
    assert client.post(reverse("admin:funds_protocol_edit", args=[protocol.pk]), sent).status_code == 302
    page = client.get(reverse("admin:funds_protocol", args=[protocol.pk])).content.decode()
    for words in (
        "Beslutsmöte",
        "Nils Nord, sekreterare",
        "§ 1 A",
        application.case.reference,
        "Lämnade rummet",
        "KS 4.12",
    ):
        assert words in page
    assert client.post(reverse("admin:funds_protocol_sign", args=[protocol.pk]), {"version": "1"}).status_code == 302
    protocol.refresh_from_db()
    assert (protocol.signed_by, len(protocol.sha256)) == (world.cast.fund_manager, 64)
    again = client.post(
        reverse("admin:funds_protocol_edit", args=[protocol.pk]), {**sent, "version": "1", "title": "Annat"}
    )
    assert again.status_code == 422
    assert client.get(reverse("admin:funds_protocol_pdf", args=[protocol.pk])).content.startswith(b"%PDF")


def test_whoever_stepped_aside_reads_the_protocol_without_the_item(world: World) -> None:
    hidden = scored(world, "Hemlig titel")
    confirm(world, propose_grant(world, hidden))
    confirm(world, propose_grant(world, scored(world, "B")))
    _client, protocol = begun(world)
    Recusal.objects.create(case=hidden.case, person=world.cast.fund_manager, ground="party")
    page = client_of(world.cast.fund_manager).get(reverse("admin:funds_protocol", args=[protocol.pk])).content.decode()
    assert ("Hemlig titel" in page, "1 punkter visas inte" in page) == (False, True)


def test_who_reads_a_protocol(world: World) -> None:
    confirm(world, propose_grant(world, scored(world, "A")))
    _client, protocol = begun(world)
    path = reverse("admin:funds_protocol", args=[protocol.pk])
    people = {**world.cast.by_role(), "other unit": make_fund_manager(world.cast.other_unit)}
    reads = {who for who, person in people.items() if client_of(person).get(path).status_code == 200}
    assert reads == {"fund_manager", "decision_maker", "registrar", "auditor"}
