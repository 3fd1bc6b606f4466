"""An answer that is late: whoever waits is told the same day, and gets another day with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from civicportal.cases import actions, kinds
from civicportal.cases.models import Case
from civicportal.cases.tasks import tell_late
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from tests.cases.conftest import world
from tests.letters import assert_letter_snapshot
from tests.people import client_of

PROMISED, NEW = date(2026, 11, 20), date(2026, 12, 22)
WHY = "Två av oss är sjuka, och vi vill läsa ditt förslag ordentligt."


@pytest.fixture
def cast(db: None) -> Any:
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        found = world()
        Case.objects.filter(pk=found.case.pk).update(answer_by=PROMISED)
        found.case.refresh_from_db()
        yield found


def letters(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("email", flat=True))


def test_whoever_waits_is_told_once(cast: SimpleNamespace) -> None:
    assert [tell_late(), tell_late()] == [1, 0]
    assert letters("cases.late") == [cast.resident.email]
    assert Case.objects.get(pk=cast.case.pk).told_late_at == dates.now()


@pytest.mark.parametrize("state", ["in time", "today", "answered", "closed", "nothing promised", "told", "at night"])
def test_nobody_is_told_who_need_not_be(cast: SimpleNamespace, state: str) -> None:
    now = dates.now()
    changes: dict[str, dict[str, Any]] = {
        "in time": {"answer_by": NEW},
        "today": {"answer_by": dates.today()},
        "answered": {"answered_at": now},
        "closed": {"answered_at": now, "closed_at": now},
        "nothing promised": {"answer_by": None},
        "told": {"told_late_at": now},
    }
    Case.objects.update(**changes.get(state, {"title": "x"}))
    with time_machine.travel(now - timedelta(hours=3) if state == "at night" else now, tick=False):
        assert tell_late() == 0
    assert letters("cases.late") == []


def test_somebody_without_an_account_is_told_where_the_kind_knows_who(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    Case.objects.update(person=None, kind="tests.need")
    known = kinds.Reader("gast@example.org", "en", lambda: "/behov/lapp/abc/")
    kind = kinds.CaseKind("tests.need", "Need", talk_path=lambda case: "/", reader=lambda case: known)
    monkeypatch.setitem(kinds.kinds, "tests.need", kind)
    assert tell_late() == 1
    letter = Message.objects.get(kind="cases.late")
    assert (letter.email, letter.language, "/behov/lapp/abc/" in letter.text) == ("gast@example.org", "en", True)


def test_where_nobody_left_an_address_nobody_is_told(cast: SimpleNamespace) -> None:
    Case.objects.update(person=None)
    assert (tell_late(), Message.objects.count()) == (0, 0)


def test_another_day_is_promised_with_its_reason(cast: SimpleNamespace) -> None:
    case = actions.promise_again(cast.case, day=NEW, why=WHY, by=cast.manager)
    assert (case.answer_by, case.new_answer_by, case.days_late()) == (PROMISED, NEW, 4)
    assert letters("cases.promised_again") == [cast.resident.email]
    assert tell_late() == 0, "the new day's letter has said that it is late"
    said = {}
    for language in ("sv", "en"):
        with override(language):
            said[language] = case.late_words()
    assert said == {
        "sv": "4 dagar sent. Ny dag: tisdag 22 december 2026",
        "en": "4 days late. New date: Tuesday 22 December 2026",
    }
    with time_machine.travel("2026-12-23T10:00:00+01:00", tick=False):
        assert "2026" not in case.late_words()


def test_a_day_that_is_promised_before_it_is_late(cast: SimpleNamespace) -> None:
    Case.objects.update(answer_by=date(2026, 11, 30))
    case = actions.promise_again(cast.case, day=NEW, why=WHY, by=cast.manager)
    with override("en"):
        assert case.late_words() == "New date: Tuesday 22 December 2026"
    with time_machine.travel("2026-12-01T10:00:00+01:00", tick=False):
        assert tell_late() == 1, "that the first day went by is told all the same"


@pytest.mark.parametrize(
    ("day", "why", "says"),
    [(date(2026, 11, 24), WHY, "Välj en dag"), (date(2026, 11, 1), WHY, "Välj en dag"), (NEW, "  ", "Skriv varför")],
)
def test_a_promise_is_of_a_day_to_come_with_a_reason(cast: SimpleNamespace, day: date, why: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        actions.promise_again(cast.case, day=day, why=why, by=cast.manager)
    assert (Message.objects.count(), Case.objects.get(pk=cast.case.pk).new_answer_by) == (0, None)


def test_who_promises(cast: SimpleNamespace) -> None:
    for person in (cast.resident, cast.registrar, cast.auditor):
        with pytest.raises(Refused):
            actions.promise_again(cast.case, day=NEW, why=WHY, by=person)
    actions.answered(cast.case, by=None)
    with pytest.raises(Refused, match="inget svar lovat"):
        actions.promise_again(cast.case, day=NEW, why=WHY, by=cast.manager)


def test_the_page_takes_the_new_day_and_says_what_is_wrong(cast: SimpleNamespace) -> None:
    client, page = client_of(cast.manager), reverse("admin:case_work", args=[cast.case.reference])
    day = {"promise-day_0": "22", "promise-day_1": "12", "promise-day_2": "2026"}
    assert "Skriv varför det tar längre tid" in client.post(page, {"do": "promise", **day}).text
    assert client.post(page, {"do": "promise", **day, "promise-why": WHY}).status_code == 302
    assert "4 dagar sent. Ny dag: tisdag 22 december 2026" in client.get(page).text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_letters(cast: SimpleNamespace, language: str) -> None:
    Person.objects.filter(pk=cast.resident.pk).update(language=language)
    tell_late()
    assert_letter_snapshot(Message.objects.get(kind="cases.late"), f"cases.late.{language}")
    actions.promise_again(cast.case, day=NEW, why=WHY, by=cast.manager)
    assert_letter_snapshot(Message.objects.get(kind="cases.promised_again"), f"cases.promised_again.{language}")
