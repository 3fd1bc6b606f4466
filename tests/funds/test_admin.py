"""The funds in the backoffice: who gets which list and form, what can be edited, how many queries a page costs."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from civicportal.cases.models import Case
from civicportal.commons.models import Item
from civicportal.people.models import Person
from civicportal.records.models import Entry
from funds.actions import decisions
from funds.models import Application, Fund, FundYear, Project, Round
from tests.funds.factories import KRONA, World, make_application, make_project, texts
from tests.funds.test_actions import close, grant, reviewed
from tests.people import Cast, client_of, make_fund_manager, make_resident
from tests.review.factories import give

pytestmark = pytest.mark.django_db

MODELS = {"fund": Fund, "round": Round, "application": Application, "project": Project}
UNIT = {"coach", "decision_maker", "registrar"}
READS: dict[str, set[str]] = {
    "fund": {*UNIT, "fund_manager", "communicator", "auditor"},
    "round": {*UNIT, "fund_manager", "auditor"},
    "application": {*UNIT, "fund_manager", "auditor"},
    "project": {*UNIT, "fund_manager", "communicator", "auditor"},
}
WRITES: dict[str, set[str]] = {
    "fund": {"fund_manager"},
    "round": {"fund_manager"},
    "application": set(),
    "project": {"fund_manager", "communicator"},
}


def address(name: str, page: str, *arguments: Any) -> str:
    return reverse(f"admin:funds_{name}_{page}", args=arguments)


def everything(world: World) -> dict[str, Any]:
    """One of each."""
    return {
        "fund": world.fund,
        "round": world.round,
        "application": make_application(world),
        "project": make_project(world.fund),
    }


def staff(cast: Cast) -> dict[str, Person]:
    """One for each role, and somebody from another unit."""
    return {**cast.by_role(), "other unit": make_fund_manager(cast.other_unit)}


@pytest.mark.parametrize("name", MODELS)
def test_who_gets_the_list_and_its_rows(world: World, name: str) -> None:
    everything(world)
    answers = {who: client_of(person).get(address(name, "changelist")) for who, person in staff(world.cast).items()}
    lists = {who for who, answer in answers.items() if answer.status_code == 200}
    rows = {who for who in lists if answers[who].context["cl"].result_count == 1}
    assert rows == READS[name]
    assert {who for who in lists - rows if answers[who].context["cl"].result_count != 0} == set()


@pytest.mark.parametrize("name", MODELS)
def test_who_gets_the_form_and_who_may_write_in_it(world: World, name: str) -> None:
    thing = everything(world)[name]
    answers = {
        who: client_of(person).get(address(name, "change", thing.pk)) for who, person in staff(world.cast).items()
    }
    reads = {who for who, answer in answers.items() if answer.status_code == 200}
    writes = {who for who in reads if answers[who].context["has_change_permission"]}
    assert (reads, writes) == (READS[name], WRITES[name])


@pytest.mark.parametrize("name", MODELS)
def test_who_may_add(world: World, name: str) -> None:
    answers = {who: client_of(person).get(address(name, "add")) for who, person in staff(world.cast).items()}
    may = {who for who, answer in answers.items() if answer.status_code == 200}
    assert may - {"other unit"} == WRITES[name]


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_deleted(world: World, name: str) -> None:
    thing = everything(world)[name]
    client = client_of(world.cast.fund_manager)
    client.post(
        address(name, "changelist"), {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
    )
    client.post(address(name, "change", thing.pk).replace("/change/", "/delete/"), {"post": "yes"}, follow=True)
    with pytest.raises(NoReverseMatch):
        address(name, "delete", thing.pk)
    assert MODELS[name].objects.filter(pk=thing.pk).exists()


class Boxes(HTMLParser):
    """The boxes of a page's forms with what stands in them: what a browser would send back untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "input" and name and found.get("type") not in {"submit", "button", "file", "image"}:
            if found.get("type") not in {"checkbox", "radio"} or "checked" in found:
                self.sent[name] = found.get("value") or ""
        elif tag in {"textarea", "select"}:
            self.inside = name
            self.sent[name] = "" if tag == "textarea" else []
        elif tag == "option" and "selected" in found and self.inside:
            self.sent[self.inside].append(found.get("value") or "")

    def handle_data(self, data: str) -> None:
        if isinstance(self.sent.get(self.inside), str):
            self.sent[self.inside] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self.inside = ""


