"""Work pages of one proposal: read it, screen it, give it to reviewers, answer it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from challenges.actions import proposals
from challenges.enums import ProposalState
from challenges.forms import MatchForm, RefuseForm
from challenges.models import Proposal
from challenges.queries import staff as queries
from challenges.registrations import facts_of
from challenges.rules import PROPOSAL_MOVES, answer_offered, asks_of_interest, can_handle, sees_who
from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from civicportal.records.queries import entries_about
from civicportal.review import redacting
from civicportal.review.actions.interests import say_no_interest_before_deciding
from civicportal.review.assigning import assign_page
from civicportal.review.interests import interest_page
from civicportal.review.queries import readers_of, reviews_shown
from civicportal.submissions.queries import latest_version
from civicportal.submissions.views.completing import completing_panel, completion_page

EDITORS = (Role.DEPARTMENT_EDITOR,)
READERS = (*EDITORS, Role.DECISION_MAKER, Role.REGISTRAR, Role.AUDITOR)


def _rows_of(person: Any, proposal: Proposal) -> list[dict[str, object]]:
    rows = [{"label": label, "value": value} for label, value in facts_of(proposal, not sees_who(person, proposal))]
    return [*rows, {"label": _("Arrived"), "value": queries.arrived_words(proposal)}]


@work_page(*READERS)
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What has come in to the department's challenges, newest first."""
    search = queries.search_from(request.GET)
    page = page_of(queries.proposals_for_staff(request.user, search), request.GET.get("page"), 50)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "query": query.urlencode(),
        "search": search,
        "states": [*queries.GROUPS.items(), *ProposalState.choices],
        "challenges": queries.challenges_for_staff(request.user),
    }
    return work.render(request, "challenges/backoffice/proposals.html", context, title=_("Proposals"))


@work_page(*READERS)
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """One proposal: facts, answers, who reads it, what they said, what one may do next."""
    found = queries.proposal_for_staff(request.user, reference)
    version, handles = latest_version(found.submission), can_handle(request.user, found)
    readers = list(readers_of(found.submission))
    context = {
        "proposal": found,
        "case": found.case,
        "facts": _rows_of(request.user, found),
        "steps": redacting.answers(version, blind=not sees_who(request.user, found), with_sensitive=bool(handles)),
        "version": version,
        "assignments": readers,
        "reviews": reviews_shown(request.user, found.submission, readers),
        "may_handle": handles,
        "moves": {
            "screen": PROPOSAL_MOVES.can("screen", request.user, found),
            **{name: answer_offered(name, request.user, found) for name in ("match", "refuse")},
        },
        "waits": found.answered_at is None and found.submission.withdrawn_at is None,
        "environment": getattr(found, "environment", None),
        **completing_panel(request.user, found.submission),
        "entries": entries_about(found),
    }
    return work.render(request, "challenges/backoffice/proposal.html", context, title=found.title)


