"""Funds by configuration: who, what is missing, what is copied, and a whole fund made on the pages."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.records.models import Entry
from civicportal.review.models import Criterion
from civicportal.submissions import actions as writing
from civicportal.submissions import editing
from civicportal.submissions.actions import editing as forms
from civicportal.submissions.models import Draft, Form
from civicportal.submissions.queries import shown_answers
from funds import setup
from funds.actions import setup as actions
from funds.enums.applications import Audience
from funds.models import Application, Fund, FundYear, Round
from funds.queries.setup import applicant_kinds, form_of
from tests.funds.configured import ROUND, criterion, days_of, facts, make_new, ready, stage
from tests.funds.factories import KRONA, World, make_city, texts
from tests.funds.test_admin import Boxes
from tests.people import Cast, client_of, make_auditor, make_fund_manager, make_resident

pytestmark = pytest.mark.django_db

# What is missing, and publishing


def test_a_new_fund_is_seen_by_nobody_and_says_what_is_missing(cast: Cast, client: Client) -> None:
    fund = make_new(cast)
    assert {section.key for section in setup.missing_in(fund)} == {"texts", "sums", "form", "years", "rounds"}
    assert (fund.item, client.get(fund.get_absolute_url()).status_code) == (None, 404)
    with pytest.raises(Refused) as refused:
        actions.publish_fund(fund, by=cast.fund_manager)
    assert "Skriv texterna och en e-postadress" in str(refused.value.why)


def test_publishing_needs_a_round_and_what_it_is_judged_by(cast: Cast, client: Client) -> None:
    make_city()
    fund, by = ready(cast), cast.fund_manager
    assert [section.key for section in setup.missing_in(fund)] == ["rounds"]
    round_ = actions.make_round(fund, facts(fund.years.get()), by=by)
    assert [section.key for section in setup.missing_in(fund)] == ["review"]
    criterion(round_, by)
    assert [(section.key, str(section.why)) for section in setup.missing_in(fund)] == [
        ("review", "Säg vem som läser, och när: lägg till ett steg")
    ]
    with pytest.raises(Refused):
        actions.publish_fund(fund, by=by)
    stage(round_, by)
    assert setup.missing_in(fund) == []
    actions.publish_fund(fund, by=by)
    actions.publish_fund(fund, by=by)
    assert client.get(fund.get_absolute_url()).status_code == 200
    assert Entry.objects.filter(verb="fund.published").count() == 1


def test_a_section_without_an_address_is_not_shown(cast: Cast) -> None:
    def nowhere(fund: Fund) -> str:
        raise NoReverseMatch

    made = setup.Section("letters-of-tests", "Brev", nowhere, lambda fund: False, 5)
    setup.register(made)
    try:
        assert "letters-of-tests" not in {section.key for section in setup.sections_of(make_new(cast))}
        with pytest.raises(ValueError, match="registered twice"):
            setup.register(setup.Section("letters-of-tests", "Annat", nowhere, lambda fund: None))
    finally:
        del setup.sections["letters-of-tests"]


def test_what_stands_in_public_follows_what_is_set_up_and_a_hidden_fund_stays_hidden(world: World) -> None:
    by = world.cast.fund_manager
    actions.change(world.fund, {"promise": texts("Nya ord")}, by=by, part="texts")
    assert str(Item.objects.get(pk=world.fund.item_id).summary) == "Nya ord"
    copied = actions.copy_fund(world.fund, by=by)
    actions.change(copied, {"promise": texts("Andra ord")}, by=by, part="texts")
    assert Fund.objects.get(pk=copied.pk).item is None
    entries = Entry.objects.filter(verb="fund.texts_changed").order_by("pk").values_list("facts", flat=True)
    assert list(entries) == [{"fields": ["promise"]}, {"fields": ["promise"]}]


def test_the_stock_form_does_not_publish_a_fund(cast: Cast) -> None:
    fund = make_new(cast)
    address, client = reverse("admin:funds_fund_change", args=[fund.pk]), client_of(cast.fund_manager)
    sent = Boxes(client.get(address).content.decode()).sent
    words = {f"{name}_sv": "Ord" for name in ("promise", "about", "who_may", "what_you_get", "how_judged")}
    answer = client.post(address, {**sent, **words, "email": "fonden@example.org"})
    assert answer.status_code == 302
    fund.refresh_from_db()
    assert (str(fund.promise), fund.item) == ("Ord", None)


# Who


def test_who_sets_a_fund_up(world: World) -> None:
    cast = world.cast
    people = {
        **cast.by_role(),
        "other unit's": make_fund_manager(cast.other_unit),
        "other auditor": make_auditor(cast.other_unit),
    }
    slug, round_slug = world.fund.slug, world.round.slug
    writes = {
        "texts": reverse("admin:funds_setup_part", args=[slug, "texter"]),
        "eligibility": reverse("admin:funds_setup_eligibility", args=[slug]),
        "round": reverse("admin:funds_change_round", args=[slug, round_slug]),
        "new round": reverse("admin:funds_new_round", args=[slug]),
        "copy": reverse("admin:funds_copy", args=[slug]),
        "publish": reverse("admin:funds_publish", args=[slug]),
        "form": reverse("admin:funds_setup_form", args=[slug, "ansokan"]),
    }
    reads = {"start": reverse("admin:funds_setup", args=[slug])}
    found = {
        (who, page)
        for who, person in people.items()
        for page, address in (writes | reads).items()
        if client_of(person).get(address).status_code == 200
    }
    writers = {(who, page) for who in ("fund_manager", "administrator") for page in writes | reads}
    assert found == writers | {("auditor", "start"), ("other auditor", "start")}


def test_the_actions_refuse_whoever_does_not_manage_the_fund(world: World) -> None:
    other = make_fund_manager(world.cast.other_unit)
    deeds = [
        lambda: actions.change(world.fund, {"promise": texts("Nej")}, by=other, part="texts"),
        lambda: actions.set_year(world.fund, year=2030, budget=1, by=other),
        lambda: actions.make_round(world.fund, facts(world.year), by=other),
        lambda: actions.change_round(world.round, facts(world.year), by=other),
        lambda: actions.copy_fund(world.fund, by=other),
        lambda: actions.publish_fund(world.fund, by=other),
        lambda: actions.ask_report(world.fund, by=other),
        lambda: actions.make_fund(name=texts("Ny"), unit=world.cast.unit, series="NY", by=other),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()


# Copies, kinds of applicant, reports


def test_a_copy_has_everything_but_money_rounds_and_the_public(world: World) -> None:
    by = world.cast.fund_manager
    points = [{"key": "one", "words": {"sv": "Läst"}}]
    actions.change(world.fund, {"checklist": points}, by=by, part="checklist")
    actions.ask_report(world.fund, by=by)
    copied = actions.copy_fund(Fund.objects.get(pk=world.fund.pk), by=by)
    assert (str(copied.name), copied.slug) == ("Visionsfonden, kopia", "visionsfonden-kopia")
    assert (copied.item, copied.years.count(), copied.rounds.count()) == (None, 0, 0)
    again = actions.copy_fund(Fund.objects.get(pk=world.fund.pk), by=by)
    assert [copied.series, again.series] == [f"{world.fund.series}A", f"{world.fund.series}B"]
    assert (copied.eligibility, copied.checklist) == (world.fund.eligibility, points)
    assert copied.form.name != world.round.opening.form.name
    assert copied.form.definition == world.round.opening.form.definition
    assert copied.report_form.name != Fund.objects.get(pk=world.fund.pk).report_form.name
    year = actions.set_year(copied, year=dates.today().year, budget=200_000 * KRONA, by=by)
    made = actions.make_round(copied, facts(year), by=by)
    assert Criterion.objects.filter(opening=made.opening).count() == 2
    second = actions.copy_fund(copied, by=by)
    assert second.slug == "visionsfonden-kopia-kopia"


def test_the_kinds_of_applicant_are_asked_in_the_questions(cast: Cast) -> None:
    fund, by = make_new(cast), cast.fund_manager
    assert actions.set_audience(fund, audience=Audience.ANYONE, units=(), kinds=["person", "company"], by=by)
    assert applicant_kinds(fund) == ["person", "company"]
    name = form_of(fund).name

    def reword(data: editing.Data) -> None:
        asked = editing.question_in(data, "applicant_kind")
        asked["choices"][0]["label"] = {"sv": "En granne"}
        editing.question_in(data, "phone")["required_for"] = ["company", "person"]

    forms.change(name, reword, by=by, verb="question_changed")
    assert actions.set_audience(fund, audience=Audience.ANYONE, units=(), kinds=["association", "person"], by=by)
    data = Form.objects.get(name=name).definition
    choices = editing.question_in(data, "applicant_kind")["choices"]
    assert [(one["value"], one["label"]["sv"]) for one in choices] == [
        ("association", "En förening"), ("person", "En granne"),
    ]  # fmt: skip
    assert editing.question_in(data, "phone")["required_for"] == ["person"]
    assert not actions.set_audience(fund, audience=Audience.ANYONE, units=(), kinds=["person", "association"], by=by)
    actions.set_audience(fund, audience=Audience.EMPLOYEES, units=[cast.other_unit], kinds=["person"], by=by)
    assert (applicant_kinds(fund), list(fund.audience_units.all())) == ([], [cast.other_unit])


def test_the_report_has_questions_of_its_own_and_an_old_fund_gets_its_form(world: World) -> None:
    client, slug = client_of(world.cast.fund_manager), world.fund.slug
    for which, name in (("rapport", "visionsfonden-rapport"), ("ansokan", "visionsfonden")):
        address = reverse("admin:funds_setup_form", args=[slug, which])
        assert client.get(address).status_code == 200
        target = reverse("admin:submissions_form", args=[name])
        assert [client.post(address).url, client.post(address).url, client.get(address).url] == [target] * 3
    fund = Fund.objects.get(pk=world.fund.pk)
    assert (fund.form, fund.report_form.taken_at is not None) == (world.round.opening.form, True)
    overview = client.get(reverse("admin:submissions_form", args=["visionsfonden-rapport"]))
    assert overview.context["edited"].place.label == "Slutrapport, Visionsfonden"


def test_a_report_asks_where_the_money_went_in_every_fund(cast: Cast) -> None:
    """Without that question nothing would count as used, and everything would be asked back."""
    fund, by = make_new(cast), cast.fund_manager
    name = fund.report_form.name
    assert (fund.report_form.taken_at is not None, fund.report_form.name) == (True, "odlingsfonden-rapport")
    forms.change(name, lambda data: editing.remove_step(data, "money"), by=by, verb="step_removed")
    with pytest.raises(Refused, match="Vad pengarna ska gå till"):
        forms.take_into_use(name, by=by)
    Fund.objects.filter(pk=fund.pk).update(report_form=None)
    assert "report" in {section.key for section in setup.missing_in(Fund.objects.get(pk=fund.pk))}


def test_pages_cost_the_same_however_many_rounds(world: World) -> None:
    client, by = client_of(world.cast.fund_manager), world.cast.fund_manager
    pages = [
        reverse("admin:funds_setups"),
        reverse("admin:funds_setup", args=[world.fund.slug]),
        reverse("admin:funds_setup_part", args=[world.fund.slug, "texter"]),
        reverse("admin:funds_setup_part", args=[world.fund.slug, "ar"]),
        reverse("admin:funds_change_round", args=[world.fund.slug, world.round.slug]),
    ]

    def cost() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found.append(len(asked))
        return found

    first = cost()
    for number in range(2):
        actions.make_round(world.fund, facts(world.year), by=by)
        actions.set_year(world.fund, year=2040 + number, budget=KRONA, by=by)
        actions.copy_fund(world.fund, by=by)
    assert cost() == first


@pytest.mark.parametrize(
    ("series", "words"),
    [("VF", "Visionsfonden har de bokstäverna. Välj andra"), ("gf", "Skriv två till åtta stora bokstäver"),
     ("G F", "Skriv två till åtta stora bokstäver")],
)  # fmt: skip
def test_a_fund_has_letters_of_its_own(world: World, series: str, words: str) -> None:
    """A number tells which fund it is, and a delegation may hold for one of them alone."""
    client = client_of(world.cast.fund_manager)
    new = {"name_sv": "Grannfonden", "name_en": "", "unit": world.cast.unit.pk, "series": series}
    assert words in client.post(reverse("admin:funds_new"), new).text
    other = make_new(world.cast)
    page = reverse("admin:funds_setup_part", args=[other.slug, "texter"])
    answer = client.post(page, {"name_sv": "Odlingsfonden", "series": series, "contact_series": "n s"})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert list(answer.context["form"].errors["contact_series"]) == ["Skriv två till åtta stora bokstäver"]


# A whole fund of another shape, on the pages


def test_a_fund_of_another_shape_is_made_on_the_pages_and_applied_to(cast: Cast) -> None:
    make_city()
    client, today = client_of(cast.fund_manager), dates.today()
    made = client.post(
        reverse("admin:funds_new"), {"name_sv": "Grannfonden", "name_en": "", "unit": cast.unit.pk, "series": "GF"}
    )
    assert made.url == reverse("admin:funds_setup", args=["grannfonden"])

    def fill(part: str, data: dict[str, Any], name: str = "admin:funds_setup_part") -> None:
        arguments = ["grannfonden", part] if name == "admin:funds_setup_part" else ["grannfonden"]
        answer = client.post(reverse(name, args=arguments), data)
        assert answer.status_code == 302, answer.context["form"].errors

    words = {f"{name}_sv": "Ord om fonden" for name in ("promise", "about", "who_may", "what_you_get", "how_judged")}
    more = {
        "email": "grann@example.org",
        "series": "GF",
        "contact_days": 10,
        "minutes_to_apply": 10,
        "granted_before": 0,
    }
    fill("texter", {"name_sv": "Grannfonden", **words, **more})
    fill("vilka", {"audience": "anyone", "kinds": ["person"]})
    fill("summor", {"lowest": "500", "highest": "5 000 kr"})
    fill("ar", {"new_year": today.year, "new_budget": "100 000"})
    row = {"fraga-0-question_sv": "Bor ni grannar?", "fraga-0-wanted": "yes", "fraga-0-no_sv": "Då är det inte för er."}
    fill("", {"fraga-TOTAL_FORMS": 1, "fraga-INITIAL_FORMS": 0, **row}, "admin:funds_setup_eligibility")
    points = {"punkt-0-words_sv": "Alla grannar är tillfrågade", "punkt-1-words_sv": "Ni är minst två"}
    fill("", {"punkt-TOTAL_FORMS": 2, "punkt-INITIAL_FORMS": 0, **points}, "admin:funds_setup_checklist")

    write_the_form(client)
    open_a_round(client, cast, today)
    page = Client().get("/fonder/grannfonden/").content.decode()
    assert [words in page for words in ("Alla grannar är tillfrågade", "Vilka är ni?", "Hur mycket behöver ni?")] == [
        True, True, True,
    ]  # fmt: skip
    apply_to(Fund.objects.get(slug="grannfonden"))


def write_the_form(client: Client) -> None:
    """Questions unlike those of a new fund's form: no plan and no budget, a sum and the people behind it."""
    form = reverse("admin:submissions_form", args=["grannfonden"])
    client.post(form, {"do": "remove:question:plan"})
    client.post(form, {"do": "remove:question:budget"})
    step = reverse("admin:submissions_new_question", args=["grannfonden", "money"])
    client.post(step, {"label_sv": "Hur mycket behöver ni?", "label_en": "", "kind": "money"})
    question = reverse("admin:submissions_question", args=["grannfonden", "hur_mycket_behover_ni"])
    seen = client.get(question).context["form"]["seen"].value()
    client.post(question, {"label_sv": "Hur mycket behöver ni?", "means": "sum", "required": "on", "seen": seen})
    who = reverse("admin:submissions_new_question", args=["grannfonden", "you"])
    client.post(who, {"label_sv": "Vilka är ni?", "label_en": "", "kind": "people"})
    people = reverse("admin:submissions_question", args=["grannfonden", "vilka_ar_ni"])
    seen = client.get(people).context["form"]["seen"].value()
    client.post(
        people,
        {
            "label_sv": "Vilka är ni?",
            "required": "on",
            "identifies": "on",
            "lowest": "2",
            "different": "2",
            "seen": seen,
        },
    )
    client.post(reverse("admin:submissions_take", args=["grannfonden"]), {"do": "take"})


