"""Setting up a fund: each page of the configuration is one of these."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from string import ascii_uppercase
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.money import show
from civicportal.kernel.rows import held
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.kernel.web import public_words_changed
from civicportal.notices.actions import copy_texts
from civicportal.people.models import Organisation, Person
from civicportal.records.actions import record
from civicportal.review.actions.setup import copy_setup
from civicportal.review.rules import can_arrange_opening, can_read_setup
from civicportal.submissions import editing
from civicportal.submissions.actions import editing as form_actions
from civicportal.submissions.models import Form, Opening
from funds import standard
from funds.actions.terms import copy_terms
from funds.enums.applications import Audience
from funds.models import Fund, FundYear, Round
from funds.queries.setup import applicant_kinds, form_of, newest_round
from funds.rules.setup import RoundFacts, can_change_round, can_configure, can_make_fund, can_publish, can_set_audience

COPIED = (
    "promise", "about", "who_may", "who_may_not", "what_you_get", "how_judged", "coaching", "ready_points", "email",
    "phone",
    "eligibility", "checklist", "audience", "lowest", "highest", "endorsement", "endorser", "contact_days",
    "minutes_to_apply",
)  # fmt: skip
"""What a copy of a fund takes over. Money, rounds, figures and conversations stay with the fund that had them."""


def _locked(fund: Fund, by: Person) -> Fund:
    found: Fund = held(Fund.objects.select_related("unit", "form", "report_form"), fund.pk)
    insist(can_configure(by, found))
    return found


def _free(slug: str, taken: Any) -> str:
    """An address that no other row has."""
    number, free = 2, slug
    while taken.filter(slug=free).exists():
        free, number = f"{slug[:50]}-{number}", number + 1
    return free


def free_series(stem: str) -> str:
    """Letters that no fund has: a reference tells which fund it is, and by whose delegation it is decided."""
    taken = set(Fund.objects.values_list("series", flat=True))
    for length in range(min(len(stem), 7), 0, -1):
        for letter in ascii_uppercase:
            if (found := f"{stem[:length]}{letter}") not in taken:
                return found
    return stem


def _free_form(stem: str) -> str:
    number, free = 2, stem[:50]
    while Form.objects.filter(name=free).exists():
        free, number = f"{stem[:50]}-{number}", number + 1
    return free


@transaction.atomic
def make_fund(*, name: LocalizedText, unit: Organisation, series: str, by: Person) -> Fund:
    """A new fund with the standard questions, which nobody sees before it is published. Raises Refused.

    Those of the final report are in use at once: every grant ends with a report.
    """
    insist(can_make_fund(by, unit))
    slug = _free(slug_of(str(name.said("sv")), 50), Fund.objects)
    fund = Fund.objects.create(slug=slug, unit=unit, series=series, name=name)
    fund.form = form_actions.new_form(_free_form(slug), standard.questions("application"), by=by)
    fund.save(update_fields=["form"])
    record(fund, verb="fund.made", by=by)
    ask_report(fund, by=by)
    return Fund.objects.select_related("unit", "form", "report_form").get(pk=fund.pk)


@transaction.atomic
def change(fund: Fund, values: dict[str, Any], *, by: Person, part: str) -> Fund:
    """Writes a part of the configuration; a fund in public shows it at once. Raises Refused.

    `values` are by field name, `part` is the word for the log.
    """
    found = _locked(fund, by)
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if changed:
        found.save(update_fields=changed)
        record(found, verb=f"fund.{part}_changed", by=by, facts={"fields": changed})
        _refresh(found, by)
    return found


def _refresh(fund: Fund, by: Person) -> None:
    """What stands in public follows what is set up; what does not stand there stays out."""
    if fund.item is not None and fund.item.visible:
        commons.publish(fund, by=by)
    public_words_changed()


@transaction.atomic
def set_audience(fund: Fund, *, audience: str, units: Iterable[Organisation], kinds: Iterable[str], by: Person) -> bool:
    """For whom the fund is. Returns whether the questions have got a new version, to be taken into use.

    `kinds` are the kinds of applicant that may be chosen in the form; a fund for employees asks nobody.
    """
    units = list(units)
    insist(can_set_audience(by, _locked(fund, by), audience, units))
    found = change(fund, {"audience": audience}, by=by, part="audience")
    found.audience_units.set(units if audience == Audience.EMPLOYEES else ())
    record(
        found, verb="fund.units_changed", by=by, facts={"units": sorted(unit.pk for unit in found.audience_units.all())}
    )
    public_words_changed()
    wanted = [] if audience == Audience.EMPLOYEES else [*kinds]
    form = form_of(found)
    if form is None or {*wanted} == {*applicant_kinds(found)}:
        return False
    form_actions.change(form.name, lambda data: _ask_kinds(data, wanted), by=by, verb="kinds_changed")
    return True


def _ask_kinds(data: editing.Data, kinds: list[str]) -> None:
    """The question who applies, with these kinds; their words are kept where they were written before."""
    asked = [one for one in editing.questions_in(data) if one.get("means") == "applicant_kind"]
    if not kinds:
        for one in asked:
            editing.remove_question(data, one["key"])
    elif asked:
        known = {choice["value"]: choice for choice in asked[0].get("choices") or []}
        asked[0]["choices"] = [known.get(kind) or standard.kind_choice(kind) for kind in kinds]
    else:
        steps = editing.steps_of(data)
        steps[-1].setdefault("questions", []).insert(0, standard.kind_question(kinds))
    for one in editing.questions_in(data):
        if left := [kind for kind in one.pop("required_for", []) if kind in kinds]:
            one["required_for"] = left


@transaction.atomic
def set_year(fund: Fund, *, year: int, budget: int, by: Person) -> FundYear:
    """A year's budget in öre. Raises Refused when more is granted already."""
    found = _locked(fund, by)
    row = FundYear.objects.select_for_update().filter(fund=found, year=year).first() or FundYear(fund=found, year=year)
    if budget < row.granted:
        words = _("%(granted)s is granted already. The budget cannot be lower")
        raise Refused(no(words % {"granted": show(row.granted)}))
    if row.pk and row.budget == budget:
        return row
    row.budget = budget
    row.save()
    record(found, verb="fund.year_changed", by=by, facts={"year": year, "budget": budget})
    public_words_changed()
    return row


