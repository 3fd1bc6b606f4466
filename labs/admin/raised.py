"""The work page of one need or idea: what was said, what was done, and what one may do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases.models import Case
from civicportal.kernel.answers import Refused
from civicportal.kernel.forms import PortalForm
from civicportal.records.queries import entries_about
from labs.actions import answering
from labs.admin.desk import READERS
from labs.deeds import DEEDS
from labs.enums import RAISED_LOOKS
from labs.forms import AnswerForm, AskForm, GatherForm, NoForm, WithholdForm
from labs.queries import staff as queries
from labs.rules import moves_of


@dataclass(frozen=True)
class Doing:
    """One thing that can be done on the page: its form, how, and what is said afterwards."""

    form: type[PortalForm]
    act: Callable[[Any, dict[str, Any], Any], Any]
    done: str | Promise

    def form_for(self, key: str, raised: Any, data: Any = None) -> PortalForm:
        """The form under its own prefix, filled with what was sent or what was answered before."""
        if issubclass(self.form, GatherForm):
            return self.form(data, prefix=key, lab=raised.lab, initial={"topic": raised.topic_id})
        kept = {"words": raised.answer} if key in {"answer", "decline"} else {}
        return self.form(data, prefix=key, initial=kept)


def _gather(raised: Any, said: dict[str, Any], by: Any) -> None:
    topic = said["topic"] or answering.open_topic(raised.lab, title=said["title"], summary=said["summary"], by=by)
    answering.gather([raised], topic=topic, by=by)


DOINGS: dict[str, Doing] = {
    "release": Doing(
        AskForm,
        lambda raised, said, by: answering.release(raised, by=by),
        _("It stands in public. The one who wrote it gets a letter"),
    ),
    "gather": Doing(GatherForm, _gather, _("It is part of the topic. The one who wrote it gets a letter")),
    "answer": Doing(
        AnswerForm,
        lambda raised, said, by: answering.answer(raised, words=said["words"], by=by),
        _("The answer is public. The one who wrote it gets a letter"),
    ),
    "decline": Doing(
        NoForm,
        lambda raised, said, by: answering.decline(raised, why=said["words"], by=by),
        _("The no and its reason are public. The one who wrote it gets a letter"),
    ),
    "withhold": Doing(
        WithholdForm,
        lambda raised, said, by: answering.withhold(raised, why=said["words"], by=by),
        _("It does not stand in public. The one who wrote it gets a letter with the reason"),
    ),
}


@work_page(*READERS)
def raised(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One need or idea, with a form for each thing that one may do with it now."""
    found = queries.raised_for_staff(request.user, kind, slug)
    keys = [key for key in DOINGS if not (key == "gather" and kind == "idea")]
    offered = {key: DOINGS[key].form_for(key, found) for key in keys}
    tried: PortalForm | None = None
    if request.method == "POST":
        key = request.POST.get("do", "")
        if key not in offered:
            return HttpResponseBadRequest()
        tried = offered[key] = DOINGS[key].form_for(key, found, request.POST)
        if tried.is_valid() and _did(request, key, found, tried):
            return redirect(f"admin:labs_{kind}", slug=slug)
    answers = {key: moves_of(found).can(key, request.user, found) for key in keys}
    context = {
        "raised": found,
        "kind": kind,
        "lab": found.lab,
        "case": found.case,
        "look": RAISED_LOOKS[found.state],
        "forms": {key: form for key, form in offered.items() if answers[key]},
        "why_not": "" if any(answers.values()) else next(iter(answers.values())).why,
        "errors_form": tried,
        "sees_case": Case.objects.visible_to(request.user).filter(pk=found.case_id).exists(),
        "entries": _entries(found),
    }
    return work.render(request, "labs/backoffice/raised.html", context, title=found.title, status=422 if tried else 200)


def _did(request: HttpRequest, key: str, found: Any, form: PortalForm) -> bool:
    """Does it; a refusal becomes an error of the form, with its reason."""
    try:
        DOINGS[key].act(found, form.cleaned_data, request.user)
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return False
    messages.success(request, str(DOINGS[key].done))
    return True


def _entries(found: Any) -> list[dict[str, Any]]:
    """What the log says about it, the newest first."""
    return [
        {"at": row.at, "words": DEEDS[row.verb], "actor": row.actor}
        for row in entries_about(found)
        if row.verb in DEEDS
    ]


work.register(path("behov/<slug:slug>/", raised, {"kind": "need"}, name="labs_need"))
work.register(path("ide/<slug:slug>/", raised, {"kind": "idea"}, name="labs_idea"))
