"""What people proposed in the demo: the rows that sending, reading and answering would have written, at their dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from challenges.actions.proposals import NAME_IN_PUBLIC_WORDS, free_slug
from challenges.enums import ProposalState, ProposerKind
from challenges.models import Challenge, Proposal
from civicportal.cases.models import Case
from civicportal.demo.applications import address_of
from civicportal.demo.city import Built
from civicportal.demo.log import Log
from civicportal.demo.people import CAST, add_people
from civicportal.demo.reviews import hash_of_scores
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.people.models import Consent, Person
from civicportal.records.models import Series
from civicportal.review.models import Assignment, Criterion, Review, Score, Stage
from civicportal.submissions.actions.sending import hash_of
from civicportal.submissions.models import Draft, Submission, Version

S = ProposalState
ANSWERS = ("title", "summary", "how", "effect", "thinking", "users", "partners", "lasting", "environment")
READERS = ("sof", "vof")
"""Who of the cast reads each proposal, beside the department's own."""


@dataclass
class Told:
    """One proposal of the texts on its way to rows."""

    data: dict[str, Any]
    challenge: Challenge
    person: Person
    editor: Person
    reference: str = ""
    case: Case = field(init=False)
    submission: Submission = field(init=False)
    version: Version = field(init=False)
    proposal: Proposal = field(init=False)

    @property
    def key(self) -> str:
        return str(self.data["key"])

    @property
    def state(self) -> str:
        return str(self.data["state"])

    @property
    def language(self) -> str:
        return str(self.data.get("language", "sv"))

    @property
    def sent_at(self) -> datetime:
        return _at(self.data["sent"], 14, 20)

    @property
    def answered_at(self) -> datetime | None:
        """When the proposer had an answer, or took the proposal back."""
        return _at(self.data["answered"], 10, 5) if "answered" in self.data else None


def _at(ago: int, hour: int, minute: int) -> datetime:
    day: date = dates.today() + timedelta(days=ago)
    return dates.at(day, time(hour, minute))


def load(
    challenges: dict[str, Challenge], built: Built, cast: dict[str, Person], editors: dict[str, Person], log: Log
) -> dict[str, Told]:
    """Makes people, cases, submissions, proposals and reviews. Returns them by the key of their text."""
    rows = texts("challenges_proposals")["proposal"]
    people = _people(rows, cast)
    units = {unit.pk: key for key, unit in built.units.items()}
    told = []
    for row in sorted(rows, key=lambda each: each["sent"]):
        challenge = challenges[row["challenge"]]
        told.append(Told(row, challenge, people[row["person"]], editors[units[challenge.unit_id]]))
    _give_references(told)
    for one in told:
        _load_one(one, built)
        _log_one(one, log)
    for one in told:
        _load_reviews(one, cast, log)
    return {one.key: one for one in told}


def _people(rows: list[dict[str, Any]], cast: dict[str, Person]) -> dict[str, Person]:
    known = {character.name: cast[character.key] for character in CAST}
    new = list(dict.fromkeys(row["person"] for row in rows if row["person"] not in known))
    known |= dict(zip(new, add_people([(name, address_of(name), "sv", "") for name in new]), strict=True))
    return known


def _give_references(told: list[Told]) -> None:
    """The numbers in the order of arrival, and the series where the actions will go on."""
    last: Counter[int] = Counter()
    for one in told:
        year = dates.year_of(one.sent_at)
        last[year] += 1
        one.reference = f"SU-{year}-{last[year]:04d}"
    Series.objects.bulk_create(Series(prefix="SU", year=year, last=number) for year, number in last.items())


def answers_of(one: Told, built: Built) -> dict[str, Any]:
    """The answers as the form's check would have stored them."""
    data = one.data
    answers: dict[str, Any] = {name: data[name] for name in ANSWERS}
    answers |= {"can_test": True, "open": True, "kind": data["kind"], "contact_name": one.person.name}
    answers |= {"phone": one.person.phone, "sensitive": False}
    if data["kind"] == ProposerKind.PERSON:
        answers["name_in_public"] = bool(data.get("name_in_public"))
    else:
        answers |= {"organisation_name": data["org"], "signs": "signatory"}
    if "district" in data:
        answers["district"] = built.districts[data["district"]].slug
    return {question: value for question, value in answers.items() if value not in ("", None, [])}


