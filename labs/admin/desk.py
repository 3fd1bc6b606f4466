"""Work pages of a lab: where each stands, what was raised in it, needs typed in from paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from labs.actions import answering, paper
from labs.enums import RaisedState
from labs.forms import ChosenForm, PaperForm
from labs.models import Lab
from labs.queries import staff as queries
from labs.rules import can_run

READERS = (Role.FACILITATOR, Role.COMMUNICATOR, Role.AUDITOR)
ROWS = 50


@work_page(*READERS)
def home(request: HttpRequest) -> HttpResponse:
    """The labs that one works for, with what waits in each."""
    labs = queries.labs_for_staff(request.user)
    person: Any = request.user
    writes = person.has_role(Role.FACILITATOR)
    return work.render(request, "labs/backoffice/home.html", {"labs": labs, "writes": writes}, title=_("Labs"))


@work_page(*READERS)
def raised_list(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What was raised in a lab: to find, to release and to gather, many at a time."""
    lab = queries.lab_for_staff(request.user, slug)
    search = queries.search_from(request.GET)
    rows = queries.raised_in(lab, kind, request.user, search)
    do = request.POST.get("do", "")
    rows_to_act = queries.raised_in(lab, kind, request.user, queries.Search())
    form = ChosenForm(
        request.POST if request.method == "POST" else None, lab=lab, rows=rows_to_act, gathers=do == "gather"
    )
    if request.method == "POST" and do in {"release", "gather"} and form.is_valid() and _did(request, do, lab, form):
        return redirect(request.get_full_path())
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "lab": lab,
        "kind": kind,
        "url_name": f"admin:labs_{kind}",
        "page": page_of(rows, request.GET.get("page"), ROWS),
        "query": query.urlencode(),
        "search": search,
        "states": [("waiting", _("Waits for an answer")), *RaisedState.choices],
        "topics": lab.topics.all(),
        "form": form,
        "answer": can_run(request.user, lab),
        "ticked": set(request.POST.getlist("chosen")),
    }
    title = _("Needs in %(lab)s") if kind == "need" else _("Ideas in %(lab)s")
    status = 422 if form.errors else 200
    return work.render(
        request, "labs/backoffice/raised_list.html", context, title=title % {"lab": lab.name}, status=status
    )


def _did(request: HttpRequest, do: str, lab: Lab, form: ChosenForm) -> bool:
    """Releases or gathers what was ticked; a refusal becomes an error of the form, with its reason."""
    by: Any = request.user
    said = form.cleaned_data
    try:
        if do == "release":
            count = answering.release_many(said["chosen"], by=by)
            words = ngettext("%(count)d stands in public now", "%(count)d stand in public now", count)
        else:
            topic = said["topic"] or answering.open_topic(lab, title=said["title"], summary=said["summary"], by=by)
            count = answering.gather(said["chosen"], topic=topic, by=by)
            words = ngettext("%(count)d need is gathered", "%(count)d needs are gathered", count)
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return False
    messages.success(request, words % {"count": count})
    return True


@work_page(Role.FACILITATOR)
def from_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Needs typed in from paper: shown as they will be saved, then saved."""
    lab = queries.lab_for_staff(request.user, slug)
    posted = request.POST if request.method == "POST" else None
    form = PaperForm(posted, lab=lab, initial={"told_on": dates.today(), "source": "paper"})
    ready = bool(posted) and form.is_valid()
    if ready and posted is not None and posted.get("do") == "save":
        try:
            made = paper.enter_many(lab, by=request.user, **form.facts())  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            said = ngettext("%(count)d need is saved", "%(count)d needs are saved", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect(f"{reverse('admin:labs_needs', args=[slug])}?state=waiting")
    counted = sum(1 for line in form.found if line.counts)
    context = {"lab": lab, "form": form, "lines": form.found if ready else [], "counted": counted, "ready": ready}
    return work.render(
        request,
        "labs/backoffice/paper.html",
        context,
        title=_("Enter needs from paper"),
        status=422 if form.errors else 200,
    )


work.register(path("labb/", home, name="labs_home"), menu=gettext_lazy("Labs"), position=40)
work.register(path("labb/<slug:slug>/behov/", raised_list, {"kind": "need"}, name="labs_needs"))
work.register(path("labb/<slug:slug>/ideer/", raised_list, {"kind": "idea"}, name="labs_ideas"))
work.register(path("labb/<slug:slug>/fran-papper/", from_paper, name="labs_paper"))
