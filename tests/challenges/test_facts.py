"""Every fact of the domain's chapter 4 is typed into the backoffice by an editor and read on its public page.

Each line names the field of the form, what is typed, and the selector on the public page where it stands.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from challenges.models import Call, Challenge, TestEnvironment
from civicportal.commons.models import Step
from civicportal.people.models import Person
from tests.challenges.factories import Scene, make_call, matched
from tests.facts import form_of, send, stands
from tests.people import client_of

pytestmark = pytest.mark.django_db

CHALLENGE_FACTS = [
    # field of the form, what is typed, selector on the public page
    ("title", "Tryckeriet", "h1"),
    ("need", "Ett hus där invånarnas engagemang fångas, får fart och stöd.", "#need"),
    ("background", "Tryckeriet har varit aktivitetshus sedan oktober 2018.", "#background"),
    ("identified", "Dialoger i trappuppgångar", "#identified"),
    ("target_groups", "De som bor på Drottninghög", "#target-groups"),
    ("direction", "Staden ska vara en gemensam stad.", "#direction"),
    ("anchoring", "Nämnden har ställt sig bakom.", "#anchoring"),
    ("open_questions", "Vem har nyckeln på kvällen?", "#open-questions"),
    ("place", "Tryckeriet vid Regementsvägen", "#place"),
    ("other_bodies", "Region Skåne", "#other-bodies"),
    ("learnt", "Öppna dörrar räcker inte.", "#learnt"),
    ("promise", "En samordnare två dagar i veckan", "#promise"),
]
VOICE_FACTS = [
    ("quote", "Jag vill kunna låsa upp själv.", "#voices blockquote"),
    ("name", "Samira", "#voices .voice-name"),
    ("function", "ungdomsledare", "#voices .voice-function"),
]
GOAL_FACTS = [
    ("words", "Hela Helsingborgs angelägenhet", "#goals .goal-words"),
    ("horizon", "inom tre år", "#goals .goal-horizon"),
]
CALL_FACTS = [
    ("title", "Den inkluderande staden", "h1"),
    ("summary", "Fyra förvaltningar, fyra behov.", "#summary"),
    ("narrative", "En stad blir till när fler får plats i den.", "#narrative"),
    ("asked", "Att du arbetar öppet", "#asked"),
    ("given", "En testmiljö i upp till 24 månader", "#given"),
]
ENVIRONMENT_FACTS = [
    ("title", "Värdar på Råå", "h1"),
    ("summary", "Två värdar i varje kvarter.", "#summary"),
    ("about", "Vi börjar med tio trappor.", "#about"),
    ("where", "Råå", "#where"),
    ("learnt", "Ringklockan var viktigare än appen.", "#result-learnt"),
    ("partnerships", "Föreningen har nyckel till hemtjänstens lokal.", "#partnerships"),
    ("lessons", "Börja med dem som redan hälsar.", "#lessons"),
]


def public(address: str) -> str:
    """The page as anybody reads it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def assert_facts(page: str, facts: list[tuple[str, str, str]]) -> None:
    missing = [
        f"{field}: {words!r} is not at {selector}, which says {stands(page, selector)!r}"
        for field, words, selector in facts
        if words not in stands(page, selector)
    ]
    assert missing == []


def press(editor: Person, name: str, *args: Any, **data: Any) -> None:
    answer = client_of(editor).post(reverse(f"admin:{name}", args=args), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]


DAYS = {
    "opens_on_0": "2", "opens_on_1": "1", "opens_on_2": "2026",
    "closes_on_0": "30", "closes_on_1": "9", "closes_on_2": "2099",
    "answer_by_0": "15", "answer_by_1": "11", "answer_by_2": "2099",
}  # fmt: skip


def test_every_fact_of_a_challenge_goes_from_its_field_to_its_place(scene: Scene) -> None:
    client, add = client_of(scene.editor), reverse("admin:challenges_challenge_add")
    data = form_of(client, add)
    data |= {"slug": "tryckeriet", "unit": scene.unit.pk, "email": "tryckeriet@example.org", "phone": "042-10 50 00"}
    data |= {"district": scene.district.pk, "audiences": ["young", "neighbours"]}
    data |= {f"{field}_sv": words for field, words, _selector in CHALLENGE_FACTS}
    data |= {"goals-TOTAL_FORMS": 1, "goals-0-position": 1, "voices-TOTAL_FORMS": 1, "voices-0-position": 1}
    data |= {f"goals-0-{field}_sv": words for field, words, _selector in GOAL_FACTS}
    data |= {"voices-0-quote_sv": VOICE_FACTS[0][1], "voices-0-name": VOICE_FACTS[1][1]}
    data |= {"voices-0-function_sv": VOICE_FACTS[2][1], "voices-0-consented_on": "2026-01-15"}
    send(client, add, data)

    found = Challenge.objects.get(slug="tryckeriet")
    assert Client().get(found.get_absolute_url()).status_code == 404
    press(scene.editor, "challenges_times", "challenge", "tryckeriet", **DAYS)
    press(scene.editor, "challenges_publish", "challenge", "tryckeriet")

    page = public(found.get_absolute_url())
    assert_facts(page, CHALLENGE_FACTS + VOICE_FACTS + GOAL_FACTS)
    assert_facts(
        page,
        [
            ("unit", "Vård- och omsorgsförvaltningen", "#department"),
            ("district", "Söder", "#district"),
            ("audiences", "De som bor i vissa stadsdelar, Unga", "#audiences"),
            ("email", "tryckeriet@example.org", "#contact"),
            ("phone", "042-10 50 00", "#contact"),
            ("closes_on", "onsdag 30 september 2099 kl. 23.59", "#times"),
            ("answer_by", "söndag 15 november 2099", "#times"),
        ],
    )


