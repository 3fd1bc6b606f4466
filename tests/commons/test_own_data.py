"""What somebody follows, supports, asks and reports is theirs: shown to them, and gone with the account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civicportal.commons import actions, proofs
from civicportal.commons.enums import QUESTION, ReportReason
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Follow, Item, Proof, Question, Report, Support
from civicportal.people import own_data
from civicportal.people.models import Person
from tests.commons.factories import published
from tests.people import make_fund_manager, make_resident

pytestmark = pytest.mark.django_db


def test_what_one_follows_is_shown_to_oneself_alone_and_forgotten_on_request() -> None:
    person, item = make_resident(), published("Bikupor")
    actions.follow(item, email=person.email, language="sv", confirmed=True)
    actions.follow(item, email="annan@example.org", language="sv", confirmed=True)
    part = own_data.parts["follows"]
    assert [row["what"] for row in part.export(person)] == ["Bikupor"]
    assert part.erase is not None
    part.erase(person)
    assert list(Follow.objects.values_list("email", flat=True)) == ["annan@example.org"]


def said(person: Person) -> dict[str, object]:
    return {key: own_data.parts[key].export(person) for key in ("supports", "questions", "reports", "proofs")}


def erase(person: Person) -> None:
    for key in ("supports", "questions", "reports", "proofs"):
        part = own_data.parts[key]
        assert part.erase is not None
        part.erase(person)


def test_what_one_has_said_is_shown_to_oneself_alone_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds, "project", replace(kinds["project"], can_support=True))
    rut, bo, item = make_resident(), make_resident("Bo"), published("Bikupor")
    manager = make_fund_manager(item.unit)
    for person in (rut, bo):
        actions.support(item, email=person.email, language="sv", person=person, confirmed=True)
        asked = [actions.ask(item, text=text, language="sv", email=person.email) for text in ("Öppen?", "Väntar?")]
        actions.release_question(asked[0], by=manager)
        actions.report(item, reason=ReportReason.OTHER, text="Så här", email=person.email)
        proofs.ask(QUESTION, email=person.email, language="sv", about=item, payload={"text": "Snart?"})
    told = said(rut)
    assert [row["what"] for row in told["supports"]] == ["Bikupor"]  # type: ignore[attr-defined]
    assert [row["text"] for row in told["questions"]] == ["Öppen?", "Väntar?"]  # type: ignore[attr-defined]
    assert [row["text"] for row in told["reports"]] == ["Så här"]  # type: ignore[attr-defined]
    assert [row["text"] for row in told["proofs"]] == [{"text": "Snart?"}]  # type: ignore[attr-defined]
    erase(rut)
    assert said(rut) == {"supports": [], "questions": [], "reports": [], "proofs": []}
    assert (Item.objects.get().supporters, Support.objects.get().email) == (1, bo.email)
    assert sorted(Question.objects.values_list("text", "email")) == [
        ("Väntar?", bo.email), ("Öppen?", ""), ("Öppen?", bo.email)
    ]  # fmt: skip
    assert sorted(Report.objects.values_list("words", "email")) == [("", ""), ("Så här", bo.email)]
    assert Proof.objects.get().email == bo.email