def filled(client: Client, path: str) -> dict[str, Any]:
    """What the browser would send back from the form of a page that nobody touched."""
    page = client.get(path).content.decode()
    main = page[page.index('id="content-main"') :] if 'id="content-main"' in page else page
    sent = {name: value for name, value in Boxes(main).sent.items() if name != "csrfmiddlewaretoken"}
    # A browser leaves out the first line break of a textarea, which Django writes for it.
    return {name: value.removeprefix("\n") if isinstance(value, str) else value for name, value in sent.items()}


def test_a_text_that_is_edited_stands_in_public_at_once(world: World, django_capture_on_commit_callbacks: Any) -> None:
    client, path = client_of(world.cast.fund_manager), address("fund", "change", world.fund.pk)
    sent = filled(client, path)
    changed = [name for name, value in sent.items() if value == "Pengar till idéer"]
    assert len(changed) == 1
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(path, {**sent, changed[0]: "Pengar och coachning"})
    assert answer.status_code == 302, answer.context["errors"]
    assert Item.objects.get(kind="fund").summary.texts["sv"] == "Pengar och coachning"
    assert "Pengar och coachning" in Client().get("/fonder/visionsfonden/").content.decode()
    facts = Entry.objects.get(verb="fund.changed").facts
    assert facts == {"fields": ["promise"]}


def test_a_project_that_is_edited_stands_in_public_at_once(world: World) -> None:
    project = make_project(world.fund, "Grannlån")
    client, path = client_of(world.cast.communicator), address("project", "change", project.pk)
    sent = filled(client, path)
    changed = next(name for name, value in sent.items() if value == "Låna i stället för att köpa.")
    assert client.post(path, {**sent, changed: "Låna mera."}).status_code == 302
    assert Item.objects.get(kind="project").summary.texts["sv"] == "Låna mera."


def test_the_budget_is_edited_and_what_is_granted_is_not(world: World) -> None:
    grant(world, reviewed(world))
    client, path = client_of(world.cast.fund_manager), address("round", "change", world.round.pk)
    sent = filled(client, path)
    assert "granted" not in sent
    assert client.post(path, {**sent, "budget": "600 000", "granted": "1"}).status_code == 302
    found = Round.objects.get()
    assert (found.budget, found.granted) == (600_000 * KRONA, 75_000 * KRONA)
    year = FundYear.objects.get()
    fund_path = address("fund", "change", world.fund.pk)
    whole = filled(client, fund_path)
    changed = {**whole, "years-0-granted": "5", "years-0-budget": "1 200 000"}
    assert client.post(fund_path, changed).status_code == 302
    year.refresh_from_db()
    assert (year.budget, year.granted) == (1_200_000 * KRONA, 75_000 * KRONA)


def test_a_form_opened_before_a_decision_does_not_undo_its_reservation(world: World) -> None:
    """The row was read when the form was sent; a decision that came between keeps its money set aside."""
    application = reviewed(world)
    site = admin.site.get_model_admin(Round)
    old = Round.objects.get()
    request = RequestFactory().post("/")
    request.user = world.cast.fund_manager
    form = site.get_form(request, old, change=True)(instance=old, data={})
    form.full_clean()
    form.cleaned_data.setdefault("latest_start", None)
    grant(world, application)
    site.save_model(request, old, form, change=True)
    assert Round.objects.get().granted == 75_000 * KRONA


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_form_that_nobody_touched_changes_nothing(world: World, language: str) -> None:
    """In English as well, where sums are grouped by commas when they are read."""
    translation.activate(language)
    client, path = client_of(world.cast.fund_manager), address("fund", "change", world.fund.pk)
    assert client.post(path, filled(client, path)).status_code == 302
    assert Entry.objects.get(verb="fund.changed").facts == {"fields": []}


