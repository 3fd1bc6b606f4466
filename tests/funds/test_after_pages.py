"""Pages after the grant: each opens for those whose it is and for nobody else, with few queries whatever the rows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from civicportal.cases.models import Recusal
from civicportal.commons import actions as commons
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions.models import BudgetLine
from funds.actions import checkins, decisions, reports, updates
from funds.models import CheckIn, GrantTerms, Payment, Project, ProjectUpdate, Receipt, Report
from funds.queries.money import plan_lines
from tests.funds.factories import KRONA, World
from tests.funds.granted import (
    agreement,
    grantee,
    in_days,
    make_granted,
    make_running,
    receipt_file,
    send_report,
)
from tests.funds.test_actions import close
from tests.funds.test_aid import applied, declare, grant
from tests.people import client_of, make_resident

pytestmark = pytest.mark.django_db

ALL = [("Verktyg", "40 000"), ("Lokal", "35 000")]


def of(project: Project, name: str, *more: Any) -> str:
    assert project.application is not None
    return reverse(f"funds:{name}", args=[project.application.case.reference, *more])


def work(project: Project, name: str, *more: Any) -> str:
    return reverse(f"admin:{name}", args=[project.slug, *more])


def three_boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def test_ones_own_pages_are_nobody_elses(world: World) -> None:
    project = make_running(world)
    receipt = reports.add_receipt(project.report, receipt_file(), what="Skruv", by=grantee(project), once=uuid4())
    paths = [
        *(
            of(project, name)
            for name in ("after", "agreement", "agreement_pdf", "update", "change", "report", "receipts")
        ),
        of(project, "receipt", receipt.file.token),
        of(project, "receipt_remove", receipt.file.token),
    ]
    own = client_of(grantee(project))
    assert [own.get(path).status_code for path in paths] == [200] * len(paths)
    for person in (make_resident(), world.cast.fund_manager, world.cast.auditor):
        stranger = client_of(person)
        assert [stranger.get(path).status_code for path in paths] == [404] * len(paths)


def test_the_agreement_is_accepted_on_its_page(world: World) -> None:
    project = make_granted(world)
    page, client = of(project, "agreement"), client_of(grantee(project))
    made = agreement(project)
    assert made.text.splitlines()[0] in client.get(page).content.decode().replace("&quot;", '"')
    wrong = client.post(page, {"sha256": made.sha256, "name": "Ada Berg"})
    assert wrong.status_code == 422
    assert "Kryssa i rutan om du godkänner avtalet" in wrong.content.decode()
    sent = {"sha256": made.sha256, "name": "Ada Berg", "payout": "registered", "agree": "on"}
    assert [client.post(page, sent).status_code for _turn in range(2)] == [302, 302]
    assert agreement(project).state == "accepted"
    assert "SHA-256" in client.get(page).content.decode()
    assert client.get(of(project, "agreement_pdf")).content.startswith(b"%PDF-")


def test_a_project_is_told_about_changed_and_reported_on_ones_own_pages(world: World) -> None:
    project = make_running(world)
    client = client_of(grantee(project))
    told = client.post(of(project, "update"), {"title": "Vi öppnade", "words": "Tolv kom.", "once": uuid4()})
    assert (told.status_code, ProjectUpdate.objects.get().state) == (302, "waiting")
    asked = {
        "why": "Lokalen.",
        "once": uuid4(),
        "budget": "Verktyg; 40 000\nLokal; 35 000",
        **three_boxes("ends_on", in_days(90)),
    }
    assert client.post(of(project, "change"), asked).status_code == 302
    assert (project.changes.get().ends_on, project.changes.get().budget) == (in_days(90), [])
    assert client.get(of(project, "change")).status_code == 403
    assert client.get(of(project, "change_back")).status_code == 200
    assert client.post(of(project, "change_back")).status_code == 302
    added = client.post(of(project, "receipts"), {"what": "Skruv", "receipt": receipt_file(), "once": uuid4()})
    assert (added.status_code, Receipt.objects.count()) == (302, 1)
    begun = client.post(of(project, "report"))
    draft = Report.objects.get().draft
    assert draft is not None
    assert begun.headers["Location"] == reverse("submissions:tasks", args=[draft.token])
    assert client.get(begun.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [("Verktyg", "skriv vad pengarna"), ("Verktyg; mycket", "Rad 1"), ("Verktyg; 10", "Budgetraderna är tillsammans")],
)
def test_budget_lines_that_cannot_be_read_are_said(world: World, budget: str, sentence: str) -> None:
    project = make_running(world)
    page = client_of(grantee(project)).post(of(project, "change"), {"why": "x", "once": uuid4(), "budget": budget})
    assert page.status_code == 422
    assert sentence in page.content.decode() or "Rad 1" in page.content.decode()


def test_what_is_not_yet_sent_is_the_writers_own(world: World) -> None:
    project = make_running(world)
    receipt = reports.add_receipt(project.report, receipt_file(), what="Skruv", by=grantee(project), once=uuid4())
    manager = client_of(world.cast.fund_manager)
    paths = [work(project, "funds_report"), work(project, "funds_receipt", receipt.file.token)]
    assert [manager.get(path).status_code for path in paths] == [404, 404]
    send_report(project, ALL)
    assert [manager.get(path).status_code for path in paths] == [200, 200]
    for person in (world.cast.communicator, world.cast.coach, world.cast.decision_maker, world.cast.reviewer):
        stranger = client_of(person)
        assert [stranger.get(path).status_code for path in paths] == [404, 404]


def test_whoever_stepped_aside_follows_nothing_up(world: World) -> None:
    project = make_running(world)
    manager = client_of(world.cast.fund_manager)
    assert manager.get(work(project, "funds_after")).status_code == 200
    assert project.application is not None
    Recusal.objects.create(case=project.application.case, person=world.cast.fund_manager, ground="party")
    assert manager.get(work(project, "funds_after")).status_code == 404


def test_the_reports_and_receipts_of_a_protected_person_are_for_the_handler(world: World) -> None:
    project = make_running(world)
    send_report(project, ALL)
    Person.objects.filter(pk=grantee(project).pk).update(protected=True)
    assert client_of(world.cast.auditor).get(work(project, "funds_report")).status_code == 404


def test_a_fund_manager_follows_a_project_to_its_end(world: World) -> None:
    project, cast = make_running(world), world.cast
    client = client_of(cast.fund_manager)
    assert client.post(work(project, "funds_payee"), {"payee_number": "811228-9874"}).status_code == 422
    assert client.post(work(project, "funds_payee"), {"payee_number": "4711"}).status_code == 302
    assert client.get(reverse("admin:funds_payments")).status_code == 200
    assert client.post(reverse("admin:funds_export", args=[world.fund.slug])).status_code == 302
    part = Payment.objects.get(state="exported")
    assert part.batch is not None
    files = [client.get(reverse("admin:funds_batch", args=[part.batch.number])) for _turn in range(2)]
    assert files[0].content == files[1].content
    year = dates.today().year
    assert files[0].content.decode("utf-8-sig").splitlines()[1] == (
        f"VF-{year}-0001-1;4711;37500,00;Kontoregister;VF-{year}-0001;{part.batch.number}"
    )
    paid = client.post(work(project, "funds_paid", 1), three_boxes("on", dates.today()))
    assert (paid.status_code, Message.objects.filter(kind="funds.paid").count()) == (302, 1)
    updates.write(project, by=grantee(project), title="Vi öppnade", words="Tolv.", language="sv", once=uuid4())
    assert client.get(work(project, "funds_update", 1)).status_code == 200
    assert client.post(work(project, "funds_update", 1), {"decline": "1", "reason": ""}).status_code == 422
    assert client.post(work(project, "funds_update", 1), {"release": "1"}).status_code == 302
    send_report(project, [("Verktyg", "30 000")])
    missing = client.post(work(project, "funds_report"), {"missing": "Kvitton", **three_boxes("until", dates.today())})
    assert missing.status_code == 422
    assert client.post(work(project, "funds_report"), {"words": "Bra."}).status_code == 302
    assert client.post(work(project, "funds_report"), three_boxes("on", dates.today())).status_code == 302
    assert Report.objects.get().returned_on == dates.today()
    assert client.get(work(project, "funds_after")).status_code == 200
    page = client_of(grantee(project)).get(of(project, "report")).content.decode()
    assert "Det kom tillbaka" in page


def test_a_list_of_paid_references_says_which_line_is_wrong(world: World) -> None:
    make_running(world)
    client, page = client_of(world.cast.fund_manager), reverse("admin:funds_paid_list", args=[world.fund.slug])
    wrong = client.post(page, {"references": "VF-1999-1", **three_boxes("on", dates.today())})
    assert wrong.status_code == 422
    assert "Rad 1: ingen betalning i fonden väntar med den referensen" in wrong.content.decode()


def test_a_plan_is_changed_by_rows(world: World) -> None:
    project = make_granted(world)
    client, page = client_of(world.cast.fund_manager), work(project, "funds_plan")
    rows: dict[str, Any] = {f"part{number}-pay_when": "agreement" for number in range(5)}
    rows |= {"part0-amount": "50 000", "part1-amount": "24 999", "part1-pay_when": "report"}
    wrong = client.post(page, rows)
    assert wrong.status_code == 422
    assert "1\u00a0kr av bidraget ligger inte i någon del" in wrong.content.decode()
    assert client.post(page, {**rows, "part1-amount": "25 000"}).status_code == 302
    assert [part.amount // KRONA for part in project.payments.all()] == [50_000, 25_000]
    assert client.post(work(project, "funds_agreement_anew")).status_code == 302
    assert agreement(project).number == 2


def test_the_terms_of_a_fund_are_set_on_their_page(world: World) -> None:
    client, page = client_of(world.cast.fund_manager), reverse("admin:funds_after_setup", args=[world.fund.slug])
    assert client.get(page).status_code == 200
    words = {
        "agreement_sv": "{grantee} får {amount}.",
        "plan": "at_once",
        "accept_days": 10,
        "report_days": 30,
        "how_paid_sv": "Till kontot.",
    }
    assert client.post(page, {**words, "agreement_sv": "{lösenord}"}).status_code == 422
    assert client.post(page, words).status_code == 302
    assert GrantTerms.objects.get().report_days == 30
    assert agreement(make_granted(world)).text == "Rut Resident får 75\u00a0000\u00a0kr."


def test_the_three_questions_have_their_page_and_the_register_its_file(world: World) -> None:
    application = applied(world, organisation="=HYPERLINK(1)")
    client = client_of(world.cast.fund_manager)
    page = reverse("admin:funds_aid", args=[application.case.reference])
    assert client.get(page).status_code == 200
    answers = {"private": "no", "sells": "yes", "benefits": "unsure"}
    assert client.post(page, answers).status_code == 422
    answers |= {"rate": "11,2345", **three_boxes("rate_on", dates.today()), "others_cents": "1 000,50"}
    assert client.post(page, answers).status_code == 302
    assert application.aid_declarations.get().others_cents == 1_000_50
    declare(world, application)
    grant(world, application)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    assert client.get(reverse("admin:funds_aid_register")).status_code == 200
    rows = client.get(reverse("admin:funds_aid_csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("'=HYPERLINK(1);8020021237;75000,00;7500,00;10,0000;")
    noted = client.post(
        reverse("admin:funds_aid_registered", args=[application.case.reference]), three_boxes("on", dates.today())
    )
    assert noted.status_code == 302


def test_a_check_in_is_answered_by_its_link_alone(world: World) -> None:
    project = make_running(world)
    reports.approve(send_report(project, ALL), by=world.cast.fund_manager)
    first = CheckIn.objects.get(months=3)
    checkins.ask_due(first.due_on)
    first.refresh_from_db()
    client, page = Client(), reverse("funds:check_in", args=[checkins.token_of(first)])
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"going": "yes", "words": "Varje lördag."}).status_code == 302
    assert "Tack för ditt svar" in client.get(page).content.decode()
    assert client.get(reverse("funds:check_in", args=["0" * 40])).status_code == 404
    staff = client_of(world.cast.communicator)
    assert staff.get(work(project, "funds_check_in", 3)).status_code == 200
    assert staff.post(work(project, "funds_check_in", 3), {"level": "", "publish": "1"}).status_code == 302
    assert CheckIn.objects.get(months=3).state == "released"


def test_a_report_in_short_is_not_told_twice_as_what_was_learnt(world: World, client: Client) -> None:
    by, address = world.cast.fund_manager, make_running(world).get_absolute_url()
    reports.approve(send_report(Project.objects.get(), [("Verktyg", "75 000")]), by=by)
    headings = ("Vad vi lärde oss", "Rapporten i korthet")
    assert [client.get(address).text.count(f"<h2>{words}</h2>") for words in headings] == [0, 1]
    Project.objects.update(learnt=LocalizedText(sv="Fråga först."))
    commons.publish(Project.objects.get(), by=by)
    assert [client.get(address).text.count(f"<h2>{words}</h2>") for words in headings] == [1, 1]


def test_an_application_for_one_sum_is_reported_on_one_line(world: World) -> None:
    project = make_running(world)
    BudgetLine.objects.all().delete()
    assert [(line.what, line.planned) for line in plan_lines(project)] == [("Cykelkök på Söder", project.granted)]
