"""The demo is what the actions would have made: every rule of the portal holds for what it loads."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import QuerySet, Sum

from civicportal.cases.enums import AWARDS
from civicportal.cases.models import Case, Decision, Recusal
from civicportal.commons.actions import changed_contents
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.queries import thread
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.notices.models import Message, MessageState
from civicportal.pages.models import News
from civicportal.records.models import Entry, Series
from civicportal.review.actions import _hash_of
from civicportal.review.models import Assignment, Review, Score
from civicportal.review.rules import can_review
from civicportal.submissions.actions.sending import hash_of
from civicportal.submissions.definition import definition_of
from civicportal.submissions.forms.writing import StepForm
from civicportal.submissions.models import Answer, BudgetLine, Draft, Submission, Version
from civicportal.submissions.queries import kept, lists_for
from funds.actions.applications import _facts
from funds.enums.applications import ApplicationState as S
from funds.enums.applications import ProjectState as P
from funds.models import Application, Fund, FundYear, Project, Round
from funds.queries.method import who_decides
from funds.rules.applications import APPLICATION_MOVES, PROJECT_MOVES
from funds.setup import missing_in

pytestmark = [pytest.mark.usefixtures("loaded")]


@pytest.fixture(autouse=True)
def _database(loaded, django_db_blocker):
    """The content stands in the module's own transaction, so the tests read it without one of theirs."""
    with django_db_blocker.unblock():
        yield


def rounds() -> list[Round]:
    """Those of Visionsfonden, oldest first."""
    return list(Round.objects.filter(fund__slug="visionsfonden").order_by("opening__closes_at"))


def scored() -> QuerySet[Assignment]:
    """Who was asked to give scores; a group's advice is written together."""
    return Assignment.objects.filter(submission__application__round__in=rounds(), stage__kind="scores")


def test_there_is_an_application_in_every_state():
    states = [Counter(round_.applications.values_list("state", flat=True)) for round_ in rounds()]
    assert states == [
        {S.GRANTED: 7, S.REFUSED: 13, S.RESERVE: 1, S.DISMISSED: 1, S.WITHDRAWN: 2},
        {S.DECIDED: 9, S.IN_REVIEW: 11, S.SCREENED: 1, S.WITHDRAWN: 1},
        {S.RECEIVED: 9, S.SCREENED: 4, S.WITHDRAWN: 1},
    ]


def test_thirty_projects_tell_how_it_went():
    projects = Project.objects.filter(fund__slug="visionsfonden")
    assert Counter(projects.values_list("state", flat=True)) == {P.FINISHED: 19, P.RUNNING: 9, P.STOPPED: 2}
    assert projects.filter(application=None).count() == 23
    ended = Project.objects.filter(state__in=[P.FINISHED, P.STOPPED])
    assert [project.slug for project in ended if not project.learnt] == []


def test_the_counters_are_the_sums_of_the_awards():
    in_force = Decision.objects.in_force().filter(outcome__in=AWARDS)
    for round_ in rounds():
        awards = in_force.filter(case__submission__application__round=round_).aggregate(sum=Sum("amount"))["sum"] or 0
        assert round_.granted == awards
    for year in FundYear.objects.all():
        assert year.granted == (year.rounds.aggregate(sum=Sum("granted"))["sum"] or 0)
        assert (year.rounds.aggregate(sum=Sum("budget"))["sum"] or 0) <= year.budget
    assert [round_.granted for round_ in rounds()] == [47_500_000, 20_000_000, 0]


def test_references_have_no_gap_and_the_series_goes_on():
    for series in Series.objects.filter(prefix="VF"):
        given = Case.objects.filter(reference__startswith=f"VF-{series.year}-").order_by("opened_at", "pk")
        wanted = [f"VF-{series.year}-{number:04d}" for number in range(1, series.last + 1)]
        assert list(given.values_list("reference", flat=True)) == wanted
    assert Case.objects.filter(reference__startswith="VF-").count() == 60


def test_every_answer_passes_the_form_and_is_stored_as_the_form_stores_it():
    for version in Version.objects.select_related("form", "submission__opening"):
        definition, lists = definition_of(version.form), lists_for(version.submission.opening)
        found = {}
        for step in definition.steps:
            form = StepForm(definition, step, lists, version.answers)
            assert dict(form.errors) == {}, version.answers["title"]
            found |= form.answers()
        assert found == version.answers
        assert version.sha256 == hash_of(version.form, version.answers)


