"""A department asks a proposer to complete named questions: the same piece as the funds use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from challenges.models import Proposal
from challenges.rules import PROPOSAL_MOVES
from civicportal.backoffice.queues import desk_of
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import completing
from civicportal.submissions.enums import CompletionState
from civicportal.submissions.models import Completion
from civicportal.submissions.registrations import my_completions
from tests.challenges.factories import Scene, close, fresh, make_proposal, match, read_through, score
from tests.people import client_of

WORDS = "Berätta var ni vill prova."


def ask(scene: Scene, proposal: Proposal, by: Person | None = None) -> Completion:
    until = dates.today() + timedelta(days=10)
    return completing.ask_completion(
        proposal.submission, questions=["environment"], until=until, words=WORDS, by=by or scene.editor
    )


def complete(proposal: Proposal, **answers: Any) -> None:
    owner = proposal.submission.person
    draft = completing.begin_completion(proposal.submission, by=owner)
    submissions.save_answers(draft, answers, dict.fromkeys(answers, 1000), by=owner)
    submissions.send(draft, by=owner)


def page(proposal: Proposal) -> str:
    return reverse("admin:challenges_completion", args=[proposal.case.reference])


def test_only_the_departments_editor_asks(scene: Scene) -> None:
    proposal = make_proposal(scene)
    for person in (scene.other_editor, scene.reviewer, scene.communicator):
        with pytest.raises(Refused):
            ask(scene, proposal, person)
    assert ask(scene, proposal).questions == ["environment"]


def test_who_opens_the_page(scene: Scene) -> None:
    proposal = make_proposal(scene)
    people = {
        "editor": scene.editor, "other": scene.other_editor, "reviewer": scene.reviewer, "auditor": scene.auditor,
        "registrar": scene.registrar, "communicator": scene.communicator, "own": proposal.submission.person,
    }  # fmt: skip
    opens = {who for who, person in people.items() if client_of(person).get(page(proposal)).status_code == 200}
    assert opens == {"editor", "registrar", "auditor"}


def test_from_the_request_to_what_came_in(scene: Scene) -> None:
    """Asked on the page, answered while it is scored, read by the editor; nothing is answered meanwhile."""
    proposal = read_through(scene, make_proposal(scene))
    close(scene.challenge)
    score(scene, proposal)
    editor = client_of(scene.editor)
    until = dates.today() + timedelta(days=10)
    answer = editor.post(page(proposal), typed(editor.get(page(proposal)).context["form"], until))
    assert (answer.status_code, Completion.objects.count()) == (302, 1)
    letter = Message.objects.get(kind="submissions.completion_asked")
    assert ("ansökan" in letter.text, WORDS in letter.text) == (False, True)
    with pytest.raises(Refused, match="komplettera"):
        match(scene, fresh(proposal))
    owner = proposal.submission.person
    assert [row.label for row in my_completions(owner)] == [proposal.title]
    status = client_of(owner).get(proposal.get_absolute_url()).text
    assert "Vi behöver en sak till från dig" in status
    assert reverse("submissions:complete", args=[proposal.case.reference]) in status
    complete(proposal, environment="I Gamla stan.")
    done = Completion.objects.get()
    assert (done.state, done.answered_with.number) == (CompletionState.ANSWERED, 2)
    assert Entry.objects.filter(verb="proposal.completed").count() == 1
    assert Message.objects.filter(kind="challenges.receipt").count() == 1
    desk = [row.waiting.url for row in desk_of(scene.editor).rows if row.queue.key == "submissions.completions"]
    assert desk == [page(proposal)]
    shown = editor.get(page(proposal)).text
    assert ("På Råå i ett år." in shown, "I Gamla stan." in shown) == (True, True)
    assert editor.post(page(proposal), {"end": "seen"}).status_code == 302
    assert not [row for row in desk_of(scene.editor).rows if row.queue.key == "submissions.completions"]
    assert bool(PROPOSAL_MOVES.can("match", scene.editor, fresh(proposal))) is True


def typed(form: Any, until: Any) -> dict[str, Any]:
    """The boxes of the form as a browser sends them."""
    day = {f"until_{number}": str(part) for number, part in enumerate((until.day, until.month, until.year))}
    sent: dict[str, Any] = {"once": str(form["once"].value()), "words": WORDS, **day}
    for number, (_title, questions) in enumerate(form.groups):
        if "environment" in dict(questions):
            sent[f"step{number}"] = ["environment"]
    return sent


def test_what_is_answered_is_not_completed(scene: Scene) -> None:
    proposal = read_through(scene, make_proposal(scene))
    close(scene.challenge)
    match(scene, fresh(proposal))
    with pytest.raises(Refused):
        ask(scene, fresh(proposal))


def test_another_department_takes_nothing_back(scene: Scene) -> None:
    proposal = make_proposal(scene)
    ask(scene, proposal)
    assert client_of(scene.registrar).post(page(proposal), {"end": "take_back"}).status_code == 403
    assert client_of(scene.other_editor).post(page(proposal), {"end": "take_back"}).status_code == 404
    assert client_of(scene.editor).post(page(proposal), {"end": "take_back"}).status_code == 302
    assert Completion.objects.get().state == CompletionState.TAKEN_BACK
