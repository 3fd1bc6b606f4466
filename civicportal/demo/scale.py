"""A seeded set for measuring: granted projects by the thousand, a round with a thousand applications and their reviews.

It grows out of the demo's content by bulk inserts; call `load.load()` before. The same numbers give the same rows,
but for dates, which follow today.
"""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import batched, islice

from django.db import transaction

from civicportal.cases.models import Case
from civicportal.commons.models import Item
from civicportal.demo.people import BY_KEY, REVIEWERS, add_people
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.review.models import Anchor, Assignment, Criterion, Review, Score, Stage
from civicportal.submissions.models import Opening, Submission, Version
from funds.enums.applications import ApplicationState
from funds.models import Application, Project, Round

BATCH = 1000
APPLICANTS = 200
WHAT = (
    "Odling", "Verkstad", "Kör", "Cykelskola", "Läxhjälp", "Gårdsfest", "Fotoväg", "Lånebod", "Matlag", "Lekplats",
    "Skuggspel", "Simskola", "Radio", "Snickeri", "Språkcirkel", "Musteri", "Fågelväg",
)  # fmt: skip
WHERE = (
    "på taket",
    "vid havet",
    "i parken",
    "i tvättstugan",
    "på torget",
    "i skogen",
    "om natten",
    "på bryggan",
    "i byn",
)


def title(number: int) -> str:
    """A title that no other number has."""
    return f"{WHAT[number % len(WHAT)]} {WHERE[number // len(WHAT) % len(WHERE)]} {number + 1}"


@transaction.atomic
def grow_projects(number: int, *, first: int = 0) -> None:
    """Adds so many published projects, each with the shape of one of the demo's and a title of its own.

    `first` is where the numbering goes on, when it is called again.
    """
    patterns = list(Project.objects.filter(item__visible=True, application=None).select_related("item").order_by("pk"))
    for numbers in batched(range(first, first + number), BATCH, strict=False):
        pairs = [(patterns[each % len(patterns)], each) for each in numbers]
        items = Item.every.bulk_create(_item(pattern, each) for pattern, each in pairs)
        projects = [_project(pattern, each, item) for (pattern, each), item in zip(pairs, items, strict=True)]
        Project.objects.bulk_create(projects)
        _copy_areas(pairs, projects)


def _item(pattern: Project, number: int) -> Item:
    item, words = pattern.item, title(number)
    return Item(
        kind=item.kind, slug=f"skala-{number + 1}", visible=True, title=LocalizedText(sv=words), summary=item.summary,
        keywords=f"{words} {item.keywords}", text=item.text, unit_id=item.unit_id, district_id=item.district_id,
        theme_id=item.theme_id, amount=item.amount, status=item.status, status_words=item.status_words,
        status_look=item.status_look, happened_on=pattern.granted_on - timedelta(days=number % 2000),
        published_at=item.published_at,
    )  # fmt: skip


def _project(pattern: Project, number: int, item: Item) -> Project:
    return Project(
        fund_id=pattern.fund_id, slug=item.slug, state=pattern.state, title=item.title, summary=pattern.summary,
        about=pattern.about, learnt=pattern.learnt, grantee_kind=pattern.grantee_kind,
        grantee_name=pattern.grantee_name,
        granted=pattern.granted, granted_on=item.happened_on, district_id=pattern.district_id, item=item,
        imported_as=f"skala {number + 1}",
    )  # fmt: skip


def _copy_areas(pairs: list[tuple[Project, int]], projects: list[Project]) -> None:
    """The vision areas of each pattern, in one insert."""
    through = Project.vision_areas.through
    areas: dict[int, list[int]] = {}
    for project, theme in through.objects.values_list("project_id", "theme_id"):
        areas.setdefault(project, []).append(theme)
    through.objects.bulk_create(
        through(project_id=project.pk, theme_id=theme)
        for (pattern, _each), project in zip(pairs, projects, strict=True)
        for theme in areas.get(pattern.pk, [])
    )


@transaction.atomic
def grow_round(applications: int, *, reviews: int = 3, slug: str = "skala") -> Round:
    """Adds a closed round under review with so many applications, each with so many done reviews (six at the most)."""
    round_ = _round(slug)
    criteria, stage = list(round_.opening.criteria.all()), round_.opening.stages.get()
    applicants = add_people([(f"Skala {each}", f"{slug}.{each}@example.org", "sv", "") for each in range(APPLICANTS)])
    emails = [BY_KEY[key].email for key in REVIEWERS]
    reviewers = list(islice(Person.objects.filter(email__in=emails).order_by("pk"), len(REVIEWERS)))
    patterns = list(Application.objects.exclude(round=round_).select_related("submission").order_by("pk"))
    answers = {version.submission_id: version for version in Version.objects.filter(number=1)}
    dice = random.Random(slug)  # noqa: S311 - numbers to measure with
    for numbers in batched(range(applications), BATCH, strict=False):
        pairs = [(patterns[each % len(patterns)], each) for each in numbers]
        versions = _submissions(round_, pairs, applicants, answers)
        _reviews(stage, criteria, versions, reviewers, reviews, dice)
    return round_


