"""The letters about drafts that are shown to somebody. They hold no word of the draft and none of the comments."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Share

SHARED, COMMENTED, REPLIED = (f"submissions.draft_{name}" for name in ("shared", "commented", "replied"))


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (SHARED, _("A draft is shared with you")),
        (COMMENTED, _("Comments on your draft")),
        (REPLIED, _("Answers to your comments on a draft")),
    ):
        register(Letter(kind, f"submissions/letters/{kind.removeprefix('submissions.')}", label))


def _facts(share: Share, language: str, path: str) -> dict[str, Any]:
    with override(language):
        return {
            "fund": kind_of(share.draft.opening).about(share.draft.opening).name,
            "writer": share.draft.person.name if share.draft.person else "",
            "reader": share.with_whom.name,
            "until": dates.show_day(share.until, weekday=True),
            "link": site_link(reverse(path, args=[share.draft.token])),
        }


def shared(share: Share) -> None:
    """To whom the draft is shown: where, and until when."""
    to = share.with_whom
    facts = _facts(share, to.language, "admin:draft_shared")
    write(SHARED, to=to, facts=facts, about=share, once=f"{SHARED}:{share.pk}")


def commented(share: Share) -> None:
    """To the writer, once a day however much is said."""
    draft = share.draft
    facts = _facts(share, draft.language, "submissions:comments")
    once = f"{COMMENTED}:{share.pk}:{dates.today()}"
    write(COMMENTED, to=draft.person, language=draft.language, facts=facts, about=share, once=once)


def replied(share: Share) -> None:
    """To whom the draft is shown, once a day however much is said."""
    facts = _facts(share, share.with_whom.language, "admin:draft_shared")
    write(REPLIED, to=share.with_whom, facts=facts, about=share, once=f"{REPLIED}:{share.pk}:{dates.today()}")
