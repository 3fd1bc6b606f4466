"""What the configuration tells the portal: its sections, and whose the forms are."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.review.models import Criterion, Stage
from civicportal.submissions import editing
from funds.actions.setup import take_form
from funds.enums.applications import EndorsementNeed
from funds.models import Fund, Round
from funds.queries import setup as queries
from funds.setup import Section, Words, register

TEXTS = ("name", "promise", "about", "who_may", "what_you_get", "how_judged")


def register_setup() -> None:
    """Called when the app is ready."""
    editing.register(editing.Owner("funds", queries.place_of_form, take_form))
    for section in (*_what_is_offered(), *_what_is_asked(), *_when_and_after()):
        register(section)


def _what_is_offered() -> list[Section]:
    return [
        _section(10, "texts", _("Texts"), _part("texter"), has_texts, _("Write the texts and an e-mail address")),
        _section(15, "audience", _("Who may apply"), _part("vilka"), has_audience, _("Choose who may apply")),
        _section(
            20, "sums", _("Lowest and highest sum"), _part("summor"), has_sums,
            _("Write the lowest and the highest sum"),
        ),
        _section(25, "support", _("Needed support"), _part("stod"), needs_support, _("Nobody's support is asked for")),
    ]  # fmt: skip


def _what_is_asked() -> list[Section]:
    return [
        _section(
            30, "eligibility", _("May I apply?"), _page("funds_setup_eligibility"),
            lambda fund: bool(fund.eligibility) or None, _("No questions are asked before one begins"),
        ),
        Section(
            "form", _("Questions of the application"), _page("funds_setup_form", "ansokan"), has_form, 35, form_missing
        ),
        _section(
            40, "checklist", _("Checklist"), _page("funds_setup_checklist"),
            lambda fund: bool(fund.checklist) or None, _("Nothing is ticked before one sends"),
        ),
    ]  # fmt: skip


def _when_and_after() -> list[Section]:
    return [
        _section(
            45, "years", _("Yearly budgets"), _part("ar"), has_year, _("Write the budget of this year or the next")
        ),
        _section(50, "rounds", _("Rounds"), rounds_url, has_round, _("Make a round that is open or to come")),
        Section("review", _("How it is judged"), review_url, has_review, 55, review_missing),
        _section(
            60, "report", _("Questions of the final report"), _page("funds_setup_form", "rapport"),
            lambda fund: bool(fund.report_form_id), _("Write what those who got money report"),
        ),
    ]  # fmt: skip


def _section(
    position: int,
    key: str,
    label: Words,
    url: Callable[[Fund], str],
    done: Callable[[Fund], bool | None],
    missing: Words,
) -> Section:
    return Section(key, label, url, done, position, lambda fund: missing)


def _part(name: str) -> Callable[[Fund], str]:
    return lambda fund: reverse("admin:funds_setup_part", args=[fund.slug, name])


def _page(name: str, *more: str) -> Callable[[Fund], str]:
    return lambda fund: reverse(f"admin:{name}", args=[fund.slug, *more])


def has_texts(fund: Fund) -> bool:
    return bool(fund.email) and all(getattr(fund, name).texts.get("sv") for name in TEXTS)


def has_audience(fund: Fund) -> bool:
    """A fund for employees says whose; one for anybody may ask in its questions as what one applies."""
    return not fund.is_for_employees or fund.audience_units.exists()


def has_sums(fund: Fund) -> bool:
    if fund.highest is not None:
        return True
    newest = queries.newest_round(fund)
    return newest is not None and newest.opening.highest is not None


def needs_support(fund: Fund) -> bool | None:
    return None if fund.endorsement == EndorsementNeed.NONE else True


def has_form(fund: Fund) -> bool:
    form = queries.form_of(fund)
    return form is not None and form.taken_at is not None


def form_missing(fund: Fund) -> Words:
    return _("Take the questions into use") if queries.form_of(fund) else _("Write the questions")


def has_year(fund: Fund) -> bool:
    return fund.years.filter(year__gte=dates.today().year, budget__gt=0).exists()


def has_round(fund: Fund) -> bool:
    return fund.rounds.filter(opening__closes_at__gt=dates.now()).exists()


def rounds_url(fund: Fund) -> str:
    """The rounds stand on the start page itself."""
    return reverse("admin:funds_setup", args=[fund.slug]) + "#omgangar"


def review_url(fund: Fund) -> str:
    """Criteria and stages of the newest round; the kernel's review has the pages."""
    newest = queries.newest_round(fund)
    return reverse("admin:review_setup", args=[newest.opening_id]) if newest else ""


def has_review(fund: Fund) -> bool:
    """Criteria, and a stage in which somebody reads: without one nothing could be given out, or decided."""
    newest = queries.newest_round(fund)
    if newest is None or not _has_criteria(newest):
        return False
    return Stage.objects.filter(opening=newest.opening_id).exists()


def review_missing(fund: Fund) -> Words:
    newest = queries.newest_round(fund)
    if newest is not None and _has_criteria(newest):
        return _("Say who reads, and when: add a stage")
    return _("Write what applications are judged by")


def _has_criteria(round_: Round) -> bool:
    return Criterion.objects.filter(opening=round_.opening_id).exists()
