"""Pages of networks, prototypes and the toolbox: what anybody reads, what one fills in, what coordinators work with."""

from __future__ import annotations

from typing import Any

from civicportal.demo.people import BY_KEY
from civicportal.people.models import Person
from prototypes.enums.prototypes import SuggestionState
from prototypes.models import Suggestion
from tests.stories.visits import Visit, send

RUNNING, BEGUN, ENDED, UNCHECKED = "segregation", "processledning", "laneskap-i-trapphuset", "foreningsliv"


def _person(key: str) -> Person:
    return Person.objects.get(email=BY_KEY[key].email)


def public() -> list[Visit]:
    """Reading pages."""
    return [
        Visit(name="prototypes:prototype_list"),
        Visit(name="prototypes:prototype_list", query="?state=ended&state=active", says="filtered"),
        Visit(name="prototypes:prototype_list", query="?q=xyzzy", says="without hits"),
        *(Visit(name="prototypes:prototype", args=(slug,)) for slug in (RUNNING, BEGUN, ENDED)),
        Visit(name="prototypes:log", args=(RUNNING,)),
        Visit(name="prototypes:effects", args=(RUNNING,)),
        Visit(name="prototypes:network", args=("hallbart-helsingborg",)),
        Visit(name="prototypes:method_list"),
        Visit(name="prototypes:method_list", query="?format=test", says="of one format"),
        Visit(name="prototypes:method_list", query="?q=xyzzy", says="without hits"),
        Visit(name="prototypes:method", args=("lyssnarrunda",)),
    ]


def forms() -> list[Visit]:
    """Joining and leaving a group, suggesting, and the pages after it."""
    group, resident, newcomer = (RUNNING, 1), _person("resident"), _person("newcomer")
    own = {row.state: row.case.reference for row in Suggestion.objects.select_related("case")}
    suggest: dict[str, Any] = {"name": "prototypes:suggest", "who": resident}
    return [
        Visit(name="prototypes:group", args=group),
        Visit(name="prototypes:group", args=group, says="errors", act=send, status=422),
        Visit(name="prototypes:group", args=group, who=resident, says="in it"),
        Visit(name="prototypes:group_joined", args=group),
        Visit(name="prototypes:group_joined", args=group, query="?bekraftad=1", says="confirmed"),
        Visit(name="prototypes:group_leave", args=group),
        Visit(name="prototypes:group_leave", args=group, says="errors", act=send, status=422),
        Visit(name="prototypes:group_leave", args=group, who=resident, says="signed in"),
        Visit(name="prototypes:group_left", args=group),
        Visit(name="prototypes:group_left", args=group, query="?bekraftad=1", says="confirmed"),
        Visit(**suggest),
        Visit(**suggest, query="?fran=project/lanecykeln", says="from a project"),
        Visit(**suggest, says="errors", act=send, status=422),
        Visit(name="prototypes:suggestion", args=(own[SuggestionState.WAITING],), who=resident),
        Visit(name="prototypes:suggestion", args=(own[SuggestionState.WAITING],), query="?nytt=1", who=resident),
        Visit(name="prototypes:suggestion", args=(own[SuggestionState.DECLINED],), who=newcomer),
    ]


def work() -> list[Visit]:
    """The coordinator's work pages, each form empty and with what is missing."""
    who = _person("coordinator")
    own = {row.state: row.case.reference for row in Suggestion.objects.select_related("case")}
    waiting, answered = (own[SuggestionState.WAITING],), (own[SuggestionState.DECLINED],)
    return [
        Visit(name="admin:index", who=who),
        Visit(name="admin:prototypes_list", who=who),
        *(Visit(name="admin:prototypes_prototype", args=(slug,), who=who) for slug in (RUNNING, UNCHECKED, ENDED)),
        *_empty_and_refused("admin:prototypes_prototype", RUNNING, who=who),
        *_empty_and_refused("admin:prototypes_check", RUNNING, who=who),
        *_empty_and_refused("admin:prototypes_picture", RUNNING, who=who),
        *_empty_and_refused("admin:prototypes_move", RUNNING, "end", who=who),
        Visit(name="admin:prototypes_move", args=(RUNNING, "pause"), who=who),
        Visit(name="admin:prototypes_move", args=(UNCHECKED, "start"), who=who, says="refused"),
        Visit(name="admin:prototypes_hide", args=(RUNNING,), who=who),
        Visit(name="admin:prototypes_members", args=(RUNNING,), who=who),
        Visit(name="admin:prototypes_suggestion", args=waiting, who=who),
        Visit(name="admin:prototypes_suggestion", args=answered, who=who, says="answered"),
        *_empty_and_refused("admin:prototypes_yes", *waiting, who=who),
        *_empty_and_refused("admin:prototypes_no", *waiting, who=who),
        Visit(name="admin:prototypes_no", args=answered, who=who, says="refused"),
    ]


def _empty_and_refused(name: str, *args: Any, who: Person) -> list[Visit]:
    """A form as one meets it, and sent with nothing in it."""
    return [
        Visit(name=name, args=args, who=who, says="form"),
        Visit(name=name, args=args, who=who, says="errors", act=send, status=422),
    ]


NOT_PAGES = {
    "admin:prototypes_publish": "takes a button of the prototype's page and leads on",
    "admin:prototypes_take_out": "takes a button of the members' page and leads on",
}
"""Addresses that give no page to look at, each with the reason."""
