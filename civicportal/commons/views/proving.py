"""The link in a letter that confirms what somebody without an account asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civicportal.commons import proofs
from civicportal.commons.words import in_all_languages
from civicportal.kernel.web import TOKEN, at_most, client_address, open_to


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to(TOKEN)
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button, for mail programs open links by themselves; pressing it confirms, once."""
    at_most(120, 3600, what="commons.prove", who=client_address(request))
    proof = proofs.proof_of(token)
    if request.method == "POST":
        return HttpResponseRedirect(proofs.confirm(token).led_to)
    kind = proofs.proof_kinds[proof.kind]
    what = "" if proof.confirmed_at else in_all_languages(kind.what(proof)).said().text
    return render(request, "commons/prove.html", {"proof": proof, "what": what, "label": kind.label})
