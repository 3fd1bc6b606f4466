"""The funds' letters: who gets which, with what facts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases.decisions import decision_facts
from civicportal.cases.models import Decision
from civicportal.kernel import dates
from civicportal.kernel.money import show
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Message
from civicportal.submissions.contacts import address_of
from civicportal.submissions.models import Version
from civicportal.submissions.queries import shown_answers
from funds.models import Application, Inquiry, Reserve
from funds.queries.aid import clause

RECEIPT = "funds.receipt"
CHANGED = "funds.changed"
WITHDRAWN = "funds.withdrawn"
DECISION = "funds.decision"
INQUIRY = "funds.inquiry"
RESERVE = "funds.reserve"


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (RECEIPT, _("Receipt for an application")),
        (CHANGED, _("An application was changed")),
        (WITHDRAWN, _("An application was withdrawn")),
        (DECISION, _("Decision on an application")),
        (INQUIRY, _("Receipt for an idea told in two sentences")),
        (RESERVE, _("A place on the reserve list")),
    ):
        register(Letter(kind=kind, template=f"funds/letters/{kind.removeprefix('funds.')}", label=label))


def _facts(application: Application) -> dict[str, object]:
    fund, language = application.round.fund, application.submission.language
    with override(language):
        link = site_link(reverse("funds:application", args=[application.case.reference]))
    return {
        "title": application.title,
        "reference": application.case.reference,
        "fund": fund.name.said(language).text,
        "fund_email": fund.email,
        "requested": show(application.requested, language),
        "answer_by": dates.show_day(application.answer_by, weekday=True, language=language),
        "link": link,
    }


def _copy(version: Version) -> list[dict[str, object]]:
    """The answers as plain values, for the letter; what is sensitive does not go by mail."""
    with override(version.submission.language):
        return [
            {
                "title": str(step.title),
                "rows": [{"label": str(row.label), "value": row.value} for row in step.rows if row.value],
            }
            for step in shown_answers(version, with_sensitive=False)
        ]


def _has_sensitive(version: Version) -> bool:
    return any(row.sensitive and row.value for step in shown_answers(version) for row in step.rows)


def receipt(application: Application, version: Version) -> Message | None:
    """To the applicant, at once: number, true time of arrival, what happens next, a copy of the answers."""
    submission = application.submission
    return write(
        RECEIPT if version.number == 1 else CHANGED,
        to=submission.person,
        email=address_of(submission),
        language=submission.language,
        facts={
            **_facts(application),
            "arrived": dates.show_moment(version.sent_at, language=submission.language),
            "late": submission.late,
            "change_until": ""
            if dates.now() >= application.opening.closes_at
            else dates.show_deadline(application.opening.closes_at, language=submission.language),
            "steps": _copy(version),
            "kept_out": _has_sensitive(version),
        },
        about=application.case,
        reply_to=application.round.fund.email,
        worded_by=application.round.fund,
        once=f"receipt:{submission.pk}:{version.number}",
    )


def withdrawn(application: Application) -> Message | None:
    """To the applicant: the withdrawal is noted."""
    return write(
        WITHDRAWN,
        to=application.submission.person,
        email=address_of(application.submission),
        language=application.submission.language,
        facts=_facts(application),
        about=application.case,
        reply_to=application.round.fund.email,
        worded_by=application.round.fund,
        once=f"withdrawn:{application.pk}",
    )


def decided_facts(application: Application, decision: Decision) -> dict[str, object]:
    """The decision in words for letter, page and PDF, Swedish and English, with the facts that belong to funds."""
    return {
        language: decision_facts(decision, language, also=[*_also(application, language), *clause(decision, language)])
        for language in ("sv", "en")
    }


def _also(application: Application, language: str) -> list[tuple[Any, Any]]:
    return [
        (_("Fund"), application.round.fund.name.said(language).text),
        (_("Applicant"), application.organisation_name or application.contact_name),
        (_("Applied for"), show(application.requested, language)),
    ]


def decided(application: Application, decision: Decision) -> Message | None:
    """To the applicant, held until release: Swedish is the decision, English stands below it."""
    return write(
        DECISION,
        to=application.submission.person,
        email=address_of(application.submission),
        language="sv",
        facts={
            **_facts(application),
            **decided_facts(application, decision),
            "fund": application.round.fund.name.said("sv").text,
            "fund_in_english": application.round.fund.name.said("en").text,
            "is_award": decision.is_award,
            "reads_english": application.submission.language == "en",
        },
        about=decision,
        reply_to=application.round.fund.email,
        worded_by=application.round.fund,
        once=f"decision:{decision.pk}",
        hold=True,
    )


def reserved(application: Application, place: Reserve) -> Message | None:
    """To the applicant, held until release: which place on the reserve list, what it means, what happens next."""
    return write(
        RESERVE,
        to=application.submission.person,
        email=address_of(application.submission),
        language=application.submission.language,
        facts={
            **_facts(application),
            "place": Reserve.objects.waiting().filter(round=place.round_id, place__lte=place.place).count(),
            "reason": place.reason,
        },
        about=place,
        reply_to=application.round.fund.email,
        worded_by=application.round.fund,
        once=f"reserve:{place.pk}",
        hold=True,
    )


def told(inquiry: Inquiry, words: str) -> Message | None:
    """To somebody who told of an idea in two sentences: number, promised day, the way to the conversation."""
    case, language = inquiry.case, inquiry.language
    with override(language):
        link = site_link(inquiry.get_absolute_url())
    facts = {
        "reference": case.reference,
        "fund": inquiry.fund.name.said(language).text,
        "fund_email": inquiry.fund.email,
        "answer_by": dates.show_day(case.answer_by, weekday=True, language=language) if case.answer_by else "",
        "words": words,
        "link": link,
    }
    return write(
        INQUIRY, to=case.person, language=language, facts=facts, about=case, reply_to=inquiry.fund.email,
        worded_by=inquiry.fund,
        once=f"{INQUIRY}:{inquiry.pk}",
    )  # fmt: skip
