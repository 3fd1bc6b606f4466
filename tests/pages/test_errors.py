"""Refusals and failures are pages with the reason; a form whose proof was lost comes back filled."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest
from django.test import Client, RequestFactory

from civicportal.commons.queries import Moved
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.web import TooMany
from civicportal.pages import errors
from tests.pages.factories import make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf: RequestFactory) -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    make_city()
    request = rf.get("/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    return request


def said(request: HttpRequest, error: Exception) -> Any:
    return errors.SaidErrors(lambda r: None).process_exception(request, error)  # type: ignore[arg-type, return-value]


def test_a_refusal_shows_its_reason(asked: HttpRequest) -> None:
    response = said(asked, Refused(no("Rundan stängde i går.")))
    assert (response.status_code, "Rundan stängde i går." in response.content.decode()) == (403, True)


def test_a_script_gets_the_sentence_alone(rf: RequestFactory) -> None:
    response = said(rf.post("/", headers={"Accept": "application/json"}), Refused(no("Rundan stängde i går.")))
    assert (response.status_code, json.loads(response.content)) == (403, {"words": "Rundan stängde i går."})


def test_too_often_says_when_to_try_again(asked: HttpRequest) -> None:
    response = said(asked, TooMany(90))
    assert (response.status_code, response.headers["Retry-After"], "90" in response.content.decode()) == (
        429,
        "90",
        True,
    )


def test_an_old_address_redirects_for_good(asked: HttpRequest) -> None:
    response = said(asked, Moved("/projekt/nytt/"))
    assert (response.status_code, response.headers["Location"]) == (301, "/projekt/nytt/")


def test_too_large_is_413_wherever_it_is_found(asked: HttpRequest) -> None:
    assert said(asked, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(asked, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(asked).status_code == 400


def test_other_exceptions_are_left_alone(asked: HttpRequest) -> None:
    assert said(asked, RuntimeError("x")) is None


def test_forbidden_tells_only_what_was_meant_for_people(asked: HttpRequest) -> None:
    assert "bara för dig" in errors.forbidden(asked, PermissionDenied("bara för dig")).content.decode()
    assert "hemlig" not in errors.forbidden(asked, ValueError("hemlig")).content.decode()


def test_a_broken_page_needs_no_database_and_gives_a_reference(
    rf: RequestFactory, django_assert_num_queries: Any, caplog: Any
) -> None:
    with django_assert_num_queries(0):
        response = errors.broken(rf.get("/"))
    reference = caplog.records[-1].getMessage().split()[-1]
    assert (response.status_code, reference in response.content.decode()) == (500, True)


def test_a_page_that_is_not_there_looks_like_the_portal(client: Client) -> None:
    make_city()
    response = client.get("/finns-inte/")
    assert response.status_code == 404
    assert 'class="site-header"' in response.content.decode()
    assert client.get("/en/finns-inte/").headers["Content-Language"] == "en"


LONG = "En lång text som ingen vill skriva om igen, på flera rader.\nOch en rad till."


def lost(path: str, form: dict[str, str], **headers: str) -> Any:
    make_city()
    return Client(enforce_csrf_checks=True).post(path, form, headers=headers)


def test_a_form_whose_proof_was_lost_comes_back_filled_and_can_be_sent_again() -> None:
    form = {
        "kind": "fault",
        "words": LONG,
        "once": "4c2f7e4e-30f0-4a0e-a0a5-0f6d4d1d2c11",
        "code": "123456",
        "new_password": "x",
    }
    response = lost("/tillganglighet/rapportera/", form, Origin="http://testserver")
    html = response.content.decode()
    assert response.status_code == 403
    assert "flera rader.\nOch en rad till.</textarea>" in html
    assert '<input type="hidden" name="kind" value="fault">' in html
    assert 'action="/tillganglighet/rapportera/"' in html
    assert "123456" not in html
    assert "new_password" not in html
    assert "csrf" in response.cookies


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Referer": "https://evil.example/x"}])
def test_a_form_from_elsewhere_is_refused_and_not_shown(headers: dict[str, str]) -> None:
    html = lost("/tillganglighet/rapportera/", {"words": LONG}, **headers).content.decode()
    assert "flera rader" not in html


def test_a_script_whose_proof_was_lost_is_told_so() -> None:
    response = lost(
        "/tillganglighet/rapportera/", {"words": LONG}, Accept="application/json", Origin="http://testserver"
    )
    assert (response.status_code, list(json.loads(response.content))) == (403, ["words"])
