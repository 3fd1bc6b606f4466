"""The demo's network: everything it tells is what the actions would have made."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import Count, Q

from civicportal.cases.models import Case
from civicportal.commons.actions import changed_contents
from civicportal.commons.models import Step
from civicportal.effects.models import ValueEntry
from civicportal.kernel import dates
from civicportal.notices.models import Message, MessageState
from civicportal.records.models import Entry
from prototypes.enums.prototypes import MethodFormat, PrototypeState, SuggestionState
from prototypes.models import GroupMember, Method, Network, Prototype, Suggestion
from prototypes.notices import prototypes as notices
from prototypes.rules.prototypes import PROTOTYPE_MOVES

pytestmark = [pytest.mark.usefixtures("loaded")]


@pytest.fixture(autouse=True)
def _database(loaded, django_db_blocker):
    """The content stands in the module's own transaction, so the tests read it without one of theirs."""
    with django_db_blocker.unblock():
        yield


def test_six_prototypes_run_and_one_tells_why_it_ended() -> None:
    states = Counter(Prototype.objects.values_list("state", flat=True))
    assert states == {PrototypeState.ACTIVE: 5, PrototypeState.IN_PROGRESS: 1, PrototypeState.ENDED: 1}
    ended = Prototype.objects.get(state=PrototypeState.ENDED)
    assert sorted(ended.learnt.texts) == ["en", "sv"]


def test_public_things_say_what_their_sources_say() -> None:
    things = [
        *Network.objects.select_related("item", "unit"),
        *Prototype.objects.select_related("item", "network__unit", "district", "theme", "image"),
        *Method.objects.select_related("item", "network__unit"),
    ]
    assert [str(thing) for thing in things if changed_contents(thing.item, thing)] == []


def test_what_staff_wrote_stands_in_both_languages() -> None:
    prototypes = Prototype.objects.all()
    texts = [getattr(one, name) for one in prototypes for name in ("name", "question", "summary", "purpose", "contact")]
    steps = Step.objects.filter(item__in=prototypes.values("item"), kind=Step.Kind.UPDATE)
    texts += [words for step in steps for words in (step.title, step.words)]
    texts += [words for method in Method.objects.all() for words in (method.name, method.what_for, method.how)]
    assert [words for words in texts if sorted(words.texts) != ["en", "sv"]] == []
    assert all(len(one.summary.texts["sv"]) <= 160 for one in prototypes)


def test_each_log_tells_a_year_with_pictures_and_lies_behind_us() -> None:
    written = Q(item__steps__kind=Step.Kind.UPDATE, item__steps__once=None)
    counted = Prototype.objects.annotate(told=Count("item__steps", filter=written))
    assert {one.slug: one.told for one in counted} == {
        "segregation": 7,
        "processledning": 5,
        "foreningsliv": 5,
        "motesplatser": 5,
        "vardekedjor": 4,
        "vardeskapande": 4,
        "laneskap-i-trapphuset": 3,
    }
    steps = Step.objects.filter(item__kind="prototype")
    assert steps.filter(at__gt=dates.now()).count() == 0
    assert steps.filter(images__isnull=False, once=None).count() == 8


def test_the_log_tells_a_walk_that_the_machine_allows() -> None:
    for prototype in Prototype.objects.all():
        state = str(PrototypeState.IN_PROGRESS)
        entries = Entry.objects.filter(
            subject_kind="prototypes.prototype", subject_id=prototype.pk, facts__has_key="to"
        )
        for entry in entries.order_by("id"):
            move = PROTOTYPE_MOVES.moves[entry.verb.removeprefix("prototype.")]
            assert state in move.sources
            state = move.target
        assert state == prototype.state


def test_values_stand_at_all_three_levels_and_the_toolbox_has_both_formats() -> None:
    levels = Counter(ValueEntry.objects.filter(item__kind="prototype").values_list("level", flat=True))
    assert levels == {"individual": 7, "organisation": 8, "society": 4}
    assert Counter(Method.objects.values_list("format", flat=True)) == {MethodFormat.LISTEN: 4, MethodFormat.TEST: 4}
    assert all(method.used_in.exists() for method in Method.objects.all())


def test_the_groups_have_people_and_no_address_leads_out_of_the_demo() -> None:
    assert GroupMember.objects.now().count() == 82
    assert [row.email for row in GroupMember.objects.all() if not row.email.endswith("example.org")] == []


def test_a_suggestion_waits_and_one_was_answered_with_a_reason() -> None:
    rows = {row.state: row for row in Suggestion.objects.select_related("case")}
    assert sorted(rows) == [SuggestionState.DECLINED, SuggestionState.WAITING]
    assert rows[SuggestionState.DECLINED].reason
    assert Case.objects.filter(reference__startswith="PT-").count() == 2
    letters = Message.objects.filter(kind__in=(notices.SUGGESTED, notices.SUGGESTION_CAME, notices.ANSWERED))
    assert Counter(letters.values_list("state", flat=True)) == {MessageState.SENT: 5}
