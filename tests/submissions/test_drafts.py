"""Drafts: kept as typed, sealed, merged or shown as a conflict, claimed by the same address only."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import TooMany
from civicportal.notices.models import Message
from civicportal.people import own_data
from civicportal.people.models import Person
from civicportal.submissions import actions
from civicportal.submissions.models import Answer, Draft, Opening
from civicportal.submissions.queries import ASIDE, answers_of, drafts_of, kept, number_of_drafts
from tests.submissions.samples import make_draft, make_opening, make_person

pytestmark = pytest.mark.django_db
MARKER = "hemligtordsommarkerar"


def save(draft: Draft, values: dict[str, Any], versions: dict[str, int] | None = None, **more: Any) -> actions.Saved:
    return actions.save_answers(draft, values, versions or {}, by=None, **more)


def test_a_new_draft_mails_its_link_and_is_held_by_the_session(opening: Opening) -> None:
    session: dict[str, Any] = {}
    draft = actions.start_draft(opening=opening, email=" Kim@Example.org ", language="en", session=session)
    letter = Message.objects.get()
    assert (draft.email, draft.person, session["drafts"]) == ("kim@example.org", None, [str(draft.token)])
    assert (letter.kind, letter.email, letter.language, letter.lane) == (
        "submissions.resume_link", "kim@example.org", "en", "code",
    )  # fmt: skip
    assert draft.resume_hash
    assert draft.resume_hash not in letter.text


def test_a_double_click_makes_one_draft_and_one_letter(opening: Opening) -> None:
    once = "7b6c1a52-9ad5-4f09-8a5f-8a55e58d2a00"
    first = actions.start_draft(opening=opening, email="kim@example.org", language="sv", session={}, once=once)
    second = actions.start_draft(opening=opening, email="kim@example.org", language="sv", session={}, once=once)
    assert (first.pk, Draft.objects.count(), Message.objects.count()) == (second.pk, 1, 1)


def test_a_signed_in_persons_draft_is_theirs_at_once(opening: Opening, kim: Person) -> None:
    draft = actions.start_draft(opening=opening, email="other@example.org", language="sv", by=kim, session={})
    assert (draft.person, draft.email, draft.resume_hash) == (kim, "kim@example.org", None)


def test_no_draft_is_begun_before_or_after_the_opening() -> None:
    now = dates.now()
    coming = make_opening(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    gone = make_opening(opens_at=now - timedelta(days=2), closes_at=now - timedelta(minutes=1))
    for opening in (coming, gone):
        with pytest.raises(Refused):
            actions.start_draft(opening=opening, email="kim@example.org", language="sv", session={})
    assert (Draft.objects.count(), Message.objects.count()) == (0, 0)


def test_a_form_cannot_be_used_to_flood_somebodys_mail(opening: Opening) -> None:
    for _ in range(6):
        actions.start_draft(opening=opening, email="victim@example.org", language="sv", session={})
    with pytest.raises(TooMany):
        actions.start_draft(opening=opening, email="Victim@example.org", language="sv", session={})
    assert Message.objects.count() == 6


def test_answers_are_kept_as_typed_and_never_checked(opening: Opening) -> None:
    draft = make_draft(opening)
    typed = {"title": "x" * 5000, "own": "femtio spänn", "starts": ["31", "2", ""], "areas": ["finns-inte"]}
    saved = save(draft, typed)
    assert answers_of(draft) == typed
    assert saved.versions == dict.fromkeys(typed, 1)


def test_zero_and_nothing_are_answers(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"own": "0", "people": "0", "title": "En titel"})
    save(draft, {"title": ""}, {"title": 1})
    assert answers_of(draft) == {"own": "0", "people": "0", "title": ""}


def test_nothing_that_is_written_lies_in_the_clear(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": MARKER, "budget": [{"what": MARKER, "amount": "1", "note": ""}]})
    with pytest.raises(actions.Conflict):
        save(draft, {"title": f"{MARKER} igen"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE %s', [f"%{MARKER}%"])  # noqa: S608
            found += [table] if cursor.fetchone()[0] else []
        cursor.execute("SELECT sealed FROM submissions_answer")
        raw = [bytes(row[0]) for row in cursor.fetchall()]
    assert found == []
    assert len(raw) == 3
    assert all(MARKER.encode() not in sealed for sealed in raw)


def test_an_old_key_still_opens_what_it_sealed(opening: Opening, settings: Any) -> None:
    from cryptography.fernet import Fernet

    draft = make_draft(opening)
    save(draft, {"title": "Före bytet"})
    settings.DRAFT_KEYS = [Fernet.generate_key().decode(), *settings.DRAFT_KEYS]
    assert answers_of(draft) == {"title": "Före bytet"}


def test_two_pages_that_write_the_same_question_keep_both_texts(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": "Först"}, tab="a")
    save(draft, {"title": "Ena sidan"}, {"title": 1}, tab="b")
    with pytest.raises(actions.Conflict) as met:
        save(draft, {"title": "Andra sidan", "own": "5"}, {"title": 1}, tab="c")
    assert (met.value.yours, met.value.theirs) == ({"title": "Andra sidan"}, {"title": "Ena sidan"})
    assert answers_of(draft) == {"title": "Ena sidan", "own": "5"}
    assert kept(draft).aside == {"title": {"c": "Andra sidan"}}


def test_pages_that_write_different_questions_are_merged(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": "Titel", "summary": "Text"}, tab="a")
    save(draft, {"title": "Ny titel", "summary": "Text"}, {"title": 1, "summary": 1}, tab="b", untouched={"summary"})
    save(draft, {"title": "Titel", "summary": "Ny text"}, {"title": 1, "summary": 1}, tab="c", untouched={"title"})
    assert answers_of(draft) == {"title": "Ny titel", "summary": "Ny text"}


def test_a_page_never_meets_a_conflict_with_itself(opening: Opening) -> None:
    """An answer to a save may be lost on the way, and the page then goes on from an old version."""
    draft = make_draft(opening)
    save(draft, {"title": "Ett"}, tab="a")
    save(draft, {"title": "Ett två"}, {}, tab="a")
    save(draft, {"title": "Ett"}, {}, tab="a", untouched={"title"})
    assert answers_of(draft) == {"title": "Ett"}


def test_the_same_text_from_two_pages_is_no_conflict(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": "Lika"}, tab="a")
    assert save(draft, {"title": "Lika"}, {}, tab="b").changed == set()


def test_a_settled_conflict_keeps_the_chosen_text(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": "Kvar"}, tab="a")
    with pytest.raises(actions.Conflict):
        save(draft, {"title": "Bredvid"}, tab="b")
    actions.settle(draft, {"title": "Bredvid och kvar"}, {"title": 1}, by=None)
    assert answers_of(draft) == {"title": "Bredvid och kvar"}
    assert not Answer.objects.filter(question__endswith=ASIDE).exists()


def test_a_choice_made_from_an_old_page_lets_go_of_nothing(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": "Kvar"}, tab="a")
    with pytest.raises(actions.Conflict):
        save(draft, {"title": "Bredvid"}, tab="b")
    save(draft, {"title": "Nyare"}, {"title": 1}, tab="a")
    with pytest.raises(actions.Conflict):
        actions.settle(draft, {"title": "Bredvid"}, {"title": 1}, by=None)
    assert answers_of(draft) == {"title": "Nyare"}
    assert "Bredvid" in kept(draft).aside["title"].values()


def test_a_text_past_all_reason_is_refused_and_the_old_one_kept(opening: Opening) -> None:
    draft = make_draft(opening)
    save(draft, {"title": "Kvar"})
    with pytest.raises(Refused):
        save(draft, {"title": "x" * 300_000}, {"title": 1})
    assert answers_of(draft) == {"title": "Kvar"}


def test_only_the_same_confirmed_address_claims(opening: Opening, kim: Person) -> None:
    mine, other = make_draft(opening), make_draft(opening, email="other@example.org")
    actions.mail_new_link(mine)
    unconfirmed = make_person("ny@example.org", confirmed_at=None)
    theirs = make_draft(opening, email="ny@example.org")
    assert (actions.claim_all(kim), actions.claim_all(unconfirmed)) == (1, 0)
    owners = [Draft.objects.get(pk=draft.pk).person for draft in (mine, other, theirs)]
    assert owners == [kim, None, None]
    assert Draft.objects.get(pk=mine.pk).resume_hash is None


def test_a_claimed_draft_is_nobody_elses(opening: Opening, kim: Person) -> None:
    draft = make_draft(opening, kim)
    with pytest.raises(Refused):
        actions.adopt(draft, by=make_person("other@example.org"))
    assert Draft.objects.get().person == kim


def test_whoever_holds_the_draft_may_take_it_over_with_a_confirmed_address(opening: Opening, kim: Person) -> None:
    draft = actions.adopt(make_draft(opening, email="kiim@example.org"), by=kim)
    assert (draft.person, draft.email) == (kim, "kim@example.org")


def test_a_changed_form_never_breaks_a_draft(opening: Opening, kim: Person) -> None:
    draft = make_draft(opening, kim)
    save(draft, {"title": "Kvar", "borta": "en fråga som inte finns"})
    opening.form = make_opening({
        "steps": [{"key": "s", "title": "S", "questions": [{"key": "ny", "kind": "money", "label": "Ny"}]}]
    }).form  # fmt: skip
    opening.save()
    draft = Draft.objects.get(pk=draft.pk)
    assert draft.form != opening.form
    assert answers_of(draft)["title"] == "Kvar"


def test_expiry_warns_first_and_removes_14_days_later(opening: Opening) -> None:
    start = dates.now()
    draft = make_draft(opening)
    with time_machine.travel(start + timedelta(days=165), tick=False):
        assert actions.expire_drafts() == {"warned": 0, "removed": 0}
    with time_machine.travel(start + timedelta(days=166, minutes=1), tick=False):
        assert actions.expire_drafts() == {"warned": 1, "removed": 0}
        assert actions.expire_drafts() == {"warned": 0, "removed": 0}
    letter = Message.objects.get()
    assert (letter.kind, letter.email) == ("submissions.draft_expires", draft.email)
    with time_machine.travel(start + timedelta(days=179), tick=False):
        assert actions.expire_drafts()["removed"] == 0
    with time_machine.travel(start + timedelta(days=180, minutes=2), tick=False):
        assert actions.expire_drafts() == {"warned": 0, "removed": 1}
    assert Draft.objects.count() == 0


def test_a_sweep_that_was_late_still_gives_14_days(opening: Opening) -> None:
    start = dates.now()
    make_draft(opening)
    with time_machine.travel(start + timedelta(days=400), tick=False):
        assert actions.expire_drafts() == {"warned": 1, "removed": 0}
    with time_machine.travel(start + timedelta(days=413), tick=False):
        assert actions.expire_drafts()["removed"] == 0
    with time_machine.travel(start + timedelta(days=414, minutes=1), tick=False):
        assert actions.expire_drafts()["removed"] == 1


def test_a_change_after_the_warning_keeps_the_draft(opening: Opening) -> None:
    start = dates.now()
    draft = make_draft(opening)
    with time_machine.travel(start + timedelta(days=170), tick=False):
        actions.expire_drafts()
        save(draft, {"title": "Jag är kvar"})
    with time_machine.travel(start + timedelta(days=200), tick=False):
        assert actions.expire_drafts() == {"warned": 0, "removed": 0}
    assert answers_of(draft) == {"title": "Jag är kvar"}


def test_staff_know_counts_and_nothing_else(opening: Opening, kim: Person) -> None:
    make_draft(opening, kim)
    make_draft(opening)
    assert number_of_drafts([opening.pk]) == {opening.pk: 2}
    assert {Draft, Answer} & set(admin.site._registry) == set()


def test_own_data_has_the_drafts_and_erases_them(opening: Opening, kim: Person) -> None:
    draft, other = make_draft(opening, kim), make_draft(opening, email="other@example.org")
    save(draft, {"title": "Mitt"})
    told = own_data.parts["drafts"].export(kim)
    assert [(one["for"], one["answers"]) for one in told] == [("Testfonden", {"title": "Mitt"})]
    own_data.parts["drafts"].erase(kim)
    assert list(Draft.objects.all()) == [other]
    assert drafts_of(kim) == []


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 20), "navy").save(content, "PNG")
    return SimpleUploadedFile("ritning.png", content.getvalue(), "image/png")


def test_a_drafts_file_is_sealed_replaced_and_removed_with_it(
    opening: Opening, django_capture_on_commit_callbacks: Any
) -> None:
    draft = make_draft(opening)
    first = actions.keep_file(draft, "plan", picture(), by=None)
    assert first.encrypted
    with default_storage.open(first.path) as stored:
        assert not stored.read().startswith(b"\x89PNG")
    with django_capture_on_commit_callbacks(execute=True):
        second = actions.keep_file(draft, "plan", picture(), by=None)
    assert [stored.pk for stored in StoredFile.objects.all()] == [second.pk]
    assert not default_storage.exists(first.path)
    assert answers_of(draft)["plan"]["name"] == "ritning.png"
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(draft, by=None)
    assert (StoredFile.objects.count(), default_storage.exists(second.path)) == (0, False)
