"""Letters about public things: to confirm that one follows, and to tell a step."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.commons.kinds import Writer
from civicportal.commons.models import Follow, Hiding, Item, Proof, Question, Report, Step
from civicportal.kernel.text import LocalizedText
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register

LINK_IS_OLD = _("This link no longer works. You can ask for a new one on the page that you want to follow.")
PROOF_IS_OLD = _("This link no longer works. Do it once more, and we send you a new one.")
CONFIRM = "commons.confirm_follow"
PROVE = "commons.confirm"
ANSWERED = "commons.question_answered"
HIDDEN = "commons.hidden"
RESTORED = "commons.restored"
SETTLED = "commons.report_settled"
STEP = "commons.step"


def register_letters() -> None:
    """Makes the letters known; called when the app is ready."""
    register(
        Letter(kind=CONFIRM, template="commons/letters/confirm_follow", label=_("Confirm that you want to follow"))
    )
    prove = _("Confirm that it was you")
    register(Letter(kind=PROVE, template="commons/letters/confirm", label=prove, sealed=True))
    for kind, template, label in (
        (ANSWERED, "question_answered", _("The city has answered your question")),
        (HIDDEN, "hidden", _("What you wrote has been hidden")),
        (RESTORED, "restored", _("What you wrote stands in public again")),
        (SETTLED, "report_settled", _("What became of your report")),
    ):
        register(Letter(kind=kind, template=f"commons/letters/{template}", label=label))
    register(
        Letter(
            kind=STEP,
            template="commons/letters/step",
            label=_("Something happened with what you follow"),
            wanted_always=False,
            stopped_where_asked=True,
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


def confirm(proof: Proof, what: LocalizedText, token: str) -> None:
    """To an address that has asked for something and has not yet shown to be the reader's own."""
    language = proof.language
    with override(language):
        url = site_link(reverse("commons:prove", args=[token]))
    facts = {"what": _said(what, language), "confirm_url": url, "until": proof.expires_at}
    write(PROVE, email=proof.email, language=language, facts=facts, about=proof, once=f"{PROVE}:{proof.pk}")


def _page_of(item: Item, language: str, anchor: str = "") -> str:
    """The address of an item's page in the reader's language; the portal's first page when the item is hidden."""
    with override(language):
        return site_link(f"{item.get_absolute_url()}{anchor}" if item.visible else reverse("home"))


def question_answered(question: Question) -> None:
    """To whoever asked, once: the answer in full, with the function that gave it."""
    language = question.language
    facts = {
        "title": _said(question.item.title, language),
        "question": question.text,
        "answer": question.answer,
        "by_function": _said(question.answered_by_function, language),
        "item_url": _page_of(question.item, language, f"#{question.anchor}"),
    }
    write(
        ANSWERED, to=question.person, email=question.email, language=language, facts=facts, about=question,
        once=f"{ANSWERED}:{question.pk}",
    )  # fmt: skip


def hidden(hiding: Hiding, writer: Writer, title: LocalizedText) -> None:
    """To whoever wrote the words: that they were hidden, why, and whom to write to about it."""
    _about_hidden(HIDDEN, hiding, writer, title)


def restored(hiding: Hiding, writer: Writer, title: LocalizedText) -> None:
    """To whoever wrote the words: that they stand in public again."""
    _about_hidden(RESTORED, hiding, writer, title)


def _about_hidden(kind: str, hiding: Hiding, writer: Writer, title: LocalizedText) -> None:
    language = writer.language
    with override(language):
        reason = str(hiding.get_reason_display())
        contact_url = site_link(reverse("contact"))
    facts = {
        "title": _said(title, language),
        "own_words": hiding.question.text if hiding.question else "",
        "reason": reason,
        "words": hiding.words,
        "item_url": _page_of(hiding.item, language),
        "contact_url": contact_url,
    }
    write(
        kind, to=writer.person, email=writer.email, language=language, facts=facts, about=hiding,
        once=f"{kind}:{hiding.pk}",
    )  # fmt: skip


def report_settled(report: Report, title: str) -> None:
    """To whoever reported words and left an address: whether they were hidden, and why or why not."""
    language = report.language
    with override(language):
        reason = str(report.hiding.get_reason_display()) if report.hiding else ""
    facts = {
        "title": title,
        "hidden": report.hiding is not None,
        "reason": reason,
        "reported_at": report.reported_at,
        "item_url": _page_of(report.item, language),
    }
    write(
        SETTLED, to=report.person, email=report.email, language=language, facts=facts, about=report,
        once=f"{SETTLED}:{report.pk}",
    )  # fmt: skip
