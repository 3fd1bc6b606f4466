"""What those who work for the city may open: start pages, work pages, and Django's own lists and forms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.test import RequestFactory

from civicportal.demo.people import BY_KEY
from civicportal.pages.models import AccessReport
from civicportal.people.models import Person
from civicportal.review.actions import Conflict, save_review
from civicportal.review.models import Assignment
from funds.enums.applications import ApplicationState as S
from funds.enums.applications import ProjectState
from funds.models import Fund, Project, Round
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import in_state

STAFF = ("fund_manager", "coach", "amf", "director", "registrar", "communicator", "administrator", "auditor")


def staff(key: str) -> Person:
    """Somebody of the demo's cast."""
    return Person.objects.get(email=BY_KEY[key].email)


def desks() -> list[Visit]:
    """Where each begins, and what the fund manager and the decision maker work through."""
    manager, director = staff("fund_manager"), staff("director")
    fund = Fund.objects.get(slug="visionsfonden")
    rounds = [(fund.slug, one.slug) for one in Round.objects.filter(fund=fund).order_by("opening__opens_at")]
    opened, deciding = rounds[-1], rounds[1]
    return [
        *(Visit(name="admin:index", who=staff(key)) for key in STAFF),
        Visit(name="admin:funds_rounds", who=manager),
        Visit(name="admin:funds_applications", who=manager),
        *(Visit(name="admin:funds_round", args=one, who=manager) for one in rounds),
        Visit(name="admin:funds_round", args=deciding, query="?sort=requested", who=director),
        Visit(name="admin:funds_release", args=deciding, who=manager),
        Visit(name="admin:funds_release", args=opened, who=manager, says="too early"),
        *(
            Visit(name="admin:funds_application", args=(in_state(state).case.reference,), who=manager, says=state)
            for state in S.values
        ),
        Visit(name="admin:funds_application", args=(in_state(S.IN_REVIEW).case.reference,), who=staff("auditor")),
        Visit(name="admin:funds_assign", args=(in_state(S.SCREENED).case.reference,), who=manager),
        Visit(
            name="admin:funds_assign",
            args=(in_state(S.SCREENED).case.reference,),
            who=manager,
            says="errors",
            act=send,
            status=422,
        ),
        Visit(name="admin:funds_decide", args=(in_state(S.IN_REVIEW).case.reference,), who=director),
        Visit(
            name="admin:funds_decide",
            args=(in_state(S.IN_REVIEW).case.reference,),
            who=director,
            says="errors",
            act=send,
            status=422,
        ),
        *cases(),
        *reports(),
    ]


def cases() -> list[Visit]:
    """The work page of a case: received, decided, as the registrar."""
    manager = staff("fund_manager")
    return [
        Visit(name="admin:case_work", args=(in_state(S.RECEIVED).case.reference,), who=manager),
        Visit(
            name="admin:case_work",
            args=(in_state(S.RECEIVED).case.reference,),
            who=manager,
            says="errors",
            act=send,
            status=422,
        ),
        Visit(name="admin:case_work", args=(in_state(S.GRANTED).case.reference,), who=staff("registrar")),
    ]


def reports() -> list[Visit]:
    """Reports on accessibility, waiting and answered."""
    who = staff("communicator")
    waiting = AccessReport.objects.filter(answered_at=None).order_by("pk")[0]
    answered = AccessReport.objects.filter(answered_at__isnull=False).order_by("pk")[0]
    return [Visit(name="admin:access_report", args=(one.pk,), who=who) for one in (waiting, answered)]


