"""The labs' letters: who gets which, with what facts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register, register_scope
from civicportal.notices.models import Message
from labs.items import writer_of
from labs.models import Idea, Need, Raised, Solution, Topic
from labs.tokens import kind_of, status_path, status_token

RECEIVED = "labs.received"
RELEASED = "labs.released"
GATHERED = "labs.gathered"
ANSWERED = "labs.answered"
DECLINED = "labs.declined"
WITHHELD = "labs.withheld"
WITHDRAWN = "labs.withdrawn"
NEWS = "labs.news"


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (RECEIVED, _("Receipt for a need or an idea")),
        (RELEASED, _("What you raised stands in public")),
        (GATHERED, _("What you raised is taken up")),
        (ANSWERED, _("The lab's answer to you")),
        (DECLINED, _("The lab's no, and why")),
        (WITHHELD, _("What you raised is not published, and why")),
        (WITHDRAWN, _("What you raised is withdrawn")),
    ):
        register(Letter(kind=kind, template=f"labs/letters/{kind.removeprefix('labs.')}", label=label))
    news = _("What comes of the needs and ideas you raised")
    register(Letter(kind=NEWS, template="labs/letters/news", label=news, wanted_always=False))
    for model in (Need, Idea):
        register_scope(model, model.objects.whose_letters_are_visible_to)


def _said(words: LocalizedText, language: str) -> str:
    return words.said(language).text


def _write(kind: str, raised: Raised, *, once: str = "", unsubscribe: str = "", **facts: Any) -> Message | None:
    """Writes to the one who raised it, in the language of the letter; nobody where there is no address."""
    writer = writer_of(raised)
    if writer is None:
        return None
    lab, case = raised.lab, raised.case
    with override(writer.language):
        status, public = site_link(status_path(raised)), site_link(raised.get_absolute_url())
    return write(
        kind,
        to=writer.person,
        email=writer.email,
        language=writer.language,
        facts={
            "is_idea": kind_of(raised) == "idea",
            "title": raised.title,
            "reference": case.reference,
            "lab": _said(lab.name, writer.language),
            "contact": _said(lab.contact, writer.language),
            "lab_email": lab.email,
            "answer_by": dates.show_day(case.answer_by, weekday=True, language=writer.language)
            if case.answer_by
            else "",
            "is_answered": case.answered_at is not None,
            "status": status,
            "public": public,
            **facts,
        },
        about=raised,
        reply_to=lab.email,
        once=f"{kind}:{kind_of(raised)}:{raised.pk}:{once}" if once else "",
        unsubscribe=unsubscribe,
    )


def received(raised: Raised, *, at_once: bool) -> Message | None:
    """The receipt: the number, the promised day, where to see how it goes, and a copy of the words.

    `at_once` says that the words go public without being read before.
    """
    return _write(RECEIVED, raised, once="1", text=raised.text, at_once=at_once)


def released(raised: Raised) -> Message | None:
    """The words stand in public from now on."""
    return _write(RELEASED, raised)


def gathered(raised: Raised, into: Topic | Solution) -> Message | None:
    """A need became part of a topic, an idea part of a solution."""
    writer = writer_of(raised)
    if writer is None:
        return None
    with override(writer.language):
        link = site_link(into.get_absolute_url())
    facts = {"into": _said(into.title, writer.language), "into_link": link}
    return _write(GATHERED, raised, once=f"{into._meta.model_name}:{into.pk}", **facts)


def answered(raised: Raised, words: LocalizedText) -> Message | None:
    """The lab's answer."""
    writer = writer_of(raised)
    return _write(ANSWERED, raised, answer=_said(words, writer.language)) if writer else None


def declined(raised: Raised, why: LocalizedText) -> Message | None:
    """A no, with why."""
    writer = writer_of(raised)
    return _write(DECLINED, raised, answer=_said(why, writer.language)) if writer else None


def withheld(raised: Raised, why: LocalizedText) -> Message | None:
    """The words do not stand in public, with why and what one can do."""
    writer = writer_of(raised)
    return _write(WITHHELD, raised, answer=_said(why, writer.language)) if writer else None


def withdrawn(raised: Raised) -> Message | None:
    """What somebody took back is noted."""
    return _write(WITHDRAWN, raised, once="1")


def stop_path(raised: Raised) -> str:
    """Where one says that no more news is wanted about what one raised."""
    return reverse(f"labs:{kind_of(raised)}_letters", args=[status_token(raised)])


def news(raised: Raised, *, title: LocalizedText, words: LocalizedText, path_of: Any, once: str) -> Message | None:
    """Something came of what somebody raised: a solution, a test, a result."""
    writer = writer_of(raised)
    if writer is None or not raised.wants_news:
        return None
    with override(writer.language):
        link, stop = site_link(path_of()), site_link(stop_path(raised))
    facts = {
        "what": _said(title, writer.language),
        "words": _said(words, writer.language),
        "what_link": link,
        "stop": stop,
    }
    return _write(NEWS, raised, once=once, unsubscribe=stop, **facts)
