"""How a lab and all that grows in it become public items."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civicportal.commons.kinds import ItemWords, Kind, Writer, register
from civicportal.commons.words import everything, in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from labs.enums import (
    IDEA_WORDS,
    NEED_WORDS,
    RAISED_LOOKS,
    SOLUTION_LOOKS,
    TOPIC_LOOKS,
    TRIAL_LOOKS,
    SolutionState,
    Stage,
    TopicState,
    TrialState,
    Verdict,
)
from labs.models import Idea, Lab, Need, Raised, Solution, Topic, Trial

SUMMARY = 200
"""Characters of what a resident told that stand on a card."""


def lab_words(lab: Lab) -> ItemWords:
    districts = sorted(lab.districts.all(), key=lambda district: district.pk)
    return ItemWords(
        title=lab.name,
        summary=lab.summary or lab.challenge_question,
        text=everything(lab.challenge_question, lab.what, lab.why, lab.how, lab.residents_part, lab.hypothesis),
        keywords=everything(lab.category, *(district.name for district in districts)),
        image=lab.image,
        unit=lab.unit,
        district=districts[0] if districts else None,
        theme=lab.theme,
        status=lab.state,
        status_words=in_all_languages(Stage(lab.state).label),
        status_look="ok" if lab.state == Stage.LEARNT else "info",
    )


def raised_words(raised: Raised) -> ItemWords:
    """What a resident raised: the words alone, never who said them."""
    words = IDEA_WORDS if isinstance(raised, Idea) else NEED_WORDS
    short = raised.text if len(raised.text) <= SUMMARY else raised.text[:SUMMARY].rsplit(" ", 1)[0] + " …"
    return ItemWords(
        title=LocalizedText({raised.language: raised.title}),
        summary=LocalizedText({raised.language: short}),
        text=everything(raised.text, raised.answer),
        keywords=everything(raised.lab.name),
        language=raised.language,
        unit=raised.lab.unit,
        district=raised.district,
        theme=raised.lab.theme,
        status=raised.state,
        status_words=in_all_languages(words[raised.state]),
        status_look=RAISED_LOOKS[raised.state],
        happened_on=raised.told_on,
    )


def topic_words(topic: Topic) -> ItemWords:
    return ItemWords(
        title=topic.title,
        summary=topic.summary,
        text=everything(topic.about),
        keywords=everything(topic.lab.name),
        unit=topic.lab.unit,
        district=topic.district,
        theme=topic.lab.theme,
        status=topic.state,
        status_words=in_all_languages(TopicState(topic.state).label),
        status_look=TOPIC_LOOKS[TopicState(topic.state)],
        happened_on=dates.day_of(topic.made_at),
    )


def solution_words(solution: Solution) -> ItemWords:
    return ItemWords(
        title=solution.title,
        summary=solution.summary,
        text=everything(solution.about, solution.team),
        keywords=everything(solution.lab.name),
        image=solution.image,
        unit=solution.lab.unit,
        district=solution.district,
        theme=solution.lab.theme,
        amount=solution.cost,
        status=solution.state,
        status_words=in_all_languages(SolutionState(solution.state).label),
        status_look=SOLUTION_LOOKS[SolutionState(solution.state)],
    )


def trial_words(trial: Trial) -> ItemWords:
    lab = trial.solution.lab
    ended = trial.state == TrialState.ENDED
    label: str | Promise = Verdict(trial.verdict).label if ended else TrialState(trial.state).label
    stopped = trial.verdict == Verdict.STOP
    return ItemWords(
        title=trial.title,
        summary=trial.summary,
        text=everything(trial.hypothesis, trial.measured_by, trial.result, trial.learnt),
        keywords=everything(lab.name),
        unit=lab.unit,
        district=trial.solution.district,
        theme=lab.theme,
        status=trial.verdict if ended else trial.state,
        status_words=in_all_languages(label),
        status_look="quiet" if stopped else TRIAL_LOOKS[TrialState(trial.state)],
        happened_on=trial.starts_on,
    )


def writer_of(raised: Raised) -> Writer | None:
    """Whom to write to about what somebody raised; None where nobody left an address."""
    if raised.person is not None:
        return Writer(email=raised.person.email, language=raised.person.language, person=raised.person)
    return Writer(email=raised.email, language=raised.language) if raised.email else None


def _url(name: str) -> Any:
    return lambda item: reverse(f"labs:{name}", args=[item.slug])


def _kind(
    key: str, label: str | Promise, plural: str | Promise, icon: str, model: Any, words: Any, **more: Any
) -> None:
    register(Kind(key=key, label=label, plural=plural, icon=icon, model=model, words=words, url=_url(key), **more))


def register_kinds() -> None:
    """Called when the app is ready."""
    raised = {"can_support": True, "writer": writer_of}
    _kind("lab", _("Lab"), _("Labs"), "beaker", Lab, lab_words)
    _kind("need", _("Need"), _("Needs"), "hand-raised", Need, raised_words, **raised)
    _kind("topic", _("Topic"), _("Topics"), "rectangle-group", Topic, topic_words, css="need", can_support=True)
    _kind("idea", _("Idea"), _("Ideas"), "light-bulb", Idea, raised_words, **raised)
    _kind("solution", _("Solution"), _("Solutions"), "wrench", Solution, solution_words, css="idea", can_support=True)
    _kind(
        "test", pgettext_lazy("of a solution", "Test"), pgettext_lazy("of solutions", "Tests"), "beaker", Trial,
        trial_words, css="lab",
    )  # fmt: skip
