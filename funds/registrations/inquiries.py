"""What ideas told in two sentences, support and offers tell the kernel when the portal starts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.commons import offers
from civicportal.kernel import dates
from civicportal.kernel.templatetags.ui import shortened
from civicportal.people.enums import Role
from civicportal.places import guide, mine
from civicportal.submissions.endorsing import WAITS_LONG
from funds.actions.inquiries import CASE_KIND
from funds.proving import applications as proving
from funds.queries import inquiries as queries
from funds.queries import public
from funds.queries.coaching import my_talks

ANSWERERS = (Role.NETWORK_COORDINATOR, Role.FUND_MANAGER)
CARRIED_ON = frozenset({"need", "topic", "idea", "solution", "test", "prototype", "challenge"})
"""Kinds of public things that one can apply for money with."""
MOST_IN_A_QUEUE = 200

Found = dict[str, list[queries.Waits]]
"""What waits for those who answer ideas, by queue."""


def register_inquiries() -> None:
    """Called once, when the app is ready."""
    proving.register_proof()
    cases.register(
        cases.CaseKind(
            key=CASE_KIND,
            label=gettext_lazy("Idea told in two sentences"),
            talk_path=lambda case: reverse("funds:inquiry", args=[case.reference]),
            work_path=lambda case: reverse("admin:funds_inquiry", args=[case.reference]),
            is_talk=True,
        )
    )
    offers.register(
        offers.Offer(
            key="funds.apply",
            from_kinds=CARRIED_ON,
            label=gettext_lazy("Apply for money with this"),
            url_name="funds:fund_list",
            position=10,
        )
    )
    _register_guide()
    own = gettext_lazy("Ideas you have told")
    mine.register(mine.Group(key="inquiries", label=own, rows=my_rows, source=my_talks, position=22))
    told, long = gettext_lazy("Ideas in two sentences to answer"), gettext_lazy("Support that has waited ten days")
    queues.register(queues.Queue("funds.inquiries", told, ANSWERERS, waiting_inquiries, waiting))
    queues.register(queues.Queue("funds.support", long, ANSWERERS, waiting_support, waiting))


def _register_guide() -> None:
    """What the guide answers with: the fund for anybody, and the one for those who work for the city."""
    guide.register(
        guide.Way(
            key="funds.coaching",
            label=gettext_lazy("Get coaching and money to try it"),
            text=gettext_lazy("A fund for residents' ideas. Talk with a coach first, then apply in half an hour."),
            url_name="funds:fund_list",
            comes_with=("idea",),
            who=("resident", "innovator"),
            wants=("money",),
            position=10,
            kind="project",
            icon="light-bulb",
        )
    )
    guide.register(
        guide.Way(
            key="funds.employees",
            label=gettext_lazy("Tell your department's network in two sentences"),
            text=gettext_lazy("For you who work for the city. You need no form, and you may doubt that it is an idea."),
            url=public.for_employees_url,
            comes_with=("need", "idea"),
            who=("employee",),
            position=15,
            kind="project",
            icon="light-bulb",
        )
    )


def my_rows(talks: list[Any]) -> list[mine.Row]:
    """What one has told, with whether it is answered and else the promised day."""
    return [
        mine.Row(
            label=_("Idea told to %(fund)s") % {"fund": case.inquiry.fund.name},
            url=case.inquiry.get_absolute_url(),
            note=case.reference,
            status=_("Answered") if case.answered_at else _("Received"),
            look="ok" if case.answered_at else "info",
            due=None if case.answered_at else case.answer_by,
        )
        for case in talks
        if hasattr(case, "inquiry")
    ]


def waiting(person: Any) -> Found:
    """What waits for those who answer ideas in the person's units: one query for both queues."""
    return queries.waiting_for_answerers(person, person.units_as(*ANSWERERS), MOST_IN_A_QUEUE)


def waiting_inquiries(found: Found) -> list[queues.Waiting]:
    """Where the one who told wrote last, in the person's units; the promised day stands until the first answer."""
    return [
        queues.Waiting(
            label=shortened(told.words, 90),
            url=reverse("admin:funds_inquiry", args=[told.reference]),
            verb=_("Answer"),
            due=None if told.answered_at else told.answer_by,
            note=f"{told.reference} · {told.fund}",
        )
        for told in found.get("inquiries", [])
    ]


def waiting_support(found: Found) -> list[queues.Waiting]:
    """Managers who have not answered for ten days, about applications that the person sees."""
    return [
        queues.Waiting(
            label=asked.words,
            url=reverse("admin:funds_application", args=[asked.reference]),
            verb=_("Remind"),
            due=dates.day_of(asked.at + WAITS_LONG),
            note=asked.reference,
        )
        for asked in found.get("support", [])
    ]
