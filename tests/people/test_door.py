"""The one door: address, code, in. Known and unknown addresses look the same from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from civicportal.kernel import dates
from civicportal.notices.models import Lane, Message
from civicportal.people import hooks
from civicportal.people.models import Code, Person
from tests.people import client_of, give_second_step, make_resident, make_reviewer, totp_now

pytestmark = pytest.mark.django_db

DOOR, CODE = "/konto/login/", "/konto/login/kod/"


def ask(client: Client, email: str, next_address: str = "", **extra):
    return client.post(DOOR, {"email": email, "next": next_address}, **extra)


def test_a_new_address_gets_its_account_only_when_the_code_is_right(client, mailed_code):
    answer = ask(client, "Ny.Person@Example.org")
    assert (answer.status_code, answer.url) == (302, CODE)
    assert Person.objects.count() == 0

    answer = client.post(CODE, {"code": mailed_code("ny.person@example.org")})

    assert (answer.status_code, answer.url) == (302, "/mitt/")
    person = Person.objects.get()
    assert (person.email, person.language, person.has_usable_password()) == ("ny.person@example.org", "sv", False)
    assert person.confirmed_at is not None
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_english_door_makes_an_english_account_and_writes_in_english(client, mailed_code):
    client.post("/en" + DOOR, {"email": "new@example.org"})
    assert Message.objects.get().subject == "Your sign-in code"
    answer = client.post("/en" + CODE, {"code": mailed_code("new@example.org")})
    assert answer.url == "/en/mitt/"
    assert Person.objects.get().language == "en"


def test_known_and_unknown_addresses_cannot_be_told_apart(client):
    make_resident(email="known@example.org")
    answers, letters = [], []
    for email in ("known@example.org", "other@example.org"):
        visitor = Client()
        first = ask(visitor, email)
        page = visitor.get(first.url).content.decode().replace(email, "ADDRESS")
        token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
        pages = page.replace(token, "TOKEN").split('csrfmiddlewaretoken" value="')
        answers.append((first.status_code, first.url, [part.split('"', 1)[1] for part in pages[1:]]))
        letter = Message.objects.get(email=email)
        letters.append((letter.subject, letter.person, letter.lane, len(letter.text)))
    assert answers[0] == answers[1]
    assert letters[0] == letters[1] == ("Din kod för att logga in", None, Lane.CODE, letters[0][3])


def test_the_code_stands_in_the_letter_and_nowhere_else(client, mailed_code):
    ask(client, "a@example.org")
    digits = mailed_code("a@example.org").replace(" ", "")
    code = Code.objects.get()
    assert digits not in code.digest
    assert digits not in Message.objects.get().subject
    assert digits not in str(dict(client.session))


@pytest.mark.parametrize("written", ["{a} {b}", "{a}{b}", "{a}-{b}", " Kod: {a}\u00a0{b} "])
def test_a_pasted_code_may_carry_spaces_dashes_and_words(client, mailed_code, written):
    ask(client, "a@example.org")
    first, second = mailed_code("a@example.org").split()
    answer = client.post(CODE, {"code": written.format(a=first, b=second)})
    assert answer.status_code == 302


def test_the_input_takes_paste_and_is_filled_by_the_telephone(client):
    ask(client, "a@example.org")
    page = client.get(CODE).content.decode()
    box = page.split('name="code"')[1].split(">")[0]
    assert 'autocomplete="one-time-code"' in box
    assert 'inputmode="numeric"' in box


def wrong(right: str) -> str:
    return f"{(int(right.replace(' ', '')) + 1) % 10**8:08d}"


def test_the_fifth_wrong_try_ends_the_code_and_the_right_one_comes_too_late(client, mailed_code):
    ask(client, "a@example.org")
    right = mailed_code("a@example.org")
    said = []
    for _ in range(5):
        page = client.post(CODE, {"code": wrong(right)})
        said.append("har gått ut" in page.content.decode())
    assert said == [False, False, False, False, True]
    page = client.post(CODE, {"code": right})
    assert (page.status_code, Person.objects.count()) == (200, 0)


def test_a_code_lives_fifteen_minutes(client, mailed_code):
    with time_machine.travel(dates.now(), tick=False) as clock:
        ask(client, "a@example.org")
        right = mailed_code("a@example.org")
        clock.shift(timedelta(minutes=15))
        assert client.post(CODE, {"code": right}).status_code == 200
    with time_machine.travel(dates.now() + timedelta(hours=1), tick=False) as clock:
        ask(client, "a@example.org")
        right = mailed_code("a@example.org")
        clock.shift(timedelta(minutes=14, seconds=59))
        assert client.post(CODE, {"code": right}).status_code == 302


def test_a_code_works_once_and_in_the_browser_that_asked_only(client, mailed_code):
    ask(client, "a@example.org")
    right = mailed_code("a@example.org")
    stranger = Client()
    ask(stranger, "b@example.org")
    assert stranger.post(CODE, {"code": right}).status_code == 200
    assert client.post(CODE, {"code": right}).status_code == 302
    row = Code.objects.get(email="a@example.org")
    from civicportal.people.codes import Outcome, try_code

    assert try_code(row, right) is Outcome.OVER


def test_a_new_code_replaces_the_old_one(client, mailed_code):
    ask(client, "a@example.org")
    old = mailed_code("a@example.org")
    answer = client.post(CODE, {"resend": "1"})
    assert (answer.status_code, answer.url) == (302, CODE)
    new = mailed_code("a@example.org")
    assert Message.objects.count() == 2
    if old != new:
        assert client.post(CODE, {"code": old}).status_code == 200
    assert client.post(CODE, {"code": new}).status_code == 302


def test_the_fourth_code_within_a_minute_is_refused_with_when_to_try_again(client):
    answers = [ask(client, "a@example.org") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[3].headers["Retry-After"] == "60"
    assert "a@example.org" in answers[3].content.decode()
    assert Message.objects.count() == 3


def test_one_address_gets_ten_codes_an_hour_whoever_asks():
    with time_machine.travel(dates.now(), tick=False) as clock:
        codes = []
        for number in range(11):
            codes.append(ask(Client(), "a@example.org", REMOTE_ADDR=f"10.0.0.{number}").status_code)
            clock.shift(timedelta(seconds=61))
    assert codes == [302] * 10 + [429]


def test_a_caller_cannot_hide_behind_a_made_up_forwarded_address(settings):
    settings.TRUSTED_PROXY_COUNT = 0
    codes = [
        ask(Client(), f"a{number}@example.org", HTTP_X_FORWARDED_FOR=f"10.1.1.{number}").status_code
        for number in range(41)
    ]
    assert codes == [302] * 40 + [429]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Skriv din e-postadress"), ("anna.example.org", "E-postadressen saknar @"), ("a@b", "Skriv en e-postadress")],
)
def test_a_faulty_address_gets_a_clear_sentence_and_stays_in_the_box(client, typed, sentence):
    page = client.post(DOOR, {"email": typed}).content.decode()
    assert sentence in page
    assert f'value="{typed}"' in page or not typed
    assert "<title>Fel:" in page.replace("Error:", "Fel:")


def test_whoever_was_on_the_way_somewhere_arrives_there(client, mailed_code):
    answer = ask(client, "a@example.org", "/mitt/?steg=3")
    assert answer.url == f"{CODE}?next=%2Fmitt%2F%3Fsteg%3D3"
    page = client.get(answer.url).content.decode()
    assert 'name="next" value="/mitt/?steg=3"' in page
    answer = client.post(CODE, {"code": mailed_code("a@example.org"), "next": "/mitt/?steg=3"})
    assert answer.url == "/mitt/?steg=3"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_the_way_back_is_never_to_another_site(client, mailed_code, evil):
    ask(client, "a@example.org", evil)
    answer = client.post(CODE, {"code": mailed_code("a@example.org"), "next": evil})
    assert answer.url == "/mitt/"


def test_what_the_visitor_did_before_is_still_in_the_session_after_sign_in(client, mailed_code, monkeypatch):
    seen = []
    monkeypatch.setattr(
        hooks, "on_sign_in", [lambda request, person: seen.append((request.session["drafts"], person.email))]
    )
    ask(client, "a@example.org")
    session = client.session
    session["drafts"] = ["token"]
    session.save()
    before = client.session.session_key
    client.post(CODE, {"code": mailed_code("a@example.org")})
    assert seen == [(["token"], "a@example.org")]
    assert client.session.session_key != before


def test_a_closed_account_is_told_so_only_after_the_right_code(client, mailed_code):
    make_resident(email="gone@example.org", is_active=False)
    ask(client, "gone@example.org")
    answer = client.post(CODE, {"code": mailed_code("gone@example.org")})
    assert answer.url == reverse("account_inactive")
    page = client.get(answer.url)
    assert page.status_code == 403
    assert "_auth_user_id" not in client.session


def test_somebody_with_a_second_step_is_asked_for_it_before_they_are_in(client, mailed_code):
    person = make_reviewer(email="rio@example.org")
    give_second_step(person)
    ask(client, person.email, "/backoffice/")
    answer = client.post(CODE, {"code": mailed_code(person.email), "next": "/backoffice/"})
    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session

    assert "inte rätt kod" in client.post(answer.url, {"code": "000000"}).content.decode()
    answer = client.post(answer.url, {"code": totp_now()})
    assert answer.url == "/backoffice/"
    assert client.get("/backoffice/").status_code == 200


def test_signing_out_takes_a_press(client):
    client = client_of(make_resident())
    assert client.get("/konto/logga-ut/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/konto/logga-ut/").url == "/"
    assert "_auth_user_id" not in client.session


def test_the_door_is_not_kept_by_caches_and_sets_no_session_on_reading(client):
    page = client.get(DOOR)
    assert "no-store" in page.headers["Cache-Control"]
    assert "session" not in client.cookies
