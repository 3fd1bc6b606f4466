"""Letters about working groups and about suggestions of what to test: who gets which, with what facts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register, register_scope
from civicportal.notices.models import Message
from prototypes.enums.prototypes import SuggestionState
from prototypes.models import GroupMember, Suggestion

JOINED = "prototypes.joined"
LEFT = "prototypes.left"
SUGGESTED = "prototypes.suggested"
SUGGESTION_CAME = "prototypes.suggestion_came"
ANSWERED = "prototypes.answered"


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (JOINED, _("You are in a working group")),
        (LEFT, _("You have left a working group")),
        (SUGGESTED, _("Receipt for a suggestion of what to test")),
        (SUGGESTION_CAME, _("A suggestion of what to test has come")),
        (ANSWERED, _("Answer to a suggestion of what to test")),
    ):
        register(Letter(kind=kind, template=f"prototypes/letters/{kind.removeprefix('prototypes.')}", label=label))
    register_scope(GroupMember)


def _group_facts(place: GroupMember) -> dict[str, Any]:
    group, language = place.group, place.language
    prototype = group.prototype
    with override(language):
        return {
            "group": group.name.said(language).text,
            "prototype": prototype.name.said(language).text,
            "meets": group.meets.said(language).text,
            "contact": prototype.contact.said(language).text,
            "email": prototype.email,
            "link": site_link(prototype.get_absolute_url()),
            "leave_link": site_link(reverse("prototypes:group_leave", args=[prototype.slug, group.number])),
        }


def joined(place: GroupMember) -> Message | None:
    """To the new member: what the group does next and how one leaves it."""
    return write(
        JOINED,
        to=place.person,
        email=place.email,
        language=place.language,
        facts=_group_facts(place),
        about=place,
        reply_to=place.group.prototype.email,
        once=f"{JOINED}:{place.pk}",
    )


def left(place: GroupMember) -> Message | None:
    """To the one who has left: it is done, and one may come back."""
    return write(
        LEFT,
        to=place.person,
        email=place.email,
        language=place.language,
        facts=_group_facts(place),
        about=place,
        reply_to=place.group.prototype.email,
        once=f"{LEFT}:{place.pk}",
    )


def _facts(suggestion: Suggestion, language: str) -> dict[str, Any]:
    with override(language):
        link = site_link(suggestion.get_absolute_url())
    case = suggestion.case
    return {
        "title": suggestion.title,
        "reference": case.reference,
        "network": suggestion.network.name.said(language).text,
        "answer_by": dates.show_day(case.answer_by, weekday=True, language=language) if case.answer_by else "",
        "link": link,
    }


def suggested(suggestion: Suggestion) -> list[Message | None]:
    """To its writer, a receipt with the promised day; to the network's own address, that something waits."""
    case, network = suggestion.case, suggestion.network
    receipt = write(
        SUGGESTED,
        to=case.person,
        language=suggestion.language,
        facts=_facts(suggestion, suggestion.language),
        about=case,
        reply_to=network.email,
        once=f"{SUGGESTED}:{suggestion.pk}",
    )
    return [receipt, suggestion_came(suggestion)]


def suggestion_came(suggestion: Suggestion, language: str = "sv") -> Message | None:
    """To the network's own address, which is read in Swedish unless said; it names nobody who is protected."""
    case = suggestion.case
    with override(language):
        work = site_link(reverse("admin:prototypes_suggestion", args=[case.reference]))
    protected = case.person is not None and case.person.protected
    facts = {**_facts(suggestion, language), "link": work, "title": "" if protected else suggestion.title}
    return write(
        SUGGESTION_CAME,
        email=suggestion.network.email,
        language=language,
        facts=facts,
        about=case,
        once=f"{SUGGESTION_CAME}:{suggestion.pk}",
    )


def answered(suggestion: Suggestion) -> Message | None:
    """To its writer: yes or no, the reason, and where to read on."""
    language = suggestion.language
    with override(language):
        public = site_link(suggestion.prototype.get_absolute_url()) if suggestion.prototype else ""
    return write(
        ANSWERED,
        to=suggestion.case.person,
        language=language,
        facts={
            **_facts(suggestion, language),
            "yes": suggestion.state == SuggestionState.ACCEPTED,
            "reason": suggestion.reason,
            "public_link": public,
        },
        about=suggestion.case,
        reply_to=suggestion.network.email,
        once=f"{ANSWERED}:{suggestion.pk}:{suggestion.state}",
    )
