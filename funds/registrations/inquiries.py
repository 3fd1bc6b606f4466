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
from civicportal.submissions.endorsing import WAITS_LONG, waiting_long
from funds.actions.inquiries import CASE_KIND
from funds.models import Application
from funds.proving import applications as proving
from funds.queries import inquiries as queries
from funds.queries import public

ANSWERERS = (Role.NETWORK_COORDINATOR, Role.FUND_MANAGER)
CARRIED_ON = frozenset({"need", "topic", "idea", "solution", "test", "prototype", "challenge"})
"""Kinds of public things that one can apply for money with."""


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
    mine.register(mine.Group(key="inquiries", label=gettext_lazy("Ideas you have told"), rows=my_rows, position=22))
    waiting, long = gettext_lazy("Ideas in two sentences to answer"), gettext_lazy("Support that has waited ten days")
    queues.register(queues.Queue("funds.inquiries", waiting, ANSWERERS, waiting_inquiries))
    queues.register(queues.Queue("funds.support", long, ANSWERERS, waiting_support))


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


def my_rows(person: Any) -> list[mine.Row]:
    """What one has told, with whether it is answered and else the promised day."""
    return [
        mine.Row(
            label=_("Idea told to %(fund)s") % {"fund": inquiry.fund.name},
            url=inquiry.get_absolute_url(),
            note=inquiry.case.reference,
            status=_("Answered") if inquiry.case.answered_at else _("Received"),
            look="ok" if inquiry.case.answered_at else "info",
            due=None if inquiry.case.answered_at else inquiry.case.answer_by,
        )
        for inquiry in queries.my_inquiries(person)
    ]


def waiting_inquiries(person: Any) -> list[queues.Waiting]:
    """Where the one who told wrote last, in the person's units; the promised day stands until the first answer."""
    return [
        queues.Waiting(
            label=shortened(inquiry.words, 90),
            url=reverse("admin:funds_inquiry", args=[inquiry.case.reference]),
            verb=_("Answer"),
            due=None if inquiry.case.answered_at else inquiry.case.answer_by,
            note=f"{inquiry.case.reference} · {inquiry.fund.name}",
        )
        for inquiry in queries.waiting_inquiries(person, person.units_as(*ANSWERERS))[:200]
    ]


def waiting_support(person: Any) -> list[queues.Waiting]:
    """Managers who have not answered for ten days, about applications that the person sees."""
    rows = waiting_long(person).filter(submission__in=Application.objects.visible_to(person).values("submission"))
    return [
        queues.Waiting(
            label=endorsement.submission.case.title,
            url=reverse("admin:funds_application", args=[endorsement.submission.case.reference]),
            verb=_("Remind"),
            due=dates.day_of(endorsement.asked_at + WAITS_LONG),
            note=endorsement.submission.case.reference,
        )
        for endorsement in rows[:200]
    ]
