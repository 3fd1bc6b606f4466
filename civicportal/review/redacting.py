"""The one way to read a text that may be redacted: every page, list, export and popup of a blind reader goes here.

A redaction counts by being there: one that is empty shows nothing, and never falls back to what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from civicportal.review.models import Redaction
from civicportal.submissions.definition import OWN_WORDS, definition_of
from civicportal.submissions.models import Submission, Version
from civicportal.submissions.queries import meanings
from civicportal.submissions.showing import Names, ShownRow, ShownStep, in_words, shown_answers

LEFT_OUT = gettext_lazy("Left out, so that nobody is recognised")
TITLE_LEFT_OUT = gettext_lazy("Title left out")
NOT_YET = gettext_lazy("Changed since it was gone through. It is shown when somebody has read it")
A_FILE = gettext_lazy("A file. Its name is left out")


def redactions_of(version: Version) -> dict[str, str]:
    """Question to what a blind reader sees instead of the answer; the key counts, also for an empty text. One query.

    What was redacted in an earlier version holds while the answer is the same. Where the answer has changed since, it
    is withheld until somebody has gone through it anew.
    """
    rows = Redaction.objects.filter(version__submission=version.submission_id, version__number__lte=version.number)
    found: dict[str, str] = {}
    for redaction in rows.select_related("version").order_by("version__number"):
        same = redaction.version.answers.get(redaction.question) == version.answers.get(redaction.question)
        found[redaction.question] = redaction.text if same or redaction.version_id == version.pk else str(NOT_YET)
    return found


def shown(version: Version, question: str, *, blind: bool, redactions: Mapping[str, str] | None = None) -> str:
    """The words of one answer as its reader may see them: as written, or for a blind one as redacted.

    `redactions` is what `redactions_of` gave, where more than one answer is asked for. An empty redaction is empty.
    A question that tells who it is gives a blind reader nothing.
    """
    asked = definition_of(version.form).question(question)
    if asked is None:
        return ""
    if blind:
        if asked.identifies:
            return ""
        found = redactions_of(version) if redactions is None else redactions
        if question in found:
            return found[question]
        if asked.kind == "file" and version.answers.get(question):
            return str(A_FILE)
    return in_words(asked, version.answers.get(question), Names())


def answers(
    version: Version,
    *,
    blind: bool,
    with_sensitive: bool = False,
    redactions: Mapping[str, str] | None = None,
) -> list[ShownStep]:
    """What was sent, step by step, as its reader may see it; `redactions` as for `shown`. At most three queries."""
    steps = shown_answers(version, blind=blind, with_sensitive=with_sensitive)
    if not blind:
        return steps
    found = redactions_of(version) if redactions is None else redactions
    return [replace(step, rows=[_as_redacted(row, found) for row in step.rows]) for step in steps]


def _as_redacted(row: ShownRow, redactions: Mapping[str, str]) -> ShownRow:
    if row.key in redactions:
        text = redactions[row.key]
        return replace(row, value=text if text else str(LEFT_OUT), budget_lines=[], total=None)
    if row.kind == "file" and row.value:
        return replace(row, value=str(A_FILE), lang="")
    return row


def redacted_title(submission: str = "submission") -> Subquery:
    """The redacted title to annotate a list with, None where the title was not redacted; `submission` is the path."""
    rows = Redaction.objects.filter(version__submission=OuterRef(submission), means="title")
    return Subquery(rows.order_by("-version__number").values("text")[:1])


def title_in_words(title: str, redacted: str | None, *, blind: bool) -> str:
    """The title of a row of a list, with what `redacted_title` gave."""
    if not blind or redacted is None:
        return title
    return redacted or str(TITLE_LEFT_OUT)


def title_of(submission: Submission, *, blind: bool) -> str:
    """The title as its reader may see it; in the page's heading, its address bar, its letters. One query if blind."""
    if not blind:
        return submission.case.title
    rows = Redaction.objects.filter(version__submission=submission, means="title").order_by("-version__number")
    return title_in_words(submission.case.title, rows.values_list("text", flat=True).first(), blind=True)


def title_in_version(version: Version, title: str, redactions: Mapping[str, str]) -> str:
    """The title beside a text whose redactions are at hand (none for a reader who is not blind)."""
    asked = definition_of(version.form).meaning("title")
    return title_in_words(title, redactions.get(asked.key) if asked else None, blind=True)


# What a person should look at


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in a free text that may tell who wrote it."""

    kind: str
    words: str

    @property
    def label(self) -> str | Promise:
        return KINDS[self.kind]


KINDS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Phone number"),
    "link": gettext_lazy("Link"),
}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w@.])@[A-Za-z_][\w.]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w-])(?:\+|00|0)[\d](?:[\s\-/().]{0,2}\d){6,13}(?!\w)")
SHORTEST_NAME = 3


def warnings_in_text(text: str, names: Iterable[str] = ()) -> list[Warned]:
    """What a text may give away: addresses, links, phone numbers and the names given, each once, in that order."""
    found = [Warned("email", match) for match in _EMAIL.findall(text)]
    rest = _EMAIL.sub(" ", text)
    found += [Warned("link", match.rstrip(".,;:)")) for match in _LINK.findall(rest)]
    rest = _LINK.sub(" ", rest)
    found += [Warned("phone", match.strip()) for match in _PHONE.findall(rest)]
    for name in names:
        for part in [name, *re.split(r"[\s-]+", name)]:
            if (
                len(part) >= SHORTEST_NAME
                and part[0].isupper()
                and (match := re.search(rf"\b{re.escape(part)}s?\b", rest, re.IGNORECASE))
            ):
                found.append(Warned("name", match.group()))
                break
    return list(dict.fromkeys(found))


NamesFinder = Callable[[Submission], Iterable[str]]
_namers: list[NamesFinder] = []


def register_names(finder: NamesFinder) -> None:
    """Adds names to look for: finder(submission) gives the names of those who write along, such as co-writers."""
    _namers.append(finder)


def names_behind(submission: Submission, version: Version) -> list[str]:
    """The names that would tell who it is: the account's, those in the answers, those of co-writers."""
    says = meanings(version)
    names = [
        submission.person.name if submission.person else "",
        says.get("contact_name"),
        says.get("organisation_name"),
    ]
    names += [name for namer in _namers for name in namer(submission)]
    return [name for name in dict.fromkeys(names) if name]


def warnings_in(submission: Submission, version: Version) -> dict[str, list[Warned]]:
    """Question to what a person should look at in its answer. Questions that blind readers never see are left out."""
    names = names_behind(submission, version)
    found = {}
    for question in definition_of(version.form).questions():
        value = version.answers.get(question.key)
        if question.identifies or not value or question.kind not in {*OWN_WORDS, "budget"}:
            continue
        if warned := warnings_in_text(in_words(question, value, Names()), names):
            found[question.key] = warned
    return found