def test_a_budget_below_what_is_granted_is_refused_in_words(world: World) -> None:
    grant(world, reviewed(world))
    client = client_of(world.cast.fund_manager)
    path = address("round", "change", world.round.pk)
    answer = client.post(path, {**filled(client, path), "budget": "10 000"})
    assert answer.status_code == 200
    assert answer.context["errors"]
    fund_path = address("fund", "change", world.fund.pk)
    answer = client.post(fund_path, {**filled(client, fund_path), "years-0-budget": "10 000"})
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert (Round.objects.get().budget, FundYear.objects.get().budget) == (500_000 * KRONA, 1_000_000 * KRONA)


def test_state_is_shown_and_never_edited(world: World) -> None:
    project = make_project(world.fund)
    client, path = client_of(world.cast.fund_manager), address("project", "change", project.pk)
    sent = filled(client, path)
    assert {"state", "granted", "granted_on", "application", "imported_as"} & set(sent) == set()
    client.post(path, {**sent, "state": "stopped", "granted": "1"})
    project.refresh_from_db()
    assert (project.state, project.granted) == ("granted", 50_000 * KRONA)
    application = make_application(world)
    path = address("application", "change", application.pk)
    assert [name for name in filled(client, path) if hasattr(application, name)] == []
    assert client.post(path, {"state": "granted"}).status_code == 403
    application.refresh_from_db()
    assert application.state == "received"


def test_a_round_is_moved_to_no_fund_of_another_unit(world: World) -> None:
    other = Fund.objects.create(
        slug="annan", unit=world.cast.other_unit, series="AF", name=texts("Annan"), promise=texts("x"),
        about=texts("x"), who_may=texts("x"), what_you_get=texts("x"), how_judged=texts("x"), email="x@example.org",
    )  # fmt: skip
    client, path = client_of(world.cast.fund_manager), address("round", "change", world.round.pk)
    answer = client.post(path, {**filled(client, path), "fund": str(other.pk)})
    assert answer.status_code == 200
    assert "fund" in answer.context["adminform"].form.errors
    assert Round.objects.get().fund == world.fund


@pytest.mark.parametrize(
    "lookup",
    [
        "submission__case__decisions__reason__contains=N",
        "submission__person__email__startswith=p",
        "submission__versions__answers__name__startswith=R",
        "submission__assignments__review__to_group__contains=a",
        "contact_name__startswith=R",
        "requested__gte=1",
    ],
)
def test_a_list_answers_no_question_that_is_not_one_of_its_filters(world: World, lookup: str) -> None:
    make_application(world)
    client = client_of(world.cast.coach)
    answer = client.get(f"{address('application', 'changelist')}?{lookup}")
    assert (answer.status_code, answer.context["cl"] if answer.context and "cl" in answer.context else None) == (
        400,
        None,
    )


# A held decision


def test_a_coach_reads_the_application_and_not_the_held_decision(world: World) -> None:
    application = reviewed(world)
    grant(world, application, 61_000 * KRONA, reason="Hemligt skäl.")
    coach = client_of(world.cast.coach)
    pages = [
        reverse("admin:funds_application", args=[application.case.reference]),
        address("application", "change", application.pk),
        address("application", "history", application.pk),
        address("application", "changelist"),
    ]
    for path in pages:
        answer = coach.get(path)
        assert answer.status_code == 200
        page = answer.content.decode()
        for words in ("Hemligt skäl.", "61\xa0000", "6100000", "Beviljat", "outcome"):
            assert words not in page, f"{words} on {path}"
    manager = client_of(world.cast.fund_manager)
    assert "61\xa0000" in manager.get(pages[0]).content.decode()
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    assert "61\xa0000" in coach.get(pages[0]).content.decode()


