"""Work pages of test environments: the open log, milestones, start and end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from challenges.actions import environments
from challenges.admin.publishing import effects_url, picture_form
from challenges.forms import LogForm, ResultForm, StopForm
from challenges.models import TestEnvironment
from challenges.queries import staff as queries
from challenges.rules import ENVIRONMENT_MOVES, can_lead, can_tell_about
from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.files.actions import store_picture
from civicportal.files.errors import BadFile
from civicportal.files.models import StoredFile
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role

EDITORS = (Role.DEPARTMENT_EDITOR,)
TELLERS = (*EDITORS, Role.COMMUNICATOR)
READERS = (*TELLERS, Role.REGISTRAR, Role.AUDITOR)
FORMS = {"finish": ResultForm, "stop": StopForm}


@work_page(*READERS)
def environment_list(request: HttpRequest) -> HttpResponse:
    """The department's test environments, the latest begun first."""
    only = request.GET.get("only") == "going"
    page = page_of(queries.environments_for_staff(request.user, only_going=only), request.GET.get("page"), 50)
    context = {"page": page, "only_going": only, "query": "only=going" if only else ""}
    return work.render(request, "challenges/backoffice/environments.html", context, title=_("Test environments"))


def _kept_picture(request: HttpRequest, form: Any) -> list[StoredFile] | None:
    """The entry's picture as stored, an empty list for none, None when the file cannot be taken."""
    upload = form.cleaned_data.get("picture")
    if not upload:
        return []
    try:
        return [store_picture(upload, alt=form.cleaned_data["alt"], by=request.user)]
    except BadFile as bad:
        form.add_error("picture", bad)
        return None


def _log_form(request: HttpRequest) -> LogForm:
    return LogForm(request.POST, request.FILES) if request.method == "POST" else LogForm()


@work_page(*READERS)
def environment(request: HttpRequest, slug: str) -> HttpResponse:
    """One test environment: its log so far, a form for the next entry, milestones, what one may do."""
    found = queries.environment_for_staff(request.user, slug)
    answer, form = can_tell_about(request.user, found), _log_form(request)
    if request.method == "POST" and answer and form.is_valid():
        images = _kept_picture(request, form)
        if images is not None:
            said = form.cleaned_data
            environments.tell(
                found,
                by=request.user,
                title=said["title"],
                words=said["words"],
                images=images,
                once=f"log:{said['once']}",
            )
            messages.success(request, _("The entry is public. Followers get a letter"))
            return redirect("admin:challenges_environment_work", slug=slug)
    moves = {name: ENVIRONMENT_MOVES.can(name, request.user, found) for name in ENVIRONMENT_MOVES.moves}
    context = {
        "environment": found,
        "form": form,
        "answer": answer,
        "may_lead": can_lead(request.user, found),
        "milestones": found.milestones.all(),
        "steps": queries.steps_told(found),
        "starts": bool(moves["start"]),
        "ends": bool(moves["stop"]),
        "runs": found.state == "running" and bool(can_lead(request.user, found)),
        "edit_url": reverse("admin:challenges_testenvironment_change", args=[found.pk]),
        "effects_url": effects_url(found),
    }
    status = 422 if form.errors else 200
    return work.render(
        request, "challenges/backoffice/environment.html", context, title=str(found.title), status=status
    )


@work_page(*EDITORS)
@require_POST
def reach(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A milestone is reached."""
    found = queries.environment_for_staff(request.user, slug)
    milestone = get_object_or_404(found.milestones, pk=number)
    try:
        environments.reach(milestone, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("The milestone is reached, and the log says so"))
    return redirect("admin:challenges_environment_work", slug=slug)


@work_page(*EDITORS)
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """The test begins."""
    found = queries.environment_for_staff(request.user, slug)
    try:
        environments.move(found, "start", by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("The test has started, and its page says so"))
    return redirect("admin:challenges_environment_work", slug=slug)


@work_page(*EDITORS)
def end(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Finishes a test with its result, or stops it with what was learnt."""
    if name not in FORMS:
        raise Http404
    found = queries.environment_for_staff(request.user, slug)
    kept = {field: getattr(found, field) for field in ("learnt", "partnerships", "lessons")}
    form = FORMS[name](request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            environments.move(found, name, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The result is public"))
            return redirect("admin:challenges_environment_work", slug=slug)
    answer = can_lead(request.user, found)
    title, button = (
        (_("How the test went"), _("Publish the result"))
        if name == "finish"
        else (_("Stop the test"), _("Stop it in public"))
    )
    return form_page(request, found, form, title, button, answer)


@work_page(*TELLERS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """A picture for the page and the card, in place of the generated cover."""
    found = queries.environment_for_staff(request.user, slug)
    answer, form = can_tell_about(request.user, found), picture_form(request)
    if request.method == "POST" and answer and form.is_valid() and (images := _kept_picture(request, form)):
        environments.give_picture(found, images[0], by=request.user)
        messages.success(request, _("The picture is in place when it has been made ready"))
        return redirect("admin:challenges_environment_work", slug=slug)
    return form_page(request, found, form, _("Choose a picture"), _("Use the picture"), answer, has_file=True)


def form_page(
    request: HttpRequest, found: TestEnvironment, form: Any, title: str, button: str, answer: Any, **more: Any
) -> HttpResponse:
    """One form on a page of its own, with the way back to the test."""
    context = {
        "form": form,
        "button": button,
        "answer": answer,
        "back_url": reverse("admin:challenges_environment_work", args=[found.slug]),
        "back_label": str(found.title),
        **more,
    }
    status = 422 if form.errors else 200
    return work.render(request, "challenges/backoffice/form.html", context, title=title, status=status)


work.register(
    path("testmiljoer/", environment_list, name="challenges_environments"),
    menu=gettext_lazy("Test environments"),
    position=36,
)
work.register(path("testmiljoer/<slug:slug>/", environment, name="challenges_environment_work"))
work.register(path("testmiljoer/<slug:slug>/starta/", start, name="challenges_environment_start"))
work.register(path("testmiljoer/<slug:slug>/bild/", picture, name="challenges_environment_picture"))
work.register(path("testmiljoer/<slug:slug>/milstolpe/<int:number>/", reach, name="challenges_milestone"))
work.register(path("testmiljoer/<slug:slug>/avsluta/<slug:name>/", end, name="challenges_environment_end"))
