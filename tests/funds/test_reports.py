"""Updates, changes, the report, what is given back, the reminders' ladder, the questions after the end."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from civicportal.commons.models import Item, Step
from civicportal.effects.models import ValueEntry
from civicportal.files.errors import BadFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.places.models import City
from civicportal.submissions import actions as submissions
from civicportal.submissions.queries import kept
from funds.actions import changes, checkins, payments, projects, reports, updates
from funds.actions.reminding import remind_of_reports
from funds.models import CheckIn, FundYear, Project, ProjectUpdate, Receipt, Report, Round
from funds.queries.money import figures_of, plan_lines, report_lines
from tests.funds.factories import KRONA, World
from tests.funds.granted import (
    accept,
    grantee,
    in_days,
    make_granted,
    make_running,
    pay_first,
    receipt_file,
    send_report,
)
from tests.funds.test_agreements import states

pytestmark = pytest.mark.django_db

ALL = [("Verktyg", "40 000"), ("Lokal", "35 000")]


def tell(project: Project, **given: Any) -> ProjectUpdate:
    facts = {
        "by": grantee(project), "title": "Vi öppnade", "words": "Tolv kom.", "language": "sv", "once": uuid4(), **given
    }  # fmt: skip
    return updates.write(project, **facts)


def picture() -> SimpleUploadedFile:
    page = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(page, "PNG")
    return SimpleUploadedFile("bild.png", page.getvalue(), content_type="image/png")


# Updates


def test_an_update_is_public_when_staff_release_it(world: World) -> None:
    project = make_granted(world)
    made = tell(project, picture=picture(), alt="En verkstad")
    assert made.state == "waiting"
    assert not Step.objects.filter(title__sv="Vi öppnade").exists()
    made = updates.release(made, by=world.cast.communicator)
    step = Step.objects.get(once=f"update:{made.pk}")
    assert (step.item, step.title.texts, step.images.get().alt) == (project.item, {"sv": "Vi öppnade"}, "En verkstad")
    assert Message.objects.get(kind="funds.update_answered").person == grantee(project)
    with pytest.raises(Refused):
        updates.release(made, by=world.cast.communicator)


def test_the_citys_setting_makes_an_update_public_at_once(world: World) -> None:
    City.objects.update(release_words_at_once=True)
    assert tell(make_granted(world)).state == "released"


def test_a_no_to_an_update_says_why(world: World) -> None:
    made = tell(make_granted(world))
    with pytest.raises(Refused):
        updates.decline(made, by=world.cast.fund_manager, reason=" ")
    made = updates.decline(made, by=world.cast.fund_manager, reason="Ett barn syns.")
    assert (made.state, made.reason) == ("declined", "Ett barn syns.")
    assert "Ett barn syns." in Message.objects.get(kind="funds.update_answered").text


def test_only_those_who_run_the_project_tell_and_only_the_own_staff_release(world: World) -> None:
    project = make_granted(world)
    with pytest.raises(Refused):
        tell(project, by=world.cast.resident)
    made = tell(project)
    for person in (world.cast.coach, world.cast.reviewer, grantee(project)):
        with pytest.raises(Refused):
            updates.release(made, by=person)


def test_sent_twice_is_told_once_and_what_is_no_picture_is_refused(world: World) -> None:
    project, once = make_granted(world), uuid4()
    assert tell(project, once=once) == tell(project, once=once)
    with pytest.raises(BadFile):
        tell(project, picture=receipt_file(), alt="Ett kvitto")
    with pytest.raises(Refused):
        tell(project, picture=picture())
    assert ProjectUpdate.objects.count() == 1


# Changes


def ask(project: Project, **given: Any) -> Any:
    return changes.ask(project, by=grantee(project), why="Lokalen är stängd i sommar.", **{"once": uuid4(), **given})


def test_an_approved_change_moves_the_dates_in_public_and_the_report(world: World) -> None:
    project = make_running(world)
    change = ask(project, starts_on=in_days(10), ends_on=in_days(200), contact_name="Bo Berg")
    changes.answer(change, by=world.cast.fund_manager, yes=True, words="Det går bra.")
    project.refresh_from_db()
    assert (project.starts_on, project.ends_on) == (in_days(10), in_days(200))
    assert Report.objects.get().due_on == in_days(260)
    assert project.application is not None
    project.application.refresh_from_db()
    assert project.application.contact_name == "Bo Berg"
    assert Step.objects.get(once=f"change:{change.pk}").title.texts["sv"] == "Projektet har nya datum"
    change.refresh_from_db()
    assert (change.before["ends_on"], change.state, change.answered_by) == (None, "approved", world.cast.fund_manager)
    assert "Det går bra." in Message.objects.get(kind="funds.change_answered").text


def test_less_money_shrinks_the_last_part_and_gives_the_round_its_money_back(world: World) -> None:
    project = make_running(world)
    change = ask(project, amount=50_000 * KRONA)
    changes.answer(change, by=world.cast.fund_manager, yes=True, words="Tack.")
    assert states(project) == [(37_500, "cleared"), (12_500, "planned")]
    assert Project.objects.get().granted == Round.objects.get().granted == FundYear.objects.get().granted
    assert Item.objects.get(pk=project.item_id).amount == 50_000 * KRONA


def test_what_is_paid_is_not_taken_back_by_a_change(world: World) -> None:
    project = make_running(world)
    pay_first(world, project)
    change = ask(project, amount=20_000 * KRONA)
    with pytest.raises(Refused):
        changes.answer(change, by=world.cast.fund_manager, yes=True, words="Ja.")
    assert states(project) == [(37_500, "paid"), (37_500, "planned")]
    assert Project.objects.get().granted == 75_000 * KRONA


def test_new_budget_lines_hold_from_the_yes(world: World) -> None:
    project = make_running(world)
    lines = [{"what": "Verktyg", "amount": 60_000 * KRONA}, {"what": "Kaffe", "amount": 15_000 * KRONA}]
    with pytest.raises(Refused):
        ask(project, budget=lines[:1])
    change = ask(project, budget=lines)
    assert [line.what for line in plan_lines(project)] == ["Verktyg", "Lokal"]
    changes.answer(change, by=world.cast.fund_manager, yes=True, words="Ja.")
    assert [(line.what, line.planned // KRONA) for line in plan_lines(project)] == [
        ("Verktyg", 60_000),
        ("Kaffe", 15_000),
    ]


@pytest.mark.parametrize(
    "given",
    [{}, {"amount": 75_001 * KRONA}, {"amount": 0}, {"starts_on": date(2030, 1, 2), "ends_on": date(2030, 1, 1)}],
)
def test_a_change_of_nothing_or_to_more_is_refused(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        ask(make_running(world), **given)


def test_one_change_at_a_time_and_it_can_be_taken_back(world: World) -> None:
    project = make_running(world)
    first = ask(project, ends_on=in_days(100))
    with pytest.raises(Refused):
        ask(project, ends_on=in_days(120))
    with pytest.raises(Refused):
        changes.withdraw(first, by=world.cast.resident)
    changes.withdraw(first, by=grantee(project))
    with pytest.raises(Refused):
        changes.answer(first, by=world.cast.fund_manager, yes=True, words="Ja.")
    assert ask(project, ends_on=in_days(120)).number == 2


def test_a_no_changes_nothing_and_says_why(world: World) -> None:
    project = make_running(world)
    change = ask(project, ends_on=in_days(100))
    for person in (world.cast.coach, world.cast.communicator, world.cast.auditor):
        with pytest.raises(Refused):
            changes.answer(change, by=person, yes=False, words="Nej.")
    with pytest.raises(Refused):
        changes.answer(change, by=world.cast.fund_manager, yes=False, words="")
    changes.answer(change, by=world.cast.fund_manager, yes=False, words="Det blir för sent.")
    assert Project.objects.get().ends_on is None


# The report


def test_the_report_begins_with_what_is_known(world: World) -> None:
    project = make_running(world)
    draft = reports.begin(project.report, by=grantee(project))
    used = kept(draft).values["used"]
    assert [(row["what"], row["amount"]) for row in used] == [("Verktyg", "40\u00a0000"), ("Lokal", "35\u00a0000")]
    assert reports.begin(project.report, by=grantee(project)) == draft
    assert (draft.person, draft.opening.kind) == (grantee(project), "funds.report")


def test_a_report_needs_the_agreement_and_its_grantee(world: World) -> None:
    project = make_granted(world)
    with pytest.raises(Refused):
        reports.begin(project.report, by=grantee(project))
    accept(project)
    with pytest.raises(Refused):
        reports.begin(project.report, by=world.cast.fund_manager)


def test_a_late_report_is_still_taken(world: World) -> None:
    make_running(world)
    Report.objects.update(due_on=dates.today() - timedelta(days=20))
    Project.objects.update(granted_on=dates.today() - timedelta(days=400))
    report = send_report(Project.objects.get(), ALL)
    assert report.submission is not None
    assert (report.state, report.submission.late) == ("sent", True)


def test_an_approved_report_pays_what_was_used_and_closes(world: World) -> None:
    project = make_running(world)
    pay_first(world, project)
    report = send_report(project, [("Verktyg", "41 000"), ("Lokal", "20 000"), ("Kaffe", "500,50")])
    assert report.submission is not None
    assert report.submission.case.reference == f"VFR-{dates.today().year}-0001"
    assert [(line.what, line.planned // KRONA, (line.used or 0) / KRONA) for line in report_lines(report)] == [
        ("Verktyg", 40_000, 41_000), ("Lokal", 35_000, 20_000), ("Kaffe", 0, 500.5)
    ]  # fmt: skip
    assert figures_of(project).reported is None
    reports.approve(report, by=world.cast.fund_manager, words="Bra jobbat.")
    project = Project.objects.get()
    assert states(project) == [(37_500, "paid"), (24_000, "cleared"), (13_499, "dropped")]
    assert sum(part.amount for part in project.payments.all()) == project.granted
    figures = figures_of(project)
    assert (figures.reported, figures.to_return, figures.not_used) == (61_500_50, 0, 13_499_50)
    assert (project.state, project.learnt.texts) == ("finished", {"sv": "Det blev bra."})
    report.refresh_from_db()
    assert report.submission is not None
    report.submission.case.refresh_from_db()
    assert report.submission.case.closed_at is not None
    assert list(CheckIn.objects.values_list("months", flat=True)) == [3, 6, 12]


def test_what_was_paid_and_not_used_is_given_back(world: World) -> None:
    project, by = make_running(world), world.cast.fund_manager
    pay_first(world, project)
    report = reports.approve(send_report(project, [("Verktyg", "30 000")]), by=by)
    assert (report.to_return, report.return_by) == (7_500 * KRONA, in_days(30))
    assert states(project) == [(37_500, "paid"), (37_500, "dropped")]
    letter = " ".join(Message.objects.get(kind="funds.report_approved").text.split())
    assert "7 500 kr har inte använts" in letter
    with pytest.raises(Refused):
        reports.mark_returned(report, by=world.cast.coach, on=dates.today())
    reports.mark_returned(report, by=by, on=dates.today())
    with pytest.raises(Refused):
        reports.mark_returned(report, by=by, on=dates.today())
    assert figures_of(Project.objects.get()).returned == 7_500 * KRONA


def test_a_report_that_lacks_something_is_completed(world: World) -> None:
    project, by = make_running(world), world.cast.fund_manager
    report = send_report(project, ALL)
    with pytest.raises(Refused):
        submissions.reopen(report.submission, by=grantee(project))
    with pytest.raises(Refused):
        reports.ask_more(report, by=by, missing="Kvitton.", until=dates.today())
    report = reports.ask_more(report, by=by, missing="Kvitton för lokalen.", until=in_days(14))
    assert "Kvitton för lokalen." in Message.objects.get(kind="funds.report_missing").text
    with pytest.raises(Refused):
        reports.approve(report, by=by)
    reports.add_receipt(report, receipt_file(), what="Lokal", by=grantee(project), once=uuid4())
    draft = submissions.reopen(report.submission, by=grantee(project))
    submissions.save_answers(draft, {"short": "Det blev bättre."}, kept(draft).versions, by=grantee(project))
    submissions.send(draft, by=grantee(project))
    report.refresh_from_db()
    assert (report.state, report.summary) == ("sent", "Det blev bättre.")


def test_only_who_handles_the_project_approves(world: World) -> None:
    report = send_report(make_running(world), ALL)
    for person in (grantee(report.project), world.cast.communicator, world.cast.auditor, world.cast.coach):
        with pytest.raises(Refused):
            reports.approve(report, by=person)


def test_receipts_are_sealed_and_kept_once(world: World) -> None:
    project, once = make_running(world), uuid4()
    report = project.report
    made = [
        reports.add_receipt(report, receipt_file(), what="Skruv", by=grantee(project), once=once) for _turn in range(2)
    ]
    assert made[0] == made[1]
    assert made[0].file.encrypted
    with pytest.raises(Refused):
        reports.add_receipt(report, receipt_file(), what="Skruv", by=world.cast.fund_manager, once=uuid4())
    reports.remove_receipt(made[0], by=grantee(project))
    assert Receipt.objects.count() == 0


def test_a_stopped_project_reports_soon_and_gets_no_more_before(world: World) -> None:
    project, by = make_running(world), world.cast.fund_manager
    projects.move(project, "stop", by=by, learnt=LocalizedText(sv="Ingen kom. Fråga först."))
    assert Report.objects.get().due_on == in_days(30)
    with pytest.raises(Refused):
        payments.clear(project.payments.get(position=2), by=by)
    reports.approve(send_report(Project.objects.get(), [("Verktyg", "10 000")]), by=by)
    project = Project.objects.get()
    assert (project.state, project.learnt.texts["sv"]) == ("stopped", "Ingen kom. Fråga först.")
    assert states(project) == [(10_000, "cleared"), (37_500, "dropped"), (27_500, "dropped")]


# The ladder


@pytest.mark.parametrize(
    ("days", "rung"), [(31, None), (30, -30), (8, -30), (7, -7), (0, 0), (-13, 0), (-14, 14), (-30, 30), (-61, None)]
)
def test_each_rung_is_climbed_once(world: World, days: int, rung: int | None) -> None:
    make_running(world)
    Report.objects.update(due_on=in_days(days), rung=None)
    assert [remind_of_reports(), remind_of_reports()] == [int(rung is not None), 0]
    assert Report.objects.get().rung == rung


def test_a_clock_that_stood_still_sends_one_letter_and_not_three(world: World) -> None:
    make_running(world)
    due = Report.objects.get().due_on
    for day in (-29, 15, 16, 31, 45):
        remind_of_reports(due + timedelta(days=day))
    subjects = Message.objects.filter(kind="funds.report_reminder").order_by("pk")
    assert [message.once.rsplit(":", 1)[1] for message in subjects] == ["-30", "14", "30"]


def test_nobody_is_reminded_of_a_report_that_came_or_without_an_agreement(world: World) -> None:
    waiting = make_granted(world)
    Report.objects.update(due_on=in_days(0))
    assert remind_of_reports() == 0
    accept(waiting)
    send_report(Project.objects.get(), ALL)
    assert remind_of_reports() == 0


# After the end


def finished(world: World) -> Project:
    reports.approve(send_report(make_running(world), ALL), by=world.cast.fund_manager)
    return Project.objects.get()


def test_the_question_is_asked_once_on_its_day_and_answered_by_its_link(world: World) -> None:
    project = finished(world)
    assert checkins.ask_due() == 0
    first = CheckIn.objects.get(months=3)
    assert first.due_on == dates.today() + relativedelta(months=3)
    assert [checkins.ask_due(first.due_on), checkins.ask_due(first.due_on)] == [1, 0]
    first.refresh_from_db()
    assert checkins.token_of(first) in Message.objects.get(kind="funds.check_in").text
    first = checkins.answer(first, going="yes", words="Det är öppet varje lördag.")
    again = checkins.answer(first, going="no", words="Nej.")
    assert (again.going, again.words) == ("yes", "Det är öppet varje lördag.")
    assert not Step.objects.filter(once=f"check-in:{first.pk}").exists()
    with pytest.raises(Refused):
        checkins.publish(first, by=world.cast.coach)
    first = checkins.publish(first, by=world.cast.communicator, level="society")
    step = Step.objects.get(once=f"check-in:{first.pk}")
    assert step.title.texts == {"sv": "3 månader senare: Ja, det fortsätter", "en": "3 months later: Yes, it goes on"}
    assert ValueEntry.objects.get(item=project.item).words.texts == {"sv": "Det är öppet varje lördag."}


def test_silence_is_shown_as_such_and_a_late_answer_still_counts(world: World) -> None:
    finished(world)
    first = CheckIn.objects.get(months=3)
    with time_machine.travel(dates.at(first.due_on), tick=False):
        checkins.ask_due()
    with time_machine.travel(dates.at(first.due_on + timedelta(days=31)), tick=False):
        checkins.ask_due()
        first.refresh_from_db()
        assert first.state == "silent"
        assert checkins.answer(first, going="no", words="").state == "answered"


def test_a_question_that_was_missed_by_months_is_not_asked(world: World) -> None:
    finished(world)
    first = CheckIn.objects.get(months=3)
    assert checkins.ask_due(first.due_on + timedelta(days=61)) == 0
    first.refresh_from_db()
    assert first.state == "silent"
