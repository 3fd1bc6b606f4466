"""Reading blind: one accessor, an empty redaction is empty, nothing else tells who it is."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from civicportal.review import redacting
from civicportal.review.actions import assign
from civicportal.review.actions.blind import redact
from civicportal.review.models import GoneThrough, Redaction
from civicportal.review.queries import queue
from civicportal.review.redacting import Warned, warnings_in_text
from tests.people import client_of
from tests.review import factories

NEED = "Ring Rut Resident på 070-123 45 67 eller rut@firman.example, se https://rut.example/om"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def named(round_):
    """A title and a text that name the applicant, read blind."""
    round_.submission = factories.make_submission(
        round_.opening, round_.cast.resident, "Rut Residents cykelkök", need=NEED, contact="Rut Resident"
    )
    factories.give_out(round_.submission, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    round_.version = round_.submission.versions.get()
    return round_


def page(round_, name="review"):
    return client_of(round_.cast.reviewer).get(reverse(f"admin:{name}", args=[round_.submission.case.reference])).text


# "Empty" is a value


@pytest.mark.parametrize("text", ["Ett cykelkök", ""])
def test_a_redaction_holds_on_every_page_and_an_empty_one_shows_nothing(named, text):
    redact(named.version, texts={"need": text, "title": text}, by=named.cast.fund_manager)
    for shown in (page(named), client_of(named.cast.reviewer).get(reverse("admin:review_queue")).text):
        assert "070-123 45 67" not in shown
        assert "Rut Resident" not in shown
    assert redacting.shown(named.version, "need", blind=True) == text
    assert redacting.shown(named.version, "need", blind=False) == NEED
    assert redacting.title_of(named.submission, blind=True) == (text or "Title left out")


def test_what_was_sent_is_never_changed(named):
    before = (named.version.answers, named.version.sha256)
    redact(named.version, texts={"need": ""}, by=named.cast.fund_manager)
    named.version.refresh_from_db()
    assert (named.version.answers, named.version.sha256) == before


def test_a_redaction_is_taken_back_by_none(named):
    redact(named.version, texts={"need": ""}, by=named.cast.fund_manager)
    redact(named.version, texts={"need": None}, by=named.cast.fund_manager)
    assert not Redaction.objects.exists()
    assert redacting.shown(named.version, "need", blind=True) == NEED


def test_a_new_version_keeps_the_redaction_of_what_is_the_same_and_withholds_what_changed(named):
    redact(named.version, texts={"need": "Ett kök", "title": "Kök"}, by=named.cast.fund_manager)
    newer = factories.add_version(named.submission, {**named.version.answers, "need": f"{NEED} igen"})
    assert redacting.shown(newer, "title", blind=True) == "Kök"
    assert redacting.shown(newer, "need", blind=True) == str(redacting.NOT_YET)
    assert "070-123 45 67" not in page(named)


def test_nobody_but_those_responsible_redacts(named):
    for role in ("reviewer", "coach", "decision_maker", "auditor"):
        with pytest.raises(Refused):
            redact(named.version, texts={"need": ""}, by=named.cast.by_role()[role])
    assert not GoneThrough.objects.exists()


def test_the_log_has_no_words(named):
    redact(named.version, texts={"need": "Hemlig omskrivning"}, by=named.cast.fund_manager)
    assert Entry.objects.get(verb="text.gone_through").facts == {
        "case": named.submission.case_id, "version": 1, "redacted": ["need"],
    }  # fmt: skip


# Warnings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skriv till rut@firman.example.", [Warned("email", "rut@firman.example")]),
        ("Ring 070-123 45 67 i dag", [Warned("phone", "070-123 45 67")]),
        ("+46 70 123 45 67", [Warned("phone", "+46 70 123 45 67")]),
        ("Se www.rut.example/om.", [Warned("link", "www.rut.example/om")]),
        ("Följ @rut_lagar", [Warned("link", "@rut_lagar")]),
        ("Ruts kök", [Warned("name", "Ruts")]),
        ("RESIDENT leder", [Warned("name", "RESIDENT")]),
        ("Vi söker 75 000 kr för 2026-2027", []),
        ("Rutiner och rutor", []),
    ],
)
def test_what_may_tell_who_wrote_it_is_marked(text, found):
    assert warnings_in_text(text, ["Rut Resident"]) == found


def test_the_small_words_of_a_name_are_no_warning():
    assert warnings_in_text("Vi ses och lagar", ["Kör och dans"]) == []
    assert warnings_in_text("Vår kör övar", ["Kör och dans"]) == [Warned("name", "kör")]


def test_staff_see_the_warnings_and_redact_on_a_page(named):
    client = client_of(named.cast.fund_manager)
    address = reverse("admin:review_text", args=[named.submission.case.reference])
    shown = client.get(address).text
    assert [words in shown for words in ("<mark><bdi>070-123 45 67</bdi></mark>", "rut.example/om")] == [True, True]
    client.post(address, {"title": "Cykelkök", "need": NEED, "need-hide": "1"})
    assert dict(Redaction.objects.values_list("question", "text")) == {"title": "Cykelkök", "need": ""}
    client.post(address, {"title": "Rut Residents cykelkök", "need": NEED})
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("role", ["resident", "reviewer", "coach", "decision_maker", "auditor", "registrar"])
def test_the_page_of_texts_does_not_exist_for_others(named, role):
    client = client_of(named.cast.by_role()[role])
    assert client.get(reverse("admin:review_text", args=[named.submission.case.reference])).status_code == 404
    assert client.get(reverse("admin:review_texts", args=[named.stage.pk])).status_code == 404


def test_a_stage_may_ask_that_it_is_gone_through_first(named):
    named.stage.redacted_first = True
    named.stage.save()
    address = reverse("admin:review", args=[named.submission.case.reference])
    client = client_of(named.cast.reviewer)
    assert client.get(address).status_code == 404
    assert queue(named.cast.reviewer) == []
    redact(named.version, texts={}, by=named.cast.fund_manager)
    assert client.get(address).status_code == 200
    factories.add_version(named.submission, {**named.version.answers, "need": "Ny"})
    assert client.get(address).status_code == 404


# Side ways to who it is, and to what others gave


def test_no_figure_and_no_order_of_others_is_seen_before_ones_own(round_):
    other = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    mine, theirs = factories.give_out(
        other, round_.stage, round_.cast.reviewer, round_.cast.second_reviewer, by=round_.cast.fund_manager
    )
    turns = []
    for value in (1, 5):
        factories.give(theirs, value, value) if value == 1 else None
        [stage] = queue(round_.cast.reviewer)
        turns.append([item.reference for item in stage.left])
        theirs.review.scores.update(value=5)
    assert turns[0] == turns[1]
    shown = client_of(round_.cast.reviewer).get(reverse("admin:review", args=[other.case.reference])).text
    assert "What the reviewers gave" not in shown
    assert mine.reviewer == round_.cast.reviewer


def test_no_history_names_the_applicant_for_a_blind_reader(named):
    client = client_of(named.cast.reviewer)
    for address in (reverse("admin:index"), reverse("admin:review_queue")):
        assert "Rut Resident<" not in client.get(address).text
    assert client.get(reverse("admin:cases_case_changelist")).status_code in {403, 404}


def test_no_link_file_name_or_letter_tells_a_blind_reader_who_it_is(named):
    redact(named.version, texts={"need": "", "title": "Ett kök"}, by=named.cast.fund_manager)
    assign(
        factories.make_submission(named.opening, named.cast.resident, "Rut Residents två"),
        stage=named.stage, reviewer=named.cast.second_reviewer, by=named.cast.fund_manager,
    )  # fmt: skip
    shown = page(named)
    for telling in ("rut@", "rut.example", "Rut Resident", str(named.cast.resident.email), "/utkast/"):
        assert telling not in shown
    for letter in Message.objects.filter(kind="review.assigned"):
        assert "Rut" not in letter.subject + letter.text


def test_a_file_is_shown_without_its_name(named):
    definition = named.opening.form.definition
    definition["steps"][0]["questions"].append(
        {"key": "plan", "kind": "file", "label": factories.text("Fil"), "required": False}
    )
    named.opening.form.save()
    version = factories.add_version(named.submission, {**named.version.answers, "plan": {"name": "rut-resident.pdf"}})
    version.form.refresh_from_db()
    assert redacting.shown(version, "plan", blind=True) == "A file. Its name is left out"
    assert "rut-resident.pdf" not in page(named)


def test_a_reader_is_told_who_sees_their_name(named):
    shown = client_of(named.cast.reviewer).get(reverse("admin:review_queue")).text
    assert "De andra ser ditt namn" in shown or "The others see your name" in shown
