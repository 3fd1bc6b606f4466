"""The page on which somebody reads a draft that its writer shows them, and comments on its answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import at_most
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions import sharing as actions
from civicportal.submissions.checking import shown_steps
from civicportal.submissions.forms.sharing import CommentForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Share
from civicportal.submissions.queries import checked, kept
from civicportal.submissions.sharing import comments_of, open_in, share_to_read

MOST_AN_HOUR, HOUR = 60, 3600


@work_page()
def read(request: SignedRequest, token: UUID) -> HttpResponse:
    """The draft as it stands, to read while it is shared. Each look is logged; what is sensitive is left out."""
    share = share_to_read(request.user, token)
    have = kept(share.draft)
    found = checked(share.draft, have)
    comments = comments_of(share.draft)
    steps = [
        {**step, "rows": [row | {"said": comments.get(row["question"].key, [])} for row in step["rows"]]}
        for step in shown_steps(found, share.draft, have)
    ]
    choices = [(row["question"].key, str(row["label"])) for step in steps for row in step["rows"]]
    chosen = request.GET.get("fraga", "")
    form = CommentForm(
        request.POST if request.method == "POST" else None, questions=choices, initial={"question": chosen}
    )
    if request.method == "POST" and (done := _commented(request, share, form)):
        return done
    if request.method != "POST":
        actions.look(share, by=request.user)
    context = {
        "share": share,
        "draft": share.draft,
        "about": kind_of(share.draft.opening).about(share.draft.opening),
        "steps": steps,
        "form": form,
        "open": open_in(comments),
        "left": len(found.problems),
    }
    return work.render(
        request, "submissions/backoffice/shared.html", context, title=_("A draft that is shared with you"),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _commented(request: SignedRequest, share: Share, form: CommentForm) -> HttpResponse | None:
    """Keeps a comment; None when the page must be shown again."""
    at_most(MOST_AN_HOUR, HOUR, what="draft-comment", who=str(request.user.pk))
    back = reverse("admin:draft_shared", args=[share.draft.token])
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        actions.comment(share, question=data["question"], words=data["words"], by=request.user, once=data["once"])
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return None
    messages.success(request, _("The comment is kept. The writer gets a letter"))
    return redirect(f"{back}#row-{data['question']}")


work.register(path("utkast/<uuid:token>/", read, name="draft_shared"))