def _load_one(one: Told, built: Built) -> None:
    opening, answered = one.challenge.opening, one.answered_at
    one.case = Case.objects.create(
        reference=one.reference,
        kind="challenges.challenge",
        title=one.data["title"],
        unit=one.challenge.unit,
        person=one.person,
        handler=None if one.state in {S.RECEIVED, S.WITHDRAWN} else one.editor,
        opened_at=one.sent_at,
        answer_by=opening.answer_by,
        answered_at=answered,
    )
    draft = Draft.objects.create(
        opening=opening,
        form=opening.form,
        person=one.person,
        email=one.person.email,
        language=one.language,
        started_at=one.sent_at - timedelta(days=1, hours=2),
        changed_at=one.sent_at,
        at_step="you",
        sent_at=one.sent_at,
    )
    one.submission = Submission.objects.create(
        draft=draft,
        opening=opening,
        case=one.case,
        person=one.person,
        language=one.language,
        first_sent_at=one.sent_at,
        sent_at=one.sent_at,
        withdrawn_at=answered if one.state == S.WITHDRAWN else None,
    )
    answers = answers_of(one, built)
    one.version = Version.objects.create(
        submission=one.submission,
        number=1,
        form=opening.form,
        answers=answers,
        sha256=hash_of(opening.form, answers),
        sent_at=one.sent_at,
    )
    one.proposal = _proposal(one, built)


def _proposal(one: Told, built: Built) -> Proposal:
    data, matched = one.data, one.state == S.MATCHED
    is_person = data["kind"] == ProposerKind.PERSON
    named = bool(data.get("name_in_public"))
    if is_person and named:
        Consent.objects.get_or_create(
            person=one.person,
            purpose=Consent.Purpose.NAME_IN_PUBLIC,
            withdrawn_at=None,
            defaults={"words_version": NAME_IN_PUBLIC_WORDS, "given_at": one.sent_at},
        )
    return Proposal.objects.create(
        submission=one.submission,
        challenge=one.challenge,
        state=one.state,
        slug=free_slug(data["title"]) if matched else None,
        title=data["title"],
        summary=data["summary"],
        proposer_kind=data["kind"],
        organisation_name=data.get("org", ""),
        contact_name=one.person.name,
        name_in_public=named,
        public_name=data.get("org", "") if matched else "",
        district=built.districts.get(data.get("district", "")),
        answered_at=None if one.state == S.WITHDRAWN else one.answered_at,
        reason=data.get("reason", ""),
        next_step=data.get("next_step", ""),
    )


def _log_one(one: Told, log: Log) -> None:
    """What the log would have said of it."""
    sent = {"version": 1, "sha256": one.version.sha256}
    log.add(one.sent_at, one.person, "submission.sent", one.submission, **sent, late=False)
    log.add(one.sent_at, one.person, "case.open", one.case, kind=one.case.kind, reference=one.reference)
    log.add(one.sent_at, one.person, "proposal.submitted", one.proposal, **sent)
    if one.state == S.WITHDRAWN and one.answered_at:
        log.move(one.answered_at, one.person, "proposal.withdraw", one.proposal, S.RECEIVED, S.WITHDRAWN)
        return
    if one.state == S.RECEIVED:
        return
    read = min(one.sent_at + timedelta(days=2), dates.now() - timedelta(hours=1))
    log.move(read, one.editor, "proposal.screen", one.proposal, S.RECEIVED, S.SCREENED)
    if one.state != S.SCREENED:
        log.move(read + timedelta(hours=1), one.editor, "proposal.review", one.proposal, S.SCREENED, S.IN_REVIEW)
    if one.answered_at:
        move = "match" if one.state == S.MATCHED else "refuse"
        log.move(one.answered_at, one.editor, f"proposal.{move}", one.proposal, S.IN_REVIEW, one.state)


def _load_reviews(one: Told, cast: dict[str, Person], log: Log) -> None:
    """Two readers each; `reviews` holds what those who are done gave, on the whole."""
    given = one.data.get("reviews", [])
    if not given:
        return
    stage = Stage.objects.get(opening=one.challenge.opening)
    criteria = list(Criterion.objects.filter(opening=one.challenge.opening))
    for place, who in enumerate(READERS):
        reader = cast[who]
        asked = stage.opens_at + timedelta(hours=3)
        assignment = Assignment.objects.create(
            stage=stage, submission=one.submission, reviewer=reader, assigned_by=one.editor, assigned_at=asked
        )
        facts = {"case": one.case.pk, "stage": stage.pk, "reviewer": reader.pk}
        log.add(asked, one.editor, "assignment.made", assignment, **facts)
        if place < len(given):
            _load_review(one, assignment, given[place], criteria, facts, log)


def _load_review(
    one: Told, assignment: Assignment, about: int, criteria: list[Criterion], facts: dict[str, Any], log: Log
) -> None:
    done = min(assignment.assigned_at + timedelta(days=4, hours=about), dates.now() - timedelta(hours=2))
    review = Review.objects.create(
        assignment=assignment, version_judged=one.version, version=3, saved_at=done, done_at=done
    )
    scores = {criterion.pk: max(1, min(5, about + (place % 3) - 1)) for place, criterion in enumerate(criteria)}
    Score.objects.bulk_create(Score(review=review, criterion_id=pk, value=value) for pk, value in scores.items())
    log.add(done, assignment.reviewer, "review.done", review, **facts, judged=1, scores_sha256=hash_of_scores(scores))
