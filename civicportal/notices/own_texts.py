"""Letters in staff's own words: what may stand in them, and how the words become a letter.

A kind of letter is `wordable` when its feature says which facts may be put in, by name, and gives an example of them.
A text holds {names} and nothing else that is worked out: a fact comes in as it does in the standard text, tamed, and
what comes in is never looked through again. Longer parts that must not be changed, such as a decision with its appeal
notice, are partials of the standard template and stand behind a name too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as say

from civicportal.kernel.answers import Answer
from civicportal.kernel.braces import PLACE, unknown
from civicportal.notices.models import LetterText

LONGEST = 6000
_BRACE = re.compile(r"[{}]")
_LINK = re.compile(r"(?i)://|\bwww\.|\bmailto:")


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact that a text can name. `part` is a whole passage that keeps its standard words."""

    name: str
    label: str | Promise
    required: bool = False
    part: bool = False

    @property
    def marked(self) -> str:
        """How the slot is written in a text."""
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Wording:
    """What staff may say in a kind of letter.

    `example(thing, language)` gives facts as the feature's own function does, for the preview. A letter that is the
    same in every language, such as a decision, is worded in `languages` only.
    """

    kind: str
    slots: tuple[Slot, ...]
    example: Callable[[Any, str], dict[str, Any]]
    languages: tuple[str, ...] = ("sv", "en")

    @property
    def names(self) -> frozenset[str]:
        return frozenset(slot.name for slot in self.slots)

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(slot.name for slot in self.slots if slot.part)


@dataclass(frozen=True, slots=True)
class Owner:
    """A kind of thing whose letters can have their own words. `find` raises Http404 for who may not see the thing."""

    key: str
    find: Callable[[Any, str], Model]
    may_change: Callable[[Any, Any], Answer]
    back: Callable[[Any], str]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A subject and a text in one language, with names still in them."""

    subject: str
    body: str
    parts: frozenset[str] = frozenset()


wordings: dict[str, Wording] = {}
owners: dict[str, Owner] = {}


def register(wording: Wording) -> None:
    """Makes a kind of letter wordable. Raises ValueError when it is already."""
    if wordings.setdefault(wording.kind, wording) is not wording:
        raise ValueError(f"{wording.kind} is wordable already")


def register_owner(owner: Owner) -> None:
    """Lets the letters about a kind of thing have words of their own. Raises ValueError when the key is taken."""
    if owners.setdefault(owner.key, owner) is not owner:
        raise ValueError(f"{owner.key} is registered twice")


def words_for(kind: str, thing: Model | None, language: str) -> OwnWords | None:
    """The thing's own words for a letter, or None for the standard text. One query when there is a thing.

    A text that lacks a part which has become required since gives way to the standard text.
    """
    wording = wordings.get(kind)
    if thing is None or wording is None:
        return None
    found = LetterText.objects.filter(about_kind=thing._meta.label_lower, about_id=thing.pk, kind=kind).first()
    subject, body = (found.subject.texts.get(language), found.body.texts.get(language)) if found else ("", "")
    if not subject or not body or lacks(wording, body):
        return None
    return OwnWords(subject, body, wording.parts)


def lacks(wording: Wording, body: str) -> list[Slot]:
    """The required slots that a text does not name."""
    named = set(PLACE.findall(body))
    return [slot for slot in wording.slots if slot.required and slot.name not in named]


def faults(wording: Wording, subject: str, body: str) -> dict[str, list[str]]:
    """What is wrong with a text, in sentences, for "subject" and "body"; empty when it can be used."""
    found = {"subject": list(_faults_of(wording, subject)), "body": list(_faults_of(wording, body))}
    if inside := sorted(wording.parts & set(PLACE.findall(subject))):
        found["subject"].append(say("The subject is one line, so {%(name)s} cannot stand there") % {"name": inside[0]})
    found["body"] += [
        say("Put in {%(name)s}: %(label)s. The letter must say it") % {"name": slot.name, "label": slot.label}
        for slot in lacks(wording, body)
    ]
    return {where: why for where, why in found.items() if why}


def _faults_of(wording: Wording, text: str) -> Iterable[str]:
    for name in sorted(set(unknown(text, wording.names))):
        yield say("There is no {%(name)s} in this letter. Choose from the list") % {"name": name}
    if _BRACE.search(PLACE.sub("", text)):
        yield say("Write curly brackets only around a name from the list, such as {reference}")
    if _LINK.search(text):
        yield say("Write no web address. Use {link}, which leads the reader to the right page of the portal")
