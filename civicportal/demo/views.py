"""Sign-in as anybody of the cast with one button. Refused everywhere but in the demo."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civicportal.demo.people import CAST
from civicportal.kernel.web import ANYONE, open_to
from civicportal.people.models import Person


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cast(request: HttpRequest) -> HttpResponse:
    """A button per person of the cast; pressing one signs in and goes to where that person begins."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        known = [character.email for character in CAST]
        person = get_object_or_404(Person, email__in=known, pk=_number(request.POST.get("person")), is_active=True)
        return _sign_in(request, person)
    return render(request, "demo/cast.html", {"groups": _groups(), "signed_in": request.user})


def _number(word: str | None) -> int:
    """The id that a button sends; one that is none finds nobody."""
    return int(word) if word and word.isascii() and word.isdigit() and len(word) < 18 else 0


def _sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """As if the person had typed the mailed code. The second step, where it is demanded, still comes."""
    record_authentication(request, person, "code", email=person.email)
    get_adapter(request).login(request, person)
    return HttpResponseRedirect(reverse("admin:index") if person.is_staff else reverse("my_page"))


def _groups() -> list[dict[str, Any]]:
    """The cast with their accounts, residents first."""
    people = {
        person.email: person for person in Person.objects.filter(email__in=[one.email for one in CAST], is_active=True)
    }
    rows = [
        {"person": people[one.email], "does": one.does, "language": one.language, "works": bool(one.roles)}
        for one in CAST
        if one.email in people
    ]
    groups = [
        {"title": _("Those who have ideas"), "rows": [row for row in rows if not row["works"]]},
        {"title": _("Those who work for the city"), "rows": [row for row in rows if row["works"]]},
    ]
    return [group for group in groups if group["rows"]]
