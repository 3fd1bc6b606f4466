"""Work pages on what people say: questions to release and answer, reports to look at, what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons import actions, rules
from civicportal.commons.enums import VOICE_ROLES, VOICE_ROLES_EVERYWHERE, HideReason, ReportState
from civicportal.commons.forms.voices import AnswerForm, HideForm
from civicportal.commons.models import Question
from civicportal.commons.queries import staff
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest

LOOK_AFTER = (*VOICE_ROLES, *VOICE_ROLES_EVERYWHERE)
READ = (*LOOK_AFTER, Role.AUDITOR)
MOST_SHOWN = 50


def tried(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Does something and says that it is done, or why not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.why))
        return False
    messages.success(request, done)
    return True


@work_page(*READ)
def voices(request: SignedRequest) -> HttpResponse:
    """What people have said and nobody has looked at; several questions can be released or hidden at once."""
    if request.method == "POST":
        _many(request)
        return redirect("admin:commons_voices")
    facts = {
        "page": page_of(staff.to_answer(request.user), request.GET.get("page"), MOST_SHOWN),
        "reports": list(staff.to_look_at(request.user)[:MOST_SHOWN]),
        "hidden": list(staff.hidden_now(request.user)[:MOST_SHOWN]),
        "reasons": HideReason.choices,
        "may_act": request.user.has_role(*LOOK_AFTER),
    }
    return work.render(request, "commons/backoffice/voices.html", facts, title=_("What people say"))


def _many(request: SignedRequest) -> None:
    """Releases or hides the chosen questions; each by its own rule."""
    chosen = [named.rsplit("/", 2) for named in request.POST.getlist("chosen")]
    hides, reason, done = request.POST.get("do") == "hide", request.POST.get("reason", ""), 0
    if hides and reason not in HideReason.values:
        messages.error(request, _("Choose why"))
        return
    for kind, slug, number in (named for named in chosen if len(named) == 3 and named[2].isdigit()):
        question = staff.question_at(request.user, kind, slug, int(number))
        try:
            if hides:
                actions.hide_words(question, by=request.user, reason=reason)
            else:
                actions.release_question(question, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused.why))
        else:
            done += 1
    said = ngettext("%(n)s question is hidden", "%(n)s questions are hidden", done) if hides else ngettext(
        "%(n)s question is public", "%(n)s questions are public", done
    )  # fmt: skip
    messages.success(request, said % {"n": done})


def _answer_form(request: SignedRequest, found: Question) -> AnswerForm:
    unit = found.item.unit
    initial = {
        "words": found.answer,
        "language": found.answer_language if found.answer else found.language,
        "function": found.answered_by_function or LocalizedText({"sv": unit.name} if unit else {}),
    }
    return AnswerForm(request.POST if request.method == "POST" else None, initial=initial)


@work_page(*READ)
def question(request: SignedRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """One question: release it, answer it, mend the answer."""
    found = staff.question_at(request.user, kind, slug, number)
    may = rules.can_look_after(request.user, found.item)
    form = _answer_form(request, found)
    if request.method == "POST" and request.POST.get("do") == "release":
        tried(request, lambda: actions.release_question(found, by=request.user), _("The question is public"))
        return redirect("admin:commons_question", kind=kind, slug=slug, number=number)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answered = tried(
            request,
            lambda: actions.answer(
                found, by=request.user, words=given["words"], function=given["function"], language=given["language"]
            ),
            _("The answer is public"),
        )
        if answered:
            return redirect("admin:commons_voices")
    facts = {"question": found, "form": form, "may": may}
    status = 422 if form.errors else 200
    return work.render(request, "commons/backoffice/question.html", facts, title=_("A question"), status=status)


@work_page(*READ)
def report(request: SignedRequest, number: int) -> HttpResponse:
    """One report: hide what it is about, with a reason, or leave it."""
    found = staff.report_at(request.user, number)
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("do") == "leave":
        tried(request, lambda: actions.leave_report(found, by=request.user), _("The words stay as they are"))
        return redirect("admin:commons_voices")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hide = lambda: actions.hide_words(  # noqa: E731
            found.thing, by=request.user, reason=given["reason"], text=given["words"]
        )
        if tried(request, hide, _("It is hidden, and the writer is told why")):
            return redirect("admin:commons_voices")
    facts = {
        "report": found,
        "form": form,
        "waits": found.state == ReportState.WAITING,
        "may": rules.can_settle(request.user, found),
    }
    status = 422 if form.errors else 200
    return work.render(request, "commons/backoffice/report.html", facts, title=_("A report"), status=status)


@work_page(*READ)
def hide(request: SignedRequest, kind: str, slug: str) -> HttpResponse:
    """Takes words off a public page without anybody having reported them."""
    item = staff.item_at(request.user, kind, slug)
    form = HideForm(
        request.POST if request.method == "POST" else None,
        initial={"about": request.GET.get("om", "")},
        questions=staff.questions_to_hide(item),
        steps=staff.steps_to_hide(item),
    )
    if request.method == "POST" and form.is_valid():
        given, words = form.cleaned_data, form.words_meant(item)
        act = lambda: actions.hide_words(words, by=request.user, reason=given["reason"], text=given["words"])  # noqa: E731
        if tried(request, act, _("It is hidden, and the writer is told why")):
            return redirect("admin:commons_voices")
    facts = {"item": item, "form": form, "may": rules.can_look_after(request.user, item)}
    status = 422 if form.errors else 200
    return work.render(request, "commons/backoffice/hide.html", facts, title=_("Hide words"), status=status)


@work_page(*READ)
def hidden(request: SignedRequest, number: int) -> HttpResponse:
    """What was hidden and why; the button puts it back."""
    found = staff.hiding_at(request.user, number)
    if request.method == "POST":
        tried(request, lambda: actions.restore(found, by=request.user), _("It stands in public again"))
        return redirect("admin:commons_voices")
    facts = {
        "hiding": found,
        "thing": actions.thing_of(found.item),
        "may": rules.can_restore(request.user, found),
    }
    return work.render(request, "commons/backoffice/hidden.html", facts, title=_("Hidden words"))
