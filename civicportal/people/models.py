"""Who: people with their e-mail as the way in, organisations, roles by unit, consents."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject, Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import nfc
from civicportal.people.enums import UNIT_KINDS, CodePurpose, OrganisationKind, Role, Theme


def canonical_email(address: str) -> str:
    """The address as it is compared: composed characters, no space around, lower case."""
    return nfc(address).strip().lower()


class PersonRows(Rows):
    def with_role(self, *roles: str) -> Self:
        """People who hold one of the roles today."""
        return self.filter(is_active=True, memberships__in=Membership.objects.today().filter(role__in=roles)).distinct()

    def with_roles_today(self) -> Self:
        """Each with `held_today`: role and unit id of what they hold, for whoever opens a page."""
        held = Membership.objects.today().filter(person=OuterRef("pk"))
        return self.annotate(held_today=ArraySubquery(held.values(pair=JSONObject(role="role", unit="unit_id"))))

    def visible_to(self, person: Person) -> Self:
        """Whom somebody may see in the backoffice. Protected people are seen by the registrar and themselves only."""
        if person.has_role(Role.REGISTRAR):
            return self
        if person.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
            return self.filter(Q(protected=False) | Q(pk=person.pk))
        colleagues = Membership.objects.today().filter(unit__in=person.units_as(*Role.values))
        return self.filter(Q(pk=person.pk) | Q(protected=False, pk__in=colleagues.values("person")))


class PersonManager(BaseUserManager.from_queryset(PersonRows)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=canonical_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> Person:
        return self.get(email=canonical_email(email))


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address, confirmed by a code, is the way in; there is no password."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )
    theme = models.CharField(_("colours"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    protected = models.BooleanField(
        _("protected identity"),
        default=False,
        help_text=_("Contact data is hidden everywhere and every look is logged"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined"), default=dates.now)
    closed_at = models.DateTimeField(_("account closed"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        if self.closed_at:
            return gettext("Closed account")
        # Lists, logs and headings name people in many places; who may know shows name and address by themselves.
        if self.protected:
            return gettext("Protected identity")
        return self.name or self.email

    def clean(self) -> None:
        self.email = canonical_email(self.email)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    @property
    def is_staff(self) -> bool:
        """Whether the backoffice is open: any role held today, or a superuser."""
        return self.is_active and (self.is_superuser or bool(self.roles_held))

    @cached_property
    def roles_held(self) -> frozenset[tuple[str, int]]:
        """The (role, unit id) pairs held today; one query per request at the most."""
        if not self.pk:
            return frozenset()
        return frozenset(Membership.objects.today().filter(person=self).values_list("role", "unit_id"))

    def has_role(self, *roles: str) -> bool:
        return self.is_active and (self.is_superuser or any(role in roles for role, _unit in self.roles_held))

    def units_as(self, *roles: str) -> frozenset[int]:
        """The ids of the units where the person holds one of the roles today."""
        return frozenset(unit for role, unit in self.roles_held if role in roles)


class OrganisationRows(Rows):
    def units(self) -> Self:
        """The city's own, which can own things in the backoffice."""
        return self.filter(kind__in=UNIT_KINDS)

    def visible_to(self, person: Person) -> Self:
        """Organisations are no secret among staff; nobody else sees the register."""
        return self if person.is_staff else self.none()


class Organisation(models.Model):
    """A department, a fund office, an association, a company. The city's own ones are the units that own things."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    number = models.CharField(_("organisation number"), max_length=10, blank=True, help_text=_("Ten digits"))
    email = models.EmailField(_("e-mail"), blank=True)
    domains = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("e-mail domains"),
        default=list,
        blank=True,
        help_text=_("Addresses in these domains are the organisation's employees"),
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("part of"))

    objects = OrganisationRows.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_organisation_per_number")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipRows(Rows):
    def today(self) -> Self:
        day = dates.today()
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def visible_to(self, person: Person) -> Self:
        """Roles in one's own units; all of them for those who give, register or audit."""
        rows = self.filter(person__in=Person.objects.visible_to(person))
        if person.has_role(Role.ADMINISTRATOR, Role.REGISTRAR, Role.AUDITOR):
            return rows
        return rows.filter(unit__in=person.units_as(*Role.values))


class Membership(models.Model):
    """A role that a person holds for a unit, for a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    starts_on = models.DateField(_("from"), default=dates.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipRows.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "unit", "starts_on"], name="a_role_once_from_a_day"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="a_role_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.unit}"

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Code(models.Model):
    """A code that was mailed to show that an address is somebody's own. Only its keyed hash is kept.

    It is a row and not a part of the session, so that two tries at the same moment cannot count as one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=CodePurpose.choices)
    email = models.EmailField(max_length=254)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+", help_text=_("whose account it changes")
    )
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="sv")
    made_at = models.DateTimeField(default=dates.now, db_index=True)
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, help_text=_("used, replaced by a newer one, or tried too often"))

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("mailed code")
        verbose_name_plural = _("mailed codes")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.made_at.astimezone(dates.STOCKHOLM):%Y-%m-%d %H:%M}"

    def is_alive(self, moment: datetime) -> bool:
        """Whether the code can still be used."""
        return self.ended_at is None and moment < self.expires_at


class Session(AbstractBaseSession):
    """A browser's session, with whose it is: so that people can see and end theirs, and closing an account ends all."""

    person_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from civicportal.people.sessions import SessionStore

        return SessionStore


class Consent(models.Model):
    """A yes that somebody gave for one purpose, and when it was taken back. Never the basis for handling a case."""

    class Purpose(models.TextChoices):
        NAME_IN_PUBLIC = "name_in_public", _("My name stands in public")
        NEWSLETTER = "newsletter", _("Newsletter")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    words_version = models.CharField(max_length=40)
    given_at = models.DateTimeField(default=dates.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at__isnull=True), name="one_consent_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"
