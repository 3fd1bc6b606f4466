"""Work pages of one application: read it, screen it, give it to reviewers, decide it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases.models import Delegation
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.money import show
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from civicportal.records.queries import entries_about
from civicportal.review import redacting
from civicportal.review.actions.interests import say_no_interest_before_deciding
from civicportal.review.assigning import assign_page
from civicportal.review.interests import interest_page
from civicportal.review.queries import readers_of, reviews_shown
from civicportal.submissions.contacts import contact_of
from civicportal.submissions.endorsing import all_standing, can_remind_endorser
from civicportal.submissions.enums import ENDORSEMENT_LOOKS, EndorsementKind
from civicportal.submissions.models import Version
from civicportal.submissions.queries import latest_version
from civicportal.submissions.together import behind, called
from civicportal.submissions.views.completing import completing_panel
from funds.actions import applications
from funds.actions.room import decide_alone, proposal_of
from funds.admin.rounds import READERS as ROUND_READERS
from funds.enums.applications import ApplicationState, EndorsementNeed
from funds.exports import may_export
from funds.forms.room import DecisionForm
from funds.models import Application
from funds.queries import staff as queries
from funds.queries.room import application_in_room
from funds.registrations.applications import facts_of
from funds.rules.applications import APPLICATION_MOVES, asks_of_interest, can_handle, sees_who, supported_enough

READERS = (Role.FUND_MANAGER, Role.DECISION_MAKER, Role.COACH, Role.REGISTRAR, Role.AUDITOR)
OF_THE_NETWORK = (*READERS, Role.NETWORK_COORDINATOR)
"""The coordinator reads an application to help it on, for instance where a manager has not answered."""


def _rows_of(person: Any, application: Application) -> list[dict[str, object]]:
    blind = not sees_who(person, application)
    rows = [{"label": label, "value": value} for label, value in facts_of(application, blind)]
    return [*rows, {"label": _("Arrived"), "value": queries.arrived_words(application)}]


def _support(person: Any, application: Application) -> dict[str, Any]:
    """Where the nearest manager's support lies, in rounds that ask for it; and a signatory's approval, if asked."""
    rows = {one.kind: one for one in all_standing(application.submission)}
    standing, signatory = rows.get(EndorsementKind.MANAGER), rows.get(EndorsementKind.SIGNATORY)
    return {
        "asks_support": application.round.endorsement != EndorsementNeed.NONE,
        "standing": standing,
        "support_look": ENDORSEMENT_LOOKS[standing.state] if standing else "",
        "may_remind": can_remind_endorser(person, standing) if standing else None,
        "signatory": signatory,
        "signatory_look": ENDORSEMENT_LOOKS[signatory.state] if signatory else "",
    }


def _together(person: Any, application: Application, version: Version) -> dict[str, Any]:
    """Who is behind it and whom to reach, for those who may read it; what is being completed, and what changed."""
    sees = sees_who(person, application)
    along = behind(application.submission)
    return {
        "along": [called(one.person) for one in along] if sees else [],
        "contact": contact_of(application.submission, version) if sees else None,
        **completing_panel(person, application.submission),
    }


@work_page(*READERS)
def application_list(request: HttpRequest) -> HttpResponse:
    """What has come in, newest first: for intake, and for the coach to read."""
    search = queries.search_from(request.GET)
    page = page_of(queries.applications_for_staff(request.user, search), request.GET.get("page"), 50)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "query": query.urlencode(),
        "search": search,
        "states": [(queries.UNDECIDED, _("Not decided yet")), *ApplicationState.choices],
        "rounds": queries.rounds_for_staff(request.user),
        "may_export": may_export(request.user),
    }
    return work.render(request, "funds/backoffice/applications.html", context, title=_("Applications"))


@work_page(*OF_THE_NETWORK)
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """One application: facts, answers, who reads it, what they said, what one may do next."""
    found = queries.application_for_staff(request.user, reference)
    version, handles = latest_version(found.submission), can_handle(request.user, found)
    readers = list(readers_of(found.submission))
    # Read before the rules below, which ask of the same completions.
    behind_it = _together(request.user, found, version)
    context = {
        "application": found,
        "case": found.case,
        "facts": _rows_of(request.user, found),
        "steps": redacting.answers(
            version,
            blind=not sees_who(request.user, found),
            with_sensitive=bool(handles),
        ),
        "version": version,
        "assignments": readers,
        "reviews": reviews_shown(request.user, found.submission, readers),
        "decision": queries.decision_seen_by(request.user, found),
        "sees_round": request.user.has_role(*ROUND_READERS),
        "may_screen": APPLICATION_MOVES.can("screen", request.user, found),
        "may_handle": handles,
        "may_decide": APPLICATION_MOVES.can("decide", request.user, found),
        **_support(request.user, found),
        **behind_it,
        "entries": entries_about(found),
    }
    return work.render(request, "funds/backoffice/application.html", context, title=found.title)


@work_page(Role.FUND_MANAGER)
@require_POST
def screen(request: HttpRequest, reference: str) -> HttpResponse:
    """It meets the conditions and can be judged."""
    found = queries.application_for_staff(request.user, reference)
    try:
        applications.screen(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
        return redirect("admin:funds_application", reference=reference)
    messages.success(request, _("Read through. Now choose who reviews it"))
    return redirect("admin:funds_assign", reference=reference)


@work_page(Role.FUND_MANAGER)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Who reads it: those with least to read first; a person confirms."""
    found = queries.application_for_staff(request.user, reference)
    return assign_page(
        request,
        found.submission,
        answer=can_handle(request.user, found) & supported_enough(found, before=EndorsementNeed.ASSIGNMENT),
        assign=lambda stage, chosen: applications.assign(found, stage=stage, reviewers=chosen, by=request.user),
        done=reverse("admin:funds_application", args=[reference]),
        title=found.title,
        without_stage=_("This round has no review stage yet. Add one in the list of stages."),
    )


