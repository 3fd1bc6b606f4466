"""The backoffice's page where a report on accessibility is answered."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from civicportal.backoffice import work
from civicportal.pages import actions, queries, rules
from civicportal.pages.forms import AnswerReportForm
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
