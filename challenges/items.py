"""How calls, challenges, matched proposals and test environments become public items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges.enums import ENVIRONMENT_LOOKS, PHASE_LOOKS, Audience, EnvironmentState, Phase
from challenges.models import Call, Challenge, Proposal, TestEnvironment
from civicportal.commons.kinds import ItemWords, Kind, register
from civicportal.commons.models import Item
from civicportal.commons.words import everything, in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText

MATCHED = _("Goes on together with the department")


def _told_on(thing: Call | Challenge) -> date | None:
    return dates.day_of(thing.published_at) if thing.published_at else None


def call_words(call: Call) -> ItemWords:
    return ItemWords(
        title=call.title,
        summary=call.summary,
        text=everything(call.narrative, call.asked, call.given),
        image=call.image,
        unit=call.unit,
        status=call.phase,
        status_words=in_all_languages(Phase(call.phase).label),
        status_look=PHASE_LOOKS[call.phase],
        happened_on=_told_on(call),
    )


def challenge_words(challenge: Challenge) -> ItemWords:
    """A challenge in public, with everything that stands on its page to be found by."""
    said = [words for voice in challenge.voices.all() for words in (voice.quote, voice.name, voice.function)]
    goals = [words for goal in challenge.goals.all() for words in (goal.words, goal.horizon)]
    return ItemWords(
        title=challenge.title,
        summary=challenge.need,
        text=everything(
            challenge.background,
            challenge.identified,
            challenge.target_groups,
            challenge.direction,
            challenge.anchoring,
            challenge.open_questions,
            challenge.other_bodies,
            challenge.learnt,
            challenge.promise,
            challenge.outcome,
            *said,
            *goals,
        ),
        keywords=everything(challenge.place, challenge.unit.short_name, *_groups(challenge)),
        image=challenge.image,
        unit=challenge.unit,
        district=challenge.district,
        theme=challenge.theme,
        status=challenge.phase,
        status_words=in_all_languages(Phase(challenge.phase).label),
        status_look=PHASE_LOOKS[challenge.phase],
        happened_on=_told_on(challenge),
    )


def _groups(challenge: Challenge) -> list[LocalizedText]:
    return [in_all_languages(Audience(group).label) for group in challenge.audiences]


def proposal_words(proposal: Proposal) -> ItemWords:
    """A matched proposal in public, in its writer's language. A private person has a name here by consent only."""
    language = proposal.submission.language
    return ItemWords(
        title=LocalizedText({language: proposal.title}),
        summary=LocalizedText({language: proposal.summary}),
        text=proposal.public_name,
        language=language,
        unit=proposal.challenge.unit,
        district=proposal.district,
        status=proposal.state,
        status_words=in_all_languages(MATCHED),
        status_look="ok",
        happened_on=dates.day_of(proposal.answered_at) if proposal.answered_at else None,
    )


def environment_words(environment: TestEnvironment) -> ItemWords:
    return ItemWords(
        title=environment.title,
        summary=environment.summary,
        text=everything(environment.about, environment.learnt, environment.partnerships, environment.lessons),
        keywords=everything(environment.where),
        image=environment.image,
        unit=environment.challenge.unit,
        district=environment.proposal.district or environment.challenge.district,
        theme=environment.challenge.theme,
        status=environment.state,
        status_words=in_all_languages(EnvironmentState(environment.state).label),
        status_look=ENVIRONMENT_LOOKS[environment.state],
        happened_on=environment.starts_on,
    )


def open_challenges() -> QuerySet[Challenge, Any]:
    """The items of the challenges that take proposals now."""
    return Challenge.objects.open().values("item")


def _url(name: str) -> Callable[[Item], str]:
    return lambda item: reverse(f"challenges:{name}", args=[item.slug])


def register_kinds() -> None:
    """Called when the app is ready. All four wear the challenge's colour; their words tell them apart."""
    told: tuple[tuple[Any, ...], ...] = (
        ("call", pgettext_lazy("challenge", "Call"), _("Calls"), "megaphone", Call, call_words),
        ("challenge", _("Challenge"), _("Challenges"), "flag", Challenge, challenge_words),
        ("proposal", _("Proposal"), _("Proposals"), "chat-bubble-left-right", Proposal, proposal_words),
        ("environment", _("Test environment"), _("Test environments"), "wrench", TestEnvironment, environment_words),
    )
    for key, label, plural, icon, model, words in told:
        open_now = open_challenges if key == "challenge" else None
        register(Kind(key, label, plural, icon, model, words, _url(key), css="challenge", open_now=open_now))
