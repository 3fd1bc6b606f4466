"""What staff type for a letter of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import LocalizedFormField, PortalForm
from civicportal.kernel.text import LocalizedText
from civicportal.notices.own_texts import LONGEST, Wording, faults
from civicportal.notices.words import LONGEST_SUBJECT


class LetterForm(PortalForm):
    """The words of one letter, a box for each language in which it is written: a decision is Swedish for everybody."""

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wording = wording
        for name, label in (("subject", _("Subject")), ("body", _("Text"))):
            field = LocalizedFormField(label=label, long=name == "body", languages=wording.languages, required=False)
            field.widget.attrs["rows"] = 16
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Each language is written whole or not at all. What is wrong is said at its box."""
        facts = super().clean() or {}
        subject, body = facts.get("subject") or LocalizedText(), facts.get("body") or LocalizedText()
        for language in self.wording.languages:
            self._check(subject.texts.get(language, ""), body.texts.get(language, ""))
        return facts

    def _check(self, subject: str, body: str) -> None:
        if not subject and not body:
            return
        if not subject or not body:
            missing = "body" if subject else "subject"
            self.add_error(missing, say("Write both the subject and the text, or neither"))
            return
        if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST:
            self.add_error("body", say("The letter is too long. At most %(most)s characters") % {"most": LONGEST})
        for where, why in faults(self.wording, subject, body).items():
            for sentence in why:
                self.add_error(where, sentence)