def reading() -> list[Visit]:
    """The reviewer's pages, and those of granted projects."""
    amf, manager = staff("amf"), staff("fund_manager")
    mine = Assignment.objects.filter(reviewer=amf, ended_at=None, stage=stage_now()).order_by("pk")
    left = [one.submission.case.reference for one in mine.filter(review__done_at=None)]
    done = mine.filter(review__done_at__isnull=False)[0].submission.case.reference
    return [
        Visit(name="admin:review_queue", who=amf),
        Visit(name="admin:review", args=(left[0],), who=amf),
        Visit(name="admin:review", args=(left[0],), who=amf, says="errors", act=send),
        Visit(name="admin:review", args=(done,), who=amf, says="done"),
        Visit(name="admin:review_recuse", args=(left[0],), who=amf),
        Visit(name="admin:review_recuse", args=(left[0],), who=amf, says="errors", act=send),
        Visit(name="admin:review_conflict", args=(torn_review(amf),), who=amf),
        Visit(name="admin:funds_projects", who=manager),
        *projects(manager),
        Visit(name="admin:funds_import", args=("visionsfonden",), who=manager),
        Visit(name="admin:funds_import", args=("visionsfonden",), who=manager, says="errors", act=send, status=422),
    ]


def stage_now() -> Any:
    """The stage that is being read."""
    return in_state(S.IN_REVIEW).round.opening.stages.get(kind="scores")


def torn_review(who: Person) -> str:
    """A review that two tabs wrote in; its reference."""
    mine = Assignment.objects.filter(reviewer=who, ended_at=None, stage=stage_now(), review__done_at=None)
    last = mine.select_related("submission__case").order_by("pk").last()
    assert last is not None
    words = {"scores": {}, "to_applicant": "", "by": who}
    save_review(last, **words, to_group="Från ena fliken", version=0, tab="one")
    torn = save_review(last, **words, to_group="Från andra fliken", version=99, tab="two")
    assert isinstance(torn, Conflict)
    return str(last.submission.case.reference)


def projects(manager: Person) -> list[Visit]:
    """A project's work page, and each move from the state it can be made in."""
    running = Project.objects.filter(state=ProjectState.RUNNING).order_by("pk")[0]
    finished = Project.objects.filter(state=ProjectState.FINISHED).order_by("pk")[0]
    moves = [
        Visit(name="admin:funds_project_move", args=(running.slug, name), who=manager) for name in ("finish", "stop")
    ]
    return [
        Visit(name="admin:funds_project", args=(running.slug,), who=manager),
        Visit(name="admin:funds_project", args=(running.slug,), who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_project", args=(finished.slug,), who=manager),
        *moves,
        Visit(name="admin:funds_project_move", args=(finished.slug, "start"), who=manager, says="refused"),
    ]


# Django's own


def writer_of(model_admin: Any) -> Person | None:
    """Somebody of the cast who may change rows of a model, or None where nobody does."""
    for key in STAFF:
        request = RequestFactory().get("/")
        request.user = staff(key)
        if model_admin.has_change_permission(request):
            return request.user
    return None


def stock() -> list[Visit]:
    """One list and one form for each model that staff edit in Django's own pages."""
    visits = []
    for model, model_admin in admin.site._registry.items():
        who = writer_of(model_admin)
        row = model_admin.rows(who).order_by("pk").first() if who else None
        if row is None:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        visits += [
            Visit(name=f"{name}_changelist", who=who),
            Visit(name=f"{name}_change", args=(row.pk,), who=who),
        ]
    return visits


def stock_examples() -> list[Visit]:
    """One of each other kind of Django's pages: a form to add, a history, an application's lists, a read-only model."""
    manager, registrar = staff("fund_manager"), staff("auditor")
    fund = Fund.objects.get(slug="visionsfonden")
    return [
        Visit(name="admin:funds_round_add", who=manager),
        Visit(name="admin:funds_fund_history", args=(fund.pk,), who=manager),
        Visit(name="admin:app_list", args=("funds",), who=manager),
        Visit(name="admin:funds_application_changelist", who=manager),
        Visit(name="admin:funds_application_changelist", query="?q=cykel", who=manager, says="searched"),
        Visit(name="admin:funds_application_change", args=(in_state(S.GRANTED).pk,), who=manager),
        Visit(name="admin:records_entry_changelist", who=registrar),
        Visit(name="admin:notices_message_changelist", who=registrar),
        Visit(name="admin:cases_case_changelist", who=registrar),
    ]