def test_the_log_knows_that_it_was_decided_and_not_how(world: World) -> None:
    grant(world, reviewed(world), 61_000 * KRONA)
    entries = Entry.objects.filter(verb__in=["application.decide", "case.decide"])
    assert {name for entry in entries for name in entry.facts} & {"outcome", "amount"} == set()
    assert entries.count() == 2


def test_a_fund_manager_who_applied_meets_nothing_of_it(world: World) -> None:
    """Neither page, list, table nor the list of decisions to release."""
    applicant = make_fund_manager(world.cast.unit, "Kim Colleague")
    application = reviewed(world)
    grant(world, application, 61_000 * KRONA, reason="Om kollegan.")
    application.submission.person = applicant
    application.submission.save()
    Case.objects.filter(pk=application.case.pk).update(person=applicant)
    client, reference = client_of(applicant), application.case.reference
    gone = [
        reverse("admin:funds_application", args=[reference]),
        reverse("admin:funds_assign", args=[reference]),
        reverse("admin:case_work", args=[reference]),
        address("application", "change", application.pk),
        address("application", "history", application.pk),
    ]
    assert [client.get(path).status_code for path in gone] == [404] * len(gone)
    close(world)
    for name in ("round", "release"):
        page = client.get(reverse(f"admin:funds_{name}", args=["visionsfonden", world.round.slug])).content.decode()
        assert reference not in page
        assert "Om kollegan." not in page


def test_somebody_protected_can_be_decided_without_being_known(world: World) -> None:
    person = make_resident("Sven Skyddad")
    application = reviewed(world, name="Sven Skyddad")
    application.submission.person = person
    application.submission.save()
    Case.objects.filter(pk=application.case.pk).update(person=person)
    Person.objects.filter(pk=person.pk).update(protected=True)
    client = client_of(world.cast.decision_maker)
    for name in ("application", "decide"):
        answer = client.get(reverse(f"admin:funds_{name}", args=[application.case.reference]))
        assert answer.status_code == 200
        assert "Sven" not in answer.content.decode()
    assert "Sven" not in client.get(address("application", "change", application.pk)).content.decode()
    registrar = client_of(world.cast.registrar)
    assert "Sven Skyddad" in registrar.get(address("application", "change", application.pk)).content.decode()


# Queries


def fill(world: World, rows: int) -> list[Application]:
    """So many applications, each judged by two, and so many public projects."""
    made = [reviewed(world, name=f"Person {number}") for number in range(rows)]
    for number, application in enumerate(made):
        for assignment in application.submission.assignments.select_related("submission__opening", "reviewer", "stage"):
            give(assignment, 4, 3, to_group="Bra")
        make_project(world.fund, f"Projekt {number}", district=world.district)
    return made


def pages_of(world: World, application: Application) -> dict[str, str]:
    round_ = ["visionsfonden", world.round.slug]
    return {
        "rounds": reverse("admin:funds_rounds"),
        "table": reverse("admin:funds_round", args=round_),
        "projects": reverse("admin:funds_projects"),
        "application": reverse("admin:funds_application", args=[application.case.reference]),
        "release": reverse("admin:funds_release", args=round_),
        "list of applications": address("application", "changelist"),
        "list of projects": address("project", "changelist"),
    }


PAGES = ("rounds", "table", "projects", "application", "release", "list of applications", "list of projects")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_one_row_and_with_three(world: World, page: str) -> None:
    """At most fifteen queries, however many rows; what Django remembers for the process is asked before."""
    client = client_of(world.cast.fund_manager)
    (first,) = fill(world, 1)
    grant(world, first)
    path = pages_of(world, first)[page]
    one = queries(client, path)
    for application in fill(world, 2):
        grant(world, application)
    three = queries(client, path)
    assert (len(three), len(three) <= 15) == (len(one), True), "\n".join(three)


def queries(client: Client, path: str) -> list[str]:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return [query["sql"][:160] for query in found.captured_queries]
