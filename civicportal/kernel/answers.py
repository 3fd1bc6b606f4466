"""The answer to "may this person do this?": yes or no, always with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no with its reason.

    It is an object with a truth value and never a tuple: a tuple (False, "why") would count as true.
    The same sentence explains a missing button, fills the page of a refusal and names the test.
    """

    yes: bool
    why: str | Promise = ""

    def __bool__(self) -> bool:
        return self.yes

    def __and__(self, other: Answer) -> Answer:
        """The first no wins, so that the person reads the first reason and not the last."""
        return other if self.yes else self


YES = Answer(True)


def no(why: str | Promise) -> Answer:
    """A refusal with its reason in words that the person understands."""
    return Answer(False, why)


class Refused(Exception):
    """Raised by an action when its rule says no; `answer.why` is fit to be shown to the person."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.why))
        self.answer = answer

    @property
    def why(self) -> str | Promise:
        return self.answer.why


def insist(answer: Answer) -> None:
    """Raises Refused unless the answer is yes."""
    if not answer:
        raise Refused(answer)
