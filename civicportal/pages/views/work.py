"""The backoffice's pages of the portal itself: a report on accessibility is answered, a result told as news."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import work
from civicportal.pages import actions, queries, rules
from civicportal.pages.forms import AnswerReportForm, StoryForm
from civicportal.people.enums import Role
from civicportal.places.queries import the_city


@work.work_page(*queries.ANSWERS_REPORTS, Role.AUDITOR)
def access_report(request: HttpRequest, number: int) -> HttpResponse:
    """What somebody reported, with the form to answer it; once answered, the answer as a page to print."""
    report = queries.report_to_answer(request.user, number)
    form = AnswerReportForm(request.POST or None)
    if request.method == "POST" and request.POST.get("act") == "take":
        actions.take_report(report, by=request.user)
        return redirect("admin:access_report", number)
    if request.method == "POST" and form.is_valid():
        actions.answer_report(
            report, **{name: form.cleaned_data[name] for name in ("outcome", "answer")}, by=request.user
        )
        return redirect("admin:access_report", number)
    facts = {
        "report": report,
        "form": form,
        "may_answer": rules.can_answer_report(request.user, report),
        "court": the_city().court,
        "site": settings.SITE_URL,
    }
    return work.render(
        request,
        "pages/work/access_report.html",
        facts,
        title=report.get_kind_display(),
        status=422 if form.errors else 200,
    )


@work.work_page(*queries.WRITES_NEWS, Role.AUDITOR)
def story(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The thread of a public thing, and a form to tell its latest result as news, or to leave it."""
    found = queries.story_to_write(request.user, kind, slug)
    answer = rules.can_tell(request.user, found.item)
    if request.method == "POST" and request.POST.get("act") == "leave":
        actions.leave_story(found.item, by=request.user)
        messages.success(request, _("It no longer waits to be told"))
        return redirect("admin:index")
    form = StoryForm(request.POST or None, initial={"title": found.item.title, "lead": found.item.summary})
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "lead", "body", "once")}
        piece = actions.tell_story(found.item, **words, out_at=form.out_at(), by=request.user)
        messages.success(
            request, _("The news is out") if not form.cleaned_data["day"] else _("The news waits for its day")
        )
        return redirect("admin:pages_news_change", piece.pk)
    facts = {"item": found.item, "knots": found.knots, "form": form, "answer": answer}
    title = _("Tell it as news")
    return work.render(request, "pages/work/story.html", facts, title=title, status=422 if form.errors else 200)
