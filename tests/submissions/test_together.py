"""Writing together: invited by a fixed letter, let in by the invited address only, conflicts by name, nothing lost."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from civicportal.kernel.answers import Refused
from civicportal.kernel.web import TooMany
from civicportal.notices.models import Message
from civicportal.people import own_data
from civicportal.people.actions import change_email
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.submissions import actions
from civicportal.submissions.actions import together
from civicportal.submissions.enums import CoWriterState as S
from civicportal.submissions.models import CoWriter, Draft, Opening
from civicportal.submissions.queries import answers_of, kept, titled_drafts
from civicportal.submissions.together import MOST_WRITERS, called, invitation_by
from tests.people import client_of
from tests.submissions.samples import TYPED, make_draft, make_opening, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def noa(db: None) -> Person:
    return make_person("noa@example.org", name="Noa Ek")


@pytest.fixture
def draft(opening: Opening, kim: Person) -> Draft:
    return make_draft(opening, kim)


def token_in(letter: Message) -> str:
    found = re.search(r"/skriv-med/([\w-]+)/", letter.text)
    assert found is not None
    return found[1]


def invited(draft: Draft, email: str = "noa@example.org") -> str:
    """Invites an address; gives what stands in the link."""
    assert draft.person is not None
    together.invite(draft, email=email, language="sv", by=draft.person)
    return token_in(Message.objects.filter(kind="submissions.invited", email=email).latest("pk"))


def let_in(draft: Draft, person: Person) -> CoWriter:
    return together.accept(invitation_by(invited(draft, person.email)), by=person)


def page(person: Person, draft: Draft, rest: str = "") -> Any:
    return client_of(person).get(f"/utkast/{draft.token}/{rest}")


def test_the_letter_has_no_word_that_the_inviter_wrote(opening: Opening) -> None:
    kim = make_person("kim2@example.org", name="Vinn en resa http://x.example")
    draft = make_draft(opening, kim)
    actions.save_answers(draft, {"title": "Hemlig titel"}, {}, by=kim)
    token = invited(draft)
    letter = Message.objects.get(kind="submissions.invited")
    assert [words in letter.text for words in ("Vinn", "Hemlig", "kim2@example.org", token)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert (letter.lane, CoWriter.objects.get().token_hash in letter.text) == ("code", False)


def test_the_inviter_with_a_protected_identity_is_not_told(opening: Opening) -> None:
    safe = make_person("skyddad@example.org", protected=True)
    token = invited(make_draft(opening, safe))
    assert "skyddad@example.org" not in Message.objects.get(kind="submissions.invited").text
    assert "skyddad@example.org" not in Client().get(f"/skriv-med/{token}/").content.decode()


def test_the_invited_is_let_in_and_writes(draft: Draft, noa: Person) -> None:
    token, client = invited(draft), client_of(noa)
    assert client.get(f"/skriv-med/{token}/").status_code == 200
    assert CoWriter.objects.get().state == S.INVITED, "looking is not saying yes"
    assert page(noa, draft).status_code == 404
    answer = client.post(f"/skriv-med/{token}/", {"do": "yes"})
    assert answer["Location"] == f"/utkast/{draft.token}/"
    assert client.get(answer["Location"]).status_code == 200
    client.post(f"/utkast/{draft.token}/steg/idea/", {"q_title": "Noas titel", "version": "", "do": "save"})
    assert answers_of(draft)["title"] == "Noas titel"
    assert kept(draft).by["title"] == noa.pk
    assert Message.objects.filter(kind="submissions.invitation_accepted", email="kim@example.org").count() == 1


def test_an_invitation_is_for_its_address_only(draft: Draft) -> None:
    token, stranger = invited(draft), make_person("annan@example.org")
    answer = client_of(stranger).post(f"/skriv-med/{token}/", {"do": "yes"})
    assert (answer.status_code, CoWriter.objects.get().state) == (403, S.INVITED)
    assert "noa@example.org" in answer.content.decode()
    with pytest.raises(Refused):
        together.accept(invitation_by(token), by=make_person("ny@example.org", confirmed_at=None))


def test_whoever_has_no_account_is_let_in_when_the_code_is_right(draft: Draft, client: Client) -> None:
    token = invited(draft, "ny@example.org")
    answer = client.post(f"/skriv-med/{token}/", {"do": "yes"})
    assert answer["Location"].startswith("/konto/logga-in/") or "next=" in answer["Location"]
    client.post(answer["Location"], {"email": "ny@example.org"})
    code = re.search(r"\b(\d{4} ?\d{4})\b", Message.objects.get(kind="people.sign_in_code").text)
    assert code is not None
    from django.urls import reverse

    back = answer["Location"].partition("next=")[2]
    end = client.post(f"{reverse('account_confirm_login_code')}?next={back}", {"code": code[1]}, follow=True)
    assert CoWriter.objects.get().state == S.WRITING
    assert end.request["PATH_INFO"] == f"/utkast/{draft.token}/"


def test_an_invitation_and_a_place_among_the_writers_move_with_an_address(
    opening: Opening, draft: Draft, noa: Person
) -> None:
    other = make_draft(opening, make_person("eli@example.org"))
    token = invited(draft)
    let_in(other, noa)
    change_email(noa, email="noa.ny@example.org", by=noa)
    assert set(CoWriter.objects.values_list("email", "state")) == {
        ("noa.ny@example.org", S.INVITED), ("noa.ny@example.org", S.WRITING),
    }  # fmt: skip
    together.accept(invitation_by(token), by=Person.objects.get(pk=noa.pk))
    assert CoWriter.objects.writing().filter(person=noa).count() == 2


@pytest.mark.parametrize("accepted", [True, False])
def test_of_two_invitations_to_one_draft_one_stays(draft: Draft, noa: Person, accepted: bool) -> None:
    if accepted:
        let_in(draft, noa)
    else:
        invited(draft)
    invited(draft, "noa.ny@example.org")
    change_email(noa, email="noa.ny@example.org", by=noa)
    (left,) = CoWriter.objects.standing()
    assert (left.email, left.state) == ("noa.ny@example.org", S.WRITING if accepted else S.INVITED)


def test_no_thanks_ends_the_link(draft: Draft, noa: Person) -> None:
    token = invited(draft)
    assert Client().post(f"/skriv-med/{token}/", {"do": "no"}, follow=True).status_code == 410
    assert CoWriter.objects.get().state == S.DECLINED
    assert client_of(noa).post(f"/skriv-med/{token}/", {"do": "yes"}).status_code == 410
    assert page(noa, draft).status_code == 404


def test_inviting_again_renews_the_link_and_ends_the_older(draft: Draft) -> None:
    first, second = invited(draft), invited(draft)
    assert CoWriter.objects.count() == 1
    assert Client().get(f"/skriv-med/{first}/").status_code == 404
    assert Client().get(f"/skriv-med/{second}/").status_code == 200


def test_a_cap_and_a_limit_hold(draft: Draft, kim: Person) -> None:
    for number in range(MOST_WRITERS):
        invited(draft, f"nummer{number}@example.org")
    with pytest.raises(Refused, match="högst 9"):
        together.invite(draft, email="en.till@example.org", language="sv", by=kim)
    together.invite(draft, email="nummer1@example.org", language="sv", by=kim)
    with pytest.raises(TooMany):
        together.invite(draft, email="nummer1@example.org", language="sv", by=kim)
    assert Message.objects.filter(kind="submissions.invited", email="nummer1@example.org").count() == 2


def test_only_the_owner_invites_removes_and_sends(draft: Draft, kim: Person, noa: Person) -> None:
    row = let_in(draft, noa)
    client = client_of(noa)
    for refused in (
        lambda: together.invite(draft, email="x@example.org", language="sv", by=noa),
        lambda: together.remove(row, by=noa),
        lambda: actions.send(draft, by=noa),
    ):
        with pytest.raises(Refused):
            refused()
    assert client.post(f"/utkast/{draft.token}/ta-bort/").status_code == 403
    assert client.post(f"/utkast/{draft.token}/tillsammans/{row.number}/ta-bort/").status_code == 403
    assert Draft.objects.filter(pk=draft.pk).exists()
    answer = client.get(f"/utkast/{draft.token}/kontrollera/").content.decode()
    assert "Whose is the draft" not in answer


def test_a_co_writer_leaves_and_another_is_removed(draft: Draft, kim: Person, noa: Person) -> None:
    let_in(draft, noa)
    assert client_of(noa).post(f"/utkast/{draft.token}/tillsammans/lamna/").status_code == 302
    assert page(noa, draft).status_code == 404
    mia = make_person("mia@example.org")
    row = let_in(draft, mia)
    assert client_of(kim).post(f"/utkast/{draft.token}/tillsammans/{row.number}/ta-bort/").status_code == 302
    assert page(mia, draft).status_code == 404
    assert sorted(CoWriter.objects.values_list("state", flat=True)) == [S.LEFT, S.REMOVED]


def test_a_draft_without_account_gets_an_owner_before_anybody_is_invited(opening: Opening, client: Client) -> None:
    draft = actions.start_draft(opening=opening, email="kim@example.org", language="sv", session={})
    session = client.session
    session["drafts"] = [str(draft.token)]
    session.save()
    where = f"/utkast/{draft.token}/tillsammans/"
    assert "Logga in först" in client.get(where).content.decode()
    assert client.post(where, {"email": "noa@example.org"}).status_code == 422
    assert client.post(where, {"sign_in": "1"}).status_code == 302
    assert CoWriter.objects.count() == 0


def test_the_list_of_writers_names_nobody_who_is_protected(draft: Draft, kim: Person) -> None:
    safe = make_person("skyddad@example.org", name="Mirjam Hemlig", protected=True)
    let_in(draft, safe)
    shown = page(kim, draft).content.decode()
    assert ("Mirjam Hemlig" in shown, "skyddad@example.org" in shown, called(safe) in shown) == (False, False, True)


def test_who_writes_stands_on_the_task_list_and_on_my_page(draft: Draft, kim: Person, noa: Person) -> None:
    let_in(draft, noa)
    assert "Noa Ek" in page(kim, draft).content.decode()
    assert "Kim Berg" in page(noa, draft).content.decode()
    assert [found.pk for found in titled_drafts(noa)] == [draft.pk]
    assert titled_drafts(make_person("annan@example.org")) == []


def test_a_conflict_says_whose_text_is_whose(draft: Draft, kim: Person, noa: Person) -> None:
    let_in(draft, noa)
    actions.save_answers(draft, {"summary": "Kims text"}, {}, by=kim, tab="a" * 12)
    with pytest.raises(actions.Conflict):
        actions.save_answers(draft, {"summary": "Noas text"}, {}, by=noa, tab="b" * 12)
    shown = page(noa, draft, "tva-texter/").content.decode()
    for words in ("Sparad, av Kim Berg", "Skriven bredvid, av Noa Ek", "Kims text", "Noas text"):
        assert words in shown
    client_of(noa).post(
        f"/utkast/{draft.token}/tva-texter/",
        {"summary-which": f"aside-{'b' * 12}", "summary-version": "1", "summary-text": ""},
    )
    assert answers_of(draft)["summary"] == "Noas text"


def test_pages_cost_nothing_more_without_co_writers_and_one_query_with(
    draft: Draft, kim: Person, noa: Person, django_assert_num_queries: Any
) -> None:
    actions.save_answers(draft, TYPED, {}, by=kim)
    owner, where = client_of(kim), f"/utkast/{draft.token}/steg/idea/"

    def count(client: Client, path: str) -> int:
        from django.test.utils import CaptureQueriesContext

        client.get(path)
        with CaptureQueriesContext(connection) as taken:
            client.get(path)
        return len(taken)

    alone = [count(owner, where), count(owner, f"/utkast/{draft.token}/")]
    let_in(draft, noa)
    along = client_of(noa)
    assert [count(owner, where), count(owner, f"/utkast/{draft.token}/")] == [alone[0], alone[1] + 1]
    assert [count(along, where), count(along, f"/utkast/{draft.token}/")] == [alone[0] + 1, alone[1] + 1]


def test_own_data_names_what_one_writes_in_and_closing_leaves_it(draft: Draft, noa: Person) -> None:
    let_in(draft, noa)
    assert [row["address"] for row in own_data.export(noa)["together"]] == ["noa@example.org"]
    together.end_all_of(noa)
    assert CoWriter.objects.get().state == S.LEFT
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_the_log_has_every_move_and_no_address(draft: Draft, noa: Person) -> None:
    together.leave(let_in(draft, noa), by=noa)
    entries = Entry.objects.filter(subject_kind="submissions.cowriter").order_by("pk")
    assert [entry.verb for entry in entries] == ["co_writer.invited", "co_writer.accept", "co_writer.leave"]
    assert "noa@" not in "".join(str(entry.facts) for entry in entries)


def at_once(*deeds: Any) -> list[Any]:
    """Runs deeds in threads of their own at the same instant; what each gave, in order."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int) -> None:
        try:
            gate.wait()
            results[number] = deeds[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_co_applicants_save_the_same_answer_at_the_same_instant() -> None:
    kim, noa = make_person(), make_person("noa@example.org", name="Noa Ek")
    draft = make_draft(make_opening(), kim)
    let_in(draft, noa)
    where = f"/utkast/{draft.token}/steg/idea/spara/"

    def save(person: Person, words: str, tab: str) -> Any:
        client = client_of(person)
        return lambda: client.post(where, {"q_title": words, "version": f"{tab * 12}|"})

    answers = at_once(save(kim, "Kims titel", "a"), save(noa, "Noas titel", "b"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer.json() for answer in answers if answer.status_code == 409)
    assert {lost["yours"], lost["theirs"]} == {"Kims titel", "Noas titel"}
    assert lost["words"].startswith("Kim Berg" if lost["theirs"] == "Kims titel" else "Noa Ek")
    have = kept(draft)
    assert {have.values["title"], *have.aside["title"].values()} == {"Kims titel", "Noas titel"}


@pytest.mark.django_db(transaction=True)
def test_an_invitation_said_yes_to_twice_at_once_is_one() -> None:
    kim, noa = make_person(), make_person("noa@example.org")
    invitation = invitation_by(invited(make_draft(make_opening(), kim)))
    at_once(*[lambda: together.accept(invitation, by=noa)] * 2)
    assert CoWriter.objects.get().state == S.WRITING
    assert Message.objects.filter(kind="submissions.invitation_accepted").count() == 1
