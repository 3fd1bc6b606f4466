"""Ways in and out of a draft: the mailed link, a new one, going on later, removing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.kernel.web import ANYONE, TOKEN, TooMany, at_most, client_address, open_to
from civicportal.submissions import actions
from civicportal.submissions.forms.writing import LinkForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft
from civicportal.submissions.queries import draft_by_link, kept
from civicportal.submissions.rules.writing import can_claim
from civicportal.submissions.views.guards import insist_on_owner, own_draft, status_url
from civicportal.submissions.views.writing import saved_words


@never_cache
@open_to(TOKEN)
def resume(request: HttpRequest, link: str) -> HttpResponse:
    """A mailed link: GET shows a button, so that a mail scanner opens nothing; POST opens that draft only."""
    try:
        draft = draft_by_link(link)
    except Http404:
        return render(request, "submissions/link_ended.html", status=404)
    if request.method != "POST":
        about = kind_of(draft.opening).about(draft.opening)
        return render(request, "submissions/resume.html", {"draft": draft, "about": about})
    draft = actions.open_link(link, session=request.session)
    if request.user.is_authenticated and can_claim(request.user, draft):
        actions.adopt(draft, by=request.user)
    return redirect("submissions:tasks", token=draft.token)


@never_cache
@open_to(ANYONE)
def lost_link(request: HttpRequest) -> HttpResponse:
    """Mails the ways back to an address's drafts. The answer is the same whether there are any."""
    form = LinkForm(request.POST or None)
    sent_to = ""
    if request.method == "POST" and form.is_valid():
        at_most(20, 3600, what="lost-link-from", who=client_address(request))
        try:
            actions.mail_links_of(form.cleaned_data["email"])
            sent_to = form.cleaned_data["email"]
        except TooMany:
            form.add_error("email", _("Links have been asked for many times. Look in your mail, or try in an hour"))
    context = {"form": form, "sent_to": sent_to}
    return render(request, "submissions/lost_link.html", context, status=422 if form.errors else 200)


@own_draft
def later(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything is saved; this is how one gets back."""
    context = {
        "draft": draft,
        "about": kind_of(draft.opening).about(draft.opening),
        "saved": saved_words(kept(draft)),
        "opening": draft.opening,
        "is_open": draft.opening.is_open(),
    }
    return render(request, "submissions/later.html", context)


@own_draft
def new_link(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Mails a new way back; a draft without account may change its address on the way."""
    form = LinkForm(request.POST if request.method == "POST" else None, initial={"email": draft.email})
    if draft.person_id is not None:
        return redirect("submissions:later", token=draft.token)
    if request.method == "POST" and form.is_valid():
        at_most(20, 3600, what="lost-link-from", who=client_address(request))
        try:
            actions.mail_new_link(draft, email=form.cleaned_data["email"])
        except TooMany:
            form.add_error("email", _("Links have been asked for many times. Look in your mail, or try in an hour"))
        else:
            messages.success(
                request, _("We have mailed a new link to %(email)s") % {"email": form.cleaned_data["email"]}
            )
            return redirect("submissions:later", token=draft.token)
    context = {"draft": draft, "form": form}
    return render(request, "submissions/new_link.html", context, status=422 if form.errors else 200)


@own_draft
def delete(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Asks before a draft is removed for good."""
    about = kind_of(draft.opening).about(draft.opening)
    insist_on_owner(request, draft)
    if hasattr(draft, "submission"):
        return redirect("submissions:keep_sent", token=draft.token)
    if request.method == "POST":
        actions.delete_draft(draft, by=request.user if request.user.is_authenticated else None)
        messages.success(request, _("The draft is removed"))
        return redirect(about.url)
    return render(
        request, "submissions/delete.html", {"draft": draft, "about": about, "saved": saved_words(kept(draft))}
    )


@own_draft
def keep_sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Asks before an unsent change is let go of: what was sent stands."""
    if not hasattr(draft, "submission"):
        raise Http404
    insist_on_owner(request, draft)
    if request.method == "POST":
        actions.give_up_change(draft, by=request.user)
        return redirect(status_url(draft))
    return render(request, "submissions/keep_sent.html", {"draft": draft, "status_url": status_url(draft)})
