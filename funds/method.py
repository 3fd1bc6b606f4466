"""The method of a fund as a paper for another city: plain facts for templates/funds/method.typ."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.kernel.money import show
from civicportal.kernel.text import LocalizedText
from civicportal.places.models import City
from funds.queries.method import Method, Year


def steps() -> list[tuple[str, str]]:
    """What a city does that wants a fund of its own, in order: a heading and a sentence each."""
    return [
        (_("Set money aside"), _("Decide on a sum a year. A small sum for each idea goes a long way.")),
        (
            _("Name who is responsible"),
            _("One office answers for the fund, and one person decides, up to a sum, by delegation."),
        ),
        (
            _("Say who may apply and how ideas are judged"),
            _("Write down conditions, criteria and what each score means before anybody applies. Take ours."),
        ),
        (_("Spread the word"), _("Posters, workshops, tips from every department, and those who have got money.")),
        (_("Offer a coach"), _("Somebody who listens before, while and after one applies.")),
        (
            _("Answer everybody, with reasons"),
            _("Promise a day. Say why, and for a no what would have changed it and one next step."),
        ),
        (
            _("Tell what came of it"),
            _("Let the projects tell, also those that did not work. That is what others learn most from."),
        ),
    ]


def paper(method: Method, years: list[Year], city: City, language: str) -> dict[str, Any]:
    """Everything that the PDF says, as plain texts in one language."""
    with override(language):
        fund = method.fund
        return {
            "language": language,
            "heading": _("How %(fund)s works") % {"fund": fund.name},
            "city": str(city.authority or city.name),
            "promise": str(fund.promise),
            "made": dates.show_day(dates.today()),
            "license": _("The texts may be used freely, also without asking (CC0 1.0)."),
            "page": _("Page"),
            "parts": [part for part in _parts(method) if part["lines"]],
            "years": _years(years),
            "criteria_heading": _("How ideas are judged"),
            "criteria": [_criterion(shown) for shown in method.criteria],
            "steps_heading": _("To start a fund of your own"),
            "steps": [list(step) for step in steps()],
        }


def _lines(words: LocalizedText) -> list[str]:
    return [line.strip() for line in str(words).splitlines() if line.strip()]


def _parts(method: Method) -> list[dict[str, Any]]:
    fund = method.fund
    return [
        {"heading": _("What the fund is"), "lines": _lines(fund.about)},
        {"heading": _("What one gets"), "lines": _lines(fund.what_you_get)},
        {"heading": _("Who may apply"), "lines": _lines(fund.who_may)},
        {"heading": _("What the fund is not for"), "lines": _lines(fund.who_may_not)},
        {"heading": _("About coaching"), "lines": _lines(fund.coaching)},
        {"heading": _("Who reads, in order"), "lines": [f"{stage.name}: {_stage(stage)}" for stage in method.stages]},
        {
            "heading": _("Who decides"),
            "lines": [
                _("%(title)s, at most %(sum)s a decision (%(point)s)")
                % {"title": one.title, "sum": show(one.ceiling), "point": one.point}
                for one in method.delegations
            ],
        },
    ]


def _stage(stage: Any) -> str:
    names = _("without the applicant's name") if stage.blind else _("with the applicant's name")
    return f"{stage.get_judges_display()}, {names}. {stage.get_kind_display()}"


def _years(years: list[Year]) -> dict[str, Any]:
    return {
        "heading": _("What it cost"),
        "columns": [_("Year"), _("Set aside"), _("Granted"), _("Ideas")],
        "rows": [[str(one.year), show(one.budget), show(one.granted), str(one.projects)] for one in years],
    }


def _criterion(shown: Any) -> dict[str, Any]:
    weight = shown.criterion.weight
    often = {"weight": f"{weight.normalize():f}"}
    return {
        "name": str(shown.criterion.name),
        "weight": _("counts once") if weight == 1 else _("counts %(weight)s times") % often,
        "question": str(shown.criterion.question),
        "anchors": [[str(anchor.score), str(anchor.words)] for anchor in shown.anchors],
    }
