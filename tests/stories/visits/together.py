"""Several behind one application: writing together, completing, contacts, handing over, support that waits."""

from __future__ import annotations

import re
from typing import Any

from django.core.cache import cache

from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import contacts, together
from civicportal.submissions.actions.endorsing import ask_endorsement, token_of
from civicportal.submissions.enums import CompletionState, CoWriterState, EndorsementKind
from civicportal.submissions.models import Completion, CoWriter, Draft, Endorsement
from funds.enums.applications import ApplicationState as S
from tests.people import make_person
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import in_state, person, the_open_round
from tests.stories.visits.work import staff

OF_A_FUND = {"submission__opening__kind__startswith": "funds."}
"""Other visits ask others to complete something too."""


def visits() -> list[Visit]:
    """Every page of this piece, in the states that tell something."""
    cache.clear()
    return [*writing(), *inviting(), *sent(), *completing(), *reaching(), *working()]


def two_writers() -> Draft:
    """A draft with somebody who writes along and two texts that met."""
    owner, along = make_person("Ägare Utkastsson"), make_person("Med Skrivarsson")
    draft = submissions.start_draft(opening=the_open_round().opening, email=owner.email, language="sv", by=owner)
    together.accept(together.invite(draft, email=along.email, language="sv", by=owner), by=along)
    draft = Draft.objects.select_related("opening", "form", "person").get(pk=draft.pk)
    submissions.save_answers(draft, {"title": "Ägarens titel"}, {}, by=owner)
    try:
        submissions.save_answers(draft, {"title": "Den andras titel"}, {}, by=along)
    except submissions.Conflict:
        return draft
    raise AssertionError("two people wrote and nobody noticed")


def writing() -> list[Visit]:
    """The draft's pages for its owner and for who writes along."""
    maja, draft = person("maja@example.org"), two_writers()
    of_demo = Draft.objects.filter(person=maja, has_co_writers=True).order_by("pk")[0]
    row = CoWriter.objects.select_related("person").get(draft=draft, state=CoWriterState.WRITING)
    own: dict[str, Any] = {"args": (draft.token,), "who": draft.person}
    along: dict[str, Any] = {"args": (draft.token,), "who": row.person}
    return [
        Visit(name="submissions:tasks", args=(of_demo.token,), who=maja, says="with others"),
        Visit(name="submissions:tasks", **along, says="along"),
        Visit(name="submissions:conflict", **along, says="by name"),
        Visit(name="submissions:check", **along, says="along"),
        Visit(name="submissions:delete", **along, says="not the owner", status=403),
        Visit(name="submissions:together", **own),
        Visit(name="submissions:together", **own, says="errors", act=send, status=422),
        Visit(name="submissions:together", **along, says="along"),
        Visit(name="submissions:together_remove", args=(draft.token, row.number), who=draft.person),
        Visit(name="submissions:together_leave", **along),
    ]


def link_to(draft: Draft, email: str, by: Person) -> str:
    """The secret part of an invitation, as its letter carries it."""
    together.invite(draft, email=email, language="sv", by=by)
    letter = Message.objects.filter(kind="submissions.invited", email=email).latest("pk")
    found = re.search(r"/skriv-med/([\w-]+)/", letter.text)
    assert found, letter.text
    return found[1]


def inviting() -> list[Visit]:
    """The link in the invitation, for whoever holds it."""
    owner = make_person("Bjuder In")
    draft = submissions.start_draft(opening=the_open_round().opening, email=owner.email, language="sv", by=owner)
    token, ended = link_to(draft, "en@example.org", owner), link_to(draft, "tva@example.org", owner)
    together.decline(CoWriter.objects.get(email="tva@example.org", draft=draft))
    return [
        Visit(name="submissions:invitation", args=(token,)),
        Visit(name="submissions:invitation", args=(token,), who=make_person("Fel Adress"), says="refused", status=403),
        Visit(name="submissions:invitation", args=(ended,), says="said no", status=410),
    ]


