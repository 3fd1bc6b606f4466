"""What residents raise in a lab: needs, the topics they are gathered into, and ideas."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case, Recusal
from civicportal.commons.models import item_field
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.places.models import District
from labs.enums import OVER, RaisedState, Source, TopicState
from labs.models.labs import Lab

MOST_TITLE, MOST_TEXT = 120, 2000
"""Characters of the sentence and of what one tells beside it."""


class TopicRows(Rows):
    def visible_to(self, person: Any) -> Self:
        return self.filter(lab__in=Lab.objects.visible_to(person))


class Topic(models.Model):
    """Several needs that hang together, put so that people can suggest ideas on them."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="topics", verbose_name=_("lab"))
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=TopicState.choices, default=TopicState.OPEN)
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("one sentence"), blank=True)
    about = LocalizedField(_("what the needs have in common"), long=True, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    made_at = models.DateTimeField(default=dates.now, editable=False)
    item = item_field()

    objects = TopicRows.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("labs:topic", args=[self.slug])


class RaisedRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: what was raised in the labs of the units that one works for; an auditor sees all.

        Never one's own, and nothing that one has stepped aside from.
        """
        if not person.is_authenticated:
            return self.none()
        rows = self.filter(Q(person__isnull=True) | ~Q(person=person))
        rows = rows.exclude(case__in=Recusal.objects.in_force().filter(person=person).values("case"))
        if person.has_role(Role.AUDITOR):
            return rows
        return rows.filter(lab__unit__in=person.units_as(Role.FACILITATOR, Role.COMMUNICATOR, Role.REGISTRAR))

    def whose_letters_are_visible_to(self, person: Any) -> Self:
        """As visible_to, without those of people with a protected identity: letters name their readers."""
        return self.visible_to(person).filter(Q(person__isnull=True) | Q(person__protected=False))

    def in_public(self) -> Self:
        return self.filter(item__visible=True)

    def unanswered(self) -> Self:
        """What has been promised an answer and not got one."""
        return self.exclude(state__in=OVER).filter(case__answered_at__isnull=True)


class Raised(models.Model):
    """Words that a resident raised, here or on paper, and the city's answer to them.

    `email` is there only for somebody without an account. `status_key` is the SHA-256 of the token in the address of
    the status page. `once` makes the same form sent twice one row.
    """

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("lab"))
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("topic")
    )
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=RaisedState.choices, default=RaisedState.RECEIVED)
    title = models.CharField(_("in one sentence"), max_length=MOST_TITLE)
    text = models.TextField(_("more about it"), max_length=MOST_TEXT, blank=True)
    language = models.CharField(_("language"), max_length=2, default="sv")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    source = models.CharField(_("how it came"), max_length=10, choices=Source.choices, default=Source.WEB)
    told_on = models.DateField(_("when it was said"), default=dates.today)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="%(class)ss"
    )
    email = models.EmailField(max_length=254, blank=True, editable=False, db_index=True)
    wants_news = models.BooleanField(default=True, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, editable=False, related_name="%(class)s")
    answer = LocalizedField(_("the lab's answer"), long=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    raised_at = models.DateTimeField(default=dates.now, editable=False)
    status_key = models.CharField(max_length=64, unique=True, editable=False)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = item_field()

    objects = RaisedRows.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(email=""), name="%(class)s_address_or_account")
        ]
        indexes: ClassVar = [models.Index(fields=["lab", "state"], name="%(class)ss_of_a_lab")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(f"labs:{self._meta.model_name}", args=[self.slug])

    @property
    def reachable(self) -> bool:
        """Whether there is somebody to write to: a need from paper often has nobody."""
        return bool(self.person_id or self.email)


class Need(Raised):
    """What somebody who lives here says is needed."""

    class Meta(Raised.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")


class Idea(Raised):
    """What somebody suggests on a topic, or on one need."""

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name=_("need")
    )

    class Meta(Raised.Meta):
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints: ClassVar = [
            *Raised.Meta.constraints,
            models.CheckConstraint(
                condition=Q(topic__isnull=False) | Q(need__isnull=False), name="an_idea_is_on_something"
            ),
        ]
