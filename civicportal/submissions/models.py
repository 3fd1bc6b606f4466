"""Writing to the city: versioned forms, openings, drafts that are the writer's own, what was sent."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Organisation
from civicportal.submissions.enums import EndorsementState


class Form(models.Model):
    """One version of a form: steps and questions as data. Never changed once a draft has been written in it."""

    name = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    definition = models.JSONField(help_text=_("steps with questions, see submissions/definition.py"))
    made_at = models.DateTimeField(default=dates.now)

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "version"], name="one_form_per_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        public_words_changed()


class OpeningRows(Rows):
    def open(self, moment: datetime | None = None) -> Self:
        moment = moment or dates.now()
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class Opening(models.Model):
    """A time when one may write: which form, from when, to when, about how much.

    `closes_at` is the first instant that is too late, so that "kl. 23.59" is open through that minute.
    """

    kind = models.CharField(max_length=40, help_text=_("whose opening it is, such as funds.round"))
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="openings", verbose_name=_("form"))
    series = models.CharField(_("letters of the reference"), max_length=8)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    lowest = MoneyField(_("lowest sum"), null=True, blank=True)
    highest = MoneyField(_("highest sum"), null=True, blank=True)
    answer_by = models.DateField(_("answer by"))
    latest_start = models.DateField(
        _("latest start"), null=True, blank=True, help_text=_("The last day on which what is applied for may begin")
    )

    objects = OpeningRows.as_manager()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="an_opening_closes_after_it_opens")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.opens_at:%Y-%m-%d}"

    def is_open(self, moment: datetime | None = None) -> bool:
        """Whether one may start and send now."""
        moment = moment or dates.now()
        return self.opens_at <= moment < self.closes_at

    def is_late(self, moment: datetime) -> bool:
        """Whether something that arrived then is late: past the deadline and its published grace."""
        return moment >= self.closes_at + dates.GRACE


class DraftRows(Rows):
    def being_written(self) -> Self:
        """Drafts that somebody writes in: never sent, or opened again to be changed."""
        return self.filter(sent_at__isnull=True)

    def of(self, person: Any) -> Self:
        """The drafts that an account owns."""
        return self.filter(person=person) if person.is_authenticated else self.none()


class Draft(models.Model):
    """Somebody's own space until they send it. Staff see counts and nothing else.

    Reached by the account that owns it, or by a session that started it or opened its mailed link.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="drafts")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="drafts")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="sv")
    resume_hash = models.CharField(max_length=64, unique=True, null=True)
    resume_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=dates.now)
    changed_at = models.DateTimeField(default=dates.now)
    warned_at = models.DateTimeField(null=True)
    at_step = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, help_text=_("empty while somebody writes in it"))
    once = models.UUIDField(null=True, unique=True)
    origin = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, related_name="+", help_text=_("public thing that it carries on")
    )
    talk = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("conversation that it grew from")
    )

    objects = DraftRows.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="drafts_by_age"),
            models.Index(fields=["email"], name="drafts_by_address"),
        ]

    def __str__(self) -> str:
        return str(self.token)


class Answer(models.Model):
    """One answer of a draft, encrypted. `version` makes two tabs or two writers meet a shown conflict."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question


class Submission(models.Model):
    """What was sent to the city: from this moment a public document. One per draft, whatever is clicked twice."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, related_name="submission")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="submissions")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="submission")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="submissions"
    )
    language = models.CharField(max_length=2, default="sv")
    first_sent_at = models.DateTimeField(_("first sent"))
    sent_at = models.DateTimeField(_("sent"))
    late = models.BooleanField(_("late"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    origin = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, related_name="+", help_text=_("public thing that it carries on")
    )

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes: ClassVar = [models.Index(fields=["opening", "sent_at"], name="submissions_of_an_opening")]

    def __str__(self) -> str:
        return str(self.case)


class Version(models.Model):
    """The answers as they were sent one time. Each sending makes one; none is changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(help_text=_("question to value"))
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=dates.now)
    once = models.UUIDField(null=True, unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("version sent")
        verbose_name_plural = _("versions sent")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.number}"


class BudgetLine(models.Model):
    """One line of the budget that was sent."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(_("what"), max_length=120)
    amount = MoneyField(_("amount"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_budget_line_per_position")
        ]

    def __str__(self) -> str:
        return self.what


class EndorsementRows(Rows):
    def standing(self) -> Self:
        """Those that count: one that was asked of somebody else instead, or asked again, is not among them."""
        return self.exclude(state=EndorsementState.REPLACED)

    def waiting(self) -> Self:
        return self.filter(state=EndorsementState.ASKED)


class Endorsement(models.Model):
    """Somebody behind the sender, such as the nearest manager, says by a signed link whether they support it.

    No account is needed: the link is the key, and only its hash is kept. `version` is what they had before them.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="endorsements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="endorsements")
    email = models.EmailField(_("asked of"), max_length=254)
    state = models.CharField(
        _("state"), max_length=10, choices=EndorsementState.choices, default=EndorsementState.ASKED
    )
    name = models.CharField(_("name and function"), max_length=160, blank=True)
    words = models.TextField(_("terms or reason"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"), default=dates.now)
    reminded = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = EndorsementRows.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(state="replaced"), name="one_endorsement_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_state_display()}"

    @property
    def is_yes(self) -> bool:
        return self.state in {EndorsementState.YES, EndorsementState.TERMS}


def opening_field(**kwargs: Any) -> models.OneToOneField[Any, Any]:
    """The key from a feature's round or call to its opening."""
    return models.OneToOneField(Opening, on_delete=models.PROTECT, related_name="+", **kwargs)
