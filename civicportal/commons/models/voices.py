"""What people say about public things: they follow, support and ask; the city answers."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.commons.enums import VOICE_ROLES, QuestionState
from civicportal.commons.models.items import Item
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role


class FollowRows(Rows):
    def live(self) -> Self:
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)


class Follow(models.Model):
    """Somebody wants a letter at each public step of an item: by account, or by a confirmed address."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="followers")
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(max_length=2, default="sv")
    token_hash = models.CharField(max_length=64, unique=True, help_text=_("confirms and ends"))
    asked_at = models.DateTimeField(default=dates.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = FollowRows.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "email"], name="follow_once")]
        indexes: ClassVar = [models.Index(fields=["email"], name="follows_by_address")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.email}"


class Support(models.Model):
    """One person's "this matters to me too": by account or by a confirmed address, once. Only the sum is public."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="supports")
    email = models.EmailField(_("e-mail"), max_length=254)
    given_at = models.DateTimeField(_("given"), default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "email"], name="support_once")]
        indexes: ClassVar = [models.Index(fields=["email"], name="supports_by_address")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.pk}"


def answered_for_by(person: Any, path: str = "item__") -> Q:
    """The visible items for which somebody answers people's words, as a condition on what hangs on an item.

    Those who run a thing answer in their own unit; communicators and administrators everywhere.
    """
    visible = Q(**{f"{path}visible": True})
    if person.has_role(Role.COMMUNICATOR, Role.ADMINISTRATOR):
        return visible
    return visible & Q(**{f"{path}unit__in": person.units_as(*VOICE_ROLES)})


class QuestionRows(Rows):
    def public(self) -> Self:
        return self.filter(state=QuestionState.PUBLIC)

    def visible_to(self, person: Any) -> Self:
        """Backoffice: the questions about what one answers for; an auditor reads all."""
        return self if person.has_role(Role.AUDITOR) else self.filter(answered_for_by(person))


class Question(models.Model):
    """A question about a public thing, and the city's answer with the function that gave it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField(_("number"), help_text=_("counted within the item"))
    text = models.TextField(_("question"))
    language = models.CharField(max_length=2, default="sv")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=QuestionState.choices, default=QuestionState.WAITING)
    asked_at = models.DateTimeField(_("asked"), default=dates.now)
    released_at = models.DateTimeField(_("public since"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_language = models.CharField(max_length=2, default="sv")
    answered_by_function = LocalizedField(_("answered by"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = QuestionRows.as_manager()

    class Meta:
        verbose_name = _("question from the public")
        verbose_name_plural = _("questions from the public")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="one_question_per_number"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "asked_at"], name="questions_by_state"),
            models.Index(fields=["email"], name="questions_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.number}"

    @property
    def anchor(self) -> str:
        """Where on the item's page it stands."""
        return f"fraga-{self.number}"
