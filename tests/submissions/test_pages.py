"""The writing pages in a visitor's hands: every button saves, nothing typed is lost."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from civicportal.kernel import dates
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions
from civicportal.submissions.models import Draft, Opening, Submission
from civicportal.submissions.queries import answers_of, kept
from tests.submissions.samples import SENT, TYPED, make_draft, make_opening
from tests.submissions.walking import held, mark, step_url

pytestmark = pytest.mark.django_db


def test_the_task_list_tells_what_is_done(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    actions.save_answers(draft, {key: TYPED[key] for key in ("title", "summary")} | {"name": "Kim"}, {}, by=None)
    page = client.get(f"/utkast/{draft.token}/")
    states = [step.state for step in page.context["steps"]]
    assert (page.status_code, states) == (200, ["done", "todo", "doing"])


@pytest.mark.parametrize("step", ["idea", "money", "you"])
def test_every_step_shows_what_is_kept(client: Client, opening: Opening, step: str) -> None:
    draft = held(client, opening)
    actions.save_answers(draft, TYPED, {}, by=None)
    page = client.get(step_url(draft, step))
    form = page.context["form"]
    assert page.status_code == 200
    assert form.typed() == {key: TYPED[key] for key in form.typed()}


def posted(step: str) -> dict[str, Any]:
    """What a browser posts for a filled-in step."""
    fields: dict[str, dict[str, Any]] = {
        "idea": {"q_title": TYPED["title"], "q_summary": TYPED["summary"].replace("\n", "\r\n"),
                 "q_areas": TYPED["areas"], "q_focus": "trygghet", "q_place": "raa"},
        "money": {"q_budget-0-what": "Verktyg", "q_budget-0-amount": "12 000", "q_budget-0-note": "begagnade",
                  "q_budget-1-what": "Kaffe", "q_budget-1-amount": "500,50", "q_budget-1-note": "",
                  "q_budget-2-what": "", "q_budget-2-amount": "", "q_own": "0", "q_people": "0",
                  "q_starts_0": "1", "q_starts_1": "mars", "q_starts_2": "2027",
                  "q_ends_0": "31", "q_ends_1": "8", "q_ends_2": "2027"},
        "you": {"q_who": "company", "q_number": "556036-0793", "q_name": "Kim Berg", "q_telephone": "070-123 45 67",
                "q_mail": "kim@example.org", "q_heard": ["friend"], "q_name_public": "no", "q_secret": "En sak.",
                "q_team-0-name": "Kim Berg", "q_team-0-function": "Snickare", "q_team-0-organisation": "Cykelverkstan",
                "q_team-0-email": "kim@example.org", "q_team-1-name": "Bo Al", "q_team-1-organisation": "Skolan",
                "q_team-2-name": " "},
    }  # fmt: skip
    return fields[step]


def test_a_browser_walks_every_step_and_gives_the_same_answers(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    following = {
        "idea": step_url(draft, "money"),
        "money": step_url(draft, "you"),
        "you": f"/utkast/{draft.token}/kontrollera/",
    }
    for step, after in following.items():
        answer = client.post(
            step_url(draft, step), {**posted(step), "version": mark(client, draft, step), "do": "next"}
        )
        assert (answer.status_code, answer["Location"]) == (302, after)
    assert answers_of(draft) == TYPED


BAD = {
    "q_title": "x" * 41, "q_own": "150.000", "q_people": "många", "q_ends_0": "30", "q_ends_1": "2",
    "q_ends_2": "2027", "q_number": "19121212-1212", "q_telephone": "ring mig", "q_mail": "kim.example.org",
}  # fmt: skip


@pytest.mark.parametrize(("step", "sentences"), [
    ("idea", {"q_title": "Skriv högst 40 tecken, du har 41"}),
    ("money", {
        "q_own": "Menar du 150\u00a0000\u00a0kr? Skriv utan punkt och komma",
        "q_people": "Skriv ett heltal med siffror, till exempel 25",
        "q_ends": "Det datumet finns inte. Skriv till exempel 3 11 2026",
    }),
    ("you", {
        "q_number": "Skriv organisationsnumret med tio siffror, till exempel 802002-5536",
        "q_telephone": "Skriv telefonnumret med siffror, till exempel 042-10 50 00",
        "q_mail": "E-postadressen saknar @",
    }),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_at_the_field_kept_and_shown(
    client: Client, opening: Opening, step: str, sentences: dict[str, str]
) -> None:
    draft = held(client, opening)
    wrong = {**posted(step), **{name: value for name, value in BAD.items() if name in posted(step)}}
    answer = client.post(step_url(draft, step), {**wrong, "version": mark(client, draft, step), "do": "next"})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert {name: str(errors[0]) for name, errors in form.errors.items()} == sentences
    assert "<title>Fel: " in answer.content.decode()
    for name in sentences:
        typed = [value for key, value in wrong.items() if key == name or key.startswith(f"{name}_")]
        stored = answers_of(draft)[name.removeprefix("q_")]
        assert (stored if isinstance(stored, list) else [stored]) == typed


def test_one_goes_on_where_one_was(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    places = []
    for step, do in (("idea", "later"), ("idea", "next"), ("you", "save")):
        client.post(step_url(draft, step), {**posted(step), "version": mark(client, draft, step), "do": do})
        places.append(client.get(f"/utkast/{draft.token}/").context["onward"].key)
    assert places == ["idea", "money", "you"]


def test_finish_later_saves_without_checking_and_says_where_the_link_is(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    answer = client.post(step_url(draft, "idea"), {"q_title": "x" * 99, "version": "", "do": "later"}, follow=True)
    assert answers_of(draft)["title"] == "x" * 99
    assert answer.redirect_chain == [(f"/utkast/{draft.token}/senare/", 302)]
    assert "kim@example.org" in answer.content.decode()


def test_a_change_from_the_check_page_leads_back_there(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    answer = client.post(step_url(draft, "idea"), {**posted("idea"), "version": "", "do": "next", "fran": "kontroll"})
    assert answer["Location"] == f"/utkast/{draft.token}/kontrollera/"


def autosave(client: Client, draft: Draft, step: str, fields: dict[str, Any], version: str) -> Any:
    data = {**fields, "version": version}
    return client.post(f"{step_url(draft, step)}spara/", data, headers={"accept": "application/json"})


def test_autosave_keeps_and_gives_the_next_mark(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    first = autosave(client, draft, "idea", {"q_title": "Ett"}, mark(client, draft, "idea"))
    second = autosave(client, draft, "idea", {"q_title": "Ett tv"}, first.json()["version"])
    assert (first.status_code, second.status_code, answers_of(draft)["title"]) == (200, 200, "Ett tv")
    clock = dates.show_clock(kept(draft).saved_at, language="sv")
    assert second.json() == {"version": second.json()["version"], "saved_at": clock, "words": f"Sparat kl. {clock}"}


def test_two_tabs_with_the_same_question_get_both_texts_and_a_page_to_choose(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    one, other = mark(client, draft, "idea"), mark(client, draft, "idea")
    assert autosave(client, draft, "idea", {"q_title": "Ena"}, one).status_code == 200
    answer = autosave(client, draft, "idea", {"q_title": "Andra", "q_summary": "Med text"}, other)
    assert answer.status_code == 409
    assert answer.json() == {
        "words": "Någon ändrade samtidigt. Båda texterna finns kvar",
        "yours": "Andra",
        "theirs": "Ena",
        "url": f"/utkast/{draft.token}/tva-texter/",
    }
    assert answers_of(draft) == {"title": "Ena", "summary": "Med text"}
    page = client.get(answer.json()["url"]).content.decode()
    assert ("Ena" in page, "Andra" in page) == (True, True)


def test_two_tabs_with_different_questions_are_merged(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    actions.save_answers(draft, {"title": "Titel", "summary": "Text"}, {}, by=None)
    one, other = mark(client, draft, "idea"), mark(client, draft, "idea")
    first = autosave(client, draft, "idea", {"q_title": "Ny", "q_summary": "Text"}, one)
    second = autosave(client, draft, "idea", {"q_title": "Titel", "q_summary": "Ny text"}, other)
    third = autosave(client, draft, "idea", {"q_title": "Nyare", "q_summary": "Text"}, first.json()["version"])
    assert [answer.status_code for answer in (first, second, third)] == [200, 200, 200]
    assert answers_of(draft) == {"title": "Nyare", "summary": "Ny text"}


def test_without_script_a_conflict_leads_to_both_texts_and_the_choice_is_kept(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    old = mark(client, draft, "idea")
    actions.save_answers(draft, {"title": "Kvar"}, {}, by=None, tab="annan")
    url = f"/utkast/{draft.token}/tva-texter/"
    assert client.post(step_url(draft, "idea"), {"q_title": "Min", "version": old, "do": "next"})["Location"] == url
    page = client.get(url)
    aside = next(name for name in page.context["form"].words["title"] if name != "kept")
    empty = client.post(url, {"title-version": 1})
    assert (empty.status_code, "Välj vilken text du vill behålla" in empty.content.decode()) == (422, True)
    chosen = client.post(url, {"title-which": "both", "title-text": "Kvar och min", "title-version": 1})
    assert (chosen["Location"], answers_of(draft)["title"]) == (step_url(draft, "idea"), "Kvar och min")
    assert aside.startswith("aside-")


def test_rows_of_the_budget_are_added_removed_and_brought_back(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    url = step_url(draft, "money")
    rows = {key: value for key, value in posted("money").items() if "budget" in key}

    def press(do: str, fields: dict[str, Any]) -> Any:
        return client.post(url, {**fields, "version": mark(client, draft, "money"), "do": do})

    assert press("remove:q_budget:0", rows).status_code == 302
    page = client.get(url).content.decode()
    assert ("Raden ”Verktyg” är borttagen." in page, "Summan är 500,50" in page.replace("\u00a0", " ")) == (True, True)
    gone = {"q_budget-0-what": "Verktyg", "q_budget-0-amount": "12 000", "q_budget-0-note": "begagnade",
            "q_budget-0-removed": "1", "q_budget-1-what": "Kaffe", "q_budget-1-amount": "500,50"}  # fmt: skip
    press("undo:q_budget:0", gone)
    assert [row.get("removed") for row in answers_of(draft)["budget"]] == [None, None]
    press("remove:q_budget:0", rows)
    press("later", gone)
    assert [row["what"] for row in answers_of(draft)["budget"]] == ["Kaffe"]


def test_more_empty_rows_come_when_asked_for(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    rows = {f"q_budget-{number}-{part}": "" for number in range(3) for part in ("what", "amount", "note")}
    answer = client.post(step_url(draft, "money"), {**rows, "version": "", "do": "add:q_budget"})
    assert answer["Location"] == f"{step_url(draft, 'money')}?rader=4#id_q_budget_rows"
    assert len(client.get(answer["Location"]).context["fields"][0]["field"].subwidgets) == 1
    assert client.get(answer["Location"]).content.decode().count('class="budget-row"') == 4


def test_a_row_of_people_is_removed_and_brought_back(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    client.post(step_url(draft, "you"), {**posted("you"), "version": "", "do": "save"})

    def press(do: str) -> list[str]:
        team = {name: value for name, value in posted("you").items() if name.startswith("q_team")}
        answer = client.post(step_url(draft, "you"), {**team, "version": mark(client, draft, "you"), "do": do})
        assert answer["Location"] == f"{step_url(draft, 'you')}?rader=1#id_q_team_rows"
        return [row["name"] for row in answers_of(draft)["team"] if not row.get("removed")]

    assert press("remove:q_team:0") == ["Bo Al"]
    assert 'value="undo:q_team:0"' in client.get(step_url(draft, "you")).content.decode()
    assert press("undo:q_team:0") == ["Kim Berg", "Bo Al"]


def test_rows_from_a_spreadsheet_are_pasted(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    text = "Tält\t4 000\tbegagnat\r\n\r\nFika\t1500"
    client.post(step_url(draft, "money"), {"q_budget-paste": text, "version": "", "do": "add:q_budget"})
    assert answers_of(draft)["budget"] == [
        {"what": "Tält", "amount": "4 000", "note": "begagnat"},
        {"what": "Fika", "amount": "1500", "note": ""},
    ]


def test_a_file_is_uploaded_shown_fetched_and_removed(client: Client, opening: Opening) -> None:
    draft, content = held(client, opening), BytesIO()
    Image.new("RGB", (9, 9)).save(content, "PNG")
    url = step_url(draft, "money")
    upload = SimpleUploadedFile("ritning.png", content.getvalue())
    client.post(url, {"q_plan": upload, "version": "", "do": "file"})
    assert "ritning.png" in client.get(url).content.decode()
    fetched = client.get(f"/utkast/{draft.token}/fil/plan/")
    assert (fetched.content, fetched["Content-Disposition"]) == (
        content.getvalue(),
        'attachment; filename="ritning.png"',
    )
    bad = client.post(url, {"q_plan": SimpleUploadedFile("x.exe", b"MZ" + b"\0" * 50), "version": "", "do": "next"})
    assert (bad.status_code, "q_plan" in bad.context["form"].errors) == (422, True)
    client.post(url, {"q_plan-drop": "1", "version": "", "do": "save"})
    assert client.get(f"/utkast/{draft.token}/fil/plan/").status_code == 404


def test_whoever_has_no_account_signs_in_on_the_way_to_sending(client: Client, opening: Opening, kim: Person) -> None:
    draft = held(client, opening)
    actions.save_answers(draft, TYPED, {}, by=None)
    check = f"/utkast/{draft.token}/kontrollera/"
    assert "Vi mejlar en kod till kim@example.org" in client.get(check).content.decode()
    answer = client.post(f"/utkast/{draft.token}/logga-in/")
    assert answer["Location"] == f"/konto/login/?next=%2Futkast%2F{draft.token}%2Fkontrollera%2F"
    assert 'value="kim@example.org"' in client.get(answer["Location"]).content.decode()


def test_a_code_claims_the_draft_and_it_is_sent(client: Client, opening: Opening) -> None:
    draft = held(client, opening, email="ny@example.org")
    actions.save_answers(draft, TYPED, {}, by=None)
    login = client.post(f"/utkast/{draft.token}/logga-in/")["Location"]
    client.post(login, {"email": "ny@example.org", "next": f"/utkast/{draft.token}/kontrollera/"})
    letter = Message.objects.filter(kind="people.sign_in_code").latest("pk")
    code = re.search(r"^\d{4} ?\d{4}$", letter.text, re.MULTILINE)
    assert code
    back = client.post("/konto/login/kod/", {"code": code[0], "next": f"/utkast/{draft.token}/kontrollera/"})
    assert back["Location"] == f"/utkast/{draft.token}/kontrollera/"
    once = client.get(back["Location"]).context["form"]["once"].value()
    sent = client.post(f"/utkast/{draft.token}/skicka/", {"once": str(once), "declared": "on"})
    submission = Submission.objects.get()
    assert sent["Location"] == f"/ansokan/{submission.case.reference}/?nytt=1"
    assert (submission.person.email, submission.versions.get().answers) == ("ny@example.org", SENT)
    again = client.post(f"/utkast/{draft.token}/skicka/", {"once": str(once), "declared": "on"})
    assert (again.status_code, Submission.objects.count()) == (302, 1)


def test_the_declaration_is_asked_for(client: Client, opening: Opening, kim: Person) -> None:
    draft = make_draft(opening, kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    client.force_login(kim)
    answer = client.post(f"/utkast/{draft.token}/skicka/", {"once": "7b6c1a52-9ad5-4f09-8a5f-8a55e58d2a00"})
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "Kryssa i rutan" in answer.content.decode()


def test_the_check_page_has_a_link_for_what_is_missing_and_the_public_card(
    client: Client, opening: Opening, kim: Person
) -> None:
    draft = make_draft(opening, kim)
    actions.save_answers(draft, {**TYPED, "summary": "", "budget": []}, {}, by=kim)
    client.force_login(kim)
    page = client.get(f"/utkast/{draft.token}/kontrollera/")
    text = page.content.decode()
    links = re.findall(rf'href="/utkast/{draft.token}/steg/(\w+)/\?fran=kontroll#([\w-]+)">Skriv ett svar', text)
    assert links == [("idea", "id_q_summary"), ("money", "id_q_budget_rows")]
    assert (page.context["card"]["title"], page.context["missing"]) == ("Cykelkök på torget", 2)
    assert "allmän handling" in text
    assert "Märkt som känsligt" in text


def test_a_sent_draft_leads_to_what_was_sent_and_late_text_is_shown_back(
    client: Client, opening: Opening, kim: Person
) -> None:
    draft = make_draft(opening, kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    client.force_login(kim)
    sent = actions.send(draft, by=kim)
    assert client.get(f"/utkast/{draft.token}/")["Location"] == f"/ansokan/{sent.case.reference}/"
    late = client.post(step_url(draft, "idea"), {"q_title": "Skrivet i ett gammalt fönster", "version": ""})
    assert (late.status_code, "Skrivet i ett gammalt fönster" in late.content.decode()) == (409, True)


def test_letting_a_change_go_keeps_what_was_sent(client: Client, opening: Opening, kim: Person) -> None:
    draft = make_draft(opening, kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    sent = actions.send(draft, by=kim)
    actions.reopen(sent, by=kim)
    client.force_login(kim)
    assert "Det du skickade gäller" in client.get(f"/utkast/{draft.token}/").content.decode()
    assert client.get(f"/utkast/{draft.token}/ta-bort/").status_code == 302
    assert client.post(f"/utkast/{draft.token}/behall/")["Location"] == f"/ansokan/{sent.case.reference}/"
    assert Draft.objects.get().sent_at is not None


def test_a_draft_is_removed_after_a_question(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    assert client.get(f"/utkast/{draft.token}/ta-bort/").status_code == 200
    assert client.post(f"/utkast/{draft.token}/ta-bort/")["Location"] == "/fonder/test/"
    assert Draft.objects.count() == 0


def test_after_the_deadline_the_pages_say_so_and_stay_open(client: Client) -> None:
    now = dates.now()
    opening = make_opening(opens_at=now - dates.timedelta(days=9), closes_at=now - dates.timedelta(hours=2))
    draft = held(client, opening)
    assert "märks då som sen" in client.get(f"/utkast/{draft.token}/").content.decode()


def test_the_pages_are_there_in_english(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    for path in ("", "steg/idea/", "steg/money/", "kontrollera/", "senare/", "ta-bort/", "ny-lank/"):
        page = client.get(f"/en/utkast/{draft.token}/{path}")
        assert (page.status_code, 'lang="en"' in page.content.decode()) == (200, True)


@pytest.mark.parametrize(("path", "most"), [("", 9), ("steg/idea/", 9), ("kontrollera/", 8)])
def test_the_number_of_queries(
    client: Client, opening: Opening, kim: Person, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    draft = make_draft(opening, kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    client.force_login(kim)
    client.get(f"/utkast/{draft.token}/{path}")
    with django_assert_max_num_queries(most):
        client.get(f"/utkast/{draft.token}/{path}")