def test_the_preview_is_exactly_the_public_page(scene: Scene) -> None:
    client = client_of(scene.editor)
    before = client.get(reverse("admin:challenges_preview", args=["challenge", scene.challenge.slug])).content.decode()
    after = client.get(scene.challenge.get_absolute_url()).content.decode()
    shown, expected = (page.split("<main", 1)[1].split("</main>")[0] for page in (before, after))
    assert shown == expected


def test_a_voice_without_its_consent_is_not_kept(scene: Scene) -> None:
    client = client_of(scene.editor)
    change = reverse("admin:challenges_challenge_change", args=[scene.challenge.pk])
    data = form_of(client, change)
    data |= {
        "voices-TOTAL_FORMS": 1,
        "voices-0-quote_sv": "Jag sa det",
        "voices-0-name": "Någon",
        "voices-0-position": 1,
    }
    answer = client.post(change, data)
    assert answer.status_code == 200
    assert "voices-0-consented_on" in answer.content.decode()
    assert scene.challenge.voices.count() == 0


def test_every_fact_of_a_call_goes_from_its_field_to_its_place(scene: Scene) -> None:
    client, add = client_of(scene.editor), reverse("admin:challenges_call_add")
    data = form_of(client, add)
    data |= {"slug": "inkluderande", "unit": scene.unit.pk, "email": "kallelse@example.org"}
    data |= {f"{field}_sv": words for field, words, _selector in CALL_FACTS}
    send(client, add, data)
    press(scene.editor, "challenges_times", "call", "inkluderande", **DAYS)
    press(scene.editor, "challenges_publish", "call", "inkluderande")
    challenge = reverse("admin:challenges_challenge_change", args=[scene.challenge.pk])
    send(client, challenge, {**form_of(client, challenge), "call": Call.objects.get().pk})

    page = public("/kallelse/inkluderande/")
    assert_facts(page, CALL_FACTS)
    assert_facts(
        page,
        [
            ("closes_on", "onsdag 30 september 2099 kl. 23.59", "#times"),
            ("call", "Ofrivillig ensamhet", "#challenges"),
            ("email", "kallelse@example.org", "#contact"),
        ],
    )
    assert "Den inkluderande staden" in stands(public(scene.challenge.get_absolute_url()), "#call")


def test_every_fact_of_a_test_goes_from_its_field_to_its_place(scene: Scene) -> None:
    environment, client = matched(scene), client_of(scene.editor)
    change = reverse("admin:challenges_testenvironment_change", args=[environment.pk])
    data = form_of(client, change)
    data |= {f"{field}_sv": words for field, words, _selector in ENVIRONMENT_FACTS}
    data |= {"starts_on": "2026-03-01", "ends_on": "2028-03-01"}
    data |= {"milestones-TOTAL_FORMS": 1, "milestones-0-title_sv": "Tio värdar", "milestones-0-due_on": "2026-05-01"}
    data |= {"participants-TOTAL_FORMS": 2, "participants-0-ground": "sex", "participants-1-ground": "sex"}
    data |= {"participants-0-group_sv": "Kvinnor", "participants-0-number": "12"}
    data |= {"participants-1-group_sv": "Män", "participants-1-number": "4"}
    send(client, change, data)
    log = {"title_sv": "Första kvällen", "words_sv": "Tolv kom.", "once": "7a1ff0de-0000-4000-8000-000000000001"}
    press(scene.editor, "challenges_environment_work", environment.slug, **log)
    milestone = TestEnvironment.objects.get().milestones.get()
    press(scene.editor, "challenges_milestone", environment.slug, milestone.pk)

    page = public(environment.get_absolute_url())
    assert_facts(page, ENVIRONMENT_FACTS)
    assert_facts(
        page,
        [
            ("starts_on", "1 mars 2026 – 1 mars 2028", "#days"),
            ("milestones.title", "Tio värdar", "#milestones"),
            ("participants.group", "Kvinnor", "#spread"),
            ("participants.number", "12", "#spread"),
            ("log.title", "Första kvällen", "#log"),
            ("log.words", "Tolv kom.", "#log"),
            ("proposal", "Föreningen Grannskap", "#partner"),
        ],
    )
    assert "4" not in re.sub(r"[^\d ]", "", stands(page, "#spread").replace("12", ""))
    assert Step.objects.filter(item=environment.item_id, title__sv="Första kvällen").count() == 1


def test_a_test_of_more_than_24_months_is_refused_in_words(scene: Scene) -> None:
    environment, client = matched(scene), client_of(scene.editor)
    change = reverse("admin:challenges_testenvironment_change", args=[environment.pk])
    answer = client.post(change, {**form_of(client, change), "starts_on": "2026-03-01", "ends_on": "2028-03-02"})
    assert "Ett test varar i högst 24 månader, till 1 mars 2028" in answer.content.decode()


def test_the_same_entry_sent_twice_is_one(scene: Scene) -> None:
    environment = matched(scene)
    log = {"title_sv": "Första kvällen", "words_sv": "", "once": "7a1ff0de-0000-4000-8000-000000000002"}
    for _again in range(2):
        press(scene.editor, "challenges_environment_work", environment.slug, **log)
    assert Step.objects.filter(item=environment.item_id, kind=Step.Kind.UPDATE).count() == 1


def test_a_call_of_another_department_is_read_and_not_written(scene: Scene) -> None:
    call = make_call(scene.other_unit)
    page = client_of(scene.editor).get(reverse("admin:challenges_call_change", args=[call.pk]))
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
