"""The page before something opens that somebody may have an interest in: step aside, or say why not.

Reviewers come to it by the review package; each feature's own page for whoever decides leads here too.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.kernel.answers import Refused
from civicportal.review import hints
from civicportal.review.forms.reviewing import NoInterestForm
from civicportal.review.models import NoInterest
from civicportal.submissions.models import Submission


def interest_page(
    request: HttpRequest,
    submission: Submission,
    *,
    say: Callable[[str], list[NoInterest]],
    done: str,
    aside: str,
    back: str,
    labels: tuple[str | Promise, str | Promise],
    crumbs: bool = False,
    handles: bool = False,
) -> HttpResponse:
    """What the portal noticed, without a word of what was sent in.

    `say` is the action with why there is no interest; `done` the address of what opens then, `aside` where one steps
    aside and `back` where one goes without either. `labels` are those of the button that says so and of the way back;
    `crumbs` whether the page lies under the reviewer's list, `handles` whether whoever handles the case answers it.
    """
    found = hints.unanswered(request.user, submission, handles=handles)
    if not found:
        return redirect(done)
    form = NoInterestForm(request.POST if request.method == "POST" else None)
    firm = any(hint.firm for hint in found)
    if request.method == "POST" and not firm and form.is_valid():
        try:
            say(form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect(done)
    say_so, way_back = labels
    context = {
        "form": form,
        "reference": submission.case.reference,
        "hints": found,
        "firm": firm,
        "aside_url": aside,
        "back_url": back,
        "say_so": say_so,
        "way_back": way_back,
        "under_reviews": crumbs,
    }
    status = 422 if form.errors else 200
    return work.render(request, "review/interest.html", context, title=_("You may have an interest"), status=status)
