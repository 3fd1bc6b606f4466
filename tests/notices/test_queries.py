"""Who reads which letters."""

from __future__ import annotations

import pytest

from civicportal.cases.actions import declare_recusal
from civicportal.notices.models import Lane, Message
from civicportal.notices.queries import letters_sent, text_for
from civicportal.people.models import Person
from tests.cases.conftest import world
from tests.notices.test_sending import letter


@pytest.fixture
def cast(db):
    people = world()
    people.of_case = letter(1, about_kind="cases.case", about_id=people.case.pk, text="ord om ärendet")
    people.of_account = letter(2, text="ord om kontot")
    people.code = letter(3, lane=Lane.CODE, text="123456", subject="Din kod 123456")
    return people


def seen(person: Person) -> list[int]:
    return list(
        Message.objects.visible_to(Person.objects.get(pk=person.pk)).order_by("pk").values_list("pk", flat=True)
    )


def test_a_letter_is_seen_by_who_sees_what_it_is_about(cast):
    of_case, account, code = cast.of_case.pk, cast.of_account.pk, cast.code.pk
    assert seen(cast.manager) == [of_case]
    assert seen(cast.stranger) == []
    assert seen(cast.coach) == []
    assert seen(cast.administrator) == [account, code]
    assert seen(cast.auditor) == [of_case, account, code]


def test_a_recusal_hides_the_letters_of_the_case(cast):
    for person in (cast.manager, cast.auditor):
        declare_recusal(cast.case, person=person, ground="party", by=person)
    assert seen(cast.manager) == []
    assert seen(cast.auditor) == [cast.of_account.pk, cast.code.pk]


def test_a_protected_identity_hides_them_from_all_but_registrar_and_handler(cast):
    Person.objects.filter(pk=cast.resident.pk).update(protected=True)
    assert seen(cast.manager) == []
    assert seen(cast.registrar) == [cast.of_case.pk]


def test_nobody_reads_a_code(cast):
    assert str(cast.code) == "tests.plain"
    for person in (cast.administrator, cast.auditor):
        assert text_for(person, cast.code) == ""
    assert text_for(cast.administrator, cast.of_account) == ""
    assert text_for(cast.auditor, cast.of_account) == "ord om kontot"
    assert text_for(cast.manager, cast.of_case) == "ord om ärendet"
    assert text_for(cast.stranger, cast.of_case) == ""


def test_the_demo_lists_what_was_let_go(cast):
    letter(4, state="held")
    letter(5, state="void")
    assert [row.pk for row in letters_sent()] == [cast.code.pk, cast.of_account.pk, cast.of_case.pk]


def test_a_sealed_letter_is_read_by_nobody_else(cast):
    sealed = letter(4, kind="commons.confirm", text="ord som ingen har bekräftat", subject="Bekräfta: ord")
    assert (str(sealed), text_for(cast.auditor, sealed)) == ("commons.confirm", "")


def test_a_link_that_is_a_key_is_for_its_reader_alone(cast):
    site = "http://testserver"
    words = f"Svara här: {site}/tillstyrk/abc123/\nOch läs {site}/fonder/ eller {site}/en/fonder/"
    message = letter(5, about_kind="cases.case", about_id=cast.case.pk, text=words)
    shown = words.replace(f"{site}/tillstyrk/abc123/", "[länk till den som fick brevet]")
    assert text_for(cast.manager, message) == shown
    assert Message.objects.get(pk=message.pk).text == words


def test_a_key_in_english_is_one_too(cast):
    words = "Answer here: http://testserver/en/tillstyrk/abc123/"
    message = letter(6, about_kind="cases.case", about_id=cast.case.pk, text=words, language="en")
    assert text_for(cast.manager, message) == "Answer here: [länk till den som fick brevet]"
