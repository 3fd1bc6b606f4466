"""The challenges' own tables in Django's admin: what department editors write, and what is only to be seen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.actions import environments, publishing
from challenges.forms import ChallengeForm, EnvironmentForm
from challenges.models import Call, Challenge, Goal, Milestone, Participants, Proposal, TestEnvironment, Voice
from challenges.rules import sees_who
from civicportal.backoffice.scoped import PartsFormSet, ScopedAdmin, ScopedStacked, ScopedTabular
from civicportal.people.enums import Role


class Removable(PartsFormSet):
    """Rows that can be removed: the box in the table's last cell says in words what it does."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Remove the row")


class VoiceInline(ScopedStacked):
    """A quote with name and function, and the day when its owner said yes."""

    model = Voice
    read_only = False
    can_delete = True


class GoalInline(ScopedTabular):
    model = Goal
    formset = Removable
    read_only = False
    can_delete = True


class MilestoneInline(ScopedTabular):
    model = Milestone
    formset = Removable
    read_only = False
    can_delete = True


class ParticipantsInline(ScopedTabular):
    """Figures by group, never anything about one person."""

    model = Participants
    formset = Removable
    read_only = False
    can_delete = True


class _PublishedAdmin(ScopedAdmin):
    """What is public follows the words as they are saved. Its way into the public is walked on its work page."""

    readable_by = (Role.COMMUNICATOR, Role.REGISTRAR)
    writable_by = (Role.DEPARTMENT_EDITOR,)
    readonly_fields = ("image",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.refresh(form.instance, by=request.user)  # type: ignore[arg-type]

    def view_on_site(self, thing: Any) -> str:  # type: ignore[override]
        return reverse("admin:challenges_way", args=[thing._meta.model_name, thing.slug])


@admin.register(Call)
class CallAdmin(_PublishedAdmin):
    """A call's story and what it asks."""

    list_display = ("title", "unit", "state")
    list_select_related = ("unit",)


@admin.register(Challenge)
class ChallengeAdmin(_PublishedAdmin):
    """Everything that a department tells of a need, a box for each."""

    form = ChallengeForm
    list_display = ("title", "unit", "call", "state")
    list_filter = ("state", "unit")
    list_select_related = ("unit", "call")
    inlines: ClassVar = [GoalInline, VoiceInline]


@admin.register(Proposal)
class ProposalAdmin(ScopedAdmin):
    """Proposals as a list to search; the work is done on their own pages."""

    readable_by = (Role.DEPARTMENT_EDITOR, Role.DECISION_MAKER, Role.REGISTRAR)
    list_display = ("title", "reference", "state", "challenge", "district")
    list_filter = ("state", "challenge", "proposer_kind", "district")
    search_fields = ("title", "submission__case__reference", "submission__case__diary_number")
    list_select_related = ("submission__case", "challenge", "district")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who proposes is left out where the identity is protected and the reader is neither handler nor registrar."""
        return () if obj is None or sees_who(request.user, obj) else ("contact_name", "organisation_name")

    @admin.display(description="Nr", ordering="submission__case__reference")
    def reference(self, proposal: Proposal) -> str:
        return proposal.submission.case.reference

    def view_on_site(self, proposal: Proposal) -> str:  # type: ignore[override]
        return reverse("admin:challenges_proposal_work", args=[proposal.submission.case.reference])


@admin.register(TestEnvironment)
class EnvironmentAdmin(ScopedAdmin):
    """A test's words, days, milestones and figures; its log and its moves have a work page."""

    readable_by = (Role.REGISTRAR,)
    writable_by = (Role.DEPARTMENT_EDITOR, Role.COMMUNICATOR)
    unit_path = "challenge__unit"
    form = EnvironmentForm
    list_display = ("title", "challenge", "state", "starts_on", "ends_on")
    list_filter = ("state", "challenge")
    list_select_related = ("challenge",)
    readonly_fields = ("proposal", "challenge", "slug", "image")
    inlines: ClassVar = [MilestoneInline, ParticipantsInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A test begins with a match and in no other way."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        environments.refresh(form.instance, by=request.user)

    def view_on_site(self, environment: TestEnvironment) -> str:  # type: ignore[override]
        return reverse("admin:challenges_environment_work", args=[environment.slug])
