"""What is done with challenges and proposals, who may do it, and what comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from challenges.actions import proposals, publishing, times
from challenges.enums import Phase, ProposalState, Publication
from challenges.models import Call, Challenge, Proposal, TestEnvironment
from challenges.queries.staff import proposals_side_by_side
from challenges.tasks import follow_the_clock
from civicportal.cases.actions import declare_recusal
from civicportal.commons.models import Item, Link, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from civicportal.review.models import Anchor, Criterion, Stage
from civicportal.review.rules import can_see_scores
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Opening
from civicportal.submissions.queries import kept
from tests.challenges.factories import (
    ANSWERS,
    NO,
    Scene,
    close,
    fresh,
    make_call,
    make_challenge,
    make_proposal,
    match,
    matched,
    open_times,
    publish,
    read_through,
    score,
)
from tests.people import make_resident

pytestmark = pytest.mark.django_db


def why(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return str(refused.value.why)


# Into the public


def test_a_draft_has_no_public_face_until_it_is_published(scene: Scene) -> None:
    draft = make_challenge(scene.unit, "Hemligt än")
    assert (draft.item_id, Item.every.filter(kind="challenge").count()) == (None, 1)
    told = publish(draft, scene.editor)
    item = Item.objects.get(pk=told.item_id)
    assert (str(item.title), item.unit, item.status) == ("Hemligt än", scene.unit, Phase.COMING)
    assert Step.objects.get(item=item).title.said("sv").text == "Publicerad av Vård- och omsorgsförvaltningen"


def test_what_is_not_whole_is_not_published(scene: Scene) -> None:
    draft = make_challenge(scene.unit, background=LocalizedText(), target_groups=LocalizedText())
    assert why(publish, draft, scene.editor) == "Skriv det här först: Bakgrund, Vem det gäller"


def test_editors_keep_to_their_own_department(scene: Scene) -> None:
    draft = make_challenge(scene.unit)
    sentence = "Bara en redaktör på Vård- och omsorgsförvaltningen kan göra det här"
    assert why(publish, draft, scene.other_editor) == sentence
    assert why(times.set_times, draft, open_times(), by=scene.other_editor) == sentence
    proposal = make_proposal(scene)
    assert why(proposals.screen, proposal, by=scene.other_editor) == sentence


def test_it_becomes_public_at_the_set_time_and_also_when_the_clock_is_late(scene: Scene) -> None:
    draft = make_challenge(scene.unit)
    at = dates.now() + timedelta(hours=2)
    publishing.schedule(draft, at=at, by=scene.editor)
    assert follow_the_clock() == 0
    with time_machine.travel(at + timedelta(days=3), tick=False):
        assert (publishing.publish_what_is_due(), publishing.publish_what_is_due()) == (1, 0)
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == (Publication.PUBLISHED, None)
    assert Entry.objects.get(verb="challenge.publish", subject_id=draft.pk).actor is None


def test_a_set_time_lies_ahead_and_can_be_taken_back(scene: Scene) -> None:
    draft = make_challenge(scene.unit)
    passed = dates.now() - timedelta(minutes=1)
    assert why(publishing.schedule, draft, at=passed, by=scene.editor) == (
        "Välj en tid som ligger framåt, eller publicera nu"
    )
    publishing.schedule(draft, at=dates.now() + timedelta(hours=1), by=scene.editor)
    publishing.unschedule(draft, by=scene.editor)
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == (Publication.DRAFT, None)


def test_one_that_cannot_be_published_does_not_stop_the_others(scene: Scene) -> None:
    first, second = make_challenge(scene.unit), make_challenge(scene.unit)
    at = dates.now() + timedelta(hours=1)
    for draft in (first, second):
        publishing.schedule(draft, at=at, by=scene.editor)
    Challenge.objects.filter(pk=first.pk).update(need=LocalizedText())
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        assert publishing.publish_what_is_due() == 1
    assert set(Challenge.objects.filter(state=Publication.SCHEDULED)) == {first}


def test_what_has_proposals_stays_public(scene: Scene) -> None:
    make_proposal(scene)
    assert why(publishing.hide, scene.challenge, by=scene.editor).startswith("Förslag har kommit in")


def test_hidden_is_a_bare_anchor_again(scene: Scene) -> None:
    publishing.hide(scene.challenge, by=scene.editor)
    item = Item.every.get(pk=scene.challenge.item_id)
    assert (item.visible, str(item.title), item.text) == (False, "", "")


def test_followers_read_that_it_has_opened_and_closed_once(scene: Scene) -> None:
    later = make_challenge(scene.unit)
    opens = dates.now() + timedelta(days=2)
    plan = times.Times(opens, opens + timedelta(days=10), (opens + timedelta(days=40)).date())
    times.set_times(later, plan, by=scene.editor)
    later = publish(later, scene.editor)
    assert later.phase == Phase.COMING
    with time_machine.travel(opens + timedelta(minutes=1), tick=False):
        assert (publishing.tell_phases(), publishing.tell_phases()) == (1, 0)
    with time_machine.travel(plan.closes_at + timedelta(minutes=1), tick=False):
        publishing.tell_phases()
    later.refresh_from_db()
    titles = [step.title.said("en").text for step in Step.objects.filter(item=later.item_id)]
    assert (later.phase, titles[0], titles[1:]) == (
        Phase.CLOSED,
        "Published by Vård- och omsorgsförvaltningen",
        [
            f"Open for proposals until {dates.show_deadline(plan.closes_at, language='en')}",
            "Closed for proposals",
        ],
    )


# Calls and times


def test_a_challenge_of_a_call_takes_its_times_form_and_criteria_in_its_own_department(scene: Scene) -> None:
    call = make_call(scene.unit)
    times.set_times(call, open_times(), by=scene.editor)
    Criterion.objects.filter(opening=call.opening).exclude(position=1).delete()
    publish(call, scene.editor)
    theirs = make_challenge(scene.other_unit, call=call)
    theirs = publish(theirs, scene.other_editor)
    assert (theirs.opening.unit, theirs.opening.closes_at, theirs.opening.form) == (
        scene.other_unit,
        call.opening.closes_at,
        call.opening.form,
    )
    assert list(theirs.opening.criteria.values_list("position", flat=True)) == [1]
    assert Link.objects.get(kind="belongs_to").target_id == Call.objects.get().item_id
    times.set_times(call, open_times(50), by=scene.editor)
    assert Opening.objects.get(pk=theirs.opening_id).closes_at == Call.objects.get().opening.closes_at


def test_the_call_sets_the_times_of_its_challenges(scene: Scene) -> None:
    call = make_call(scene.unit)
    challenge = make_challenge(scene.unit, call=call)
    assert why(times.set_times, challenge, open_times(), by=scene.editor) == (
        "Kallelsen sätter datumen för sina utmaningar"
    )


def test_times_stand_in_order_and_bring_form_criteria_and_a_stage(scene: Scene) -> None:
    opening = scene.challenge.opening
    assert (opening.series, opening.form.name, opening.unit) == ("SU", "utmaning", scene.unit)
    assert Criterion.objects.filter(opening=opening).count() == 5
    assert Anchor.objects.filter(criterion__opening=opening).count() == 25
    assert Stage.objects.get(opening=opening).opens_at == opening.closes_at
    now = dates.now()
    wrong = times.Times(now, now, now.date() + timedelta(days=9))
    assert why(times.set_times, scene.challenge, wrong, by=scene.editor) == "Sista dagen måste komma efter första dagen"
    wrong = times.Times(now, now + timedelta(days=9), now.date() + timedelta(days=9))
    assert why(times.set_times, scene.challenge, wrong, by=scene.editor).startswith("Lova svaret till en dag efter")


# Proposals


def test_a_sent_proposal_is_a_case_of_the_department(scene: Scene) -> None:
    proposal = make_proposal(scene)
    case = proposal.case
    assert (case.reference, case.unit, case.kind) == (
        f"SU-{dates.today().year}-0001",
        scene.unit,
        "challenges.challenge",
    )
    assert (proposal.state, proposal.title, proposal.organisation_name) == (
        ProposalState.RECEIVED,
        "Kvartersvärdar",
        "Föreningen Grannskap",
    )
    assert Message.objects.filter(kind="challenges.receipt").count() == 1
    assert proposal.item_id is None


def test_it_is_changed_until_somebody_scores_it(scene: Scene) -> None:
    proposal = make_proposal(scene)
    person = proposal.submission.person
    draft = submissions.reopen(proposal.submission, by=person)
    submissions.save_answers(draft, {"title": "Trappvärdar"}, kept(draft).versions, by=person)
    submissions.send(draft, by=person)
    assert fresh(proposal).title == "Trappvärdar"
    proposal = read_through(scene, proposal)
    proposals.assign(
        proposal, stage=Stage.objects.get(opening=proposal.opening), reviewers=[scene.reviewer], by=scene.editor
    )
    assert why(submissions.reopen, fresh(proposal).submission, by=person).startswith("Förvaltningen har börjat läsa")


def test_withdrawn_is_answered_and_nobody_can_match_it(scene: Scene) -> None:
    proposal = make_proposal(scene)
    submissions.withdraw(proposal.submission, by=proposal.submission.person)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.case.answered_at is None) == (ProposalState.WITHDRAWN, False)
    close(scene.challenge)
    with pytest.raises(Refused):
        match(scene, proposal)


def test_answers_wait_until_everybody_has_had_the_same_time(scene: Scene) -> None:
    proposal = read_through(scene, make_proposal(scene))
    assert why(proposals.refuse, proposal, by=scene.editor, **NO).startswith("Utmaningen är öppen till")
    close(scene.challenge)
    proposals.refuse(fresh(proposal), by=scene.editor, **NO)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.reason, proposal.next_step) == (
        ProposalState.REFUSED,
        NO["reason"],
        NO["next_step"],
    )
    assert proposal.case.answered_at is not None
    assert (Message.objects.filter(kind="challenges.refused").count(), proposal.item_id) == (1, None)


def test_a_no_has_a_reason_and_a_next_step(scene: Scene) -> None:
    proposal = read_through(scene, make_proposal(scene))
    close(scene.challenge)
    proposal = fresh(proposal)
    assert (
        why(proposals.refuse, proposal, by=scene.editor, reason=" ", next_step="Labbet") == "Skriv skälet till svaret"
    )
    assert why(proposals.refuse, proposal, by=scene.editor, reason="Nej", next_step=" ").startswith(
        "Skriv ett nästa steg"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.REFUSED)


def test_a_match_opens_the_proposal_and_its_test_in_public(scene: Scene) -> None:
    environment = matched(scene)
    proposal = fresh(environment.proposal)
    assert proposal.state == ProposalState.MATCHED
    face, test = Item.objects.get(kind="proposal"), Item.objects.get(kind="environment")
    links = {(link.source_id, link.kind, link.target_id) for link in Link.objects.all()}
    assert links == {(test.pk, "tests", face.pk), (face.pk, "answers", scene.challenge.item_id)}
    assert Challenge.objects.get().phase == Phase.TESTING
    letter = Message.objects.get(kind="challenges.matched")
    assert f"/testmiljo/{environment.slug}/" in letter.text


def test_the_origin_of_the_draft_is_linked_when_it_is_public(scene: Scene) -> None:
    other = publish(make_challenge(scene.unit, "Ett annat behov"), scene.editor)
    person = make_resident()
    draft = submissions.start_draft(
        opening=scene.challenge.opening, email=person.email, language="sv", by=person, origin=other.item
    )
    submissions.save_answers(draft, ANSWERS, {}, by=person)
    proposal = Proposal.objects.get(submission=submissions.send(draft, by=person))
    read_through(scene, fresh(proposal))
    close(scene.challenge)
    match(scene, fresh(proposal))
    assert Link.objects.get(kind="grew_from").target == other.item


def test_a_test_lasts_24_months_at_most(scene: Scene) -> None:
    proposal = read_through(scene, make_proposal(scene))
    close(scene.challenge)
    days = {"starts_on": date(2027, 8, 31), "ends_on": date(2029, 9, 1)}
    assert why(match, scene, fresh(proposal), **days) == "Ett test varar i högst 24 månader, till 31 augusti 2029"
    assert fresh(proposal).state == ProposalState.SCREENED
    environment = match(scene, fresh(proposal), starts_on=date(2027, 8, 31), ends_on=date(2029, 8, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        TestEnvironment.objects.filter(pk=environment.pk).update(ends_on=date(2029, 9, 1))


def test_who_has_stepped_aside_takes_no_part(scene: Scene) -> None:
    proposal = make_proposal(scene)
    declare_recusal(proposal.case, person=scene.editor, ground="party", by=scene.editor)
    assert why(proposals.screen, proposal, by=scene.editor) == "Du har klivit åt sidan från det här förslaget"
    assert list(Proposal.objects.visible_to(scene.editor)) == []


def test_nobody_answers_their_own(scene: Scene) -> None:
    proposal = make_proposal(scene, scene.editor)
    assert list(Proposal.objects.visible_to(scene.editor)) == []
    assert why(proposals.screen, proposal, by=scene.editor) == "Du har klivit åt sidan från det här förslaget"


def test_reviewers_score_it_and_editors_see_the_mean(scene: Scene) -> None:
    weak, strong = (read_through(scene, make_proposal(scene, title=title)) for title in ("Svag", "Stark"))
    close(scene.challenge)
    score(scene, weak, 2)
    score(scene, strong, 5)
    rows = proposals_side_by_side(scene.editor, scene.challenge)
    assert [(row.proposal.title, row.ranked.mean, row.done) for row in rows if row.ranked] == [
        ("Stark", 5, 1),
        ("Svag", 2, 1),
    ]
    assert can_see_scores(scene.editor, strong.submission)
    assert not can_see_scores(scene.other_editor, strong.submission)
