"""The letters about getting in contact, both ways."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.commons.models import ContactRequest, ContactState
from civicportal.kernel.text import LocalizedText
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register

ASKED, YES, NO, SHARED = (f"commons.contact_{name}" for name in ("asked", "yes", "no", "shared"))


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (ASKED, _("Somebody asks to get in contact")),
        (YES, _("Yes to getting in contact")),
        (NO, _("No to getting in contact")),
        (SHARED, _("The address of somebody to get in contact with")),
    ):
        register(Letter(kind, f"commons/letters/{kind.removeprefix('commons.')}", label))


def _facts(request: ContactRequest, language: str) -> dict[str, Any]:
    with override(language):
        item_url = site_link(request.item.get_absolute_url()) if request.item.visible else ""
    return {
        "title": request.item.title.said(language).text,
        "words": request.words,
        "answer": request.answer,
        "item_url": item_url,
    }


def asked(request: ContactRequest, email: str, language: str, token: str) -> None:
    """To the function that answers: what somebody wants to talk about, without who it is."""
    with override(language):
        link = site_link(reverse("commons:answer_contact", args=[token]))
    facts = {**_facts(request, language), "link": link}
    write(ASKED, email=email, language=language, facts=facts, about=request, once=f"{ASKED}:{request.pk}")


def answered(request: ContactRequest, name: LocalizedText, email: str) -> None:
    """To the one who asked: yes with the function's address, or no."""
    language, yes = request.language, request.state == ContactState.YES
    kind = YES if yes else NO
    facts = {**_facts(request, language), "function": name.said(language).text, "email": email if yes else ""}
    write(
        kind, to=request.person, language=language, facts=facts, about=request, reply_to=email if yes else "",
        once=f"{kind}:{request.pk}",
    )  # fmt: skip


def shared(request: ContactRequest, email: str, language: str) -> None:
    """To the function that said yes: who asked, unless the identity is protected."""
    person = request.person
    open_to_tell = not person.protected
    facts = {
        **_facts(request, language),
        "name": person.name if open_to_tell else "",
        "email": person.email if open_to_tell else "",
    }
    write(
        SHARED, email=email, language=language, facts=facts, about=request, reply_to=facts["email"],
        once=f"{SHARED}:{request.pk}",
    )  # fmt: skip
