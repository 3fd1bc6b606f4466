"""Work pages of granted projects: their public steps, and the import of earlier ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons.queries import steps
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from funds.actions import imports, projects
from funds.forms.applications import EndForm, ImportForm, StepForm
from funds.models import Fund
from funds.queries import staff as queries
from funds.rules.applications import PROJECT_MOVES, can_tell_about

TELLERS = (Role.FUND_MANAGER, Role.COMMUNICATOR)


@work_page(*TELLERS, Role.AUDITOR)
def project_list(request: HttpRequest) -> HttpResponse:
    """Granted projects with their state, newest first."""
    page = page_of(queries.projects_for_staff(request.user), request.GET.get("page"), 50)
    managed = Fund.objects.filter(unit__in=request.user.units_as(Role.FUND_MANAGER))
    return work.render(
        request, "funds/backoffice/projects.html", {"page": page, "funds": managed}, title=_("Granted projects")
    )


@work_page(*TELLERS, Role.AUDITOR)
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project: its public steps so far, and a form for the next."""
    found = queries.project_for_staff(request.user, slug)
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            projects.tell(found, by=request.user, title=form.cleaned_data["title"], words=form.cleaned_data["words"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The step is public. Followers get a letter"))
            return redirect("admin:funds_project", slug=slug)
    context = {
        "project": found,
        "form": form,
        "steps": steps(found.item) if found.item else [],
        "answer": can_tell_about(request.user, found),
        "moves": [name for name in PROJECT_MOVES.moves if PROJECT_MOVES.can(name, request.user, found)],
    }
    return work.render(
        request, "funds/backoffice/project.html", context, title=str(found.title), status=422 if form.errors else 200
    )


@work_page(*TELLERS)
def move(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Starts, finishes or stops a project; an end asks what was learnt."""
    found = queries.project_for_staff(request.user, slug)
    if name not in PROJECT_MOVES.moves:
        return redirect("admin:funds_project", slug=slug)
    ends = name != "start"
    form = (
        EndForm(request.POST if request.method == "POST" else None, initial={"learnt": found.learnt}) if ends else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            projects.move(found, name, by=request.user, learnt=form.cleaned_data["learnt"] if form else None)
        except Refused as refused:
            messages.error(request, str(refused.why))
        return redirect("admin:funds_project", slug=slug)
    context = {"project": found, "form": form, "name": name, "answer": PROJECT_MOVES.can(name, request.user, found)}
    return work.render(
        request,
        "funds/backoffice/project_move.html",
        context,
        title=str(found.title),
        status=422 if form and form.errors else 200,
    )


@work_page(Role.FUND_MANAGER)
def import_(request: HttpRequest, fund: str) -> HttpResponse:
    """Earlier granted projects from a CSV file; all rows or none."""
    found = get_object_or_404(Fund.objects.visible_to(request.user), slug=fund)
    form = ImportForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    outcome = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = imports.import_projects(found, form.cleaned_data["table"].read(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            for problem in outcome.problems[:50]:
                form.add_error("table", problem)
    context = {"fund": found, "form": form, "outcome": outcome, "columns": imports.COLUMNS, "needed": imports.NEEDED}
    return work.render(
        request,
        "funds/backoffice/import.html",
        context,
        title=_("Import earlier projects"),
        status=422 if form.errors else 200,
    )


work.register(path("projekt/", project_list, name="funds_projects"), menu=gettext_lazy("Granted projects"), position=30)
work.register(path("projekt/<slug:slug>/", project, name="funds_project"))
work.register(path("projekt/<slug:slug>/<slug:name>/", move, name="funds_project_move"))
work.register(path("import-av-projekt/<slug:fund>/", import_, name="funds_import"))
