"""What somebody reads of what they raised themselves."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from civicportal.kernel.web import token_hash
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
    """What somebody with an account raised, the newest first: two queries."""
    found = (
        model._base_manager.filter(person=person).select_related("lab", "case").order_by("-pk")
        for model in MODELS.values()
    )
    return sorted(chain.from_iterable(found), key=lambda raised: raised.raised_at, reverse=True)
