"""The work page of one case: what it is, what was said and decided, and what this person may do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import work
from civicportal.cases import actions, rules
from civicportal.cases.enums import DEEDS
from civicportal.cases.forms import DiaryForm, HandlerForm, LiftForm, MessageForm, OfCase, PromiseForm, RecusalForm
from civicportal.cases.kinds import kinds, label_of
from civicportal.cases.models import Case
from civicportal.cases.queries import case_to_work_on, conversation, decisions_of, recusals_of, traces_of
from civicportal.kernel import dates
from civicportal.kernel.answers import Answer, Refused
from civicportal.kernel.forms import PortalForm
from civicportal.people.models import Person


@dataclass(frozen=True)
class Doing:
    """One thing that can be done on the page: its form, who may, how, and what is said afterwards."""

    form: type[forms.Form]
    can: Callable[[Person, Case], Answer]
    act: Callable[[Case, dict[str, Any], Person], Any]
    done: str | Promise

    def form_for(self, key: str, case: Case, data: Any = None) -> forms.Form:
        """The form under its own prefix, filled with what was sent."""
        of_case: dict[str, Any] = {"case": case} if issubclass(self.form, OfCase) else {}
        return self.form(data, prefix=key, **of_case)


def _declare(case: Case, data: dict[str, Any], by: Person) -> None:
    actions.declare_recusal(case, person=by, ground=data["ground"], by=by)


DOINGS: dict[str, Doing] = {
    "say": Doing(
        MessageForm,
        rules.can_speak,
        lambda case, data, by: actions.say(case, by=by, text=data["text"], once=data["once"]),
        _("Your message is on its way."),
    ),
    "handler": Doing(
        HandlerForm,
        rules.can_hand_out,
        lambda case, data, by: actions.assign_handler(case, handler=data["handler"], by=by),
        _("The case has a handler."),
    ),
    "promise": Doing(
        PromiseForm,
        rules.can_promise_again,
        lambda case, data, by: actions.promise_again(case, day=data["day"], why=data["why"], by=by),
        _("The new day is promised, and the letter is on its way."),
    ),
    "diary": Doing(
        DiaryForm,
        rules.can_register,
        lambda case, data, by: actions.set_diary_number(case, number=data["number"], by=by),
        _("The diary number is saved."),
    ),
    "recuse": Doing(
        RecusalForm,
        lambda person, case: rules.can_declare_recusal(person, case, person),
        _declare,
        _("You have stepped aside. The case is no longer shown to you."),
    ),
    "lift": Doing(
        LiftForm,
        rules.can_lead,
        lambda case, data, by: actions.lift_recusal(data["recusal"], by=by),
        _("The person can take part in the case again."),
    ),
    "close": Doing(
        PortalForm,
        rules.can_close,
        lambda case, data, by: actions.close(case, by=by),
        _("The case is closed."),
    ),
}


@work.work_page()
def case_work(request: HttpRequest, reference: str) -> HttpResponse:
    """One case, for those of its unit, its handler and the auditor."""
    case = case_to_work_on(request.user, reference)
    offered = {key: doing.form_for(key, case) for key, doing in DOINGS.items()}
    tried: forms.Form | None = None
    if request.method == "POST":
        key = request.POST.get("do", "")
        if key not in DOINGS:
            return HttpResponseBadRequest()
        tried = offered[key] = DOINGS[key].form_for(key, case, request.POST)
        if tried.is_valid() and _did(request, key, case, tried):
            gone = key == "recuse"
            return redirect("admin:index") if gone else redirect("admin:case_work", reference=reference)
    context = {**_about(case), "case": case, "errors_form": tried, **_offers(request.user, case, offered)}
    if not work.may_open(request.user, context["feature_url"]):
        context["feature_url"] = ""
    context["lists_cases"] = admin.site._registry[Case].has_view_permission(request)
    return work.render(request, "cases/work.html", context, title=case.reference, status=422 if tried else 200)


def _did(request: HttpRequest, key: str, case: Case, form: forms.Form) -> bool:
    """Does it; a refusal becomes an error of the form, with its reason."""
    try:
        DOINGS[key].act(case, form.cleaned_data, cast(Person, request.user))
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return False
    messages.success(request, str(DOINGS[key].done))
    return True


def _offers(person: Any, case: Case, offered: dict[str, forms.Form]) -> dict[str, Any]:
    """The forms that the person may use, by name; "why_not" holds the reasons for the others."""
    answers = {key: DOINGS[key].can(person, case) for key in offered}
    return {
        "forms": {key: form for key, form in offered.items() if answers[key]},
        "why_not": {key: answer.why for key, answer in answers.items() if not answer},
    }


def _about(case: Case) -> dict[str, Any]:
    kind = kinds.get(case.kind)
    return {
        "said": conversation(case),
        "decisions": decisions_of(case),
        "recusals": recusals_of(case),
        "traces": [
            {"words": DEEDS.get(entry.verb, entry.verb), "actor": entry.actor, "at": entry.at}
            for entry in traces_of(case)
        ],
        "feature_url": kind.work_path(case) if kind and kind.work_path else "",
        "facts": _facts(case),
    }


def _facts(case: Case) -> list[dict[str, str]]:
    rows = [
        (say("Kind"), label_of(case)),
        (say("Unit"), str(case.unit)),
        (say("From"), str(case.person) if case.person else say("Nobody with an account")),
        (say("Handler"), str(case.handler) if case.handler else say("Nobody yet")),
        (say("Opened"), dates.show_day(case.opened_at)),
        (say("Answer by"), dates.show_day(case.answer_by, weekday=True) if case.answer_by else say("No date promised")),
        (say("New day"), dates.show_day(case.new_answer_by, weekday=True) if case.new_answer_by else ""),
        (say("Answered"), dates.show_day(case.answered_at) if case.answered_at else say("Not yet")),
        (say("Closed on"), dates.show_day(case.closed_at) if case.closed_at else ""),
        (say("Diary number"), case.diary_number or say("Not registered yet")),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
