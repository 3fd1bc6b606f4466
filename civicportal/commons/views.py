"""Following a public thing, and its share code."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.commons import actions, queries
from civicportal.commons.forms import FollowForm
from civicportal.kernel.web import ANYONE, TOKEN, at_most, client_address, open_to, reading_page

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
        at_most(20, HOUR, what="commons.follow", who=client_address(request))
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
        return render(request, "commons/follow_ended.html", {"item": follower.item})
    return render(request, "commons/follow_end.html", {"item": follower.item, "token": token})


@require_safe
@open_to(ANYONE)
@reading_page
def share_code(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The address of an item's page as a QR code: SVG, so that it prints sharp on a poster of any size."""
    item = queries.item_at(kind, slug)
    picture = io.BytesIO()
    code = segno.make(f"{settings.SITE_URL}{item.get_absolute_url()}", error="m", micro=False)
    code.save(picture, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, title=str(item.title))
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
@open_to(ANYONE)
@reading_page
def share(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The page from which an item is shared: its address to copy and its code to print."""
    item = queries.item_at(kind, slug)
    facts = {
        "item": item,
        "address": f"{settings.SITE_URL}{item.get_absolute_url()}",
        "qr_url": reverse("commons:share_code", args=[kind, slug]),
    }
    return render(request, "commons/share.html", facts)
