"""How a fund and a granted project become public items."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.kinds import ItemWords, Kind, register
from civicportal.commons.models import Item
from civicportal.commons.words import everything, in_all_languages
from civicportal.kernel import dates
from funds.enums.applications import PROJECT_LOOKS, ProjectState
from funds.models import Fund, Project


def fund_words(fund: Fund) -> ItemWords:
    return ItemWords(
        title=fund.name,
        summary=fund.promise,
        text=everything(fund.about, fund.who_may, fund.how_judged, fund.what_you_get),
        unit=fund.unit,
    )


def project_words(project: Project) -> ItemWords:
    """A granted project in public. A private person has no name here unless they chose otherwise."""
    first_area = project.vision_areas.first()
    return ItemWords(
        title=project.title,
        summary=project.summary,
        text=everything(project.about, project.learnt, project.grantee_name),
        keywords=everything(*(area.name for area in project.vision_areas.all()), str(project.district or "")),
        image=project.image,
        unit=project.fund.unit,
        district=project.district,
        theme=first_area,
        amount=project.granted,
        status=project.state,
        status_words=in_all_languages(ProjectState(project.state).label),
        status_look=PROJECT_LOOKS[project.state],
        happened_on=project.granted_on,
    )


def fund_url(item: Item) -> str:
    return reverse("funds:fund", args=[item.slug])


def open_funds() -> QuerySet[Fund, Any]:
    """The items of the funds that one can apply to, now or from a day that is set."""
    return Fund.objects.filter(rounds__opening__closes_at__gt=dates.now()).values("item")


def project_url(item: Item) -> str:
    return reverse("funds:project", args=[item.slug])


def register_kinds() -> None:
    """Called when the app is ready."""
    register(
        Kind(
            key="fund",
            label=_("Fund"),
            plural=_("Funds"),
            icon="banknotes",
            model=Fund,
            words=fund_words,
            url=fund_url,
            open_now=open_funds,
            css="project",
        )
    )
    register(
        Kind(
            key="project",
            label=_("Granted project"),
            plural=_("Granted projects"),
            icon="light-bulb",
            model=Project,
            words=project_words,
            url=project_url,
            css="project",
        )
    )
