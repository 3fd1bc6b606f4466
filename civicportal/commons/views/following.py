"""Following a public thing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.commons import actions, queries
from civicportal.commons.forms.voices import FollowForm
from civicportal.commons.models import Item
from civicportal.commons.views.limits import limit
from civicportal.kernel.web import ANYONE, SIGNED_IN, TOKEN, at_most, open_to
from civicportal.notices.actions import choose_letters
from civicportal.notices.queries import choices_of
from civicportal.people.signed import SignedRequest

HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def follow(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The page where somebody asks for letters about one thing."""
    item = queries.item_at(kind, slug)
    known = request.user.email if request.user.is_authenticated else ""
    form = FollowForm(request.POST or None, initial={"email": known})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        limit(request, "follow", email)
        at_most(3, HOUR, what=f"commons.follow.{item.pk}", who=email)
        proved = bool(known) and email == known
        actions.follow(item, email=email, language=(get_language() or "sv")[:2], confirmed=proved)
        done = redirect("commons:following", kind=kind, slug=slug)
        done.headers["Location"] += "?bekraftad=1" if proved else ""
        return done
    return render(request, "commons/follow.html", {"item": item, "form": form}, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def following(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The receipt: the same for every address, so that nobody learns who follows what."""
    item = queries.item_at(kind, slug)
    return render(request, "commons/following.html", {"item": item, "confirmed": request.GET.get("bekraftad") == "1"})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TOKEN)
def confirm_follow(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a letter: opening it shows a button, pressing the button confirms."""
    follower = queries.follower_of(token)
    if request.method == "POST":
        follower = actions.confirm_follow(token)
        return render(request, "commons/follow_confirmed.html", {"item": follower.item, "token": token})
    return render(request, "commons/follow_confirm.html", {"item": follower.item, "token": token})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TOKEN)
def end_follow(request: HttpRequest, token: str) -> HttpResponse:
    """A link in each letter: opening it shows a button, pressing it ends the letters.

    Mail programs press it for the reader (RFC 8058) without a cookie; the token in the address is the authority.
    """
    follower = queries.follower_of(token)
    if request.method == "POST":
        follower = actions.end_follow(token)
        everything = "all" in request.POST
        if everything:
            actions.end_all_follows(follower.email)
        return render(request, "commons/follow_ended.html", {"item": follower.item, "everything": everything})
    return render(request, "commons/follow_end.html", {"item": follower.item, "token": token})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to(SIGNED_IN)
def my_letters(request: SignedRequest) -> HttpResponse:
    """Which letters somebody gets: what they follow, each with a button to stop, and what else can be left out."""
    if request.method == "POST":
        if "stop" in request.POST:
            kind, _slash, slug = request.POST["stop"].partition("/")
            if item := Item.every.filter(kind=kind, slug=slug).first():
                actions.stop_following(item, by=request.user)
                messages.success(request, _("No more letters about it will come."))
        elif "all" in request.POST:
            actions.end_all_follows(request.user.email)
            messages.success(request, _("You no longer follow anything."))
        else:
            choose_letters(request.user, wanted=request.POST.getlist("wanted"))
            messages.success(request, _("Your choice is saved."))
        return redirect("commons:my_letters")
    facts = {"follows": queries.followed_by(request.user), "choices": choices_of(request.user)}
    return render(request, "commons/my_letters.html", facts)
