"""The applications as a table in a file, row by row, with the rights of whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Decision
from civicportal.files.exports import ExportKind, Table, register
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.sheets import figure
from civicportal.people.enums import Role
from civicportal.review.ranking import ranking_for
from funds.models import Application, Round
from funds.queries.staff import Search, applications_for_staff, search_from
from funds.rules.applications import sees_held_decisions, sees_who

MAY = (Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REGISTRAR, Role.AUDITOR)
CHUNK = 200
"""How many rows are in memory at a time."""

HEAD = (
    _("Reference"), _("Diary number"), _("Fund"), _("Round"), _("Title"), _("Summary"), _("State"), _("Arrived"),
    _("Late"), _("Kind of applicant"), _("Organisation"), _("Organisation number"), _("Contact person"), _("District"),
    _("Focus challenge"), _("Applied for (SEK)"), _("Reviews done"), _("Mean of the reviews"), _("Outcome"),
    _("Granted (SEK)"), _("Reasons"), _("Decided"), _("Decided by"),
)  # fmt: skip


def register_exports() -> None:
    """Called when the app is ready."""
    register(
        ExportKind(
            key="funds.applications",
            label=_("Applications as a file"),
            table=table,
            back=lambda asked: f"{reverse('admin:funds_applications')}?{urlencode(asked)}",
            may=may_export,
            file_name=lambda _asked: f"ansokningar-{dates.today():%Y-%m-%d}.csv",
        )
    )


def may_export(person: Any) -> Answer:
    """Those who answer for applications, and the auditor; a coach and a reviewer read them on their pages."""
    return YES if person.has_role(*MAY) else no(_("Only those who answer for applications take them out as a file"))


def table(person: Any, asked: dict[str, str]) -> Table:
    """The applications of a search as the person may read them now; those stepped aside from are counted only."""
    search = search_from(asked)
    found = applications_for_staff(person, search)
    return Table(HEAD, found.count(), _rows(found, person, _means(person, search)), hidden=_hidden(person, asked))


def _means(person: Any, search: Search) -> dict[int, Decimal | None]:
    """What the reviews of one round came to, as far as the person may know it; nothing across rounds."""
    fund, _slash, slug = search.round.partition("/")
    found = Round.objects.visible_to(person).filter(fund__slug=fund, slug=slug).select_related("opening").first()
    return {one.submission_id: one.mean for one in ranking_for(person, found.opening)} if found else {}


def _hidden(person: Any, asked: dict[str, str]) -> int:
    """How many of a round's applications the person has stepped aside from."""
    fund, _slash, slug = search_from(asked).round.partition("/")
    if not fund:
        return 0
    mine = Q(submission__case__recusals__person=person, submission__case__recusals__lifted_at__isnull=True)
    units = person.units_as(*MAY)
    rows = Application.objects.filter(mine, round__fund__slug=fund, round__slug=slug, round__fund__unit__in=units)
    return rows.distinct().count()


def _rows(found: QuerySet[Application], person: Any, means: dict[int, Decimal | None]) -> Iterator[tuple[object, ...]]:
    decisions = Decision.objects.in_force().select_related("decided_by")
    done = Application.objects.filter(pk=OuterRef("pk")).values("pk")
    done = done.annotate(
        n=Count(
            "submission__assignments__review",
            filter=Q(
                submission__assignments__ended_at__isnull=True,
                submission__assignments__review__done_at__isnull=False,
            ),
        )
    )
    rows = (
        found.select_related("submission__case", "submission__person", "round__fund", "district", "focus_challenge")
        .prefetch_related(Prefetch("submission__case__decisions", queryset=decisions, to_attr="in_force"))
        .annotate(reviews=Subquery(done.values("n")))
        .order_by("submission__first_sent_at", "pk")
    )
    for application in rows.iterator(chunk_size=CHUNK):
        mean = means.get(application.submission_id)
        yield (*_who_and_what(application, person), _mean(mean), *_decided(application, person))


def _who_and_what(application: Application, person: Any) -> tuple[object, ...]:
    case, submission, round_ = application.case, application.submission, application.round
    named = sees_who(person, application)
    return (
        case.reference, case.diary_number, round_.fund.name, round_.name, application.title, application.summary,
        application.get_state_display(), dates.show_moment(submission.first_sent_at),
        _("late") if submission.late else "", application.get_applicant_kind_display(),
        application.organisation_name if named else "", application.organisation_number if named else "",
        application.contact_name if named else "", application.district or "", application.focus_challenge or "",
        figure(application.requested), application.reviews,
    )  # fmt: skip


def _decided(application: Application, person: Any) -> tuple[object, ...]:
    decision = next(iter(application.case.in_force), None)
    if decision is None or not (decision.released_at or sees_held_decisions(person, application)):
        return ("", "", "", "", "")
    return (
        decision.get_outcome_display(), figure(decision.amount), decision.reason,
        dates.show_day_short(decision.decided_at), decision.decided_by.name,
    )  # fmt: skip


def _mean(value: Decimal | None) -> str:
    """A mean with two places and a comma; nothing where nobody has a value, never 0."""
    return "" if value is None else f"{value:.2f}".replace(".", ",")
