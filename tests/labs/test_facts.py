"""Every fact of the domain's chapter 3 is typed into the backoffice by a facilitator and read on its public page.

Each line names the field of the form, what is typed, and the selector on the public page where it stands.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from civicportal.effects.models import EffectGoal, Indicator
from labs.models import Lab, Need, Solution, Topic, Trial
from tests.facts import form_of, missing, send
from tests.labs.factories import Stage, public_idea, public_need
from tests.people import client_of

pytestmark = pytest.mark.django_db

LAB_FACTS = [
    # field of the form, what is typed, selector on the public page
    ("name", "Invånarlabbet på Planteringen", "h1"),
    ("summary", "Tillsammans i stadsdelen", ".lead"),
    ("challenge_question", "Hur gör vi stadens utveckling mer demokratisk?", ".lab-question"),
    ("category", "Demokrati", ".lab-category"),
    ("what", "Ett labb mitt i stadsdelen.", ".lab-what"),
    ("why", "Skolresultat, otrygghet och boende skiljer stadsdelarna åt.", ".lab-why"),
    ("how", "Från behov till idé, lösning, test och lärdom.", ".lab-how"),
    ("residents_part", "Invånaren leder processen och definierar behovet.", ".lab-residents"),
    ("hypothesis", "Goda villkor att mötas leder till gemensamma lösningar.", ".lab-hypothesis"),
    ("contact", "Labbets samordnare", ".contact"),
]
PLAIN_FACTS = [
    ("districts", "Planteringen", ".lab-districts"),
    ("budget", "1 300 000 kr", ".lab-budget"),
    ("answer_days", "Du får svar inom 14 dagar", ".promise-when"),
    ("email", "planteringen@example.org", ".contact"),
    ("phone", "042-10 50 00", ".contact"),
]
PARTNERS = {
    "department": "Arbetsmarknadsförvaltningen", "research": "Enheten för forskning och utveckling",
    "housing": "Det kommunala bostadsbolaget", "district": "Stadsdelsnätverket", "university": "Lärosätet",
    "rights": "Barnrättsorganisationen", "neighbourhood": "Grannskapsprojektet",
}  # fmt: skip
METHOD_FACTS = [
    ("name", "Vandring med lappar", ".lab-method"),
    ("about", "Tio personer går en runda.", ".method-about"),
    ("gave", "64 lappar på tre vandringar.", ".method-gave"),
]
STAGES = ["Behov samlas in", "Idéer tas fram", "Lösningar utformas", "Lösningar testas", "Lärt och spritt"]
TOPIC_FACTS = [
    ("title", "Inne på kvällen", "h1"),
    ("summary", "Flera säger samma sak", ".lead"),
    ("about", "Lokaler finns men stänger för tidigt.", ".topic-about"),
]
SOLUTION_FACTS = [
    ("title", "Kvällsslöjden", "h1"),
    ("summary", "Slöjdsalen öppen på torsdagar", ".lead"),
    ("about", "Dörren är öppen mellan fem och nio.", ".solution-about"),
    ("team", "Boende på gatan, 6 personer", ".solution-team"),
    ("paid_by", "Labbet och skolan", ".solution-payer"),
]
TRIAL_FACTS = [
    ("title", "Tolv torsdagar", "h1"),
    ("summary", "Vi öppnar tolv torsdagar", ".lead"),
    ("hypothesis", "Om salen är öppen kommer minst femton", ".test-hypothesis"),
    ("measured_by", "Streck på tavlan", ".test-measured"),
    ("place", "Slöjdsalen", ".test-place"),
]
RESULT_FACTS = [
    ("result", "Elva kom, inte femton", ".test-result"),
    ("learnt", "Torsdag är fel dag", ".test-learnt"),
]


def swedish(facts: list[tuple[str, str, str]], before: str = "") -> dict[str, str]:
    """What is typed into the Swedish box of each field."""
    return {f"{before}{field}_sv": words for field, words, _selector in facts}


def press(client: Client, name: str, *args: Any, **data: Any) -> None:
    answer = client.post(reverse(f"admin:{name}", args=args), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]


def written_lab(client: Client, stage: Stage) -> Lab:
    """A lab with every field filled in, a partner of each kind and a method; published."""
    add = reverse("admin:labs_lab_add")
    data = form_of(client, add) | swedish(LAB_FACTS) | swedish(METHOD_FACTS, "methods-0-")
    data |= {"unit": stage.lab.unit_id, "districts": [stage.district.pk], "budget": "1 300 000", "answer_days": "14"}
    data |= {"email": "planteringen@example.org", "phone": "042-10 50 00", "takes_needs": "on"}
    data |= {"methods-TOTAL_FORMS": 1, "methods-0-position": 1, "partners-TOTAL_FORMS": len(PARTNERS)}
    for number, (kind, name) in enumerate(PARTNERS.items()):
        said = {"kind": kind, "name_sv": name, "part_sv": f"Gör sin del, {name}", "position": number}
        data |= {f"partners-{number}-{field}": value for field, value in said.items()}
    send(client, add, data)
    lab = Lab.objects.latest("pk")
    assert Client().get(lab.get_absolute_url()).status_code == 404, "it is not public before somebody says so"
    press(client, "labs_publish", "lab", lab.slug)
    return lab


def test_every_fact_of_a_lab_goes_from_its_field_to_its_place(lab_stage: Stage) -> None:
    client = client_of(lab_stage.facilitator)
    lab = written_lab(client, lab_stage)
    kinds = dict(Lab.partners.rel.related_model._meta.get_field("kind").choices)
    partners = [("partners name", name, ".partner-name") for name in PARTNERS.values()]
    partners += [("partners part", f"Gör sin del, {name}", ".partner-part") for name in PARTNERS.values()]
    partners += [("partners kind", str(kinds[kind]), ".partner-kind") for kind in PARTNERS]
    stages = [("state", stage, ".lab-stages") for stage in STAGES]
    facts = [*LAB_FACTS, *PLAIN_FACTS, *METHOD_FACTS, *partners, *stages]
    assert missing(lab.get_absolute_url(), facts) == []
    press(client, "labs_move", "lab", lab.slug, "test", words_sv="Två lösningar prövas")
    moved = [("state", "Lösningar testas", ".promise"), ("words", "Två lösningar prövas", ".around")]
    assert missing(lab.get_absolute_url(), moved) == []


GOAL_FACTS = [
    ("title", "Fler engagerar sig", ".effect-goal h3"),
    ("about", "Fler än förra året är med och bestämmer.", ".effect-goal p"),
]
INDICATOR_FACTS = [
    ("name", "Boende i arbetsgrupper", ".effect .chart caption"),
    ("unit", "personer", ".effect .chart td"),
    ("source", "Räknat på vårens träffar", ".effect .source"),
]
MEASURED_FACTS = [
    ("note", "Två nya grupper sedan i höstas.", ".effect dd"),
    ("by_function", "Invånarlabbets team", ".effect dd"),
]
EFFECT_FACTS = [
    ("goal horizon", "31 december 2027", ".effect-goal .soft"),
    ("baseline", "12 personer", ".effect .chart"),
    ("baseline_on", "12 januari 2026", ".effect .chart"),
    ("target", "40 personer", ".effect .chart"),
    ("target_on", "1 december 2027", ".effect .chart"),
    ("measurement value", "19 personer", ".effect .chart"),
    ("measurement on", "3 mars 2026", ".effect .chart"),
    ("next_on", "3 september 2099", ".effect p"),
]


def on(name: str, day: int, month: int, year: int) -> dict[str, int]:
    """A date as its three boxes send it."""
    return {f"{name}_0": day, f"{name}_1": month, f"{name}_2": year}


def test_every_fact_of_the_effect_goals_stands_on_the_labs_page(lab_stage: Stage) -> None:
    client, lab = client_of(lab_stage.facilitator), lab_stage.lab
    goals = ["Livskvaliteten ökar", "Förtroendet ökar", "Nya samarbeten", "Nya aktiviteter"]
    for title in goals:
        press(client, "effects_new_goal", "lab", lab.slug, title_sv=title, once=str(uuid.uuid4()))
    whole = swedish(GOAL_FACTS) | on("horizon", 31, 12, 2027) | {"once": str(uuid.uuid4())}
    press(client, "effects_new_goal", "lab", lab.slug, **whole)
    goal = EffectGoal.objects.latest("pk")
    figures = {"direction": "up", "baseline": "12", "target": "40", "once": str(uuid.uuid4())}
    days = on("baseline_on", 12, 1, 2026) | on("target_on", 1, 12, 2027)
    press(client, "effects_new_indicator", "lab", lab.slug, goal.pk, **swedish(INDICATOR_FACTS), **figures, **days)
    days = on("on", 3, 3, 2026) | on("next_on", 3, 9, 2099)
    measured = {"value": "19", "once": str(uuid.uuid4()), **swedish(MEASURED_FACTS), **days}
    press(client, "effects_measure", "lab", lab.slug, Indicator.objects.get().pk, **measured)
    facts = [*GOAL_FACTS, *INDICATOR_FACTS, *MEASURED_FACTS, *EFFECT_FACTS]
    facts += [("goal title", title, ".effect-goal h3") for title in goals]
    assert missing(lab.get_absolute_url(), facts) == []


def test_every_fact_of_a_need_entered_from_paper_stands_on_its_page(lab_stage: Stage) -> None:
    client = client_of(lab_stage.facilitator)
    data = {
        "lines": "Fler bänkar", "district": str(lab_stage.district.pk), "source": "walk", "told_on_0": "3",
        "told_on_1": "3", "told_on_2": "2026", "language": "sv", "public": "on", "once": str(uuid.uuid4()),
        "do": "save",
    }  # fmt: skip
    press(client, "labs_paper", lab_stage.lab.slug, **data)
    facts = [
        ("lines", "Fler bänkar", "h1"),
        ("district", "Planteringen", ".kind"),
        ("source", "På en vandring i stadsdelen", ".raised-source"),
        ("told_on", "3 mars 2026", ".raised-when"),
    ]
    need = Need.objects.get()
    press(client, "labs_need", need.slug, **{"do": "answer", "answer-words_sv": "Sex bänkar i vår"})
    assert missing(need.get_absolute_url(), [*facts, ("answer", "Sex bänkar i vår", ".raised-answer")]) == []


def test_every_fact_of_a_topic_and_its_needs_stands_on_its_page(lab_stage: Stage) -> None:
    client, add = client_of(lab_stage.facilitator), reverse("admin:labs_topic_add")
    need = public_need(lab_stage, "Plats att vara inne")
    data = form_of(client, add) | swedish(TOPIC_FACTS)
    send(client, add, data | {"lab": lab_stage.lab.pk, "district": lab_stage.district.pk})
    topic = Topic.objects.get()
    press(client, "labs_publish", "topic", topic.slug)
    press(client, "labs_need", need.slug, **{"do": "gather", "gather-topic": str(topic.pk)})
    facts = [*TOPIC_FACTS, ("district", "Planteringen", ".kind"), ("needs", "Plats att vara inne", ".topic-needs")]
    assert missing(topic.get_absolute_url(), facts) == []
    assert missing(need.get_absolute_url(), [("topic", "Inne på kvällen", ".raised-topic")]) == []


def test_every_fact_of_a_solution_and_a_test_stands_on_its_page(lab_stage: Stage) -> None:
    client = client_of(lab_stage.facilitator)
    idea = public_idea(lab_stage, public_need(lab_stage), "Öppna slöjdsalen")
    add = reverse("admin:labs_solution_add")
    data = form_of(client, add) | swedish(SOLUTION_FACTS)
    send(client, add, data | {"lab": lab_stage.lab.pk, "ideas": [idea.pk], "cost": "68 000"})
    solution = Solution.objects.get()
    press(client, "labs_publish", "solution", solution.slug)
    own = [("cost", "68 000 kr", ".solution-cost"), ("ideas", "Öppna slöjdsalen", ".solution-ideas")]
    assert missing(solution.get_absolute_url(), [*SOLUTION_FACTS, *own]) == []

    add = reverse("admin:labs_trial_add")
    data = form_of(client, add) | swedish(TRIAL_FACTS)
    send(client, add, data | {"solution": solution.pk, "starts_on": "2026-03-05", "ends_on": "2026-05-21"})
    trial = Trial.objects.get()
    press(client, "labs_publish", "test", trial.slug)
    period = [("starts_on", "5 mars 2026", ".test-period"), ("ends_on", "21 maj 2026", ".test-period")]
    assert missing(trial.get_absolute_url(), [*TRIAL_FACTS, *period]) == []
    press(client, "labs_move", "test", trial.slug, "start")
    press(client, "labs_move", "test", trial.slug, "conclude", verdict="change", **swedish(RESULT_FACTS))
    decided = [("verdict", "Vi ändrar och testar igen", ".test-verdict")]
    assert missing(trial.get_absolute_url(), [*RESULT_FACTS, *decided]) == []
    assert missing(solution.get_absolute_url(), [("tests", "Tolv torsdagar", ".solution-tests")]) == []
