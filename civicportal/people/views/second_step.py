"""The overview of the second step. Its single pages are allauth's views behind our guard and in our words."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.people.signed import SignedRequest
from civicportal.people.views.door import way_back

AFTERWARDS = "after_second_step"


@never_cache
@require_GET
@open_to(SIGNED_IN)
def overview(request: SignedRequest) -> HttpResponse:
    """What is set up, and what can be added. Remembers where somebody was going who was sent here."""
    if back := way_back(request):
        request.session[AFTERWARDS] = back
    steps = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    codes = next((step for step in steps if step.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "app": next((step for step in steps if step.type == Authenticator.Type.TOTP), None),
        "passkeys": [step for step in steps if step.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "afterwards": request.session.get(AFTERWARDS, ""),
    }
    return render(request, "mfa/index.html", context)