def sent() -> list[Visit]:
    """What several have sent."""
    row = CoWriter.objects.select_related("person", "draft__submission__case", "draft__submission__person").get(
        person=person("priya@example.org"), draft__submission__isnull=False
    )
    submission = row.draft.submission
    where: dict[str, Any] = {"args": (submission.case.reference,), "who": submission.person}
    along: dict[str, Any] = {"args": (submission.case.reference,), "who": row.person}
    return [
        Visit(name="funds:application", **where, says="with others"),
        Visit(name="funds:application", **along, says="as a co-applicant"),
        Visit(name="submissions:sent_together", **where),
        Visit(name="submissions:sent_together", **along, says="along"),
        Visit(name="submissions:sent_leave", **along),
        Visit(name="submissions:take_over", **along, says="not offered", status=403),
    ]


def completing() -> list[Visit]:
    """What is to be completed, what was, and the open questions."""
    found = {
        state: Completion.objects.select_related("submission__case", "submission__person").get(state=state, **OF_A_FUND)
        for state in (CompletionState.ASKED, CompletionState.ANSWERED)
    }
    waiting, done = found[CompletionState.ASKED].submission, found[CompletionState.ANSWERED].submission
    own: dict[str, Any] = {"args": (waiting.case.reference,), "who": waiting.person}
    draft = begun(waiting)
    return [
        Visit(name="my_page", who=waiting.person, says="something to complete"),
        Visit(name="funds:application", **own, says="one thing more"),
        Visit(name="submissions:complete", **own),
        Visit(name="submissions:complete", args=(done.case.reference,), who=done.person, says="done"),
        Visit(name="submissions:tasks", args=(draft.token,), who=waiting.person, says="completing"),
        Visit(name="submissions:step", args=(draft.token, "how"), who=waiting.person, says="completing"),
        Visit(name="submissions:check", args=(draft.token,), who=waiting.person, says="completing"),
    ]


def begun(submission: Any) -> Draft:
    """The draft with just those questions open."""
    from civicportal.submissions.actions.completing import begin_completion

    return begin_completion(submission, by=submission.person)


def reaching() -> list[Visit]:
    """Whom the city reaches, and the links that confirm another address; whoever signs for an organisation."""
    received = in_state(S.RECEIVED, round=the_open_round())
    submission, owner = received.submission, received.submission.person
    where: dict[str, Any] = {"args": (submission.case.reference,), "who": owner}
    contacts.change_contact(submission, name="Kim Ek", phone="", email="ny.adress@example.org", by=owner)
    letter = Message.objects.filter(kind="submissions.contact_confirm", email="ny.adress@example.org").latest("pk")
    found = re.search(r"/bekrafta-adress/([\w-]+)/", letter.text)
    assert found, letter.text
    asked = ask_endorsement(submission, email="ordf@example.org", by=owner, kind=EndorsementKind.SIGNATORY)
    return [
        Visit(name="submissions:contact", **where),
        Visit(name="submissions:contact", **where, says="another address waits"),
        Visit(name="submissions:confirm_contact", args=(found[1],)),
        Visit(name="submissions:confirm_contact", args=(found[1],), says="said yes", act=send),
        Visit(name="submissions:endorse", args=(token_of(asked),), says="signatory"),
        Visit(name="submissions:ask_signatory", **where),
        Visit(name="submissions:ask_signatory", **where, says="errors", act=empty, status=422),
        Visit(name="funds:application", **where, says="a signatory is asked"),
    ]


def empty(page: Any) -> None:
    """Sends the form with nothing in it."""
    page.locator("[name=email]").fill("")
    send(page)


def working() -> list[Visit]:
    """The desk's pages."""
    manager, culture = staff("fund_manager"), staff("culture")
    found = {
        state: Completion.objects.select_related("submission__case")
        .get(state=state, **OF_A_FUND)
        .submission.case.reference
        for state in (CompletionState.ASKED, CompletionState.ANSWERED)
    }
    waiting = Endorsement.objects.waiting().filter(passed_on_at__isnull=False, kind="manager").order_by("pk")[0]
    reference = waiting.submission.case.reference
    fresh = in_state(S.RECEIVED, round=the_open_round()).case.reference
    return [
        Visit(name="admin:index", who=manager, says="completions"),
        *(Visit(name="admin:funds_application", args=(one,), who=manager, says=state) for state, one in found.items()),
        *(Visit(name="admin:funds_completion", args=(one,), who=manager, says=state) for state, one in found.items()),
        Visit(name="admin:funds_completion", args=(fresh,), who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_support", args=(reference,), who=culture),
    ]
