"""Letters in the fund's own words: what can be put in, what must stand, what a reader then gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import TemplateDoesNotExist, loader
from django.test import Client

from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices import actions, own_texts, queries
from civicportal.notices.letters import letters
from civicportal.notices.models import LetterText, Message
from civicportal.records.models import Entry
from funds.wordings import LABELS, WORDED
from tests.funds.factories import World
from tests.funds.test_letters import sent
from tests.people import sign_in

SUBJECT = LocalizedText(sv="Din idé {reference} är framme", en="Your idea {reference} has arrived")
BODY = LocalizedText(
    sv="Hej!\n\n{title} ({reference}) kom {arrived}.\n\n{link}\n\n{answers}",
    en="Hello\n\n{title} ({reference}) came {arrived}.\n\n{link}\n\n{answers}",
)
OWNER = own_texts.owners


def worded(world: World, *, subject: LocalizedText = SUBJECT, body: LocalizedText = BODY) -> None:
    actions.change_text(
        OWNER["fond"], world.fund, "funds.receipt", subject=subject, body=body, by=world.cast.fund_manager
    )


def receipt() -> Message:
    return Message.objects.get(kind="funds.receipt")


@pytest.mark.parametrize("kind", sorted(f"funds.{name}" for name in WORDED))
def test_each_standard_letter_reads_well_with_its_example(world: World, kind: str) -> None:
    """The standard text, and one of all the names, come out whole in every language."""
    wording = own_texts.wordings[kind]
    every = " ".join(slot.marked for slot in wording.slots)
    subject, body = (LocalizedText(dict.fromkeys(wording.languages, text)) for text in ("Om {fund}", every))
    assert own_texts.faults(wording, "Om {fund}", every) == {}
    standard = queries.previews(wording, world.fund, LocalizedText(), LocalizedText())
    own = queries.previews(wording, world.fund, subject, body)
    assert [preview.is_own for preview in (*standard, *own)] == [False] * len(own) + [True] * len(own)
    assert [preview for preview in own if "{" in preview.text or "{" in preview.subject] == []
    assert [preview.subject for preview in own] == [
        f"Om {world.fund.name.said(code).text}" for code in wording.languages
    ]


def test_every_part_is_one_of_its_template() -> None:
    missing = []
    for wording in own_texts.wordings.values():
        for language in wording.languages:
            for part in wording.parts:
                try:
                    loader.get_template(f"{letters[wording.kind].template}.{language}.txt#{part}")
                except TemplateDoesNotExist:
                    missing.append((wording.kind, language, part))
    assert missing == []


def test_every_name_has_a_label_and_is_used() -> None:
    used = {name.rstrip("!") for slots in WORDED.values() for name in slots.split()}
    assert used == set(LABELS)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_receipt_is_in_the_funds_own_words(world: World, language: str) -> None:
    worded(world)
    application = sent(world, language, title="Cykelkök {link}")
    letter = receipt()
    assert letter.subject == str(SUBJECT.said(language).text).replace("{reference}", application.case.reference)
    lines = letter.text.splitlines()
    assert lines[0] == ("Hej!" if language == "sv" else "Hello")
    assert lines[2].startswith("Cykelkök {link} ("), "what people write is never looked through for names"
    assert ("Dina svar" if language == "sv" else "Your answers") in lines


def test_another_fund_keeps_the_standard_text(world: World) -> None:
    worded(world)
    world.fund.pk = None
    world.fund.slug = "en-annan-fond"
    world.fund.item = None
    world.fund.save()
    assert own_texts.words_for("funds.receipt", world.fund, "sv") is None


def test_a_language_without_own_words_has_the_standard_text(world: World) -> None:
    worded(world, subject=LocalizedText(sv=SUBJECT.texts["sv"]), body=LocalizedText(sv=BODY.texts["sv"]))
    sent(world, "en")
    assert receipt().subject.startswith("Thank you")


def test_a_text_that_lacks_what_is_required_now_gives_way(world: World) -> None:
    worded(world)
    LetterText.objects.update(body=LocalizedText(sv="Hej"))
    assert own_texts.words_for("funds.receipt", world.fund, "sv") is None


@pytest.mark.parametrize(
    ("subject", "body", "where"),
    [
        ("Hej", "{reference} {link} {arrived} {answers} {salary}", {"body"}),
        ("Hej", "{link} {arrived} {answers}", {"body"}),
        ("Hej", "{reference} {link} {arrived} {answers} {", {"body"}),
        ("Hej", "{reference} {link} {arrived} {answers} https://example.org", {"body"}),
        ("Hej www.example.org", "{reference} {link} {arrived} {answers}", {"subject"}),
        ("{answers}", "{reference} {link} {arrived} {answers}", {"subject"}),
        ("Hej {reference}", "{reference} {link} {arrived} {answers}", set()),
    ],
)
def test_what_cannot_stand_in_a_letter(subject: str, body: str, where: set[str]) -> None:
    assert set(own_texts.faults(own_texts.wordings["funds.receipt"], subject, body)) == where


def test_only_who_sets_the_fund_up_changes_its_letters(world: World) -> None:
    with pytest.raises(Refused):
        actions.change_text(
            OWNER["fond"], world.fund, "funds.receipt", subject=SUBJECT, body=BODY, by=world.cast.reviewer
        )
    with pytest.raises(ValueError, match="cannot be made"):
        worded(world, body=LocalizedText(sv="Hej"))
    assert LetterText.objects.count() == 0


def test_the_standard_text_comes_back_and_both_are_logged_without_words(world: World) -> None:
    worded(world)
    worded(world, subject=LocalizedText(), body=LocalizedText())
    assert LetterText.objects.count() == 0
    facts = [entry.facts for entry in Entry.objects.filter(verb="notices.worded").order_by("pk")]
    assert [(one["kind"], len(one["sha256"])) for one in facts] == [("funds.receipt", 64), ("funds.receipt", 0)]


def test_a_copied_fund_gets_the_same_letters(world: World) -> None:
    worded(world)
    copy = type(world.fund).objects.get(pk=world.fund.pk)
    copy.pk, copy.slug, copy.item = None, "kopia", None
    copy.save()
    assert actions.copy_texts(world.fund, copy, by=world.cast.fund_manager) == 1
    assert own_texts.words_for("funds.receipt", copy, "sv") == own_texts.words_for("funds.receipt", world.fund, "sv")


# The pages


def page_of(world: World, kind: str = "funds.receipt") -> str:
    return f"/backoffice/brevtexter/fond/{world.fund.slug}/{kind}/"


def typed(**more: Any) -> dict[str, Any]:
    facts = {"subject": SUBJECT.texts, "body": BODY.texts, **more}
    boxes = {
        f"{name}_{code}": text
        for name, texts in facts.items()
        if isinstance(texts, dict)
        for code, text in texts.items()
    }
    return {**boxes, **{name: value for name, value in facts.items() if isinstance(value, str)}}


@pytest.fixture
def manager(world: World, client: Client) -> Client:
    sign_in(client, world.cast.fund_manager)
    return client


def test_the_page_shows_before_it_keeps(world: World, manager: Client) -> None:
    answer = manager.post(page_of(world), typed(act="preview"))
    assert (answer.status_code, LetterText.objects.count()) == (200, 0)
    assert [preview.is_own for preview in answer.context["previews"]] == [True, True]
    answer = manager.post(page_of(world), typed())
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/backoffice/brevtexter/fond/{world.fund.slug}/")
    assert LetterText.objects.get().subject == SUBJECT
    answer = manager.post(page_of(world), {"act": "standard"})
    assert (answer.status_code, LetterText.objects.count()) == (302, 0)


def test_a_fault_is_said_and_nothing_is_lost(world: World, manager: Client) -> None:
    answer = manager.post(page_of(world), typed(body={"sv": "Hej {salary}", "en": ""}, subject={"sv": "Hej", "en": ""}))
    assert answer.status_code == 422
    assert "Hej {salary}" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("reviewer", 404), ("decision_maker", 404), ("auditor", 403)])
def test_others_change_nothing(world: World, client: Client, who: str, status: int) -> None:
    sign_in(client, getattr(world.cast, who))
    assert client.post(page_of(world), typed()).status_code == status
    assert LetterText.objects.count() == 0


def test_the_list_asks_the_same_whatever_there_is(
    world: World, manager: Client, django_assert_num_queries: Any
) -> None:
    address = f"/backoffice/brevtexter/fond/{world.fund.slug}/"
    manager.get(address)
    with django_assert_num_queries(4):
        assert len(manager.get(address).context["rows"]) == len(WORDED)
    worded(world)
    with django_assert_num_queries(4):
        manager.get(address)


def test_no_letter_that_cannot_be_worded_has_a_page(world: World, manager: Client) -> None:
    assert manager.get(page_of(world, "funds.booking_made")).status_code == 404
    assert manager.get("/backoffice/brevtexter/labb/visionsfonden/").status_code == 404


def test_a_letter_that_is_swedish_for_everybody_is_written_in_one_box(world: World, client: Client) -> None:
    page = sign_in(client, world.cast.fund_manager)
    boxes = {
        kind: [
            language
            for language in ("sv", "en")
            if f'name="body_{language}"' in page.get(f"/backoffice/brevtexter/fond/visionsfonden/{kind}/").text
        ]
        for kind in ("funds.decision", "funds.receipt")
    }
    assert boxes == {"funds.decision": ["sv"], "funds.receipt": ["sv", "en"]}
