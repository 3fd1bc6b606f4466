"""What a fund's statistics count: one query of sums, one of the coached, one of the sources.

Counted are applications to rounds that have closed (or whose decision date has passed, where a round is open all
year) and that were not taken back. So the figures change a round at a time and not with each application.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count as Number
from django.db.models import Q, Sum

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText, localized
from funds.enums.applications import ApplicationState, SourceKind
from funds.models import Application, CameFrom, Fund, Round, SourceDay
from funds.queries.coaching import was_coached

FIGURES = """
WITH applied AS (
    SELECT application.id, application.submission_id, application.round_id, application.district_id,
           application.applicant_kind, application.requested
      FROM funds_application application
      JOIN funds_round round ON round.id = application.round_id
      JOIN submissions_opening opening ON opening.id = round.opening_id
     WHERE application.state <> 'withdrawn' AND round.fund_id = %(fund)s
       AND (opening.closes_at <= %(now)s OR application.decision_on <= %(today)s)
), granted AS (
    SELECT project.id, project.round_id, project.district_id, project.grantee_kind, project.granted
      FROM funds_project project
      JOIN commons_item item ON item.id = project.item_id AND item.visible
     WHERE project.round_id IN (SELECT round_id FROM applied)
), answered AS (
    SELECT applied.round_id,
           (matter.answered_at AT TIME ZONE 'Europe/Stockholm')::date
             - (submission.first_sent_at AT TIME ZONE 'Europe/Stockholm')::date AS days,
           (matter.answered_at AT TIME ZONE 'Europe/Stockholm')::date <= matter.answer_by AS in_time
      FROM applied
      JOIN submissions_submission submission ON submission.id = applied.submission_id
      JOIN cases_case matter ON matter.id = submission.case_id
     WHERE matter.answered_at IS NOT NULL
), asked AS (
    SELECT form.id, jsonb_path_query_first(
             form.definition, '$.steps[*].questions[*] ? (@.means == "outreach")') AS question
      FROM submissions_form form
     WHERE form.id IN (SELECT version.form_id FROM submissions_version version
                         JOIN applied ON applied.submission_id = version.submission_id)
), heard AS (
    SELECT applied.id, latest.answers -> (asked.question ->> 'key') AS said
      FROM applied
      JOIN LATERAL (SELECT version.form_id, version.answers FROM submissions_version version
                     WHERE version.submission_id = applied.submission_id
                     ORDER BY version.number DESC LIMIT 1) latest ON true
      JOIN asked ON asked.id = latest.form_id AND asked.question IS NOT NULL
), chosen AS (
    SELECT heard.id, value FROM heard, LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof(said) WHEN 'array' THEN said WHEN 'string' THEN jsonb_build_array(said) ELSE '[]' END) value
     WHERE value <> ''
)
SELECT 'round', round_id::text, 'applied', count(*), sum(requested), NULL::jsonb FROM applied GROUP BY 2
UNION ALL
SELECT 'round', round_id::text, 'granted', count(*), sum(granted), NULL FROM granted GROUP BY 2
UNION ALL
SELECT 'round', round_id::text, 'median', count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days), NULL FROM answered GROUP BY 2
UNION ALL
SELECT 'round', round_id::text, 'in_time', count(*) FILTER (WHERE in_time), NULL, NULL FROM answered GROUP BY 2
UNION ALL
SELECT 'all', '', 'median', count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days), NULL FROM answered
UNION ALL
SELECT 'kind', applicant_kind, 'applied', count(*), sum(requested), NULL FROM applied GROUP BY 2
UNION ALL
SELECT 'kind', grantee_kind, 'granted', count(*), sum(granted), NULL FROM granted GROUP BY 2
UNION ALL
SELECT 'district', coalesce(district_id::text, ''), 'applied', count(*), sum(requested), NULL FROM applied GROUP BY 2
UNION ALL
SELECT 'district', coalesce(district_id::text, ''), 'granted', count(*), sum(granted), NULL FROM granted GROUP BY 2
UNION ALL
SELECT 'district', id::text, 'label', 0, 0, jsonb_build_object('sv', name) FROM places_district
UNION ALL
SELECT 'area', area.theme_id::text, 'applied', count(*), sum(requested), NULL
  FROM applied JOIN funds_application_vision_areas area ON area.application_id = applied.id GROUP BY 2
UNION ALL
SELECT 'area', area.theme_id::text, 'granted', count(*), sum(granted), NULL
  FROM granted JOIN funds_project_vision_areas area ON area.project_id = granted.id GROUP BY 2
