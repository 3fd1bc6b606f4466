"""People, organisations and roles in the backoffice. Every change goes through an action, as everywhere."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin, ScopedTabular
from civicportal.kernel.answers import Answer
from civicportal.people import actions, rules
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from civicportal.people.models import Membership, Organisation, Person
from civicportal.people.queries import person_by_email
from civicportal.records.actions import record

# Rights come with roles and second steps are their owner's: neither has a form here.
for model in (Group, EmailAddress, Authenticator):
    with suppress(NotRegistered):
        admin.site.unregister(model)


class AskingForm(forms.ModelForm):
    """A form that asks a rule before anything is saved, so that a no is a sentence at the form and not a page."""

    by: Person

    def ask(self) -> Answer:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (answer := self.ask()):
            raise ValidationError(str(answer.why))
        return cleaned


class ActingAdmin(ScopedAdmin):
    """An admin class whose forms know who asks, and whose actions write the log themselves."""

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        """The action has written it."""

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """The action has written it."""


class PersonForm(AskingForm):
    """A new account takes an address; an account that is there takes a name, and from the registrar a protection."""

    def ask(self) -> Answer:
        if self.instance.pk is None:
            taken = person_by_email(self.cleaned_data.get("email", "")) is not None
            return Answer(not taken, _("There is already an account with that address."))
        return rules.can_edit_person(self.by, self.instance)


class RolesOfPerson(ScopedTabular):
    """What somebody does for the city."""

    model = Membership
    fields = ("role", "unit", "starts_on", "ends_on")
    verbose_name_plural = _("Roles in the city")


@admin.register(Person)
class PersonAdmin(ActingAdmin):
    """Accounts. Nobody's address or second step is changed here: that is the owner's."""

    form = PersonForm
    unscoped = True
    writable_by = (Role.ADMINISTRATOR, Role.REGISTRAR)
    list_display = ("named", "email", "joined_at", "is_active", "protected")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    inlines = (RolesOfPerson,)

    def rows(self, person: Any) -> models.QuerySet[Person]:
        return Person.objects.visible_to(person)

    def has_add_permission(self, request: Any) -> bool:
        return super().has_add_permission(request) and request.user.has_role(Role.ADMINISTRATOR)

    def has_change_permission(self, request: Any, obj: Person | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or bool(rules.can_edit_person(request.user, obj))
        )

    @admin.display(description=_("name"), ordering="name")
    def named(self, person: Person) -> str:
        """The name of somebody protected too: the rows hold only people whom the reader may know."""
        return str(person) if person.closed_at else person.name or person.email

    def get_fields(self, request: Any, obj: Person | None = None) -> Any:
        if obj is None:
            return ["email", "name"]
        return [
            "email",
            "name",
            "phone",
            "language",
            "protected",
            "is_active",
            "joined_at",
            "confirmed_at",
            "closed_at",
        ]

    def get_readonly_fields(self, request: Any, obj: Person | None = None) -> Any:
        if obj is None:
            return []
        editable = {"name"} | ({"protected"} if rules.can_protect(request.user) else set())
        return [name for name in self.get_fields(request, obj) if name not in editable]

    def get_inlines(self, request: Any, obj: Person | None) -> Any:
        return self.inlines if obj is not None else ()

    def change_view(self, request: Any, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Each look at a protected person is written in the log."""
        response = super().change_view(request, object_id, *args, **kwargs)
        person = Person.objects.filter(pk=object_id, protected=True).first()
        if person is not None and response.status_code == 200:
            with transaction.atomic():
                record(person, verb="person.looked_at", by=request.user)
        return response

    def save_model(self, request: Any, obj: Person, form: Any, change: bool) -> None:
        if not change:
            obj.pk = actions.add_person(email=obj.email, name=obj.name, by=request.user).pk
            obj._state.adding = False
            return
        person = Person.objects.get(pk=obj.pk)
        if "name" in form.changed_data:
            said = {"phone": person.phone, "language": person.language, "theme": person.theme}
            actions.save_profile(person, name=obj.name, **said, by=request.user)
        if "protected" in form.changed_data:
            actions.set_protected(person, protected=obj.protected, by=request.user)


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    """Departments, funds' offices, associations, companies. The domains say whose addresses are employees'."""

    unscoped = True
    readable_by = tuple(Role.values)
    writable_by = (Role.ADMINISTRATOR,)
    list_display = ("name", "kind", "short_name", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "number")
    ordering = ("name", "pk")


class RoleForm(AskingForm):
    """A role to give, or the day on which one ends."""

    def ask(self) -> Answer:
        if self.instance.pk is not None:
            return rules.can_end_role(self.by, membership=self.instance)
        return rules.can_give_role(self.by, person=self.cleaned_data["person"], unit=self.cleaned_data["unit"])


@admin.register(Membership)
class MembershipAdmin(ActingAdmin):
    """Roles: given by an administrator with a fresh sign-in, ended with a day, never deleted."""

    form = RoleForm
    unscoped = True
    writable_by = (Role.ADMINISTRATOR,)
    fields = ("person", "role", "unit", "starts_on", "ends_on")
    list_display = ("person", "role", "unit", "starts_on", "ends_on")
    list_filter = ("role", "unit")
    list_select_related = ("person", "unit")
    search_fields = ("person__name", "person__email")
    autocomplete_fields = ("person",)
    ordering = ("unit__name", "role", "person__name", "pk")

    def rows(self, person: Any) -> models.QuerySet[Membership]:
        return Membership.objects.visible_to(person)

    def get_readonly_fields(self, request: Any, obj: Membership | None = None) -> Any:
        return ["person", "role", "unit", "starts_on"] if obj is not None else []

    def get_field_queryset(self, db: str | None, db_field: Any, request: Any) -> Any:
        rows: Any = super().get_field_queryset(db, db_field, request)
        return rows.units().order_by("name") if db_field.name == "unit" and rows is not None else rows

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Giving and ending roles asks again who it is."""
        if not self.has_add_permission(request):
            return super().changeform_view(request, *args, **kwargs)
        return fresh_sign_in(super().changeform_view)(request, *args, **kwargs)

    def save_model(self, request: Any, obj: Membership, form: Any, change: bool) -> None:
        if change:
            if obj.ends_on is not None and "ends_on" in form.changed_data:
                actions.end_role(obj, on=obj.ends_on, by=request.user)
            return
        given = actions.give_role(
            obj.person, role=obj.role, unit=obj.unit, starts_on=obj.starts_on, ends_on=obj.ends_on, by=request.user
        )
        obj.pk = given.pk
        obj._state.adding = False
