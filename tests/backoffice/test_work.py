"""Work pages: guarded, named, never cached, in the menu of those who may enter."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse
from django.urls import path, reverse

from civicportal.backoffice import work
from civicportal.kernel.web import STAFF
from civicportal.people.enums import Role
from tests.people import make_cast


@work.work_page(Role.COACH)
def for_coaches(request):
    return HttpResponse("in")


@pytest.fixture
def request_of(rf):
    def made(person):
        request = rf.get("/backoffice/prov/")
        request.user = person
        return request

    return made


@pytest.mark.django_db
def test_a_work_page_lets_its_role_in_and_nobody_else(request_of):
    cast = make_cast()
    answer = for_coaches(request_of(cast.coach))
    assert (answer.content, "no-store" in answer.headers["Cache-Control"]) == (b"in", True)
    for person in (cast.reviewer, cast.resident, cast.auditor):
        with pytest.raises(Http404):
            for_coaches(request_of(person))
    assert for_coaches(request_of(AnonymousUser())).url.startswith(reverse("account_login"))


def test_a_page_without_roles_is_for_staff_and_none_is_for_anyone():
    assert work.work_page()(lambda request: HttpResponse()).policy.who == {STAFF}
    with pytest.raises(ImproperlyConfigured, match="not for anyone"):
        work.work_page("anyone")


def test_a_page_is_registered_with_a_name_of_its_own_and_a_guard(monkeypatch):
    monkeypatch.setattr(work, "_pages", {})
    work.register(path("prov/", for_coaches, name="prov"))
    for pattern, words in (
        (path("prov2/", for_coaches, name="prov"), "needs a name of its own"),
        (path("prov3/", for_coaches), "needs a name of its own"),
        (path("prov4/", lambda request: HttpResponse(), name="prov4"), "who may enter"),
    ):
        with pytest.raises(ImproperlyConfigured, match=words):
            work.register(pattern)
    assert [pattern.name for pattern in work.patterns()] == ["prov"]


@pytest.mark.django_db
def test_the_menu_holds_what_one_may_enter(monkeypatch):
    cast = make_cast()
    here = reverse("admin:review_queue")
    found = [item for item in work.menu(cast.reviewer, f"{here}PF-2026-0001/") if item.url == here]
    assert [item.current for item in found] == [True]
    assert [item for item in work.menu(cast.communicator, here) if item.url == here] == []