UNION ALL
SELECT 'area', id::text, 'label', position, 0, name FROM commons_theme WHERE kind = 'vision' AND listed
UNION ALL
SELECT 'heard', value, 'applied', count(*), 0, NULL FROM chosen GROUP BY 2
UNION ALL
SELECT 'heard', '', 'answered', count(DISTINCT id), 0, NULL FROM chosen
UNION ALL
SELECT 'heard', choice.value ->> 'value', 'label', (asked.id * 1000 + choice.ordinality)::int, 0,
       choice.value -> 'label'
  FROM asked, LATERAL jsonb_array_elements(coalesce(asked.question -> 'choices', '[]')) WITH ORDINALITY choice
"""


@dataclass(slots=True)
class Count:
    """One category: how many applied and for how much, how many of them were granted and how much. Sums in öre."""

    key: str
    label: LocalizedText | str = ""
    position: int = 0
    applied: int = 0
    requested: int = 0
    granted: int = 0
    amount: int = 0

    @property
    def others(self) -> int:
        """Those who applied and have no grant: what must not be told when it is small. Grants are public one by one."""
        return max(0, self.applied - self.granted)


@dataclass(slots=True)
class Times:
    """How long answers took: `answered` of them, the median in whole days, how many by the promised day."""

    answered: int = 0
    median: int | None = None
    in_time: int = 0


@dataclass(slots=True)
class Figures:
    """All that the statistics tell, before what is small is hidden."""

    rounds: dict[str, Count]
    areas: dict[str, Count]
    districts: dict[str, Count]
    kinds: dict[str, Count]
    heard: dict[str, Count]
    times: dict[str, Times]
    coached: Count
    alone: Count
    answers: int = 0


@dataclass(slots=True)
class SourceFigures:
    """From the first visit to a grant, for one kind of source or one source."""

    visits: int = 0
    started: int = 0
    sent: int = 0
    granted: int = 0


def counted_rounds(fund: Fund) -> list[Round]:
    """The rounds that the statistics count, the oldest first: one query."""
    over = Q(opening__closes_at__lte=dates.now()) | Q(applications__decision_on__lte=dates.today())
    rows = fund.rounds.filter(over).select_related("opening").order_by("opening__opens_at", "pk").distinct()
    return list(rows.for_page())


def figures_of(fund: Fund) -> Figures:
    """Everything but the sources: two queries, and those that tell who was coached."""
    found: dict[str, dict[str, Count]] = {"round": {}, "area": {}, "district": {}, "kind": {}, "heard": {}}
    times: dict[str, Times] = {}
    answers = 0
    for dimension, key, measure, number, amount, label in _rows(fund):
        if measure == "median":
            times.setdefault(key, Times()).answered = number
            times[key].median = None if amount is None else round(amount)
            continue
        if measure == "in_time":
            times.setdefault(key, Times()).in_time = number
            continue
        if measure == "answered":
            answers = number
            continue
        count = found[dimension].setdefault(key, Count(key))
        if measure == "label":
            count.label, count.position = localized(json.loads(label or "{}")), number
        elif measure == "applied":
            count.applied, count.requested = number, int(amount or 0)
        else:
            count.granted, count.amount = number, int(amount or 0)
    with_coach, alone = _by_coaching(fund)
    return Figures(
        found["round"],
        found["area"],
        found["district"],
        found["kind"],
        found["heard"],
        times,
        with_coach,
        alone,
        answers,
    )


def _rows(fund: Fund) -> list[tuple[str, str, str, int, Any, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"fund": fund.pk, "now": dates.now(), "today": dates.today()})
        return cursor.fetchall()


def _by_coaching(fund: Fund) -> tuple[Count, Count]:
    """Applications with and without a coach, of those whose answer is told."""
    told = [ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.DISMISSED]
    over = Q(round__opening__closes_at__lte=dates.now()) | Q(decision_on__lte=dates.today())
    rows = Application.objects.filter(over, round__fund=fund, state__in=told)
    states = dict(rows.values_list("pk", "state"))
    helped = was_coached(states) if states else set()
    counts = Count("coached"), Count("alone")
    for pk, state in states.items():
        count = counts[0] if pk in helped else counts[1]
        count.applied += 1
        count.granted += state == ApplicationState.GRANTED
    return counts


def sources_of(fund: Fund) -> dict[str, SourceFigures]:
    """Figures per kind of source, every kind named: two queries."""
    found = {kind: SourceFigures() for kind in SourceKind.values}
    visits = SourceDay.objects.filter(source__fund=fund).values_list("source__kind").annotate(Sum("visits"))
    for kind, number in visits.order_by():
        found[kind].visits = number
    rows = CameFrom.objects.filter(source__fund=fund).values_list("source__kind").order_by()
    granted = Q(application__state=ApplicationState.GRANTED)
    counted = rows.annotate(begun=Number("pk"), sent=Number("application"), given=Number("pk", filter=granted))
    for kind, *numbers in counted:
        found[kind].started, found[kind].sent, found[kind].granted = numbers
    return found
