"""A fund for employees: for whom it is, what its manager must have said, and that two offices never mix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from civicportal.cases.models import Case
from civicportal.commons import actions as commons
from civicportal.commons.models import Link
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.enums import Role
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions.endorsing import answer_endorsement
from civicportal.submissions.actions.sending import NotReady
from civicportal.submissions.endorsing import standing_of
from civicportal.submissions.models import Draft, Opening
from funds.actions import applications, decisions
from funds.enums.applications import ApplicantKind, ApplicationState, EndorsementNeed
from funds.models import Application, Round
from funds.rules.applications import can_apply, supported_enough
from tests.funds.factories import ANSWERS, KRONA, World, make_application, make_project
from tests.funds.network import OF_AN_EMPLOYEE, Network, apply_as_employee, make_network
from tests.funds.test_actions import close, grant
from tests.people import client_of, make_person, make_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(cast: Any) -> Network:
    return make_network(cast)


def supported(application: Application, state: str = "yes", words: str = "") -> Application:
    """The manager has answered."""
    standing = standing_of(application.submission)
    assert standing is not None
    answer_endorsement(standing, state=state, name="Kim Chef, enhetschef", words=words)
    return Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)


# For whom


@pytest.mark.parametrize(
    ("email", "may"),
    [
        ("a@kultur.example.org", True),
        ("a@bibliotek.kultur.example.org", True),
        ("a@example.org", False),
        ("a@inkultur.example.org", False),
    ],
)
def test_a_confirmed_address_in_the_departments_domains_opens_the_fund(network: Network, email: str, may: bool) -> None:
    assert bool(can_apply(make_person(email=email), network.fund)) is may


def test_an_address_that_nobody_confirmed_opens_nothing(network: Network) -> None:
    assert not can_apply(make_person(email="b@kultur.example.org", confirmed_at=None), network.fund)


def test_a_role_in_the_department_opens_the_fund(network: Network) -> None:
    assert can_apply(make_with_role(Role.COACH, network.fund.unit, email="coach@example.org"), network.fund)


@pytest.mark.parametrize("path", ["ansok", "ansok/adress", "beratta"])
def test_a_stranger_reads_for_whom_it_is_and_where_else_to_go(world: World, network: Network, path: str) -> None:
    answer = client_of(world.cast.resident).get(f"/fonder/natverket/{path}/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nätverket är för dem som arbetar på Kulturförvaltningen" in page
    assert 'href="/fonder/visionsfonden/"' in page


def test_the_funds_page_is_public_and_says_for_whom(client: Client, network: Network) -> None:
    page = client.get("/fonder/natverket/").content.decode()
    assert "Nätverket är för dig som arbetar på Kulturförvaltningen" in page
    assert "Din närmaste chef behöver stödja idén" in page
    assert "Berätta på två meningar" in page


def test_a_draft_begins_at_an_address_at_work_only(client: Client, network: Network) -> None:
    once = {"once": "00000000-0000-4000-8000-000000000001"}
    refused = client.post("/fonder/natverket/ansok/adress/", {"email": "nagon@example.org", **once})
    assert refused.status_code == 422
    assert "Skriv din adress på jobbet" in refused.content.decode()
    assert Draft.objects.count() == 0
    taken = client.post("/fonder/natverket/ansok/adress/", {"email": "ny@kultur.example.org", **once})
    assert taken.status_code == 302
    assert Draft.objects.get().email == "ny@kultur.example.org"


def test_a_stranger_neither_starts_nor_sends(world: World, network: Network) -> None:
    stranger = world.cast.resident
    with pytest.raises(Refused, match="är för dem som arbetar på"):
        submissions.start_draft(opening=network.round.opening, email=stranger.email, language="sv", by=stranger)
    draft = submissions.start_draft(opening=network.round.opening, email=network.employee.email, language="sv")
    submissions.save_answers(draft, OF_AN_EMPLOYEE, {}, by=None)
    Draft.objects.update(person=stranger, email=stranger.email)
    with pytest.raises(Refused, match="är för dem som arbetar på"):
        submissions.send(draft, by=stranger)
    assert Application.objects.count() == 0


def test_an_employee_applies_and_stands_in_public_by_the_workplace(network: Network) -> None:
    application = apply_as_employee(network)
    assert (application.applicant_kind, application.organisation_name) == (ApplicantKind.EMPLOYEE, "Konsthallen")
    assert application.submission.case.reference.startswith("NI-")
    assert not application.needs_state_aid_answer


def test_it_begins_at_the_latest_on_the_rounds_day(network: Network) -> None:
    day = dates.today() + timedelta(days=50)
    Opening.objects.filter(pk=network.round.opening_id).update(latest_start=day)
    late = day + timedelta(days=1)
    with pytest.raises(NotReady) as refused:
        apply_as_employee(network, start=[str(late.day), str(late.month), str(late.year)])
    assert [sentence for _question, sentence in refused.value.problems] == [
        f"Det måste börja senast {dates.show_day(day)}"
    ]
    Draft.objects.all().delete()
    assert apply_as_employee(network, start=[str(day.day), str(day.month), str(day.year)]).starts_on == day


# Support


@pytest.mark.parametrize(
    ("need", "before", "enough"),
    [
        (EndorsementNeed.NONE, EndorsementNeed.ASSIGNMENT, True),
        (EndorsementNeed.NONE, EndorsementNeed.DECISION, True),
        (EndorsementNeed.ASSIGNMENT, EndorsementNeed.ASSIGNMENT, False),
        (EndorsementNeed.ASSIGNMENT, EndorsementNeed.DECISION, False),
        (EndorsementNeed.DECISION, EndorsementNeed.ASSIGNMENT, True),
        (EndorsementNeed.DECISION, EndorsementNeed.DECISION, False),
    ],
)
def test_the_round_says_before_what_support_is_needed(network: Network, need: str, before: str, enough: bool) -> None:
    application = apply_as_employee(network)
    Round.objects.update(endorsement=need)
    application.round.refresh_from_db()
    assert bool(supported_enough(application, before=before)) is enough
    assert supported_enough(supported(application), before=before)


@pytest.mark.parametrize("state", ["talk", "not_now"])
def test_without_a_yes_nobody_is_asked_to_read(network: Network, state: str) -> None:
    application = supported(apply_as_employee(network), state, "Inte i år.")
    applications.screen(application, by=network.manager)
    application.refresh_from_db()
    with pytest.raises(Refused, match="Den som har tillfrågats"):
        applications.assign(application, stage=network.stage, reviewers=[network.reviewer], by=network.manager)
    page = client_of(network.manager).get(f"/backoffice/ansokan/{application.case.reference}/granskare/")
    assert "Den som har tillfrågats" in page.content.decode()


def test_with_terms_it_goes_on(network: Network) -> None:
    application = supported(apply_as_employee(network), "terms", "Om konservatorn är med.")
    applications.screen(application, by=network.manager)
    application.refresh_from_db()
    applications.assign(application, stage=network.stage, reviewers=[network.reviewer], by=network.manager)
    application.refresh_from_db()
    assert application.state == ApplicationState.IN_REVIEW


def test_money_needs_support_and_a_no_does_not(network: Network) -> None:
    application = apply_as_employee(network)
    words = {"reason": "Skäl", "would_change": "Mer", "next_step": "Prata"}
    with pytest.raises(Refused, match="Den som har tillfrågats har inte svarat än"):
        decisions.decide(
            application, by=network.decision_maker, outcome="granted", amount=20_000 * KRONA, reason="Skäl"
        )
    decisions.decide(application, by=network.decision_maker, outcome="refused", **words)
    application.refresh_from_db()
    assert application.state == ApplicationState.DECIDED


def test_a_change_is_asked_about_anew(network: Network) -> None:
    application = supported(apply_as_employee(network))
    draft = submissions.reopen(application.submission, by=network.employee)
    submissions.save_answers(draft, {"title": "Tysta söndagar"}, {"title": 1000}, by=network.employee)
    submissions.send(draft, by=network.employee)
    standing = standing_of(application.submission)
    assert standing is not None
    assert (standing.state, standing.version.number, standing.email) == ("asked", 2, "chef@kultur.example.org")
    assert Message.objects.filter(kind="submissions.endorsement_asked").count() == 2


def test_the_owner_sees_where_it_lies(network: Network) -> None:
    application = apply_as_employee(network)
    me = client_of(network.employee)
    page = me.get(f"/mitt/{application.case.reference}/").content.decode()
    assert "Frågad, inget svar än" in page
    assert "chef@kultur.example.org" in page
    supported(application, "terms", "Om konservatorn är med.")
    page = me.get(f"/mitt/{application.case.reference}/").content.decode()
    assert "Ja, med villkor" in page
    assert "Om konservatorn är med." in page


# Two offices


OWN = ("/backoffice/ansokan/{}/", "/backoffice/arende/{}/", "/backoffice/ansokan/{}/granskare/")


@pytest.mark.parametrize("path", OWN)
def test_a_manager_of_one_fund_sees_nothing_of_the_other(world: World, network: Network, path: str) -> None:
    theirs, ours = make_application(world), apply_as_employee(network)
    for person, strange, own in (
        (network.manager, theirs, ours),
        (world.cast.fund_manager, ours, theirs),
    ):
        client = client_of(person)
        assert client.get(path.format(strange.case.reference)).status_code == 404
        assert client.get(path.format(own.case.reference)).status_code == 200


def test_lists_and_desks_of_two_offices_hold_nothing_in_common(world: World, network: Network) -> None:
    theirs, ours = make_application(world), apply_as_employee(network)
    make_project(world.fund, "Grannlån")
    for person, strange, own in ((network.manager, theirs, ours), (world.cast.fund_manager, ours, theirs)):
        client = client_of(person)
        for path in ("/backoffice/", "/backoffice/ansokningar/", "/backoffice/fonder/", "/backoffice/projekt/"):
            page = client.get(path).content.decode()
            assert strange.title not in page, path
            assert str(strange.round.fund.name) not in page, path
        assert own.title in client.get("/backoffice/ansokningar/").content.decode()


def test_a_delegation_of_one_office_decides_nothing_in_the_other(world: World, network: Network) -> None:
    theirs, ours = make_application(world), supported(apply_as_employee(network))
    for person, strange in ((network.decision_maker, theirs), (world.cast.decision_maker, ours)):
        with pytest.raises(Refused):
            decisions.decide(strange, by=person, outcome="granted", amount=10_000 * KRONA, reason="Skäl")
    assert not Case.objects.visible_to(network.decision_maker).filter(pk=theirs.case.pk).exists()


def test_two_rounds_of_the_same_name_are_told_apart_in_the_list(world: World, network: Network) -> None:
    make_application(world)
    apply_as_employee(network)
    Round.objects.update(slug="2026-1")
    client = client_of(world.cast.auditor)
    rows = client.get("/backoffice/ansokningar/?round=natverket/2026-1").context["page"]
    assert [row.title for row in rows] == ["Tysta timmar"]


# What it grew from


def test_what_an_application_grew_from_is_linked_when_it_is_granted(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    origin = make_project(world.fund, "Grannlån").item
    person = world.cast.resident
    client = client_of(person)
    once = {"once": "00000000-0000-4000-8000-000000000002"}
    page = client.get(f"/fonder/?fran=project/{origin.slug}").content.decode()
    assert f"/fonder/visionsfonden/ansok/?fran=project/{origin.slug}" in page
    answers = {"age": "yes", "profit": "no"}
    to_address = client.post(f"/fonder/visionsfonden/ansok/?fran=project/{origin.slug}", answers)
    assert to_address.headers["Location"] == f"/fonder/visionsfonden/ansok/adress/?fran=project/{origin.slug}"
    client.post(to_address.headers["Location"], once)
    draft = Draft.objects.get()
    assert draft.origin == origin
    application = make_application_from(draft, person)
    grant(world, application)
    close(world)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.release(world.round, by=world.cast.fund_manager)
    project = Application.objects.get(pk=application.pk).project
    assert Link.objects.filter(source=project.item, target=origin, kind=Link.Kind.GREW_FROM).count() == 1


def make_application_from(draft: Draft, person: Any) -> Application:
    submissions.save_answers(draft, ANSWERS, {}, by=person)
    sent = submissions.send(draft, by=person)
    return Application.objects.select_related("submission__case", "round__fund").get(submission=sent)


# The list and the paper


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_funds_asks_the_same_whatever_their_number(
    world: World, network: Network, number: int, django_assert_num_queries: Any
) -> None:
    for extra in range(number - 1):
        fund = network.fund
        fund.pk, fund.item, fund.slug = None, None, f"natverket-{extra}"
        fund.save()
        commons.publish(fund, by=None)
    client = Client()
    client.get("/projekt/")
    with django_assert_num_queries(2):
        client.get("/fonder/")


def test_the_paper_form_has_boxes_for_districts_and_themes(client: Client, network: Network) -> None:
    form = network.round.opening.form
    form.definition["steps"][0]["questions"] += [
        {"key": "where", "kind": "district", "label": {"sv": "Var?", "en": "Where?"}},
        {"key": "areas", "kind": "themes", "filter": "vision", "label": {"sv": "Område?", "en": "Area?"}},
    ]
    form.save()
    page = client.get("/fonder/natverket/fragor/").content.decode()
    for words in ("Söder", "Skapande"):
        assert f'<span class="by-hand-box"></span>{words}' in page


# Configured in the backoffice


def test_audience_support_and_latest_start_are_set_in_the_backoffice(world: World, network: Network) -> None:
    client = client_of(network.manager)
    where = f"/backoffice/funds/round/{network.round.pk}/change/"
    form = client.get(where).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if name not in {"name", "latest_start", "endorsement"}}
    data = {name: value for name, value in data.items() if value not in (None, [])}
    day = dates.today() + timedelta(days=40)
    names = {"name_sv": "Omgång", "name_en": "Round"}
    answer = client.post(
        where, {**data, **names, "budget": "200 000", "endorsement": "decision", "latest_start": day.isoformat()}
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    round_ = Round.objects.select_related("opening").get(pk=network.round.pk)
    assert (round_.endorsement, round_.opening.latest_start) == (EndorsementNeed.DECISION, day)
    fund = client.get(f"/backoffice/funds/fund/{network.fund.pk}/change/").context["adminform"].form
    assert {"audience", "audience_units", "contact_series", "contact_days"} <= set(fund.fields)
    kinds = {unit.kind for unit in fund.fields["audience_units"].queryset}
    assert kinds <= {"department", "fund_office", "lab_team", "network"}
