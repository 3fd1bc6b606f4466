"""What cases tell the packages below when the portal starts: letters, scopes, the work page, queues, own data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import queues, work
from civicportal.cases import notices, queries, views, views_delegated
from civicportal.cases.enums import DEEDS
from civicportal.cases.kinds import listed_apart, talks
from civicportal.cases.models import Case, CaseMessage, Decision
from civicportal.cases.rules import LEADS_A_CASE
from civicportal.notices.letters import register_scope
from civicportal.people import own_data
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.records import deeds

MOST_IN_A_QUEUE = 200


def register() -> None:
    """Called once when the app is ready."""
    notices.register_letters()
    deeds.register(DEEDS)
    register_scope(Case, Case.objects.whose_letters_are_visible_to)
    register_scope(Decision)
    work.register(path("arende/<str:reference>/", views.case_work, name="case_work"))
    work.register(
        path("delegationsbeslut/", views_delegated.delegated_list, name="cases_delegated"),
        menu=_("Decisions by delegation"),
        position=90,
    )
    work.register(path("delegationsbeslut/<slug:form>/", views_delegated.delegated_file, name="cases_delegated_file"))
    queues.register(queues.Queue("cases.overdue", _("Answer overdue"), LEADS_A_CASE, overdue_for, answers_due))
    queues.register(queues.Queue("cases.reply", _("Waits for your reply"), LEADS_A_CASE, reply_for, answers_due))
    queues.register(queues.Queue("cases.register", _("Not yet registered"), (Role.REGISTRAR,), register_for))
    kept = _("A case that was sent to the city is a public record and is kept as the city's document plan says.")
    own_data.register("cases", _("Your cases"), _own_cases, kept=kept)
    own_data.register("case_messages", _("Your messages in cases"), _own_messages, kept=kept)


def answers_due(person: Any) -> list[queries.Due]:
    """What one's units owe an answer, but those that their feature lists itself: one query for both queues."""
    units = person.units_as(*LEADS_A_CASE)
    late = queries.overdue(units).exclude(kind__in=listed_apart())
    reply = queries.awaiting_reply(units).exclude(kind__in=talks())
    return queries.due_to(person, late=late, reply=reply, most=MOST_IN_A_QUEUE)


def overdue_for(found: list[queries.Due]) -> list[queues.Waiting]:
    """Cases that have waited past the promised day, the longest first."""
    late = sorted((one for one in found if one.late), key=lambda one: (one.answer_by, one.reference))
    return [_waiting(one.reference, one.title, _("Answer"), one.answer_by) for one in late]


def reply_for(found: list[queries.Due]) -> list[queues.Waiting]:
    """Cases where the person wrote last, the longest waiting first."""
    reply = sorted((one for one in found if not one.late), key=lambda one: (one.last_at, one.reference))
    return [_waiting(one.reference, one.title, _("Reply")) for one in reply]


def register_for(person: Any) -> list[queues.Waiting]:
    """Cases of one's units without a number in the city's diary."""
    rows = queries.unregistered(person.units_as(Role.REGISTRAR)).filter(pk__in=queries.others_cases(person))
    return [_waiting(case.reference, case.title, _("Register")) for case in rows.for_page()[:MOST_IN_A_QUEUE]]


def _waiting(reference: str, title: str, verb: str | Promise, due: date | None = None) -> queues.Waiting:
    """A case as a line of the start page."""
    url = reverse("admin:case_work", args=[reference])
    return queues.Waiting(label=f"{reference} {title}", url=url, verb=verb, due=due)


def _own_cases(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "reference": case.reference, "title": case.title, "opened": case.opened_at.isoformat(),
            "answered": case.answered_at.isoformat() if case.answered_at else None, "diary_number": case.diary_number,
        }
        for case in Case.objects.filter(person=person).order_by("pk")
    ]  # fmt: skip


def _own_messages(person: Person) -> list[dict[str, Any]]:
    rows = CaseMessage.objects.filter(sender=person).select_related("case").order_by("pk")
    return [{"case": row.case.reference, "sent": row.sent_at.isoformat(), "text": row.text} for row in rows]