def _round(slug: str) -> Round:
    """A round like the demo's newest, closed a week ago, with the same criteria and one stage that is open now."""
    rounds = Round.objects.filter(fund__slug="visionsfonden").select_related("opening")
    pattern = rounds.order_by("-opening__closes_at")[0]
    old, now = pattern.opening, dates.now()
    opening = Opening.objects.create(
        kind=old.kind, unit_id=old.unit_id, form_id=old.form_id, series=old.series, lowest=old.lowest,
        highest=old.highest, opens_at=now - timedelta(days=50), closes_at=now - timedelta(days=7),
        answer_by=dates.today() + timedelta(days=30),
    )  # fmt: skip
    for criterion in old.criteria.prefetch_related("anchors"):
        fresh = Criterion.objects.create(
            opening=opening,
            position=criterion.position,
            name=criterion.name,
            question=criterion.question,
            weight=criterion.weight,
            highest=criterion.highest,
        )
        Anchor.objects.bulk_create(
            Anchor(criterion=fresh, score=one.score, words=one.words) for one in criterion.anchors.all()
        )
    Stage.objects.create(
        opening=opening,
        name=LocalizedText(sv="Läsning", en="Reading"),
        opens_at=opening.closes_at,
        closes_at=now + timedelta(days=20),
    )
    return Round.objects.create(
        fund_id=pattern.fund_id, fund_year_id=pattern.fund_year_id, opening=opening, slug=slug,
        name=LocalizedText(sv="Omgången för mätning", en="The round for measuring"), budget=pattern.budget,
        announced_open_at=opening.opens_at,
    )  # fmt: skip


def _submissions(
    round_: Round, pairs: list[tuple[Application, int]], applicants: list[Person], answers: dict[int, Version]
) -> list[Version]:
    """Cases, submissions, versions and applications in bulk; returns the versions."""
    opening, sent_at = round_.opening, round_.opening.closes_at - timedelta(days=1)
    cases = Case.objects.bulk_create(
        Case(
            reference=f"S{round_.pk}-{sent_at.year}-{each + 1:05d}", kind=opening.kind, title=title(each),
            unit_id=opening.unit_id, person=applicants[each % len(applicants)], opened_at=sent_at,
            answer_by=opening.answer_by,
        )
        for _pattern, each in pairs
    )  # fmt: skip
    submissions = Submission.objects.bulk_create(
        Submission(opening=opening, case=case, person_id=case.person_id, first_sent_at=sent_at, sent_at=sent_at)
        for case in cases
    )
    sources = [answers[pattern.submission_id] for pattern, _each in pairs]
    versions = Version.objects.bulk_create(
        Version(
            submission=submission, number=1, form_id=opening.form_id, answers={**source.answers, "title": case.title},
            sha256=source.sha256, sent_at=sent_at,
        )
        for submission, source, case in zip(submissions, sources, cases, strict=True)
    )  # fmt: skip
    Application.objects.bulk_create(
        Application(
            submission=submission, round=round_, state=ApplicationState.IN_REVIEW, title=case.title,
            summary=pattern.summary, applicant_kind=pattern.applicant_kind, organisation_name=pattern.organisation_name,
            organisation_number=pattern.organisation_number, contact_name=pattern.contact_name,
            district_id=pattern.district_id, focus_challenge_id=pattern.focus_challenge_id, requested=pattern.requested,
        )
        for submission, case, (pattern, _each) in zip(submissions, cases, pairs, strict=True)
    )  # fmt: skip
    return versions


def _reviews(
    stage: Stage,
    criteria: list[Criterion],
    versions: list[Version],
    reviewers: list[Person],
    wanted: int,
    dice: random.Random,
) -> None:
    """So many done reviews for each, by the reviewers in turn."""
    pairs = [
        (version, reviewers[(place + turn) % len(reviewers)])
        for place, version in enumerate(versions)
        for turn in range(wanted)
    ]
    assignments = Assignment.objects.bulk_create(
        (
            Assignment(stage=stage, submission_id=version.submission_id, reviewer=reviewer)
            for version, reviewer in pairs
        ),
        batch_size=BATCH,
    )
    now = dates.now()
    reviews = Review.objects.bulk_create(
        (
            Review(assignment=assignment, version_judged=version, to_group=f"Läst, {version.pk}.", done_at=now)
            for assignment, (version, _reviewer) in zip(assignments, pairs, strict=True)
        ),
        batch_size=BATCH,
    )
    Score.objects.bulk_create(
        (
            Score(review=review, criterion=criterion, value=dice.choice((None, 1, 2, 3, 3, 4, 4, 5)))
            for review in reviews
            for criterion in criteria
        ),
        batch_size=5 * BATCH,
    )
