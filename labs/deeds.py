"""What the log's verbs are called where staff read what was done."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SAID: dict[str, str | Promise] = {
    "raised": _("came in"),
    "claimed": _("was claimed by the account with the same address"),
    "release": _("was released"),
    "withhold": _("was withheld"),
    "gather": _("was taken up"),
    "answer": _("was answered"),
    "decline": _("was answered with a no"),
    "withdraw": _("was withdrawn"),
}

DEEDS: dict[str, str | Promise] = {f"{kind}.{verb}": said for kind in ("need", "idea") for verb, said in _SAID.items()}
"""By the log's verb, such as "need.answer"."""
