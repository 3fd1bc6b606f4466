"""Granted projects of the demo: those of the closed round and 23 from before, with pictures, steps and links."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Decision
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.demo.applications import Told, set_areas
from civicportal.demo.city import Built
from civicportal.demo.fund import KRONA
from civicportal.demo.log import Log
from civicportal.demo.pictures import MOTIFS, picture
from civicportal.demo.words import texts
from civicportal.files.actions import make_sizes, store_picture
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.people.models import Person
from funds.actions.projects import public_name, tell_of_grant
from funds.enums.applications import ProjectState
from funds.models import Fund, Project

THREADS = (
    ("cykelkoket-i-containern", "lanecykeln", Link.Kind.GREW_FROM),
    ("sprakpromenader-langs-landborgen", "tolkens-bank", Link.Kind.GREW_FROM),
    ("radio-soder", "stadens-ljud", Link.Kind.GREW_FROM),
    ("verktygsbibliotek-i-tvattstugan", "grannkartan-pa-fredriksdal", Link.Kind.GREW_FROM),
    ("skuggteatern", "berattarstugan", Link.Kind.GREW_FROM),
    ("odlingslador-pa-hjul", "humlegatan", Link.Kind.SIMILAR),
)
"""The red thread: which project grew from which."""

MOVE_OF = {ProjectState.FINISHED: "finish", ProjectState.STOPPED: "stop"}


def load(
    fund: Fund, told: dict[str, Told], decisions: dict[str, Decision], built: Built, cast: dict[str, Person], log: Log
) -> None:
    """Makes the projects, publishes the fund and each of them, tells their steps and draws the thread."""
    commons.publish(fund, by=cast["communicator"])
    Item.every.filter(pk=fund.item_id).update(published_at=dates.now() - timedelta(days=2500))
    _tell_of_rounds(fund)
    granted = [told[key] for key, decision in decisions.items() if decision.is_award and decision.released_at]
    sources = [one.data for one in granted] + [
        data for name in ("projects_a", "projects_b") for data in texts(name)["project"]
    ]
    rows = [_from_application(one, decisions[one.key], one.released) for one in granted]
    rows += [_from_before(fund, data, built) for data in sources[len(granted) :]]
    pictures = _load_pictures(sources, cast["communicator"])
    for row in rows:
        row.image = pictures.get(row.slug)
    made = Project.objects.bulk_create(rows)
    set_areas(Project, {project.pk: data["areas"] for project, data in zip(made, sources, strict=True)}, built.themes)
    projects = _publish(fund, cast["fund_manager"])
    _load_steps(projects, sources, cast["communicator"], log)
    _draw_threads(projects, cast["communicator"])
    imported = dates.now() - timedelta(days=300)
    log.add(imported, cast["fund_manager"], "projects.imported", fund, made=len(projects) - len(granted))


def _publish(fund: Fund, by: Person) -> list[Project]:
    """Each project as the database gives it, in public from the day of its grant."""
    fresh = Project.objects.filter(fund=fund).select_related("fund__unit", "fund__item", "district", "image")
    projects = list(fresh.prefetch_related("vision_areas").order_by("pk"))
    for project in projects:
        at = dates.at(project.granted_on, time(12, 0))
        tell_of_grant(project, by=by, at=at)
        Item.every.filter(pk=project.item_id).update(published_at=at)
    return projects


def _tell_of_rounds(fund: Fund) -> None:
    """The step that funds.actions.rounds tells when the clock opens a round."""
    for round_ in fund.rounds.select_related("opening"):
        commons.add_step(
            fund.item,
            by=None,
            title=in_all_languages(_("Open for applications: %(round)s"), round=round_.name),
            at=round_.opening.opens_at,
            once=f"opened:{round_.pk}",
            tell=False,
        )


def _words(data: dict[str, Any], name: str) -> LocalizedText:
    """A text that the files give as [Swedish, English], or as Swedish alone."""
    value = data.get(name) or []
    pair = [value] if isinstance(value, str) else value
    return LocalizedText(dict(zip(("sv", "en"), (words.strip() for words in pair), strict=False)))


def _from_application(one: Told, decision: Decision, released: datetime) -> Project:
    """As funds.actions.projects.open_project makes it, with the words in English that staff have added since."""
    data, application = one.data, one.application
    return Project(
        fund=one.plan.row.fund,
        round=one.plan.row,
        application=application,
        slug=slug_of(application.title),
        state=data["state"],
        title=LocalizedText(sv=data["title"], en=data["title_en"]),
        summary=LocalizedText(sv=data["summary"], en=data["summary_en"]),
        about=LocalizedText(sv=f"{data['need']}\n\n{data['plan']}"),
        learnt=LocalizedText(sv=data.get("learnt", ""), en=data.get("learnt_en", "")),
        grantee_kind=application.applicant_kind,
        grantee_name=public_name(application),
        requested=application.requested,
        granted=decision.amount,
        granted_on=dates.day_of(released),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        district=application.district,
        focus_challenge=application.focus_challenge,
    )


def _from_before(fund: Fund, data: dict[str, Any], built: Built) -> Project:
    """As an import makes it: granted years ago, no application in the portal."""
    granted_on = dates.today() - timedelta(days=data["ago"])
    kind, name = data["grantee"]
    title = _words(data, "title")
    slug = slug_of(title.texts["sv"])
    return Project(
        fund=fund,
        slug=slug,
        state=data["state"],
        title=title,
        summary=_words(data, "summary"),
        about=_words(data, "about"),
        learnt=_words(data, "learnt"),
        grantee_kind=kind,
        grantee_name=name,
        granted=data["granted"] * KRONA,
        granted_on=granted_on,
        starts_on=granted_on + timedelta(days=14),
        ends_on=granted_on + timedelta(days=360),
        district=built.districts[data["district"]],
        focus_challenge=built.themes[data["focus"]] if "focus" in data else None,
        imported_as=f"före portalen: {slug}",
    )


def _load_pictures(sources: list[dict[str, Any]], by: Person) -> dict[str, StoredFile]:
    """Each motif once, to the first project that wants it; the others wear their generated cover."""
    wanted: dict[str, str] = {}
    for data in sources:
        title = data["title"] if isinstance(data["title"], str) else data["title"][0]
        if "picture" in data:
            wanted.setdefault(data["picture"], slug_of(title))
    made = {}
    for motif, slug in wanted.items():
        upload = ContentFile(picture(motif), name=f"{motif}.png")
        stored = store_picture(upload, alt=MOTIFS[motif][1], by=by)
        made[slug] = make_sizes(stored.pk) or stored
    return made


def _load_steps(projects: list[Project], sources: list[dict[str, Any]], by: Person, log: Log) -> None:
    """The dated steps between the grant and today, and the entries of who moved the project on."""
    function = in_all_languages("Visionsfonden")
    rows: list[Step] = []
    for project, data in zip(projects, sources, strict=True):
        started = _at(project.granted_on + timedelta(days=10))
        rows.append(_status(project, started, function))
        log.move(started, by, "project.start", project, ProjectState.GRANTED, ProjectState.RUNNING)
        told = [entry for entry in data["steps"] if project.granted_on + timedelta(days=entry[0]) < dates.today()]
        for number, entry in enumerate(told, start=1):
            rows.append(_step(project, entry, function, last=number == len(told)))
        if project.state in MOVE_OF:
            move = MOVE_OF[ProjectState(project.state)]
            log.move(rows[-1].at, by, f"project.{move}", project, ProjectState.RUNNING, project.state)
        if project.application_id:
            log.add(dates.at(project.granted_on, time(12, 0)), None, "project.opened", project)
    for step in Step.objects.bulk_create(rows):
        log.add(step.at, by, "commons.step", step, item=step.item_id, kind=str(step.kind))


def _at(day: date) -> datetime:
    return dates.at(day, time(15, 30))


def _status(project: Project, at: datetime, function: LocalizedText) -> Step:
    """The step that funds.actions.projects.move tells when a project starts."""
    return Step(
        item=project.item,
        at=at,
        kind=Step.Kind.STATUS,
        title=in_all_languages(ProjectState.RUNNING.label),
        by_function=function,
        once=f"start:{project.pk}",
    )


def _step(project: Project, entry: list[Any], function: LocalizedText, *, last: bool) -> Step:
    days, kind, swedish, english, words = entry
    ended = last and project.state in MOVE_OF
    return Step(
        item=project.item,
        at=_at(project.granted_on + timedelta(days=days)),
        kind=kind,
        title=LocalizedText(sv=swedish, en=english),
        words=LocalizedText(sv=words),
        by_function=function,
        once=f"{MOVE_OF[ProjectState(project.state)]}:{project.pk}" if ended else None,
    )


def _draw_threads(projects: list[Project], by: Person) -> None:
    items = {project.slug: project.item for project in projects}
    for source, target, kind in THREADS:
        commons.link(items[source], items[target], kind, by=by)
