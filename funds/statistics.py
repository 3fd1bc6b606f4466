"""A fund's statistics as they are told: charts with a table and a sentence each, and no small number anywhere.

Grants are public one by one, with sum, district and kind of grantee, so they are always counted. What is protected are
those who applied and have no grant: where they are fewer than five, how many applied is not told, nor anything that
it could be worked out from (civicportal.kernel.smallnumbers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civicportal.kernel.money import show
from civicportal.kernel.smallnumbers import LOWEST, without_small
from civicportal.kernel.text import in_swedish_order
from funds.enums.applications import ApplicantKind, SourceKind
from funds.models import Fund, Round
from funds.queries.statistics import Count, Figures, SourceFigures, Times

MOST_HIDDEN = 3
"""So many hidden categories stand with their names; more are told as one row."""
HIDDEN = ".."
"""What stands in the files for a number that is not told, as in official statistics."""


@dataclass(slots=True)
class Row:
    """One line of a chart. `applied` and `requested` (öre) are None where they are not told; `waits` for answers."""

    label: str
    applied: int | None
    granted: int = 0
    requested: int | None = None
    amount: int = 0
    words: str = ""
    waits: bool = False


@dataclass(slots=True)
class Chart:
    """A chart, which is a table: `finding` above it, `sentence` below. `has_grants` where grants are told beside."""

    key: str
    finding: str
    sentence: str
    head: str
    rows: list[Row]
    has_grants: bool = True
    value_head: str = ""

    @property
    def highest(self) -> int:
        """The full width of a bar."""
        return max((max(row.applied or 0, row.granted) for row in self.rows), default=0)

    @property
    def has_sums(self) -> bool:
        return self.has_grants and any(row.amount or row.requested for row in self.rows)


@dataclass(slots=True)
class Statistics:
    """All that the page tells. `applied` is None where it is too small to tell, `median` in days."""

    applied: int | None
    requested: int | None
    granted: int
    amount: int
    median: int | None
    in_time: int | None
    rounds: int
    charts: list[Chart] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.rounds


def told(fund: Fund, rounds: Sequence[Round], figures: Figures, sources: dict[str, SourceFigures]) -> Statistics:
    """The statistics of a fund; `rounds` are those that are counted, the oldest first."""
    counted = _whole(figures.rounds, {str(one.pk): str(one.name) for one in rounds})
    applied, granted = sum(one.applied for one in counted), sum(one.granted for one in counted)
    enough = applied - granted >= LOWEST
    times = figures.times.get("", Times())
    answered = times.answered >= LOWEST
    shown = Statistics(
        applied=applied if enough else None,
        requested=sum(one.requested for one in counted) if enough else None,
        granted=granted,
        amount=sum(one.amount for one in counted),
        median=times.median if answered else None,
        in_time=_share(sum(each.in_time for key, each in figures.times.items() if key), times.answered),
        rounds=len(counted),
    )
    if enough:
        shown.charts = [chart for chart in _charts(fund, rounds, counted, figures) if chart.rows]
    shown.charts += [chart for chart in (_times(rounds, figures), _sources(sources)) if chart.rows]
    return shown


def _charts(fund: Fund, rounds: Sequence[Round], counted: list[Count], figures: Figures) -> Iterable[Chart]:
    kinds = [kind for kind in ApplicantKind if (kind == ApplicantKind.EMPLOYEE) == fund.is_for_employees]
    yield _rounds(counted, {str(one.pk) for one in rounds if one.released_at is None})
    yield _areas(_whole(figures.areas, {}))
    yield _districts(_whole(figures.districts, {"": _("The whole city")}))
    if len(kinds) > 1:
        yield _kinds(_whole(figures.kinds, {str(kind.value): str(kind.label) for kind in kinds}))
    yield _heard(_whole(figures.heard, {}), figures.answers)
    yield _coached(figures.coached, figures.alone)


def _whole(found: dict[str, Count], labels: dict[str, str]) -> list[Count]:
    """Every category that there is, also one without applications; those with a name of their own in their order.

    What a form or a list no longer has keeps its figures and has no name: it is told as something else.
    """
    for position, (key, label) in enumerate(labels.items()):
        count = found.setdefault(key, Count(key))
        count.label, count.position = count.label or label, count.position or position
    return sorted(found.values(), key=lambda count: count.position)


def _name(count: Count) -> str:
    return str(count.label) or _("Something else")


def _row(count: Count, *, told: bool = True) -> Row:
    if told:
        return Row(_name(count), count.applied, count.granted, count.requested, count.amount)
    return Row(_name(count), None, count.granted, None, count.amount)


def _told_rows(counts: list[Count], by: Callable[[Count], int] = lambda count: count.others) -> list[Row]:
    """The categories in their order; what is small by a measure, and what would give it away, is not told."""
    shown = without_small({count.key: by(count) for count in counts})
    return [_row(count, told=shown[count.key] is not None) for count in counts]


def _together(hidden: list[Count], label: str) -> Row:
    """Hidden categories as one: their sum is known to every reader anyway, as the total less the rest."""
    return Row(
        label,
        sum(count.applied for count in hidden),
        sum(count.granted for count in hidden),
        sum(count.requested for count in hidden),
        sum(count.amount for count in hidden),
    )


def _by_size(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-(row.applied or 0), -row.granted, in_swedish_order(row.label)))


def _largest(rows: list[Row]) -> Row | None:
    """The largest told category."""
    return max((row for row in rows if row.applied), key=lambda row: row.applied or 0, default=None)


def _rounds(counts: list[Count], waiting: set[str]) -> Chart:
    rows = _told_rows(counts)
    for count, row in zip(counts, rows, strict=True):
        row.waits = count.key in waiting and not count.granted
    applied, granted = sum(one.applied for one in counts), sum(one.granted for one in counts)
    amount = sum(one.amount for one in counts)
    words = {"applied": applied, "granted": granted, "amount": show(amount), "n": len(counts)}
    finding = ngettext(
        "%(applied)d applications in %(n)d round", "%(applied)d applications in %(n)d rounds", len(counts)
    )
    sentence = ngettext(
        "%(granted)d of the applications has got money, %(amount)s.",
        "%(granted)d of the applications have got money, %(amount)s together.",
        granted,
    )
    return Chart("rounds", finding % words, sentence % words, _("Round"), rows)


def _areas(counts: list[Count]) -> Chart:
    rows = _told_rows(counts)
    largest = _largest(rows)
    finding = _("Most applications are about: %(area)s") % {"area": largest.label} if largest else _few()
    sentence = _("An application can be about several vision areas, so they add up to more than all applications.")
    return Chart("areas", finding, sentence, _("Vision area"), _by_size(rows))


def _districts(counts: list[Count]) -> Chart:
    """The places that can be told, the largest first, and all others as one last row."""
    shown = without_small({count.key: count.others for count in counts})
    places = _by_size([_row(count) for count in counts if shown[count.key] is not None])
    hidden = [count for count in counts if shown[count.key] is None]
    if not places:
        return _granted_places(counts)
    if len(hidden) <= MOST_HIDDEN:
        rest = [_row(count, told=False) for count in hidden]
    else:
        rest = [_together(hidden, _("%(n)d other places together") % {"n": len(hidden)})]
    finding = _("Most applications come from: %(place)s") % {"place": places[0].label}
    sentence = _("Places with few applications are told together, so that nobody can be pointed out.")
    return Chart("districts", finding, sentence, _("District"), places + rest)


def _granted_places(counts: list[Count]) -> Chart:
    """Where too few apply from each place to tell: the grants alone, which are public."""
    granted = sorted(
        (one for one in counts if one.granted), key=lambda one: (-one.granted, in_swedish_order(_name(one)))
    )
    rows = [Row(_name(count), count.granted) for count in granted]
    sentence = _("Only grants are told. Too few have applied from each place to tell how many.")
    return Chart("districts", _("Where the granted ideas are"), sentence, _("District"), rows, False, _("Got money"))


def _kinds(counts: list[Count]) -> Chart:
    rows = _told_rows(counts)
    largest = _largest(rows)
    finding = _("Most who apply are: %(kind)s") % {"kind": _lower(largest.label)} if largest else _few()
    sentence = _("The kind is what the applicants say that they apply as.")
    return Chart("kinds", finding, sentence, _("Kind of applicant"), _by_size(rows))


def _heard(counts: list[Count], answers: int) -> Chart:
    """What people answer to the question in the form, which they may pass over."""
    if answers < LOWEST:
        return Chart("heard", "", "", "", [])
    rows = _by_size(_told_rows(counts, lambda count: count.applied))
    largest = _largest(rows)
    finding = _("Most heard of the fund: %(where)s") % {"where": _lower(largest.label)} if largest else _few()
    sentence = ngettext(
        "%(n)d application answers the question. One can name several.",
        "%(n)d applications answer the question. One can name several.",
        answers,
    ) % {"n": answers}
    return Chart("heard", finding, sentence, _("How people heard of the fund"), rows, False, _("Applications"))


def _coached(coached: Count, alone: Count) -> Chart:
    """Two by two: one number gives the others away with the totals, so it is all of them or none."""
    cells = (coached.granted, coached.others, alone.granted, alone.others)
    if min(cells) < LOWEST:
        return Chart("coached", "", "", "", [])
    rows = [
        Row(_("With a coach"), coached.applied, coached.granted),
        Row(_("Without a coach"), alone.applied, alone.granted),
    ]
    words = {"coached": _share(coached.granted, coached.applied), "alone": _share(alone.granted, alone.applied)}
    finding = _("With a coach %(coached)d %% got money, without %(alone)d %%") % words
    sentence = _("Those who asked for a coach may differ in other ways too, so the figures do not show why.")
    return Chart("coached", finding, sentence, _("Coaching"), rows)


def _times(rounds: Sequence[Round], figures: Figures) -> Chart:
    """Median days from the day when it was sent to the day of the answer."""
    rows = []
    for one in rounds:
        times = figures.times.get(str(one.pk))
        if times is None or times.answered < LOWEST or times.median is None:
            continue
        days = ngettext("%(n)d day", "%(n)d days", times.median) % {"n": times.median}
        share = _share(times.in_time, times.answered)
        words = _("%(days)s, %(share)d %% in time") % {"days": days, "share": share}
        rows.append(Row(str(one.name), times.median, words=words))
    whole = figures.times.get("", Times())
    finding = ngettext(
        "Half had their answer within %(n)d day", "Half had their answer within %(n)d days", whole.median or 0
    )
    sentence = _("Counted from the day the application was sent. In time means by the day that was promised.")
    return Chart("times", finding % {"n": whole.median or 0}, sentence, _("Round"), rows, False, _("Median"))


def _sources(sources: dict[str, SourceFigures]) -> Chart:
    """From short links: openings, and applications that began there, each column without what is small."""
    visits = without_small({kind: one.visits for kind, one in sources.items()})
    sent = without_small({kind: one.sent for kind, one in sources.items()})
    if sum(one.visits for one in sources.values()) < LOWEST:
        return Chart("sources", "", "", "", [])
    rows = [
        Row(str(SourceKind(kind).label), visits[kind], words=_from_a_link(visits[kind], sent[kind])) for kind in sources
    ]
    total = sum(one.visits for one in sources.values())
    finding = _("Our short links have been opened %(n)s times") % {"n": _grouped(total)}
    sentence = _("We count openings of the links on posters, in posts and at workshops. We do not follow anybody.")
    return Chart("sources", finding, sentence, _("Where the link was"), _by_size(rows), False, _("Openings"))


def _from_a_link(visits: int | None, sent: int | None) -> str:
    """What stands beside the bar."""
    if visits is None:
        return ""
    opened = ngettext("%(n)s opening", "%(n)s openings", visits) % {"n": _grouped(visits)}
    if sent is None:
        return opened
    return f"{opened}, {ngettext('%(n)d application', '%(n)d applications', sent) % {'n': sent}}"


def _grouped(number: int) -> str:
    """Thousands apart, as sums are said."""
    return f"{number:,}".replace(",", "\u00a0")


def _few() -> str:
    return _("Too few to tell apart")


def _lower(label: str) -> str:
    """A label in the middle of a sentence."""
    return label[:1].lower() + label[1:]


def _share(part: int, whole: int) -> int:
    """Whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


HEAD: tuple[str | Promise, ...] = ("table", "row", "applied", "granted", "applied_kr", "granted_kr", "words")
"""The columns of the file, in English for every reader, since programs read them."""


def cells(shown: Statistics) -> Iterable[tuple[Any, ...]]:
    """The same charts as rows of a file, sums in whole kronor; what is not told is two points."""
    yield ("all", "", _cell(shown.applied), shown.granted, _kronor(shown.requested), _kronor(shown.amount), "")
    for chart in shown.charts:
        for row in chart.rows:
            money = (_kronor(row.requested), _kronor(row.amount)) if chart.has_sums else ("", "")
            granted = row.granted if chart.has_grants else ""
            yield (chart.key, row.label, _cell(row.applied), granted, *money, row.words)


def _cell(number: int | None) -> object:
    return HIDDEN if number is None else number


def _kronor(ore: int | None) -> object:
    return HIDDEN if ore is None else ore // 100
