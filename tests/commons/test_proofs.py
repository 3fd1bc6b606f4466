"""Confirmed by mail: nothing happens before, it happens once, and old links end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import Http404
from django.test import Client

from civicportal.commons import proofs
from civicportal.commons.enums import QUESTION
from civicportal.commons.models import Item, Proof, Question
from civicportal.commons.tasks import sweep_proofs
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from tests.commons.factories import make_project, published

pytestmark = pytest.mark.django_db
WRITTEN = {"text": "Får man ha kaniner där?", "once": "00000000-0000-4000-8000-000000000001"}


def ask(item: Item, **facts: Any) -> str:
    """A question that waits to be confirmed; the token of its letter."""
    own: dict[str, Any] = {"email": "Rut@Example.org", "language": "sv", "about": item, "payload": WRITTEN}
    proofs.ask(QUESTION, **{**own, **facts})
    found = re.search(r"/bekrafta/([\w-]+)/", Message.objects.latest("pk").text)
    assert found is not None
    return found.group(1)


def test_nothing_happens_before_the_button_is_pressed_and_then_once(client: Client) -> None:
    item = published("Kaninparken")
    path = f"/bekrafta/{ask(item)}/"
    assert [client.get(path).status_code, client.head(path).status_code] == [200, 200]
    assert (Question.objects.count(), Message.objects.count()) == (0, 1)
    receipts = [client.post(path).headers["Location"] for _ in range(2)]
    assert receipts == [f"/fraga/project/{item.slug}/tack/?bekraftad=1"] * 2
    assert list(Question.objects.values_list("email", "text")) == [("rut@example.org", WRITTEN["text"])]
    assert "Du har redan bekräftat det här" in client.get(path).content.decode()


def test_what_was_written_is_sealed_until_then_and_emptied_after() -> None:
    token = ask(published())
    proof = Proof.objects.get()
    assert (b"kaniner" in bytes(proof.sealed), proof.payload) == (False, WRITTEN)
    assert token not in proof.token_hash
    proofs.confirm(token)
    assert (bytes(Proof.objects.get().sealed), Proof.objects.get().payload) == (b"", {})


def test_an_old_link_is_no_link_and_is_swept_away(client: Client) -> None:
    token = ask(published())
    with time_machine.travel(dates.now() + timedelta(hours=73), tick=False):
        assert client.get(f"/bekrafta/{token}/").status_code == 404
        with pytest.raises(Refused):
            proofs.confirm(token)
        assert sweep_proofs() == 1
    assert (Question.objects.count(), Proof.objects.count()) == (0, 0)


def test_a_receipt_is_kept_for_a_month() -> None:
    token = ask(published())
    proofs.confirm(token)
    with time_machine.travel(dates.now() + timedelta(days=29), tick=False):
        assert sweep_proofs() == 0
    with time_machine.travel(dates.now() + timedelta(days=31), tick=False):
        assert sweep_proofs() == 1


def test_what_is_hidden_meanwhile_is_refused_and_nothing_is_kept_as_done() -> None:
    from civicportal.commons import actions

    project = make_project()
    token = ask(actions.publish(project, by=None))
    actions.hide(project, by=None, reason="withdrawn")
    with pytest.raises(Refused):
        proofs.confirm(token)
    assert Proof.objects.get().confirmed_at is None


def test_a_link_that_nobody_sent_is_not_there() -> None:
    with pytest.raises(Http404):
        proofs.proof_of("x" * 32)


def test_in_english_letter_page_and_receipt_are_english(client: Client) -> None:
    item = published({"sv": "Kaninparken", "en": "The rabbit park"})
    token = ask(item, language="en")
    assert "Ask a question about: The rabbit park" in Message.objects.get().text
    assert "Send my question" in client.get(f"/en/bekrafta/{token}/").content.decode()
    assert proofs.confirm(token).led_to == f"/en/fraga/project/{item.slug}/tack/?bekraftad=1"


def test_two_kinds_cannot_share_a_key() -> None:
    with pytest.raises(ValueError, match="twice"):
        proofs.register(proofs.proof_kinds[QUESTION])
