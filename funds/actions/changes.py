"""Changes of what was agreed: asked by the grantee, answered with a reason, what stood before kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons.models import Step
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.money import show
from civicportal.kernel.moves import walk
from civicportal.kernel.text import nfc, one_line
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.actions import payments
from funds.actions.endings import follow_the_end
from funds.enums.after import ChangeState
from funds.models import ChangeRequest, Project
from funds.notices import after as notices
from funds.queries.money import plan_lines
from funds.rules.after import CHANGE_MOVES, can_ask_change


def _lock(project: Project) -> Project:
    rows = Project.objects.select_for_update(of=("self",)).select_related(
        "fund__unit", "item", "district", "image", "application__submission__case"
    )
    locked: Project = rows.get(pk=project.pk)
    return locked


@transaction.atomic
def ask(
    project: Project,
    *,
    by: Person,
    why: str,
    once: UUID,
    starts_on: date | None = None,
    ends_on: date | None = None,
    amount: int | None = None,
    budget: list[dict[str, Any]] | None = None,
    contact_name: str = "",
) -> ChangeRequest:
    """Asks for other dates, other budget lines, less money or another contact; sent twice is asked once.

    `amount` is the new, lower sum in öre; `budget` are lines of what and amount in öre, which must make the grant that
    follows. Raises Refused when one waits already, when nothing would change, or when more money is asked for.
    """
    locked = _lock(project)
    if first := ChangeRequest.objects.filter(once=once, asked_by=by).first():
        return first
    insist(can_ask_change(by, locked))
    wanted = {
        "starts_on": starts_on if starts_on != locked.starts_on else None,
        "ends_on": ends_on if ends_on != locked.ends_on else None,
        "amount": amount if amount != locked.granted else None,
        "budget": budget or [],
        "contact_name": one_line(contact_name)[:120],
    }
    _check(locked, wanted, nfc(why).strip())
    change: ChangeRequest = ChangeRequest.objects.create(
        project=locked, number=locked.changes.count() + 1, why=nfc(why).strip(), once=once, asked_by=by,
        language=locked.application.submission.language if locked.application else "sv", before=_stands(locked),
        **wanted,
    )  # fmt: skip
    named = sorted(name for name, value in wanted.items() if value)
    record(change, verb="change.asked", by=by, facts={"project": locked.pk, "fields": named})
    return change


def _check(project: Project, wanted: dict[str, Any], why: str) -> None:
    if not any(wanted.values()):
        raise Refused(no(_("Write what you want to change")))
    if not why:
        raise Refused(no(_("Write why")))
    amount = wanted["amount"]
    if amount is not None and not 0 < amount < project.granted:
        words = _("The grant is %(sum)s. You can ask for less, not for more")
        raise Refused(no(words % {"sum": show(project.granted)}))
    starts, ends = wanted["starts_on"] or project.starts_on, wanted["ends_on"] or project.ends_on
    if starts and ends and ends < starts:
        raise Refused(no(_("The project cannot end before it starts")))
    if wanted["budget"]:
        summed, whole = sum(line["amount"] for line in wanted["budget"]), amount or project.granted
        if summed != whole:
            words = _("The budget lines are %(sum)s together. The grant is %(whole)s")
            raise Refused(no(words % {"sum": show(summed), "whole": show(whole)}))


def _stands(project: Project) -> dict[str, Any]:
    """What is agreed now, kept with the request."""
    return {
        "starts_on": project.starts_on.isoformat() if project.starts_on else None,
        "ends_on": project.ends_on.isoformat() if project.ends_on else None,
        "amount": project.granted,
        "budget": [{"what": line.what, "amount": line.planned} for line in plan_lines(project)],
    }


@transaction.atomic
def answer(change: ChangeRequest, *, by: Person, yes: bool, words: str) -> ChangeRequest:
    """Answers with a reason; a yes changes the project, its dates in public, its plan and the report's day.

    Raises Refused without words, when it is answered already, or when the money has gone out.
    """
    project = _lock(change.project)
    fresh = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=change.pk)
    fresh.project = project
    move = "approve" if yes else "decline"
    insist(CHANGE_MOVES.can(move, by, fresh))
    said = nfc(words).strip()
    if not said:
        raise Refused(no(_("Write the reason for your answer")))
    fresh.answer, fresh.answered_by, fresh.answered_at = said, by, dates.now()
    if yes:
        fresh.before = _stands(project)
        _apply(fresh, project, by)
    fresh.save(update_fields=["answer", "answered_by", "answered_at", "before"])
    fresh = walk(CHANGE_MOVES, move, fresh, by=by)
    notices.change_answered(fresh)
    return fresh


def _apply(change: ChangeRequest, project: Project, by: Person) -> None:
    if change.amount is not None:
        payments.lower(project, change.amount, by=by)
    project.starts_on = change.starts_on or project.starts_on
    project.ends_on = change.ends_on or project.ends_on
    project.save(update_fields=["starts_on", "ends_on"])
    if change.contact_name and project.application is not None:
        project.application.contact_name = change.contact_name
        project.application.save(update_fields=["contact_name"])
    if change.ends_on:
        follow_the_end(project, by=by)
    if project.item is not None and project.item.visible and (change.starts_on or change.ends_on or change.amount):
        item = commons.publish(project, by=by)
        title = _("The project has new dates") if change.amount is None else _("What was agreed has changed")
        commons.add_step(
            item,
            by=by,
            kind=Step.Kind.STATUS,
            title=in_all_languages(title),
            amount=change.amount,
            by_function=project.fund.name,
            once=f"change:{change.pk}",
        )


@transaction.atomic
def withdraw(change: ChangeRequest, *, by: Person) -> ChangeRequest:
    """The one who asked takes the request back. Taken back twice is taken back once. Raises Refused."""
    fresh = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if fresh.state == ChangeState.WITHDRAWN and fresh.asked_by_id == by.pk:
        return fresh
    done: ChangeRequest = walk(CHANGE_MOVES, "withdraw", fresh, by=by)
    return done
