"""A decision in words: the same facts for the letter, the page and the PDF, in Swedish and in English.

The Swedish text is the decision. The English one stands below it as a help.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases.models import Decision
from civicportal.kernel import dates, money
from civicportal.notices.actions import site_link
from civicportal.places.models import City

Also = Sequence[tuple[str | Promise, str | Promise]]


def decision_facts(decision: Decision, language: str, *, also: Also = ()) -> dict[str, Any]:
    """Everything that a decision must say, in one language, as plain texts.

    `rows` are pairs of label and value, `parts` pairs of heading and text, the text with its line breaks; `note` says
    which language counts. The next step can have a third text, the whole address that it leads to. `also` are further
    rows of the feature, such as the applicant.
    """
    case = decision.case
    city = City.objects.first()
    with override(language):
        return {
            "lang": language,
            "reference": case.reference,
            "heading": say("Decision on %(title)s") % {"title": case.title},
            "authority": city.authority if city else str(case.unit),
            "note": _note(language),
            "rows": _rows(decision, also),
            "parts": _parts(decision, city, language),
            "hash": decision.judged_sha256,
            "released": decision.released_at is not None,
            "superseded": decision.superseded,
        }


def _whole(path: str, language: str) -> list[str]:
    """The whole address of one of the portal's own pages in the language; nothing where there is none."""
    if not path:
        return []
    return [site_link(path if language == settings.LANGUAGE_CODE else f"/{language}{path}")]


def _note(language: str) -> str:
    """Which language counts, said where it is not this one."""
    if language == "sv":
        return ""
    return say("This is a translation to help you. The Swedish text is the decision.")


def _rows(decision: Decision, also: Also) -> list[list[str]]:
    case, delegation = decision.case, decision.delegation
    rows: list[tuple[str | Promise, str | Promise | None]] = [
        (_("Reference"), case.reference),
        (_("Diary number"), case.diary_number),
        *also,
        (_("Outcome"), decision.get_outcome_display()),
        (_("Amount"), money.show(decision.amount)),
        (_("Date of the decision"), dates.show_day(decision.decided_at)),
        (_("Decided by"), f"{decision.decided_by}, {delegation.title}"),
        (_("By delegation"), delegation.point),
        (_("State aid"), decision.get_state_aid_display() if decision.state_aid else ""),
        (_("About state aid"), decision.state_aid_note),
        (_("Stepped aside because of a conflict of interest"), ", ".join(decision.recused) or say("Nobody")),
        (_("Replaces the decision of"), dates.show_day(decision.replaces.decided_at) if decision.replaces else ""),
        (_("Control number of the text that was judged (SHA-256)"), decision.judged_sha256),
    ]
    return [[str(label), str(value)] for label, value in rows if value]


def _parts(decision: Decision, city: City | None, language: str) -> list[list[str]]:
    per_criterion = "\n\n".join(f"{name}: {words}" for name, words in decision.by_criterion)
    parts: list[tuple[str | Promise, ...]] = [
        (_("Reasons"), decision.reason),
        (_("Criterion by criterion"), per_criterion),
        (_("Conditions"), decision.conditions),
        (_("What would have changed the outcome"), decision.would_change),
        (_("Your next step"), decision.next_step, *_whole(decision.next_url, language)),
        (_("If you think that the decision is unlawful"), appeal_words(decision, city)),
    ]
    return [[str(heading), *texts] for heading, *texts in parts if texts[0]]


def appeal_words(decision: Decision, city: City | None) -> str:
    """How a decision of this kind is appealed: legality review by the Local Government Act (2017:725) chapter 13.

    Who: members of the municipality (1:5). Where and how: 13:1 and 13:4. When: three weeks from the day when the
    notice board announced that the minutes are approved (13:5), not from the day when the letter came. What the
    court does: it can only set the decision aside (13:8).
    """
    return "\n\n".join(
        [
            _who_may_appeal(),
            say(
                "Write to %(court)s. Say which decision you mean (number %(reference)s) and what you think makes it"
                " unlawful. Sign with your name and address."
            )
            % {"court": court_of(city), "reference": decision.case.reference},
            *_when_and_what(),
        ]
    )


def appeal_in_general(city: City | None) -> str:
    """The same for a protocol that holds several decisions."""
    return "\n\n".join(
        [
            _who_may_appeal(),
            say(
                "Write to %(court)s. Say which decision you mean, by its number, and what you think makes it unlawful."
                " Sign with your name and address."
            )
            % {"court": court_of(city)},
            *_when_and_what(),
        ]
    )


def court_of(city: City | None) -> str:
    return city.court if city else str(City._meta.get_field("court").get_default())


def _who_may_appeal() -> str:
    return say(
        "You can ask a court to review whether the decision is lawful"
        " (Local Government Act 2017:725, chapter 13). You can do so if you are a member of the municipality:"
        " registered as living there, owning property"
        " there, paying municipal tax there, or living there as a citizen of the European Union."
    )


def _when_and_what() -> list[str]:
    return [
        say(
            "The court must have your letter within three weeks from the day when the city announced on its digital"
            " notice board that the minutes with this decision were approved."
        ),
        say("The court can set the decision aside. It cannot put another decision in its place."),
    ]
