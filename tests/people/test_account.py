"""One's own account: details, address, sessions, consents, data out, the end."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from civicportal.notices.models import Message
from civicportal.people import actions, own_data
from civicportal.people.enums import Role
from civicportal.people.models import Consent, Person, Session
from civicportal.records.models import Entry
from tests.people import client_of, give_second_step, make_fund_manager, make_resident

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    ["", "uppgifter/", "epost/", "inloggningar/", "samtycken/", "mina-data/", "avsluta/", "sakerhet/", "logga-ut/"],
)
def test_every_page_of_the_account_answers_its_owner_and_sends_others_to_the_door(prefix, path):
    address = f"{prefix}/konto/{path}"
    page = client_of(make_resident()).get(address)
    assert page.status_code == 200
    assert f'<html lang="{prefix[1:] or "sv"}"' in page.content.decode()
    if path != "logga-ut/":
        answer = Client().get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, f"{prefix}/konto/login/")


def test_details_are_saved_and_the_log_names_the_fields_and_no_words():
    person = make_resident()
    client = client_of(person)
    answer = client.post(
        "/konto/uppgifter/", {"name": "  Rut\u00a0 Ny ", "phone": "042-10 50 00", "language": "en", "theme": "dark"}
    )
    assert answer.url == "/konto/"
    person.refresh_from_db()
    assert (person.name, person.phone, person.language, person.theme) == ("Rut Ny", "042-10 50 00", "en", "dark")
    assert Entry.objects.get().facts == {"fields": ["language", "name", "phone", "theme"]}


def test_a_new_address_is_used_when_its_code_is_right_and_the_old_one_gets_to_know(mailed_code):
    person = make_resident(email="old@example.org")
    client = client_of(person)
    assert client.post("/konto/epost/", {"email": "New@Example.org"}).url == "/konto/epost/kod/"
    person.refresh_from_db()
    assert person.email == "old@example.org"

    assert client.post("/konto/epost/kod/", {"code": mailed_code("new@example.org")}).url == "/konto/"
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert Message.objects.get(email="old@example.org").kind == "people.email_changed"
    assert client.get("/konto/").status_code == 200


def test_a_taken_address_gets_the_same_answer_and_a_letter_without_a_code():
    make_resident(email="taken@example.org")
    client = client_of(make_resident())
    answers = [client.post("/konto/epost/", {"email": email}) for email in ("taken@example.org", "free@example.org")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/konto/epost/kod/")] * 2
    letter = Message.objects.get(email="taken@example.org")
    assert letter.kind == "people.email_taken"
    assert not any(part.isdigit() for part in letter.text.split())


def test_an_address_that_was_taken_meanwhile_is_refused(mailed_code):
    person = make_resident(email="old@example.org")
    client = client_of(person)
    client.post("/konto/epost/", {"email": "wanted@example.org"})
    make_resident(email="wanted@example.org")
    answer = client.post("/konto/epost/kod/", {"code": mailed_code("wanted@example.org")})
    assert answer.url == "/konto/epost/"
    person.refresh_from_db()
    assert person.email == "old@example.org"


def test_the_code_for_a_new_address_does_not_sign_anybody_in(mailed_code):
    client = client_of(make_resident())
    client.post("/konto/epost/", {"email": "new@example.org"})
    right = mailed_code("new@example.org")
    stranger = Client()
    session = stranger.session
    session["sign_in_code"] = client.session["new_email_code"]
    session.save()
    assert stranger.post("/konto/login/kod/", {"code": right}).url == "/konto/login/"


def test_a_code_for_a_new_address_is_no_good_to_somebody_else(mailed_code):
    one, other = make_resident(email="one@example.org"), make_resident(email="other@example.org")
    client_of(one).post("/konto/epost/", {"email": "wanted@example.org"})
    stranger = client_of(other)
    for _before in range(2):
        stranger.post("/konto/epost/kod/", {"code": mailed_code("wanted@example.org")})
        stranger.post("/konto/epost/", {"email": "mine@example.org"})
    assert set(Person.objects.filter(pk__in=[one.pk, other.pk]).values_list("email", flat=True)) == {
        "one@example.org",
        "other@example.org",
    }


def test_changing_the_address_asks_again_after_five_minutes():
    client = client_of(make_resident(), age=301)
    assert client.get("/konto/epost/").url == "/konto/igen/?next=%2Fkonto%2Fepost%2F"


# Sessions


def test_people_see_their_sessions_and_end_one_of_them():
    person = make_resident()
    here, there = client_of(person), client_of(person)
    client_of(make_resident())
    page = here.get("/konto/inloggningar/")
    assert [session.is_this for session in page.context["sessions"]] == [True, False]
    other = page.context["sessions"][1]
    assert there.session.session_key not in page.content.decode()

    here.post("/konto/inloggningar/", {"handle": other.handle})
    assert there.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else():
    victim, attacker = client_of(make_resident()), client_of(make_resident())
    handle = victim.get("/konto/inloggningar/").context["sessions"][0].handle
    attacker.post("/konto/inloggningar/", {"handle": handle})
    assert victim.get("/konto/").status_code == 200


def test_all_sessions_end_at_one_press_here_as_well():
    person = make_resident()
    here, there = client_of(person), client_of(person)
    here.post("/konto/inloggningar/avsluta-alla/")
    assert [client.get("/konto/").status_code for client in (here, there)] == [302, 302]


def test_a_session_knows_the_device_it_was_opened_on(mailed_code):
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    client.post("/konto/login/", {"email": "a@example.org"})
    client.post("/konto/login/kod/", {"code": mailed_code("a@example.org")})
    session = client.get("/konto/inloggningar/").context["sessions"][0]
    assert (session.device, session.is_this) == ("Firefox, Linux", True)
    assert session.signed_in_at is not None


# Consents


def test_a_yes_is_kept_with_its_words_and_taken_back_as_easily():
    person = make_resident()
    client = client_of(person)
    client.post("/konto/samtycken/", {"purposes": ["newsletter"]})
    client.post("/konto/samtycken/", {"purposes": ["newsletter"]})
    consent = Consent.objects.get()
    assert (consent.purpose, consent.words_version, consent.withdrawn_at) == ("newsletter", actions.PURPOSE_WORDS, None)
    client.post("/konto/samtycken/", {})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert verbs() == ["consent.given", "consent.withdrawn"]


# Data out


def test_the_file_holds_every_registered_part():
    person = make_resident("Rut", phone="042-1")
    answer = client_of(person).get("/konto/mina-data/hamta/")
    said = json.loads(answer.content)
    assert set(said) == {"made", *own_data.parts}
    assert (said["profile"]["name"], said["profile"]["phone"]) == ("Rut", "042-1")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-')


def test_the_page_tells_the_same_in_words_and_escapes_it():
    page = client_of(make_resident("<b>Rut</b>")).get("/konto/mina-data/").content.decode()
    assert "&lt;b&gt;Rut&lt;/b&gt;" in page
    assert "<b>Rut</b>" not in page


def test_a_part_is_erased_or_says_why_it_is_kept():
    with pytest.raises(ValueError, match="erased or say why"):
        own_data.register("nothing", "Nothing", lambda person: [])
    with pytest.raises(ValueError, match="twice"):
        own_data.register("profile", "Again", lambda person: [], lambda person: None)


# The end


def test_closing_erases_what_is_the_persons_own_and_keeps_the_row_without_a_name():
    person = make_resident("Rut Resident", email="rut@example.org", phone="042-1")
    give_second_step(person)
    client, elsewhere = client_of(person, strong=True), client_of(person)
    actions.give_consent(person, "newsletter", by=person)
    assert client.post("/konto/avsluta/", {"sure": "on"}).url == "/konto/avslutad/"

    person = Person.objects.get(pk=person.pk)
    assert (person.name, person.phone, person.is_active, str(person)) == ("", "", False, "Avslutat konto")
    assert person.email.endswith("@closed.invalid")
    assert not Session.objects.filter(person_id=person.pk).exists()
    assert not person.consents.exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert elsewhere.get("/konto/").status_code == 302
    assert Message.objects.get(kind="people.account_closed").email == "rut@example.org"
    assert client.get("/konto/avslutad/").status_code == 200


def test_the_address_of_a_closed_account_can_have_a_new_one(mailed_code):
    person = make_resident(email="rut@example.org")
    actions.close_account(person, by=person)
    client = Client()
    client.post("/konto/login/", {"email": "rut@example.org"})
    client.post("/konto/login/kod/", {"code": mailed_code("rut@example.org")})
    assert Person.objects.get(email="rut@example.org").pk != person.pk


def test_closing_takes_the_tick():
    person = make_resident()
    page = client_of(person).post("/konto/avsluta/", {})
    assert "Kryssa i rutan" in page.content.decode()
    person.refresh_from_db()
    assert person.closed_at is None


def test_whoever_holds_a_role_hands_it_over_first():
    person = make_fund_manager()
    page = client_of(person).post("/konto/avsluta/", {"sure": "on"}).content.decode()
    assert "Du har en roll i staden" in page
    person.refresh_from_db()
    assert person.closed_at is None
    assert person.has_role(Role.FUND_MANAGER)


def test_every_registered_part_is_erased_in_the_same_transaction(monkeypatch):
    def fail(person):
        raise RuntimeError("the last part fails")

    monkeypatch.setitem(own_data.parts, "last", own_data.Part("last", "Last", lambda person: [], fail))
    person = make_resident("Rut")
    with pytest.raises(RuntimeError):
        actions.close_account(person, by=person)
    person.refresh_from_db()
    assert (person.name, person.closed_at) == ("Rut", None)
    assert Message.objects.count() == 0
