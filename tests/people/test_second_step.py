"""Setting up, using and losing the second step, page by page, without script."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from civicportal.notices.models import Message
from tests.people import client_of, give_second_step, make_resident, make_reviewer, totp_now

pytestmark = pytest.mark.django_db

ADD = "/konto/sakerhet/totp/activate/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def secret_on(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found
    return found.group(1)


def test_a_new_reviewer_sets_up_an_app_sees_the_codes_and_arrives_at_work(django_capture_on_commit_callbacks):
    person = make_reviewer()
    client = client_of(person, strong=False)
    client.get(client.get("/backoffice/").url)
    page = client.get(ADD).content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = secret_on(page)

    page = client.post(ADD, {"code": "12"}).content.decode()
    assert "inte rätt kod" in page
    assert secret_on(page) == secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(ADD, {"code": code_of(secret)})
    assert answer.url == "/konto/sakerhet/recovery-codes/"

    ask = client.get(answer.url)
    assert ask.url.startswith("/konto/sakerhet/reauthenticate/")
    back = client.post(ask.url, {"code": code_of(secret), "next": answer.url})
    page = client.get(back.url).content.decode()
    assert len(re.findall(r"<li><code>", page)) == 10
    assert 'href="/backoffice/"' in page
    assert client.get("/backoffice/").status_code == 200
    assert Message.objects.get(person=person).text.startswith("En kodapp har lagts till.")


def test_the_secret_and_the_seed_of_the_codes_are_sealed_in_the_database():
    person = make_resident()
    client = client_of(person)
    secret = secret_on(client.get(ADD).content.decode())
    client.post(ADD, {"code": code_of(secret)})
    kept = {step.type: step.data for step in Authenticator.objects.filter(user=person)}
    assert secret not in str(kept)
    assert kept["totp"]["secret"].startswith("gAAAA")
    assert kept["recovery_codes"]["seed"].startswith("gAAAA")


def test_a_recovery_code_works_once(mailed_code):
    person = make_resident(email="rut@example.org")
    client = client_of(person)
    client.post(ADD, {"code": code_of(secret_on(client.get(ADD).content.decode()))})
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    ends = []
    for _ in range(2):
        visitor = Client()
        visitor.post("/konto/login/", {"email": person.email})
        step = visitor.post("/konto/login/kod/", {"code": mailed_code(person.email)})
        answer = visitor.post(step.url, {"code": codes[0]})
        ends.append(answer.status_code)
    assert ends == [302, 200]


def test_wrong_codes_of_the_second_step_are_throttled(mailed_code):
    person = make_resident(email="rut@example.org")
    give_second_step(person)
    client = Client()
    client.post("/konto/login/", {"email": person.email})
    step = client.post("/konto/login/kod/", {"code": mailed_code(person.email)})
    pages = [client.post(step.url, {"code": "000000"}).content.decode() for _ in range(6)]
    assert ["För många försök" in page for page in pages] == [False] * 5 + [True]
    assert "För många försök" in client.post(step.url, {"code": totp_now()}).content.decode()


def test_somebody_with_a_role_keeps_at_least_one_second_step():
    person = make_reviewer()
    client = client_of(person)
    page = client.post("/konto/sakerhet/totp/deactivate/").content.decode()
    assert "Din roll kräver ett andra steg" in page
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_resident_may_remove_theirs_and_gets_a_letter():
    person = make_resident()
    client = client_of(person, strong=True)
    assert client.get("/konto/sakerhet/totp/deactivate/").status_code == 200
    assert client.post("/konto/sakerhet/totp/deactivate/").url == "/konto/sakerhet/"
    assert not Authenticator.objects.filter(user=person).exists()
    assert Message.objects.get().text.startswith("Kodappen har tagits bort.")


@pytest.mark.parametrize("path", ["totp/activate/", "webauthn/add/"])
def test_an_open_session_that_is_not_fresh_cannot_add_a_second_step(path):
    answer = client_of(make_resident(), age=400).get(f"/konto/sakerhet/{path}")
    assert answer.url.startswith("/konto/igen/")


@pytest.mark.parametrize(
    "path", ["recovery-codes/", "recovery-codes/download/", "recovery-codes/generate/", "totp/deactivate/"]
)
def test_what_opens_the_account_is_shown_to_a_fresh_session_only(path):
    person = make_resident()
    client = client_of(person, strong=True)
    client.post("/konto/sakerhet/recovery-codes/generate/")
    assert client.get(f"/konto/sakerhet/{path}").status_code == 200
    old = client_of(person, strong=True, age=400)
    assert old.get(f"/konto/sakerhet/{path}").status_code == 302


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/add/", "webauthn/", "reauthenticate/"])
def test_the_pages_answer_in_both_languages(prefix, path):
    person = make_resident()
    strong = path == "reauthenticate/"
    page = client_of(person, strong=strong).get(f"{prefix}/konto/sakerhet/{path}")
    assert page.status_code == 200
    assert "style=" not in page.content.decode()
    assert "onclick" not in page.content.decode()
