"""What is said about the answers of a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import OnceMixin, PortalForm


class CommentForm(OnceMixin, PortalForm):
    """One comment, about the question that is chosen."""

    question = forms.ChoiceField(label=_("Which question?"))
    words = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        help_text=_("The writer reads it beside the question. Ask rather than correct"),
        error_messages={"required": _("Write your comment")},
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = questions


class ReplyForm(OnceMixin, PortalForm):
    """An answer under a comment."""

    words = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Write your answer")},
    )
