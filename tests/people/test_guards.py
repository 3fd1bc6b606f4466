"""The second step: before work pages, and again before what cannot be taken back."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from tests.people import (
    client_of,
    give,
    give_second_step,
    make_administrator,
    make_person,
    make_resident,
    make_unit,
    totp_now,
)

pytestmark = pytest.mark.django_db


@open_to(Role.FUND_MANAGER)
def work(request):
    return HttpResponse(f"work {request.method}")


@open_to(SIGNED_IN)
@fresh_sign_in
def decide(request):
    return HttpResponse(f"decided {request.POST.get('reason', '')}")


def urlconf():
    from django.conf import settings
    from django.utils.module_loading import import_string

    whole = import_string(f"{settings.ROOT_URLCONF}.urlpatterns")
    return type("Urls", (), {"urlpatterns": [path("prov/arbete/", work), path("prov/beslut/", decide), *whole]})


@pytest.fixture(autouse=True)
def _with_two_addresses():
    with override_settings(ROOT_URLCONF=urlconf()):
        yield


def test_staff_without_a_second_step_are_sent_to_set_one_up_with_the_reason():
    client = client_of(make_administrator(), strong=False)
    answer = client.get("/backoffice/")
    assert answer.url == "/konto/sakerhet/?next=%2Fbackoffice%2F"
    assert "Din roll kräver ett andra steg" in client.get(answer.url).content.decode()


def test_staff_with_a_second_step_that_this_session_has_not_shown_are_asked_for_it():
    person = make_administrator()
    give_second_step(person)
    answer = client_of(person, strong=False).get("/backoffice/")
    assert answer.url == "/konto/sakerhet/reauthenticate/?next=%2Fbackoffice%2F"


def test_a_strong_session_opens_the_backoffice_in_both_languages():
    client = client_of(make_administrator())
    assert client.get("/backoffice/").status_code == 200
    assert client.get("/en/backoffice/").status_code == 200


def test_every_address_for_a_role_is_a_work_page():
    person = make_person()
    give(person, Role.FUND_MANAGER, make_unit())
    assert client_of(person, strong=False).get("/prov/arbete/").status_code == 302
    assert client_of(person).get("/prov/arbete/").content == b"work GET"


def test_a_resident_is_told_nothing_and_a_visitor_is_sent_to_the_door():
    assert client_of(make_resident()).get("/prov/arbete/").status_code == 404
    assert Client().get("/prov/arbete/").url == "/konto/login/?next=/prov/arbete/"


@pytest.mark.parametrize(("starts", "ends", "status"), [(-1, 0, 200), (-1, -1, 404), (1, None, 404), (0, None, 200)])
def test_a_role_counts_from_its_first_day_to_its_last(starts, ends, status):
    from datetime import timedelta

    from civicportal.kernel import dates

    person = make_person()
    day = dates.today()
    give(
        person,
        Role.FUND_MANAGER,
        make_unit(),
        starts_on=day + timedelta(days=starts) if starts < 1 else day + timedelta(days=1),
        ends_on=None if ends is None else day + timedelta(days=ends),
    )
    assert client_of(person, strong=True).get("/prov/arbete/").status_code == status


def test_the_demo_can_set_the_second_step_aside_by_name_only(settings):
    settings.STAFF_MFA_REQUIRED = False
    assert client_of(make_administrator(), strong=False).get("/backoffice/").status_code == 200


def test_a_sign_in_within_five_minutes_is_fresh_and_an_older_one_is_not():
    person = make_administrator()
    assert client_of(person, age=200).post("/prov/beslut/", {"reason": "ja"}).content == b"decided ja"
    answer = client_of(person, age=301).post("/prov/beslut/", {"reason": "ja"})
    assert answer.url == "/konto/sakerhet/reauthenticate/?next=%2Fprov%2Fbeslut%2F"


def test_a_code_by_mail_is_no_substitute_for_somebody_who_has_a_second_step():
    person = make_administrator()
    give_second_step(person)
    answer = client_of(person, strong=False).get("/prov/beslut/")
    assert answer.url.startswith("/konto/sakerhet/reauthenticate/")


def test_what_was_written_comes_back_after_the_second_step_and_nothing_is_sent_before_the_press():
    client = client_of(make_administrator(), age=400)
    words = 'Vi säger "ja" & tack\när det bra?'
    answer = client.post("/prov/beslut/", {"reason": words, "area": ["a", "b"]})
    answer = client.post(answer.url, {"code": totp_now(), "next": "/prov/beslut/"})
    assert answer.url == "/prov/beslut/"
    page = client.get(answer.url)
    assert page.context["fields"] == [("reason", words), ("area", "a"), ("area", "b")]
    assert "Din text finns kvar" in page.content.decode()
    assert client.post("/prov/beslut/", dict(page.context["fields"])).content.decode() == f"decided {words}"
    assert client.get("/prov/beslut/").content == b"decided "


def test_somebody_without_a_second_step_shows_that_it_is_they_by_a_mailed_code(mailed_code):
    person = make_resident()
    client = client_of(person, age=400)
    answer = client.get("/prov/beslut/")
    assert answer.url == "/konto/igen/?next=%2Fprov%2Fbeslut%2F"
    client.post(answer.url, {"next": "/prov/beslut/"})
    answer = client.post("/konto/igen/", {"code": mailed_code(person.email), "next": "/prov/beslut/"})
    assert answer.url == "/prov/beslut/"
    assert client.get(answer.url).content == b"decided "
