"""Proposals: what somebody sends in answer to a challenge."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import ProposalState, ProposerKind
from challenges.models.challenges import Challenge
from civicportal.cases.models import Case, Recusal
from civicportal.commons.models import item_field
from civicportal.kernel.rows import Rows
from civicportal.people.enums import Role
from civicportal.places.models import District
from civicportal.submissions.models import CoWriter, Opening, Submission


class ProposalRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the cases that one may see, never one's own, none that one has stepped aside from."""
        if not person.is_authenticated:
            return self.none()
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        along = CoWriter.objects.writing().filter(person=person, draft__submission__isnull=False)
        rows = self.exclude(submission__person=person).exclude(submission__case__in=recused)
        rows = rows.exclude(submission__in=along.values("draft__submission"))
        if person.has_role(Role.AUDITOR):
            return rows
        return rows.filter(submission__case__in=Case.objects.visible_to(person))

    def matched(self) -> Self:
        return self.filter(state=ProposalState.MATCHED)


class Proposal(models.Model):
    """An answer to a challenge. Its answers are the submission's; here is what lists and answers need.

    It has a public face only when it is matched. `reason` and `next_step` are the department's answer.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="proposal")
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("challenge")
    )
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.RECEIVED)
    slug = models.SlugField(_("address"), max_length=90, unique=True, null=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=400)
    proposer_kind = models.CharField(_("kind of proposer"), max_length=14, choices=ProposerKind.choices)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120)
    name_in_public = models.BooleanField(_("the proposer's name may stand in public"), default=False)
    public_name = models.CharField(_("name in public"), max_length=160, blank=True, editable=False)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    next_step = models.TextField(_("one next step"), blank=True)
    item = item_field()

    objects = ProposalRows.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        indexes: ClassVar = [models.Index(fields=["challenge", "state"], name="proposals_of_a_challenge")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(reason="") & ~Q(next_step=""),
                name="a_no_has_a_reason_and_a_step",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Case:
        return self.submission.case

    @property
    def opening(self) -> Opening:
        return self.submission.opening

    @property
    def is_of_an_organisation(self) -> bool:
        """Whether somebody other than a private person stands behind it."""
        return self.proposer_kind != ProposerKind.PERSON

    def get_absolute_url(self) -> str:
        return reverse("challenges:status", args=[self.case.reference])
