"""The agreement and the payment plan: made at the release, accepted once, paid once, the sum always the grant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from funds.actions import agreements, payments
from funds.actions.payments import Wanted
from funds.models import Agreement, Payment, Project, Report
from funds.queries.money import figures_of
from funds.terms import AGREEMENT
from tests.funds.factories import KRONA, World
from tests.funds.granted import accept, agreement, grantee, make_granted, make_running, make_terms, pay_first

pytestmark = pytest.mark.django_db


def states(project: Project) -> list[tuple[int, str]]:
    return [(part.amount // KRONA, part.state) for part in project.payments.order_by("position")]


def test_a_release_makes_agreement_plan_and_the_reports_day(world: World) -> None:
    project = make_granted(world, words={"conditions": "Berätta i april."})
    made = agreement(project)
    assert (made.state, made.number) == ("waiting", 1)
    assert "Ada Berg" not in AGREEMENT.texts["sv"]
    assert made.text.startswith(
        "Rut Resident får 75 000 kr av Visionsfonden för projektet ”Cykelkök på Söder”".replace(
            "75 000 kr", "75\u00a0000\u00a0kr"
        )
    )
    assert made.text.endswith("Berätta i april.")
    assert "gets SEK\u00a075,000 from The Vision Fund" in made.text_en
    assert made.sha256 == agreements.hash_of(made.text, made.text_en)
    assert states(project) == [(37_500, "planned"), (37_500, "planned")]
    assert Report.objects.get().due_on == project.granted_on + timedelta(days=365 + 60)
    assert Message.objects.filter(kind="funds.agreement").count() == 1


def test_words_in_braces_that_an_applicant_writes_are_not_filled(world: World) -> None:
    project = make_granted(world, title="{amount} {fund}")
    assert "”{amount} {fund}”" in agreement(project).text


def test_nothing_is_paid_before_the_agreement(world: World) -> None:
    project = make_granted(world)
    part = project.payments.get(position=1)
    for act in (
        lambda: payments.clear(part, by=world.cast.fund_manager),
        lambda: payments.mark_paid(part, by=world.cast.fund_manager, on=dates.today()),
        lambda: payments.export(world.fund, by=world.cast.fund_manager),
    ):
        with pytest.raises(Refused):
            act()
    assert states(project) == [(37_500, "planned"), (37_500, "planned")]


def test_the_yes_is_kept_with_its_text_and_clears_the_first_part(world: World) -> None:
    project = make_granted(world)
    made = accept(project)
    assert (made.state, made.accepted_by, made.accepted_name) == ("accepted", grantee(project), "Ada Berg")
    assert states(project) == [(37_500, "cleared"), (37_500, "planned")]
    letter = Message.objects.get(kind="funds.agreement_accepted")
    assert [one["type"] for one in letter.attachments] == ["application/pdf"]
    assert Entry.objects.get(verb="agreement.accept").facts["sha256"] == made.sha256


def test_a_second_yes_is_the_first(world: World) -> None:
    project = make_granted(world)
    first = accept(project)
    again = accept(project, name="Någon Annan")
    assert (again.accepted_name, again.accepted_at) == (first.accepted_name, first.accepted_at)
    assert Message.objects.filter(kind="funds.agreement_accepted").count() == 1


@pytest.mark.parametrize("given", [{"sha256": "0" * 64}, {"name": " "}, {"payout": "cash"}])
def test_a_yes_to_something_else_is_none(world: World, given: dict[str, Any]) -> None:
    project = make_granted(world)
    with pytest.raises(Refused):
        accept(project, **given)
    assert agreement(project).state == "waiting"


def test_only_the_grantee_says_yes(world: World) -> None:
    project = make_granted(world)
    for person in (world.cast.resident, world.cast.fund_manager, world.cast.coach):
        with pytest.raises(Refused):
            accept(project, by=person)


def test_what_was_accepted_cannot_be_changed_or_removed(world: World) -> None:
    made = accept(make_granted(world))
    for change in (
        lambda: Agreement.objects.filter(pk=made.pk).update(text="Annat"),
        lambda: Agreement.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(Exception, match=r"Cannot \w+ rows"), transaction.atomic():
            change()
    with pytest.raises(Refused):
        agreements.make_anew(made.project, by=world.cast.fund_manager)


def test_an_agreement_that_waits_is_made_anew_with_the_new_plan(world: World) -> None:
    project = make_granted(world)
    parts = [
        Wanted(25_000 * KRONA, "agreement"),
        Wanted(50_000 * KRONA, "milestone", "Verkstaden är öppen", dates.today() + timedelta(days=30)),
    ]
    payments.plan(project, parts, by=world.cast.fund_manager)
    made = agreements.make_anew(project, by=world.cast.fund_manager)
    assert (made.number, project.agreements.get(number=1).state) == (2, "replaced")
    assert "Verkstaden är öppen" in made.text
    assert Message.objects.filter(kind="funds.agreement").count() == 2


@pytest.mark.parametrize("sums", [[74_999], [75_001], [75_000, 1], []])
def test_a_plan_that_is_not_the_grant_is_refused(world: World, sums: list[int]) -> None:
    project = make_granted(world)
    with pytest.raises(Refused):
        payments.plan(project, [Wanted(one * KRONA, "agreement") for one in sums], by=world.cast.fund_manager)
    assert states(project) == [(37_500, "planned"), (37_500, "planned")]


@transaction.atomic
def at_the_end_of_a_transaction(change: Callable[[], Any]) -> None:
    """What is asked when a transaction ends is asked now."""
    change()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_plan_that_is_not_the_grant(world: World) -> None:
    project = make_granted(world)
    for change in (
        lambda: Payment.objects.filter(project=project, position=1).update(amount=1),
        lambda: Payment.objects.filter(project=project, position=1).delete(),
        lambda: Project.objects.filter(pk=project.pk).update(granted=1),
    ):
        with pytest.raises(IntegrityError, match="the parts of a plan"):
            at_the_end_of_a_transaction(change)
    assert states(project) == [(37_500, "planned"), (37_500, "planned")]


@pytest.mark.parametrize("number", ["5050-1055", "811228-9874", "8112289874", "1234567", "", "a b"])
def test_an_account_or_a_persons_number_is_never_kept(world: World, number: str) -> None:
    project = make_running(world)
    with pytest.raises(Refused):
        payments.set_payee(project, number, by=world.cast.fund_manager)
    assert set(project.payments.values_list("payee_number", flat=True)) == {""}


def test_the_file_takes_each_part_once(world: World) -> None:
    project, by = make_running(world), world.cast.fund_manager
    with pytest.raises(Refused):
        payments.export(world.fund, by=by)
    payments.set_payee(project, "L-4711", by=by)
    batch = payments.export(world.fund, by=by)
    assert [part.reference for part in batch.payments.all()] == [f"VF-{dates.today().year}-0001-1"]
    assert states(project) == [(37_500, "exported"), (37_500, "planned")]
    with pytest.raises(Refused):
        payments.export(world.fund, by=by)


def test_somebody_who_stepped_aside_pays_nothing(world: World) -> None:
    project, by = make_running(world), world.cast.fund_manager
    payments.set_payee(project, "4711", by=by)
    assert project.application is not None
    Recusal.objects.create(case=project.application.case, person=by, ground="party")
    with pytest.raises(Refused):
        payments.export(world.fund, by=by)
    with pytest.raises(Refused):
        payments.mark_paid(project.payments.get(position=1), by=by, on=dates.today())


def test_a_list_marks_all_lines_or_none(world: World) -> None:
    project, by = make_running(world), world.cast.fund_manager
    reference = project.payments.get(position=1).reference
    wrong = payments.mark_list(world.fund, f"{reference}\nVF-1999-0001-1\n{reference};33 mars", by=by, on=dates.today())
    assert (wrong.marked, len(wrong.problems)) == (0, 2)
    yesterday = dates.today() - timedelta(days=1)
    done = payments.mark_list(world.fund, f"{reference};{yesterday:%Y-%m-%d}\n\n", by=by, on=dates.today())
    assert (done.marked, done.before, done.problems) == (1, 0, [])
    again = payments.mark_list(world.fund, reference, by=by, on=dates.today())
    assert (again.marked, again.before) == (0, 1)
    assert project.payments.get(position=1).paid_on == yesterday
    assert Message.objects.filter(kind="funds.paid").count() == 1


def test_a_payment_is_not_paid_in_the_future(world: World) -> None:
    project = make_running(world)
    with pytest.raises(Refused):
        payments.mark_paid(
            project.payments.get(position=1), by=world.cast.fund_manager, on=dates.today() + timedelta(days=1)
        )


def test_figures_say_what_is_granted_and_paid(world: World) -> None:
    project = make_running(world)
    pay_first(world, project)
    figures = figures_of(project)
    assert (figures.granted, figures.paid, figures.reported) == (75_000 * KRONA, 37_500 * KRONA, None)


def test_a_part_with_a_condition_waits_for_staff(world: World) -> None:
    make_terms(world.fund, "milestones")
    project = make_running(world)
    assert states(project) == [(30_000, "cleared"), (30_000, "planned"), (15_000, "planned")]
    with pytest.raises(Refused):
        payments.clear(project.payments.get(position=2), by=world.cast.coach)
    payments.clear(project.payments.get(position=2), by=world.cast.fund_manager)
    with pytest.raises(Refused):
        payments.clear(project.payments.get(position=3), by=world.cast.fund_manager)
    assert states(project) == [(30_000, "cleared"), (30_000, "cleared"), (15_000, "planned")]


def test_reminders_of_an_agreement_go_once_each(world: World) -> None:
    project = make_granted(world)
    assert agreements.remind() == 0
    Agreement.objects.update(made_at=dates.now() - timedelta(days=8))
    assert [agreements.remind(), agreements.remind()] == [1, 0]
    Agreement.objects.update(made_at=dates.now() - timedelta(days=40))
    assert [agreements.remind(), agreements.remind()] == [1, 0]
    accept(project)
    assert agreements.remind() == 0


def test_a_text_with_an_unknown_place_is_refused(world: World) -> None:
    from funds.forms.after import TermsForm

    data = {
        "agreement_sv": "Hej {secret_key}",
        "plan": "halves",
        "accept_days": 10,
        "report_days": 30,
        "how_paid_sv": "x",
    }
    form = TermsForm(data)
    assert form.errors["agreement"] == ["Det finns ingen sådan plats att fylla i: {secret_key}"]