@transaction.atomic
def ask_report(fund: Fund, *, by: Person) -> Form:
    """The questions of the final report, begun from the standard ones; a second call gives back the first."""
    found = _locked(fund, by)
    if found.report_form is None:
        name = _free_form(f"{found.slug}-rapport")
        found.report_form = form_actions.new_form(name, standard.questions("report"), by=by, taken=True)
        found.save(update_fields=["report_form"])
        record(found, verb="fund.report_form_made", by=by)
    return found.report_form


@transaction.atomic
def own_form(fund: Fund, *, by: Person) -> Form:
    """The form that the fund's next round asks, written onto the fund where only its rounds knew it."""
    found = _locked(fund, by)
    if found.form is None:
        made = form_of(found)
        found.form = made or form_actions.new_form(_free_form(found.slug), standard.questions("application"), by=by)
        found.save(update_fields=["form"])
    return found.form


# Rounds


@transaction.atomic
def make_round(fund: Fund, facts: RoundFacts, *, by: Person) -> Round:
    """A new round. Criteria and stages are those of the fund's newest round, or of the fund that this is a copy of.

    Raises Refused while the questions are not in use.
    """
    found = _locked(fund, by)
    form = form_of(found)
    if form is None or form.taken_at is None:
        raise Refused(no(_("Take the questions of the application into use first")))
    source = newest_round(found) or (newest_round(found.copied_from) if found.copied_from else None)
    opening = Opening.objects.create(
        kind="funds.round", unit=found.unit, form=form, series=found.series, **_of_opening(facts)
    )
    slug = _free(slug_of(str(facts.name.said("sv")), 32), found.rounds)
    made = Round.objects.create(fund=found, opening=opening, slug=slug, **_of_round(facts))
    made.focus_challenges.set(facts.focus)
    if source is not None and can_arrange_opening(by, opening) and can_read_setup(by, source.opening):
        copy_setup(source.opening, opening, by=by)
    record(made, verb="round.made", by=by, facts={"opening": opening.pk})
    public_words_changed()
    return made