def test_every_application_holds_what_its_answers_mean():
    for application in Application.objects.select_related("submission", "round__fund"):
        version = application.submission.versions.select_related("form").latest("number")
        facts = _facts(version, application.round.fund)
        areas = facts.pop("vision_areas")
        assert {name: getattr(application, name) for name in facts} == facts
        assert set(application.vision_areas.values_list("pk", flat=True)) == set(areas)
        lines = BudgetLine.objects.filter(submission=application.submission)
        assert sum(line.amount for line in lines) == application.requested


def walked(kind: str, label: str) -> dict[int, list[str]]:
    """The moves that the log tells of, by subject."""
    moves: dict[int, list[str]] = {}
    for entry in Entry.objects.filter(subject_kind=kind, verb__startswith=f"{label}.", facts__has_key="to").order_by(
        "id"
    ):
        moves.setdefault(entry.subject_id, []).append(entry.verb.removeprefix(f"{label}."))
    return moves


@pytest.mark.parametrize(
    ("model", "machine", "start"), [(Application, APPLICATION_MOVES, S.RECEIVED), (Project, PROJECT_MOVES, P.GRANTED)]
)
def test_the_log_tells_a_walk_that_the_machine_allows(model, machine, start):
    moves = walked(model._meta.label_lower, machine.label)
    for thing in model.objects.all():
        state = str(start)
        for name in moves.get(thing.pk, []):
            assert state in machine.moves[name].sources, f"{thing}: {name} from {state}"
            state = machine.moves[name].target
        assert state == thing.state, str(thing)


def test_the_log_is_in_order_up_to_what_was_done_just_now():
    dated = list(Entry.objects.exclude(verb__startswith="commons.").order_by("id").values_list("at", flat=True))
    told = [at for at in dated if at < dates.now() - dates.GRACE]
    assert told == sorted(told)


def test_public_things_say_what_their_sources_say():
    told = [thing for kind in kinds.values() for thing in kind.model_class._base_manager.filter(item__visible=True)]
    assert [str(thing) for thing in told if changed_contents(thing.item, thing)] == []
    assert len(told) == Item.objects.count()
    assert {kind for kind, number in Counter(Item.objects.values_list("kind", flat=True)).items() if number} == set(
        kinds
    )


def test_nothing_is_told_before_it_has_happened():
    now = dates.now()
    late = [
        *Step.objects.filter(at__gt=now),
        *Review.objects.filter(saved_at__gt=now),
        *Entry.objects.filter(at__gt=now),
        *Submission.objects.filter(sent_at__gt=now),
        *Message.objects.filter(sent_at__gt=now),
        *News.objects.filter(out_at__gt=now),
        *Decision.objects.filter(decided_at__gt=now),
    ]
    assert late == []


def test_reviews_lie_in_their_stage_and_come_from_three_who_may():
    recused = set(Recusal.objects.in_force().values_list("case_id", "person_id"))
    asked = scored()
    assert set(Counter(asked.values_list("submission_id", flat=True)).values()) == {3}
    for review in Review.objects.filter(assignment__in=asked).select_related(
        "assignment__stage", "assignment__submission"
    ):
        assignment = review.assignment
        assert (assignment.submission.case_id, assignment.reviewer_id) not in recused
        assert assignment.reviewer_id != assignment.submission.person_id
        assert assignment.stage.opens_at <= review.saved_at < assignment.stage.closes_at
        given = Score.objects.filter(review=review).count()
        assert given == (6 if review.done_at else 2)


def test_the_log_keeps_the_hash_that_the_action_would_have_kept():
    for entry in Entry.objects.filter(verb="review.done"):
        scores = dict(Score.objects.filter(review=entry.subject_id).values_list("criterion_id", "value"))
        assert entry.facts["scores_sha256"] == _hash_of(scores)


def test_some_reviews_wait_and_some_are_half_written():
    asked = scored()
    assert asked.filter(review__isnull=False, review__done_at=None).count() == 8
    assert asked.filter(review=None).count() == 6


def test_an_award_to_an_organisation_has_its_state_aid_answer():
    for decision in Decision.objects.filter(outcome__in=AWARDS).select_related("case__submission__application"):
        assert bool(decision.state_aid) == bool(decision.case.submission.application.organisation_number)