@work_page(*EDITORS)
@require_POST
def screen(request: HttpRequest, reference: str) -> HttpResponse:
    """It is read through, and the editor answers for it."""
    found = queries.proposal_for_staff(request.user, reference)
    try:
        proposals.screen(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
        return redirect("admin:challenges_proposal_work", reference=reference)
    messages.success(request, _("Read through. Now choose who reviews it"))
    return redirect("admin:challenges_assign", reference=reference)


@work_page(*EDITORS)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Who reads it: those with least to read first; a person confirms."""
    found = queries.proposal_for_staff(request.user, reference)
    return assign_page(
        request,
        found.submission,
        answer=can_handle(request.user, found),
        assign=lambda stage, chosen: proposals.assign(found, stage=stage, reviewers=chosen, by=request.user),
        done=reverse("admin:challenges_proposal_work", args=[reference]),
        title=found.title,
        without_stage=_("This challenge has no review stage yet. Set its dates first."),
    )


@work_page(*READERS)
def completion(request: HttpRequest, reference: str) -> HttpResponse:
    """What was asked to be completed, what came of it, and the form to ask for more."""
    found = queries.proposal_for_staff(request.user, reference)
    return completion_page(
        request,
        found.submission,
        done=reverse("admin:challenges_proposal_work", args=[reference]),
        title=_("Completing"),
        blind=not sees_who(request.user, found),
        with_sensitive=bool(can_handle(request.user, found)),
    )


def _asked_first(request: HttpRequest, found: Proposal, name: str) -> HttpResponse | None:
    """The page about an interest, where the editor has to answer it before they answer the proposal."""
    if request.method == "POST" or not asks_of_interest(request.user, found):
        return None
    return redirect(f"{reverse('admin:challenges_interest', args=[found.case.reference])}?{urlencode({'till': name})}")


@work_page(*EDITORS)
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """Before an editor answers a proposal in which they may have an interest: step aside, or say why not."""
    found = queries.proposal_for_staff(request.user, reference)
    name = "refuse" if request.GET.get("till") == "refuse" else "match"
    return interest_page(
        request,
        found.submission,
        say=lambda why: say_no_interest_before_deciding(found.submission, why=why, by=request.user, handles=True),
        done=reverse(f"admin:challenges_{name}", args=[reference]),
        aside=reverse("admin:case_work", args=[reference]) + "#recusals",
        back=reverse("admin:challenges_proposal_work", args=[reference]),
        labels=(_("Say so and go on"), _("Back to the proposal")),
        handles=True,
    )


def _answer_page(request: HttpRequest, found: Proposal, form: Any, name: str, title: str) -> HttpResponse:
    context = {
        "proposal": found,
        "name": name,
        "form": form,
        "answer": answer_offered(name, request.user, found),
        "facts": _rows_of(request.user, found),
        "reviews": reviews_shown(request.user, found.submission),
        "steps": redacting.answers(
            latest_version(found.submission), blind=not sees_who(request.user, found), with_sensitive=False
        ),
    }
    status = 422 if form.errors else 200
    return work.render(request, "challenges/backoffice/answer.html", context, title=title, status=status)


@work_page(*EDITORS)
@fresh_sign_in
def match(request: HttpRequest, reference: str) -> HttpResponse:
    """The department goes on with this proposal: public at once, with a test environment and a letter."""
    found = queries.proposal_for_staff(request.user, reference)
    if (first := _asked_first(request, found, "match")) is not None:
        return first
    form = MatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            environment = proposals.match(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Matched. The letter is on its way, and the test has its page"))
            return redirect("admin:challenges_environment_work", slug=environment.slug)
    return _answer_page(request, found, form, "match", _("Go on with this proposal"))


@work_page(*EDITORS)
@fresh_sign_in
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """A no with its reason and one next step."""
    found = queries.proposal_for_staff(request.user, reference)
    if (first := _asked_first(request, found, "refuse")) is not None:
        return first
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            proposals.refuse(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Answered. The letter is on its way"))
            return redirect("admin:challenges_proposal_work", reference=reference)
    return _answer_page(request, found, form, "refuse", _("Answer with a no"))


work.register(path("forslag/", proposal_list, name="challenges_proposals"), menu=gettext_lazy("Proposals"), position=34)
work.register(path("forslag/<str:reference>/", proposal, name="challenges_proposal_work"))
work.register(path("forslag/<str:reference>/las-igenom/", screen, name="challenges_screen"))
work.register(path("forslag/<str:reference>/granskare/", assign, name="challenges_assign"))
work.register(path("forslag/<str:reference>/komplettering/", completion, name="challenges_completion"))
work.register(path("forslag/<str:reference>/ga-vidare/", match, name="challenges_match"))
work.register(path("forslag/<str:reference>/intresse/", interest, name="challenges_interest"))
work.register(path("forslag/<str:reference>/tacka-nej/", refuse, name="challenges_refuse"))
