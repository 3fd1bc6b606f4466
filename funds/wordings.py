"""Which of the funds' letters staff can word themselves: what may be put in, and an example of it for the preview."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.money import show
from civicportal.notices import own_texts
from civicportal.notices.own_texts import Owner, Slot, Wording
from civicportal.notices.queries import own_texts_of
from civicportal.notices.words import site_link
from funds import setup
from funds.models import Fund
from funds.queries.setup import fund_to_read
from funds.rules.setup import can_configure

LABELS = {
    "title": _("what the application is called"),
    "project": _("what the project is called"),
    "fund": _("the fund's name"),
    "fund_email": _("the fund's mail address"),
    "reference": _("the number of the case"),
    "link": _("the address of the reader's own page"),
    "requested": _("the sum applied for"),
    "arrived": _("day and time when it came in"),
    "answer_by": _("the last day for an answer"),
    "change_until": _("until when the answers can be changed; empty when it is too late"),
    "answers": _("a copy of the answers"),
    "decision": _("the whole decision in Swedish, with how one appeals"),
    "in_english": _("the decision in English"),
    "words": _("what the reader had written"),
    "place": _("the place on the reserve list"),
    "reason": _("the reasons"),
    "amount": _("the sum"),
    "accept_by": _("the last day to accept the agreement"),
    "paid_on": _("the day of the payment"),
    "payment": _("the number of the payment"),
}
PARTS = frozenset({"answers", "decision", "in_english", "words", "reason"})

WORDED: dict[str, str] = {
    "receipt": "reference! link! arrived! title fund requested answer_by change_until fund_email answers!",
    "changed": "reference! link! arrived! title fund requested answer_by change_until fund_email answers!",
    "withdrawn": "reference! title fund fund_email link",
    "decision": "reference! link! decision! in_english! title fund fund_email",
    "reserve": "reference! link! place! reason! title fund fund_email",
    "inquiry": "reference! link! words! fund answer_by fund_email",
    "agreement": "reference! link! accept_by! project fund amount fund_email",
    "agreement_reminder": "reference! link! accept_by! project fund amount fund_email",
    "paid": "amount! paid_on! payment! project fund link fund_email",
}
"""The letters' facts by name. What the letter must say has a "!"; parts keep their standard words."""


def register_wordings() -> None:
    """Called when the app is ready."""
    for name, slots in WORDED.items():
        languages = ("sv",) if name == "decision" else ("sv", "en")
        own_texts.register(Wording(f"funds.{name}", _slots(slots), example, languages))
    own_texts.register_owner(
        Owner(
            key="fond",
            find=fund_to_read,
            may_change=can_configure,
            back=lambda fund: reverse("admin:funds_setup", args=[fund.slug]),
            kinds=tuple(f"funds.{name}" for name in WORDED),
        )
    )
    setup.register(
        setup.Section(
            key="letters",
            label=_("Letters in your own words"),
            url=lambda fund: reverse("admin:notices_texts", args=["fond", fund.slug]),
            done=lambda fund: True if own_texts_of(fund) else None,
            position=90,
            unset=_("The standard letters"),
        )
    )


def _slots(named: str) -> tuple[Slot, ...]:
    names = [(name.rstrip("!"), name.endswith("!")) for name in named.split()]
    return tuple(Slot(name, LABELS[name], required=must, part=name in PARTS) for name, must in names)


def example(fund: Fund, language: str) -> dict[str, Any]:
    """Invented facts of the kind that the letters get, for a look at a text before it is used."""
    swedish = language == "sv"
    day = dates.show_day(dates.today(), weekday=True, language=language)
    moment = dates.show_moment(dates.now(), language=language)
    title = "Cykelkök i hamnen" if swedish else "A bicycle kitchen in the harbour"
    return {
        "title": title,
        "project": title,
        "fund": fund.name.said(language).text,
        "fund_in_english": fund.name.said("en").text,
        "fund_email": fund.email,
        "reference": f"{_series(fund)}-{dates.today().year}-0042",
        "link": site_link("/"),
        "requested": show(6_000_000, language),
        "amount": show(3_000_000, language),
        "arrived": moment,
        "change_until": moment,
        "answer_by": day,
        "accept_by": day,
        "paid_on": day,
        "payment": "1042",
        "place": 2,
        "reason": "Pengarna räckte inte." if swedish else "There was not enough money.",
        "words": "Vi vill laga cyklar ihop." if swedish else "We want to mend bicycles together.",
        "steps": [_step(title, swedish=swedish)],
        "is_award": True,
        "sv": _decision("sv"),
        "en": _decision("en"),
    }


def _series(fund: Fund) -> str:
    return fund.series or "F"


def _step(title: str, *, swedish: bool) -> dict[str, Any]:
    label = "Vad heter din idé?" if swedish else "What is your idea called?"
    return {"title": "Idén" if swedish else "The idea", "rows": [{"label": label, "value": title}]}


def _decision(language: str) -> dict[str, Any]:
    swedish = language == "sv"
    outcome, reason = ("Utfall", "Skäl") if swedish else ("Outcome", "Reasons")
    return {
        "heading": "Beslut om Cykelkök i hamnen" if swedish else "Decision on A bicycle kitchen in the harbour",
        "note": "" if swedish else "This is a translation to help you. The Swedish text is the decision.",
        "rows": [[outcome, "Beviljad" if swedish else "Granted"]],
        "parts": [[reason, "Idén möter ett behov i hamnen." if swedish else "The idea meets a need in the harbour."]],
    }
