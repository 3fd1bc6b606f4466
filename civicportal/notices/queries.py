"""What is known about the letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText, in_swedish_order
from civicportal.kernel.web import TOKEN, Policy
from civicportal.notices.letters import letters, scopes
from civicportal.notices.models import Lane, LetterText, Message, MessageState, Preference, Pulse
from civicportal.notices.own_texts import OwnWords, Wording
from civicportal.notices.words import blocks, compose
from civicportal.people.enums import Role

LONGEST_SILENCE = timedelta(seconds=90)
LONGEST_WAIT = timedelta(seconds=60)
ADDRESS = re.compile(rf"{re.escape(settings.SITE_URL)}/\S+")


def queue_trouble() -> str:
    """What is wrong with the work that need not be waited for, in one sentence; empty when all is well."""
    now = dates.now()
    pulse = Pulse.objects.first()
    if pulse is None or pulse.at < now - LONGEST_SILENCE:
        return "the worker has not been heard of for 90 seconds"
    late = Message.objects.due().filter(due_at__lte=now - LONGEST_WAIT)
    if late.exists():
        return "a letter has waited for more than 60 seconds"
    return ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of letter that somebody may leave out, and whether they want it."""

    kind: str
    label: str
    wanted: bool


def choices_of(person: Any) -> list[Choice]:
    """The letters to an account that can be left out, in the order of their labels: one query."""
    refused = set(Preference.objects.filter(person=person, wanted=False).values_list("kind", flat=True))
    optional = [letter for letter in letters.values() if letter.can_be_left_out]
    found = [Choice(letter.kind, str(letter.label), letter.kind not in refused) for letter in optional]
    return sorted(found, key=lambda choice: in_swedish_order(choice.label))


def letters_sent() -> Any:
    """Every letter that was let go, newest first: for the demo, which shows them instead of sending them."""
    return Message.objects.exclude(state__in=[MessageState.HELD, MessageState.VOID]).order_by("-id").for_page()


def text_for(person: Any, message: Message) -> str:
    """A letter's text for somebody in the backoffice; empty where it is not theirs to read.

    Nobody reads a sealed letter, such as one with a sign-in code, and nobody the links in any letter that open
    something for whoever holds them. Letters about no case, such as one about an account, are read by an auditor
    alone; an administrator sees that they went.
    """
    if message.is_sealed or not Message.objects.visible_to(person).filter(pk=message.pk).exists():
        return ""
    if message.about_kind in scopes or person.has_role(Role.AUDITOR):
        return _without_keys(message.text, message.language)
    return ""


def _without_keys(text: str, language: str) -> str:
    """The text with a word instead of each address that is a key: by such a one its reader answers or gives up."""
    instead = f"[{_('link for the one who got the letter')}]"
    with override(language):
        return ADDRESS.sub(lambda found: instead if _is_key(urlsplit(found[0]).path) else found[0], text)


def _is_key(path: str) -> bool:
    """Whether an address admits whoever has it."""
    try:
        policy = getattr(resolve(path).func, "policy", None)
    except Resolver404:
        return False
    return isinstance(policy, Policy) and TOKEN in policy.who


def own_texts_of(thing: Model) -> dict[str, datetime]:
    """Which letters about a thing staff have worded themselves, and when."""
    rows = LetterText.objects.filter(about_kind=thing._meta.label_lower, about_id=thing.pk)
    return dict(rows.values_list("kind", "changed_at"))


def own_text(kind: str, thing: Model) -> LetterText | None:
    """The thing's own text for a kind of letter, if it has one."""
    return LetterText.objects.filter(about_kind=thing._meta.label_lower, about_id=thing.pk, kind=kind).first()


@dataclass(frozen=True, slots=True)
class Preview:
    """How a letter would read in one language."""

    language: str
    subject: str
    text: SafeString
    is_own: bool


def previews(wording: Wording, thing: Any, subject: LocalizedText, body: LocalizedText) -> list[Preview]:
    """How the letter reads in each of its languages with the wording's example facts."""
    found = []
    for language in wording.languages:
        mine = (subject.texts.get(language, ""), body.texts.get(language, ""))
        own = OwnWords(*mine, wording.parts) if all(mine) else None
        said = compose(letters[wording.kind].template, wording.example(thing, language), language, own)
        found.append(Preview(language, said.subject, blocks(said.text), own is not None))
    return found


def failed_letters(person: Any) -> QuerySet[Message]:
    """What could not be sent of the letters that the person sees, the newest first, without their words."""
    rows = Message.objects.visible_to(person).filter(state=MessageState.FAILED, lane=Lane.LETTER)
    return rows.defer("text", "html", "attachments").order_by("-id").for_page()
