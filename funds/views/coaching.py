"""Talk with a coach: the public page, asking with or without account, one's own coaching, sharing, the ready list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.cases import talking
from civicportal.commons import proofs
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import ANYONE, SIGNED_IN, TOKEN, at_most, client_address, open_to, reading_page
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions import sharing
from funds.actions import coaching as actions
from funds.actions.coach_times import note_link
from funds.forms.coaching import AskForm, ReadyForm, ShareForm
from funds.models import Coaching, Fund
from funds.notices.coaching import own_path
from funds.proving import coaching as proving_coaching
from funds.queries import coach_times, coaching_staff
from funds.queries import coaching as queries
from funds.ready import list_of
from funds.rules.coaching import can_ask

HOUR = 3600
SOON = 3
"""So many days with free times stand on the coach's page; the others are one link away."""


@open_to(ANYONE)
@reading_page
def coach(request: HttpRequest, slug: str) -> HttpResponse:
    """What a coach helps with, the next free times, and the way to ask."""
    fund = coach_times.coaching_fund(slug)
    days = coach_times.free_days(fund)
    context = {"fund": fund, "days": days[:SOON], "more": len(days) > SOON}
    return render(request, "funds/coach.html", context)


@open_to(ANYONE)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A short request. Somebody signed in is heard at once; others confirm their address first.

    The public pages lead here and know nobody, so whoever has protected identity is not refused here: they are shown
    the other way in.
    """
    fund, known = coach_times.coaching_fund(slug), request.user.is_authenticated
    if known and not (answer := can_ask(request.user, fund)):
        status = 200 if request.user.protected else 403
        return render(request, "funds/coach_no.html", {"fund": fund, "why": answer.why}, status=status)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        fund=fund,
        known=known,
        things=queries.things_of(request.user, fund) if known else ((), (), ()),
        initial={"about": request.GET.get("om", "")},
    )
    if request.method == "POST" and form.is_valid():
        at_most(10, HOUR, what="funds.coaching", who=client_address(request))
        if answered := _asked(request, fund, form):
            return answered
    return render(request, "funds/coach_ask.html", {"fund": fund, "form": form}, status=422 if form.errors else 200)


def _asked(request: HttpRequest, fund: Fund, form: AskForm) -> HttpResponse | None:
    said, language = form.cleaned_data, (get_language() or "sv")[:2]
    facts = {"words": said["words"], "language": language, "once": said["once"]}
    if not request.user.is_authenticated:
        at_most(3, HOUR, what="funds.coaching-to", who=said["email"])
        payload = {"words": said["words"], "once": str(said["once"])}
        proofs.ask(proving_coaching.ASK, email=said["email"], language=language, about=fund, payload=payload)
        return render(request, "funds/coach_confirm.html", {"fund": fund, "email": said["email"]})
    try:
        made = actions.ask(fund, by=request.user, about=form.thing(), **facts)
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return None
    return redirect("funds:coaching_asked", receipt=proving_coaching.RECEIPTS.of(made))


@never_cache
@open_to(TOKEN)
def asked(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt: number and promised day. It never shows what was written."""
    rows = Coaching.objects.select_related("case", "fund")
    found = get_object_or_404(rows, pk=proving_coaching.RECEIPTS.pk_in(receipt))
    return render(request, "funds/coach_asked.html", {"coaching": found, "fund": found.fund})


@open_to(SIGNED_IN)
def mine(request: SignedRequest, reference: str) -> HttpResponse:
    """One's own coaching: who, booked times, what is shared, notes, how far the ready list is, the conversation."""
    found = queries.my_coaching(request.user, reference)
    points = list_of(found)
    facts = {
        "coaching": found,
        "fund": found.fund,
        "coach": found.case.handler,
        "bookings": [
            {"booking": each, "url": own_path(note_link(each))}
            for each in coaching_staff.bookings_of(found)
            if each.stands
        ],
        "shares": queries.shares_with(request.user, found),
        "notes": list(found.notes.filter(shared=True).select_related("by").order_by("-pk").for_page()),
        "points": points,
        "ready": sum(point.both for point in points),
    }
    return talking.talk(
        request, found.case, done=found.get_absolute_url(), facts=facts, template="funds/coaching_mine.html"
    )


@open_to(SIGNED_IN)
def share(request: SignedRequest, reference: str) -> HttpResponse:
    """Lets the coach read a draft: which one, what that means, and a button."""
    found = queries.my_coaching(request.user, reference)
    drafts = queries.drafts_to_share(request.user, found.fund)
    form = ShareForm(request.POST if request.method == "POST" else None, drafts=drafts)
    coach = found.case.handler
    if request.method == "POST" and coach is not None and form.is_valid():
        try:
            sharing.share(form.drafts[form.cleaned_data["draft"]], with_whom=coach, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("%(name)s can now read your draft") % {"name": coach})
            return redirect(found)
    context = {"coaching": found, "coach": coach, "drafts": drafts, "form": form}
    return render(request, "funds/coaching_share.html", context, status=422 if form.errors else 200)


@open_to(SIGNED_IN)
def ready(request: SignedRequest, reference: str) -> HttpResponse:
    """The writer's ticks on the "ready to send" list, beside the coach's."""
    found = queries.my_coaching(request.user, reference)
    points = list_of(found)
    form = ReadyForm(
        request.POST if request.method == "POST" else None,
        fund=found.fund,
        initial={"points": [point.key for point in points if point.writer_at]},
    )
    if request.method == "POST" and form.is_valid():
        actions.tick(found, points=set(form.cleaned_data["points"]), by=request.user)
        messages.success(request, _("Your ticks are kept"))
        return redirect(found)
    context: dict[str, Any] = {"coaching": found, "fund": found.fund, "form": form, "points": points}
    return render(request, "funds/coaching_ready.html", context, status=422 if form.errors else 200)