def copy_round(round_: Round, facts: RoundFacts, *, by: Person) -> Round:
    """Another round like one that was: the same questions, criteria and stages, on other days."""
    return make_round(round_.fund, facts, by=by)


@transaction.atomic
def change_round(round_: Round, facts: RoundFacts, *, by: Person) -> Round:
    """Writes what is set of a round. Raises Refused for what was promised to those who have applied."""
    found: Round = held(Round.objects.select_related("fund", "opening", "fund_year"), round_.pk)
    insist(can_change_round(by, found, facts))
    if facts.budget < found.granted:
        words = _("%(granted)s is granted already. The budget cannot be lower")
        raise Refused(no(words % {"granted": show(found.granted)}))
    for row, values in ((found.opening, _of_opening(facts)), (found, _of_round(facts))):
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            row.save(update_fields=changed)
            record(found, verb="round.changed", by=by, facts={"fields": changed})
    found.focus_challenges.set(facts.focus)
    public_words_changed()
    return found


def _of_opening(facts: RoundFacts) -> dict[str, Any]:
    names = ("opens_at", "closes_at", "answer_by", "lowest", "highest", "latest_start")
    return {name: getattr(facts, name) for name in names}


def _of_round(facts: RoundFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "fund_year": facts.year,
        "budget": facts.budget,
        "endorsement": facts.endorsement,
        "decision_dates": list(facts.decision_dates),
        "days_before": facts.days_before,
    }


# The whole fund


@transaction.atomic
def copy_fund(fund: Fund, *, by: Person) -> Fund:
    """A new fund like another: texts, letters, terms, questions, checklist, and how it is judged with its first round.

    Money, rounds and figures are not copied, and nobody sees the copy before it is published. Raises Refused.
    """
    insist(can_configure(by, fund))
    name = in_all_languages(_("%(fund)s, copy"), fund=fund.name)
    slug = _free(slug_of(str(name.said("sv")), 50), Fund.objects)
    values = {field: deepcopy(getattr(fund, field)) for field in COPIED}
    series = free_series(fund.series)
    made = Fund.objects.create(slug=slug, unit=fund.unit, name=name, series=series, copied_from=fund, **values)
    made.audience_units.set(fund.audience_units.all())
    if form := form_of(fund):
        made.form = form_actions.copy_form(form, _free_form(slug), by=by)
    if fund.report_form is not None:
        made.report_form = form_actions.copy_form(fund.report_form, _free_form(f"{slug}-rapport"), by=by)
    made.save(update_fields=["form", "report_form"])
    copy_terms(fund, made)
    copy_texts(fund, made, by=by)
    record(made, verb="fund.copied", by=by, facts={"from": fund.pk})
    return made


@transaction.atomic
def publish_fund(fund: Fund, *, by: Person) -> Fund:
    """The fund stands in public from now on. Raises Refused with what is missing. A second call changes nothing."""
    found = _locked(fund, by)
    if found.item is not None and found.item.visible:
        return found
    insist(can_publish(by, found))
    commons.publish(found, by=by)
    record(found, verb="fund.published", by=by, facts={"at": dates.now().isoformat()})
    public_words_changed()
    return found


def take_form(form: Form) -> None:
    """The funds whose form it is ask this version from now on."""
    for name in ("form", "report_form"):
        Fund.objects.filter(**{f"{name}__name": form.name}).update(**{name: form})
    Fund.objects.filter(form=None, rounds__opening__form__name=form.name).update(form=form)
