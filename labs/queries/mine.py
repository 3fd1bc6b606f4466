"""What somebody reads of what they raised themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from civicportal.cases.models import Case
from civicportal.kernel.web import token_hash
from labs.enums import CASE_KINDS
from labs.models import Idea, Need, Raised

MODELS: dict[str, type[Raised]] = {"need": Need, "idea": Idea}


def raised_by_token(kind: str, token: str) -> Any:
    """The need or idea whose status page has this token. Raises Http404."""
    rows = MODELS[kind]._base_manager.select_related("lab__unit", "case", "person", "item", "topic__item", "district")
    return get_object_or_404(rows, status_key=token_hash(token))


def own_raised(person: Any, kind: str, token: str) -> Any:
    """As raised_by_token, for the account that it belongs to alone. Raises Http404 for anybody else."""
    raised = raised_by_token(kind, token)
    if raised.person_id is None or raised.person_id != person.pk:
        raise Http404
    return raised


def raised_by_person(person: Any) -> list[Raised]:
    """What somebody with an account raised, needs and ideas, the newest first: one query, by way of their cases."""
    rows = Case.objects.filter(person=person, kind__in=CASE_KINDS.values()).select_related("need__lab", "idea__lab")
    found = [case.need if case.kind == CASE_KINDS["need"] else case.idea for case in rows.for_page()]
    return sorted(found, key=lambda raised: raised.raised_at, reverse=True)
