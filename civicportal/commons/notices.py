"""Letters about public things: to confirm that one follows, and to tell a step."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.commons.models import Follow, Step
from civicportal.kernel.text import LocalizedText
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register

LINK_IS_OLD = _("This link no longer works. You can ask for a new one on the page that you want to follow.")
CONFIRM = "commons.confirm_follow"
STEP = "commons.step"


def register_letters() -> None:
    """Makes the letters known; called when the app is ready."""
    register(
        Letter(kind=CONFIRM, template="commons/letters/confirm_follow", label=_("Confirm that you want to follow"))
    )
    register(
        Letter(
            kind=STEP,
            template="commons/letters/step",
            label=_("Something happened with what you follow"),
            wanted_always=False,
        )
    )


def _said(words: LocalizedText, language: str) -> str:
    return words.said(language).text


def _links(follower: Follow, token: str) -> dict[str, str]:
    """The addresses of a follower's letter, in the follower's language."""
    with override(follower.language):
        return {
            "confirm_url": site_link(reverse("commons:confirm_follow", args=[token])),
            "end_url": site_link(reverse("commons:end_follow", args=[token])),
            "item_url": site_link(follower.item.get_absolute_url()),
        }


def confirm_follow(follower: Follow, token: str) -> None:
    """To an address that asked to follow an item and has not yet shown to be the reader's own."""
    facts = {"title": _said(follower.item.title, follower.language), **_links(follower, token)}
    write(CONFIRM, email=follower.email, language=follower.language, facts=facts, about=follower)


def step_told(step: Step, follower: Follow, token: str) -> None:
    """To one follower about one step, once."""
    language = follower.language
    facts: dict[str, Any] = {
        "title": _said(step.item.title, language),
        "step": _said(step.title, language),
        "words": _said(step.words, language),
        "by_function": _said(step.by_function, language),
        "amount": step.amount,
        "at": step.at,
        **_links(follower, token),
    }
    write(
        STEP, email=follower.email, language=language, facts=facts, about=follower,
        once=f"{STEP}:{step.pk}:{follower.pk}", unsubscribe=facts["end_url"],
    )  # fmt: skip
