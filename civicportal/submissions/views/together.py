"""Writing together: the list of writers, inviting, the link in the invitation, leaving, removing, handing over."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, TOKEN, TooMany, open_to
from civicportal.people.signed import SignedRequest
from civicportal.people.views.door import remember_address
from civicportal.submissions.actions import together as actions
from civicportal.submissions.enums import CoWriterState as S
from civicportal.submissions.forms.together import HandOverForm, InviteForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import CoWriter, Draft
from civicportal.submissions.together import (
    behind,
    called,
    can_accept,
    can_hand_over,
    can_invite,
    invitation_by,
    is_owner,
    our_submission,
    shown_writers,
    writers_of,
)
from civicportal.submissions.views.guards import own_draft


@own_draft
def together(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who writes in the draft, and the form by which its owner invites."""
    if request.method == "POST" and "sign_in" in request.POST and not request.user.is_authenticated:
        return _to_sign_in(request, draft.email, reverse("submissions:together", args=[draft.token]))
    form = InviteForm(request.POST if request.method == "POST" else None)
    answer = can_invite(request.user, draft)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            actions.invite(draft, email=email, language=(get_language() or "sv")[:2], by=request.user)  # type: ignore[arg-type]
        except TooMany:
            form.add_error("email", _("Many invitations have been mailed today. Try again tomorrow"))
        except Refused as refused:
            form.add_error("email", str(refused.why))
        else:
            messages.success(request, _("The invitation to %(email)s is on its way") % {"email": email})
            return redirect("submissions:together", token=draft.token)
    context = {
        "draft": draft,
        "about": kind_of(draft.opening).about(draft.opening),
        "writers": shown_writers(draft, request.user),
        "is_owner": draft.person_id is None or draft.person_id == request.user.pk,
        "answer": answer,
        "form": form,
    }
    return render(request, "submissions/together.html", context, status=422 if form.errors else 200)


def _to_sign_in(request: HttpRequest, email: str, back: str) -> HttpResponse:
    remember_address(request, email)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


@own_draft
def remove(request: HttpRequest, draft: Draft, number: Any) -> HttpResponse:
    """Asks the owner before somebody is taken out, or an invitation back."""
    found = next((one for one in writers_of(draft) if one.number == number), None)
    if found is None:
        raise Http404
    if not (answer := is_owner(request.user, draft)):
        raise Refused(answer)
    if request.method == "POST":
        actions.remove(found, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Taken away. What they wrote is still there"))
        return redirect("submissions:together", token=draft.token)
    context = {"draft": draft, "one": found, "name": called(found.person) if found.person_id else found.email}
    return render(request, "submissions/together_remove.html", context)


@own_draft
def leave(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Asks a co-writer before they leave."""
    found = _own_row(request, writers_of(draft))
    back = reverse("submissions:tasks", args=[draft.token])
    name = kind_of(draft.opening).about(draft.opening).name
    return _leaving(request, found, back, _("Leave the draft to %(name)s?") % {"name": name})


def _own_row(request: HttpRequest, rows: list[CoWriter]) -> CoWriter:
    for one in rows:
        if one.state == S.WRITING and one.person_id == request.user.pk:
            return one
    raise Http404


def _leaving(request: HttpRequest, found: CoWriter, back: str, heading: str) -> HttpResponse:
    if request.method == "POST":
        actions.leave(found, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("You have left. What you wrote is still there"))
        return redirect("my_page")
    return render(request, "submissions/together_leave.html", {"back": back, "heading": heading})


@never_cache
@open_to(TOKEN)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the invitation: GET shows what it is about and two buttons, POST says yes or no."""
    found = invitation_by(token)
    draft, person = found.draft, request.user
    if found.state == S.WRITING and person.is_authenticated and found.person_id == person.pk:
        return redirect("submissions:tasks", token=draft.token)
    answer = can_accept(person, found) if person.is_authenticated else None
    open_ = found.state == S.INVITED and draft.sent_at is None
    if request.method == "POST" and open_:
        if request.POST.get("do") == "no":
            actions.decline(found)
            return redirect("submissions:invitation", token=token)
        if not person.is_authenticated:
            actions.accept_later(request.session, token)
            return _to_sign_in(request, found.email, reverse("submissions:invitation", args=[token]))
        if answer:
            actions.accept(found, by=person)
            return redirect("submissions:tasks", token=draft.token)
    context = {
        "invitation": found,
        "about": kind_of(draft.opening).about(draft.opening),
        "opening": draft.opening,
        "open": open_,
        "declined": found.state == S.DECLINED,
        "inviter": "" if draft.person is None or draft.person.protected else draft.person.email,
        "answer": answer,
    }
    refused = open_ and answer is not None and not answer
    return render(request, "submissions/invitation.html", context, status=403 if refused else 200 if open_ else 410)


@open_to(SIGNED_IN)
def sent_together(request: SignedRequest, reference: str) -> HttpResponse:
    """After the sending: who stands behind it, and for its owner the way to hand it over."""
    submission = our_submission(request.user, reference)
    rows = behind(submission)
    people = [(str(one.number), called(one.person)) for one in rows]
    owner = submission.person_id == request.user.pk
    form = HandOverForm(request.POST if request.method == "POST" else None, people=people)
    answer = can_hand_over(request.user, submission)
    if request.method == "POST" and owner and form.is_valid():
        chosen = next(one for one in rows if str(one.number) == form.cleaned_data["to"])
        actions.hand_over(submission, to=chosen, by=request.user)
        messages.success(request, _("A letter is on its way. It is yours until they have said yes"))
        return redirect("submissions:sent_together", reference=reference)
    context = {
        "submission": submission,
        "status_url": kind_of(submission.opening).status_url(submission),
        "rows": [
            {"name": name, "is_you": one.person_id == request.user.pk, "handed_at": one.handed_at}
            for one, (_number, name) in zip(rows, people, strict=True)
        ],
        "owner_name": called(submission.person),
        "is_owner": owner,
        "offered": any(one.person_id == request.user.pk and one.handed_at for one in rows),
        "answer": answer,
        "form": form,
    }
    return render(request, "submissions/sent_together.html", context, status=422 if form.errors else 200)


@open_to(SIGNED_IN)
def sent_leave(request: SignedRequest, reference: str) -> HttpResponse:
    """A co-applicant leaves what was sent."""
    submission = our_submission(request.user, reference)
    back = reverse("submissions:sent_together", args=[reference])
    heading = _("Leave %(name)s?") % {"name": submission.case.title}
    return _leaving(request, _own_row(request, behind(submission)), back, heading)


@open_to(SIGNED_IN)
def take_over(request: SignedRequest, reference: str) -> HttpResponse:
    """The page that the letter leads to: GET says what it means, POST takes it over."""
    submission = our_submission(request.user, reference)
    status_url = kind_of(submission.opening).status_url(submission)
    if submission.person_id == request.user.pk:
        return redirect(status_url)
    row = _own_row(request, behind(submission))
    if request.method == "POST":
        actions.take_over(submission, by=request.user)
        messages.success(request, _("It is yours now"))
        return redirect(status_url)
    context = {
        "submission": submission, "status_url": status_url, "offered": row.handed_at, "name": called(submission.person)
    }  # fmt: skip
    return render(request, "submissions/take_over.html", context, status=200 if row.handed_at else 403)
