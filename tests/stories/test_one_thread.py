"""One idea the whole way, in a real browser without script: a need, an idea, a solution, a grant, a prototype.

Each of their pages tells the same story.
"""

from __future__ import annotations

from typing import Any

import pytest

from civicportal.commons.models import Item
from funds.models import Application, Project
from labs.models import Idea, Need, Solution
from prototypes.models import Prototype, Suggestion
from tests.funds.factories import World
from tests.labs.factories import Stage as Ground
from tests.labs.factories import make_stage as make_ground
from tests.prototypes.factories import Stage as Circle
from tests.prototypes.factories import make_stage as make_circle
from tests.stories import test_a_need_becomes_a_test as lab_story
from tests.stories.actors import days_pass, press
from tests.stories.steps import applying, deciding, judging

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 800}
RESIDENT = lab_story.RESIDENT


@pytest.fixture
def ground(stage: World) -> Ground:
    """A lab in public beside the fund."""
    return make_ground()


@pytest.fixture
def circle(stage: World) -> Circle:
    """A network that tests things."""
    return make_circle()


def from_need_to_solution(resident: Any, facilitator: Any, ground: Ground) -> Solution:
    told = lab_story.Teller("sv")
    lab_story.raise_a_need(told, resident, ground.lab)
    lab_story.release_and_gather(told, facilitator)
    lab_story.suggest(told, resident)
    lab_story.design(told, facilitator, ground.lab)
    return Solution.objects.get()


def apply_with(resident: Any, solution: Solution) -> Application:
    """The solution's page leads to the fund; the application remembers where it came from."""
    resident.goto(solution.get_absolute_url())
    press(resident, "Sök pengar med det här")
    resident.get_by_role("link", name="Sök till Visionsfonden med det här").click()
    resident.wait_for_load_state()
    said = applying.WORDS["sv"]
    applying.begin(resident, said, RESIDENT)
    applying.write_idea_and_budget(resident, said)
    applying.write_about_oneself(resident, said)
    applying.check_and_send(resident, said, RESIDENT)
    return Application.objects.select_related("submission__case", "round__fund", "round__opening").get()


def grant(stage: World, application: Application, browse: Any) -> Project:
    manager = browse(stage.cast.fund_manager, script=False, view=DESK)
    judging.screen(manager, application)
    judging.ask_to_read(manager)
    for reader, scores in ((stage.cast.reviewer, ("5", "4")), (stage.cast.second_reviewer, ("4", "3"))):
        judging.score(browse(reader, script=False, view=DESK), application, *scores)
    days_pass(application.round.opening, 31)
    director = browse(stage.cast.decision_maker, script=False, view=DESK)
    deciding.decide_alone(manager, director, application, "40 000", "Nytt för Söder och lätt att pröva.")
    return Project.objects.get()


def try_with(resident: Any, coordinator: Any, project: Project, circle: Circle) -> Prototype:
    """The project's page leads to the network, which says yes."""
    resident.goto(project.get_absolute_url())
    press(resident, "Testa det här som prototyp")
    resident.locator("[name=title]").fill("Laga ihop")
    resident.locator("[name=wish]").fill("Vi vill se om grannar lagar mer när de gör det tillsammans.")
    for choice in resident.locator("[name=network][type=radio]").all()[:1]:
        choice.check()
    resident.locator("main button[type=submit]").last.click()
    resident.wait_for_load_state()
    suggestion = Suggestion.objects.select_related("case").get()
    coordinator.goto(f"/backoffice/prototypforslag/{suggestion.case.reference}/ja/")
    for name, words in {
        "name_sv": "Laga ihop", "question_sv": "Lagar grannar mer tillsammans?", "summary_sv": "En kväll i veckan.",
        "purpose_sv": "Att se vad som händer.", "reason": "Ja, vi prövar det i Söder.",
    }.items():  # fmt: skip
        coordinator.locator(f"[name={name}]").fill(words)
    coordinator.locator("#content button[type=submit], main button[type=submit]").last.click()
    coordinator.wait_for_load_state()
    return Prototype.objects.exclude(pk=circle.prototype.pk).get()


def test_one_thread_on_each_page(stage: World, ground: Ground, circle: Circle, browse: Any) -> None:
    resident, facilitator = browse(script=False), browse(ground.facilitator, script=False, view=DESK)
    solution = from_need_to_solution(resident, facilitator, ground)
    project = grant(stage, apply_with(resident, solution), browse)
    prototype = try_with(resident, browse(circle.coordinator, script=False, view=DESK), project, circle)

    things = {"need": Need.objects.get(), "idea": Idea.objects.get(), "solution": solution, "project": project}
    things["prototype"] = prototype
    items = {kind: Item.objects.get(kind=kind, slug=thing.slug) for kind, thing in things.items()}
    stranger = browse(script=False)
    for here in things.values():
        stranger.goto(here.get_absolute_url())
        thread = " ".join(stranger.locator(".thread").all_text_contents())
        missing = [kind for kind, item in items.items() if things[kind] is not here and str(item.title) not in thread]
        assert (here.get_absolute_url(), missing) == (here.get_absolute_url(), [])