@work_page(Role.DECISION_MAKER)
@fresh_sign_in
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """One named delegate decides one application; held until the round is released."""
    found = queries.application_to_decide(request.user, reference)
    if request.method != "POST" and asks_of_interest(request.user, found):
        return redirect("admin:funds_interest", reference=reference)
    posted, proposed = request.POST if request.method == "POST" else None, proposal_of(found)
    decision = queries.decision_of(found)
    held = queries.held_words(found, proposed, decision)
    form = DecisionForm(posted, application=found, pending=proposed, initial=held)
    if posted is not None and form.is_valid():
        outcome, amount = form.cleaned_data["outcome"], form.cleaned_data["amount"]
        try:
            decide_alone(found, by=request.user, outcome=outcome, amount=amount, words=form.pending())
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Decided. It is held until the round is released"))
            return redirect("admin:funds_round", fund=found.round.fund.slug, slug=found.round.slug)
    version = latest_version(found.submission)
    context = {
        "application": found,
        "facts": _rows_of(request.user, found),
        "form": form,
        "answer": APPLICATION_MOVES.can("decide", request.user, found),
        "delegation": Delegation.objects.today()
        .over(found.case.unit_id, found.case.series)
        .filter(person=request.user)
        .order_by("-ceiling")
        .first(),
        "waits": bool(proposed.outcome) and proposed.confirmed_at is None,
        "left": show(min(found.round.left, found.round.fund_year.left) + queries.reserved(decision)),
        "reviews": reviews_shown(request.user, found.submission),
        "steps": redacting.answers(version, blind=not sees_who(request.user, found), with_sensitive=False),
    }
    return work.render(
        request, "funds/backoffice/decide.html", context, title=_("Decide"), status=422 if form.errors else 200
    )


@work_page(Role.DECISION_MAKER)
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """Before whoever decides reads a case in which they may have an interest: step aside, or say why not."""
    found = application_in_room(request.user, reference)
    proposed = proposal_of(found)
    to_confirm = bool(proposed.outcome) and proposed.confirmed_at is None
    return interest_page(
        request,
        found.submission,
        say=lambda why: say_no_interest_before_deciding(found.submission, why=why, by=request.user),
        done=reverse("admin:funds_confirm" if to_confirm else "admin:funds_decide", args=[reference]),
        aside=reverse("admin:case_work", args=[reference]) + "#recusals",
        back=reverse("admin:funds_room", args=[found.round.fund.slug, found.round.slug]),
        labels=(_("Say so and go on"), _("To the decision room")),
    )


work.register(
    path("ansokningar/", application_list, name="funds_applications"), menu=gettext_lazy("Applications"), position=25
)
work.register(path("ansokan/<str:reference>/", application, name="funds_application"))
work.register(path("ansokan/<str:reference>/las-igenom/", screen, name="funds_screen"))
work.register(path("ansokan/<str:reference>/granskare/", assign, name="funds_assign"))
work.register(path("ansokan/<str:reference>/beslut/", decide, name="funds_decide"))
work.register(path("ansokan/<str:reference>/intresse/", interest, name="funds_interest"))
