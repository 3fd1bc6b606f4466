"""The work page of a public thing's links: what it hangs together with, and what it may belong with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons import actions, rules
from civicportal.commons.forms.voices import LinkForm
from civicportal.commons.models import Item, Link
from civicportal.commons.queries import staff
from civicportal.commons.suggestions import reason_for, suggestions_for
from civicportal.commons.views.work import READ, tried
from civicportal.kernel.answers import insist
from civicportal.people.signed import SignedRequest


@work_page(*READ)
def links(request: SignedRequest, kind: str, slug: str) -> HttpResponse:
    """Links with their reasons; proposals with theirs, each to accept or to dismiss; one's own by its address."""
    item = staff.item_at(request.user, kind, slug)
    if request.method == "POST" and (deed := request.POST.get("do")) in {"dismiss", "unlink"}:
        _take_away(request, item, deed, request.POST.get("which", ""))
        return redirect("admin:commons_links", kind=kind, slug=slug)
    form = LinkForm(request.POST if request.method == "POST" else None, initial=_proposed(request, item))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["other"] == item:
            form.add_error("other", _("A page cannot be linked with itself"))
        elif tried(
            request,
            lambda: actions.accept(item, given["other"], given["kind"], by=request.user, reason=given["reason"]),
            _("The two are linked"),
        ):
            return redirect("admin:commons_links", kind=kind, slug=slug)
    facts = {
        "item": item,
        "form": form,
        "links": staff.links_of(item),
        "suggestions": suggestions_for(item),
        "may": rules.can_look_after(request.user, item),
    }
    status = 422 if form.errors else 200
    return work.render(request, "commons/backoffice/links.html", facts, title=str(item.title), status=status)


def _proposed(request: SignedRequest, item: Item) -> dict[str, object]:
    """The form filled with a proposal that was chosen: `?med=<kind>/<slug>`."""
    other = staff.item_named(request.GET.get("med", ""))
    if other is None or other.pk == item.pk:
        return {"kind": Link.Kind.SIMILAR}
    found = Item.objects.select_related("district", "theme").get(pk=other.pk)
    return {
        "other": f"{found.kind}/{found.slug}",
        "kind": Link.Kind.SIMILAR,
        "reason": reason_for(item, found),
    }


def _take_away(request: SignedRequest, item: Item, deed: str, which: str) -> None:
    """Dismisses a proposal, or takes a link of the item away."""
    if deed == "dismiss":
        if other := staff.item_named(which):
            tried(request, lambda: actions.dismiss(item, other, by=request.user), _("It is not proposed again"))
        return
    for made in staff.links_of(item):
        if f"{made.source.kind}/{made.source.slug}:{made.kind}:{made.target.kind}/{made.target.slug}" == which:
            insist(rules.can_look_after(request.user, item))
            actions.unlink(made, by=request.user)
            messages.success(request, _("The link is taken away"))
