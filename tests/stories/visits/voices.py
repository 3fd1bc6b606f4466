"""What people say: support, questions, reports, the letters they choose; and the pages where staff look after it."""

from __future__ import annotations

import re
from typing import Any

from civicportal.commons import actions, proofs
from civicportal.commons.enums import QUESTION, HideReason
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Hiding, Item, Question, Report, Step
from civicportal.demo.people import BY_KEY
from civicportal.notices.models import Message
from civicportal.people.models import Person
from tests.people import make_person
from tests.stories.visits import Visit, send

PROJECT = ("project", "verktygsbibliotek-i-tvattstugan")
ONCE = "00000000-0000-4000-8000-000000000001"


def staff(key: str) -> Person:
    """Somebody of the demo's cast."""
    return Person.objects.get(email=BY_KEY[key].email)


def supportable() -> tuple[str, str]:
    """A public thing that can be supported."""
    kind = [key for key, each in kinds.items() if each.can_support]
    item = Item.objects.of_kind(*kind).order_by("pk")[0]
    return item.kind, item.slug


def both(name: str, thing: tuple[str, str], **how: Any) -> list[Visit]:
    """A page with a form: as it comes, and with what is missing."""
    return [
        Visit(name=name, args=thing, **how),
        Visit(name=name, args=thing, says="errors", act=send, status=422, **how),
    ]


def voices() -> list[Visit]:
    """What anybody may open."""
    thing = supportable()
    receipts = [
        Visit(name="commons:supported", args=thing, query=query, says=says)
        for query, says in (("", "mail"), ("?bekraftad=1", "done"), ("?bekraftad=1&tillbaka=1", "taken back"))
    ]
    return [
        *both("commons:support", thing),
        *both("commons:withdraw_support", thing),
        *receipts,
        *both("commons:ask", PROJECT),
        Visit(name="commons:asked", args=PROJECT),
        Visit(name="commons:asked", args=PROJECT, query="?bekraftad=1", says="confirmed"),
        *both("commons:report", PROJECT),
        Visit(name="commons:report", args=PROJECT, query="?fraga=1", says="about a question"),
        Visit(name="commons:reported", args=PROJECT),
        Visit(name="commons:prove", args=(proof(),)),
        Visit(name="commons:prove", args=(proof(confirmed=True),), says="confirmed before"),
        Visit(name="search", query="?q=cykel&district=soder", says="narrowed"),
        Visit(name="search", query="?kind=project", says="one kind"),
        Visit(name="search", query="?q=xyzzy&kind=project", says="one kind without hits"),
    ]


def proof(*, confirmed: bool = False) -> str:
    """The token of a letter that asks to confirm a question."""
    item = Item.objects.get(kind=PROJECT[0], slug=PROJECT[1])
    payload = {"text": "Finns det en hammare?", "once": ONCE}
    proofs.ask(QUESTION, email="besok@example.org", language="sv", about=item, payload=payload)
    found = re.search(r"/bekrafta/([\w-]+)/", Message.objects.latest("pk").text)
    assert found is not None
    if confirmed:
        proofs.confirm(found.group(1))
    return found.group(1)


def own() -> list[Visit]:
    """What somebody with an account may open."""
    maja = staff("resident")
    return [
        Visit(name="commons:my_letters", who=maja),
        Visit(name="commons:my_letters", who=make_person("Ny Bevakare"), says="empty"),
        Visit(name="commons:support", args=supportable(), who=maja, says="signed in"),
        Visit(name="commons:ask", args=PROJECT, who=maja, says="signed in"),
    ]


def work() -> list[Visit]:
    """What those who look after a unit's things may open, and what an auditor sees of it."""
    manager, auditor = staff("fund_manager"), staff("auditor")
    waiting = Question.objects.filter(state="waiting", item__kind=PROJECT[0], item__slug=PROJECT[1]).order_by("pk")[0]
    question = {"name": "admin:commons_question", "args": (*PROJECT, waiting.number)}
    report = {"name": "admin:commons_report", "args": (Report.objects.waiting().order_by("pk")[0].pk,)}
    hidden = {"name": "admin:commons_hidden", "args": (Hiding.objects.in_force().order_by("pk")[0].pk,)}
    step = Step.objects.filter(item__kind="project").select_related("item").order_by("pk")[0]
    put_back = actions.restore(actions.hide_words(step, by=manager, reason=HideReason.WRONG), by=manager)
    return [
        Visit(name="admin:commons_voices", who=manager),
        Visit(name="admin:commons_voices", who=auditor),
        Visit(**question, who=manager),
        Visit(**question, who=manager, says="errors", act=send, status=422),
        Visit(**question, who=auditor),
        Visit(**report, who=manager),
        Visit(**report, who=auditor),
        Visit(**hidden, who=manager),
        Visit(name="admin:commons_hidden", args=(put_back.pk,), who=manager, says="put back"),
        *both("admin:commons_hide", PROJECT, who=manager),
        *both("admin:commons_links", PROJECT, who=manager),
        Visit(name="admin:commons_links", args=PROJECT, who=auditor),
    ]