def open_a_round(client: Client, cast: Cast, today: date) -> None:
    """A round that is open now; the fund is published when nothing is missing, and not before."""
    when = days_of(
        opens_day=today - timedelta(days=1), closes_day=today + timedelta(days=20), answer_by=today + timedelta(days=50)
    )
    year = FundYear.objects.get(fund__slug="grannfonden")
    round_ = {**ROUND, **when, "year": year.pk, "lowest": "500", "highest": "5 000"}
    assert client.post(reverse("admin:funds_new_round", args=["grannfonden"]), round_).status_code == 302
    blocked = client.get(reverse("admin:funds_publish", args=["grannfonden"]))
    assert [section.key for section in blocked.context["missing"]] == ["review"]
    criterion(made := Round.objects.get(fund__slug="grannfonden"), cast.fund_manager)
    stage(made, cast.fund_manager)
    client.post(reverse("admin:funds_publish", args=["grannfonden"]))


def apply_to(fund: Fund) -> None:
    """Somebody writes, adds a row of people, forgets a point of the checklist, and sends."""
    person = make_resident("Gun Granne")
    client = client_of(person)
    assert client.post(reverse("funds:apply", args=[fund.slug]), {"bor_ni_grannar": "yes"}).status_code == 302
    client.post(reverse("funds:address", args=[fund.slug]), {"once": str(uuid.uuid4())})
    draft = Draft.objects.get(person=person)

    def write(step: str, data: dict[str, str]) -> Any:
        address = reverse("submissions:step", args=[draft.token, step])
        return client.post(address, {**data, "version": client.get(address).context["version"]})

    write("idea", {"q_title": "En bänk", "q_summary": "Vi bygger en bänk.", "do": "next"})
    too_much = write("money", {"q_hur_mycket_behover_ni": "6 000", "do": "next"})
    assert too_much.status_code == 422
    write("money", {"q_hur_mycket_behover_ni": "4 500", "do": "next"})
    me = {"q_applicant_kind": "person", "q_contact_name": "Gun Granne"}
    rows = {"q_vilka_ar_ni-0-name": "Gun", "q_vilka_ar_ni-0-organisation": "Trappan 4"}
    assert write("you", {**me, **rows, "do": "add:q_vilka_ar_ni"}).status_code == 302
    same = {**rows, "q_vilka_ar_ni-1-name": "Per", "q_vilka_ar_ni-1-organisation": "trappan 4"}
    assert write("you", {**me, **same, "do": "next"}).status_code == 422
    assert write("you", {**me, **same, "q_vilka_ar_ni-1-organisation": "Trappan 5", "do": "next"}).status_code == 302
    check = client.get(reverse("submissions:check", args=[draft.token]))
    once = str(check.context["form"]["once"].value())
    send = reverse("submissions:send", args=[draft.token])
    ticked = [key for key, _words in check.context["form"].checklist]
    half = client.post(send, {"declared": "on", "once": once, "points": ticked[:1]})
    assert (half.status_code, list(half.context["form"].errors)) == (422, ["points"])
    with pytest.raises(Refused):
        writing.send(draft, by=person, ticked=ticked[:1])
    sent = client.post(send, {"declared": "on", "once": once, "points": ticked})
    application = Application.objects.get(submission__draft=draft)
    assert sent.url.startswith(application.get_absolute_url())
    assert (application.title, application.requested, application.applicant_kind) == (
        "En bänk",
        4_500 * KRONA,
        "person",
    )
    rows_read = {
        row.key: row.value for step in shown_answers(application.submission.versions.get()) for row in step.rows
    }
    assert rows_read["vilka_ar_ni"] == "Gun, Trappan 4\nPer, Trappan 5"
    blind = shown_answers(application.submission.versions.get(), blind=True)
    assert "vilka_ar_ni" not in {row.key for step in blind for row in step.rows}