def test_held_decisions_have_held_letters_and_no_letter_waits_to_be_sent():
    held = Decision.objects.filter(released_at=None)
    letters = Message.objects.filter(kind="funds.decision", about_id__in=held.values("pk"))
    assert Counter(letters.values_list("state", flat=True)) == {MessageState.HELD: 8}
    rest = Message.objects.exclude(pk__in=letters.values("pk"))
    assert set(rest.values_list("state", flat=True)) == {MessageState.SENT}


def test_an_unreleased_decision_is_nowhere_in_public():
    held = Application.objects.filter(state=S.DECIDED)
    assert Project.objects.filter(application__in=held).count() == 0
    assert Item.objects.filter(slug__in=["lagningslordag-pa-soder", "laxa-forst-boll-sen"]).count() == 0


def test_drafts_are_sealed_and_open_with_the_key():
    drafts = Draft.objects.being_written()
    assert drafts.filter(opening__in=[round_.opening_id for round_ in rounds()]).count() == 4
    sealed = b"".join(bytes(answer.sealed) for answer in Answer.objects.all())
    assert b"Vintergatan" not in sealed
    assert "Vintergatan" in kept(drafts.get(email="maja@example.org")).values["need"]


def test_pictures_are_ready_and_say_what_they_show():
    pictures = StoredFile.objects.filter(is_picture=True)
    assert set(pictures.values_list("state", flat=True)) == {StoredFile.State.STORED}
    assert [
        picture.name for picture in pictures if not picture.alt or sorted(picture.sizes) != ["1200", "400", "800"]
    ] == []


def test_the_thread_hangs_together():
    ours = Link.objects.filter(source__in=Project.objects.filter(fund__slug="visionsfonden").values("item"))
    own = ours.filter(target__kind__in=["fund", "project"])
    assert Counter(own.values_list("kind", flat=True)) == {"funded_by": 30, "grew_from": 5, "similar": 1}


@pytest.mark.parametrize(
    ("kind", "slug", "tells"),
    [
        ("project", "lyssnarbanken", {"need", "idea", "topic", "challenge", "proposal", "environment", "project"}),
        ("project", "verktygsbibliotek-i-tvattstugan", {"need", "prototype", "project"}),
        ("test", "en-sommar-med-odlingslador", {"need", "topic", "idea", "solution", "test", "project"}),
        ("project", "mammornas-timme-i-idrottshallen", {"challenge", "proposal", "environment", "project"}),
    ],
)
def test_threads_cross_the_doors(kind, slug, tells):
    knots = thread(Item.objects.get(kind=kind, slug=slug))
    assert tells <= {knot.kind for knot in knots}


def test_conversations_run_forward_and_come_after_what_they_are_about():
    for case in Case.objects.exclude(messages=None).prefetch_related("messages", "decisions"):
        said = [message.sent_at for message in case.messages.all()]
        assert said == sorted(set(said))
        assert case.opened_at <= said[0]
        assert [
            decision.released_at
            for decision in case.decisions.all()
            if decision.released_at and said[0] < decision.released_at
        ] == []


def test_who_is_asked_to_read_may_read():
    for assignment in Assignment.objects.select_related("reviewer", "submission__opening", "submission__case", "stage"):
        if assignment.stage.is_open():
            answer = can_review(assignment.reviewer, assignment)
            assert answer, str(answer.why)


def test_no_address_leads_out_of_the_demo():
    emails = {*Message.objects.values_list("email", flat=True), *Draft.objects.values_list("email", flat=True)}
    assert [email for email in emails if not email.endswith("example.org")] == []


def test_every_fund_is_set_up_to_its_end():
    """What a new fund must have before it is published, the demo's have too; each unit's funds have their own point."""
    assert [(str(fund), [section.key for section in missing_in(fund)]) for fund in Fund.objects.order_by("pk")] == [
        (str(fund), []) for fund in Fund.objects.order_by("pk")
    ]
    assert {fund.slug: [one.point[-3:] for one in who_decides(fund)] for fund in Fund.objects.all()} == {
        "visionsfonden": ["4.7"], "natverket-for-innovation": ["2.3"], "innovationsfonden": ["4.8"]
    }  # fmt: skip


def test_visionsfonden_is_read_in_stages_in_each_round_that_goes_on():
    found = [
        [(stage.kind, stage.judges) for stage in round_.opening.stages.order_by("position")]
        for round_ in Round.objects.filter(fund__slug="visionsfonden", released_at=None)
    ]
    path = [("advice", "coach"), ("scores", "reviewer"), ("pitch", "reviewer"), ("advice", "decision_maker")]
    assert found == [path, path]
