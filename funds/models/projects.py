"""Granted ideas on their way to be tested."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Theme, item_field
from civicportal.files.models import StoredFile
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.places.models import District
from funds.enums.applications import ApplicantKind, ProjectState
from funds.models.applications import Application
from funds.models.rounds import Fund, Round

PARTS_ARE_THE_GRANT = """
    SELECT granted INTO wanted FROM funds_project WHERE id = which;
    SELECT sum(amount) INTO planned FROM funds_payment WHERE project_id = which;
    IF wanted IS NOT NULL AND planned IS NOT NULL AND planned <> wanted THEN
        RAISE EXCEPTION 'the parts of a plan are the grant' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
"""Asked at the end of a transaction: whatever was changed in it, the parts of a plan are the grant to the öre."""
DECLARED = [("wanted", "bigint"), ("planned", "bigint"), ("which", "bigint")]


class ProjectRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the projects of the funds that one sees."""
        return self.filter(fund__in=Fund.objects.visible_to(person))


class Project(models.Model):
    """A granted idea on its way to be tested. Earlier grants without an application are imported as they were."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="projects", verbose_name=_("fund"))
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("round")
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="project"
    )
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.GRANTED)
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("summary"))
    about = LocalizedField(_("about"), long=True, blank=True)
    learnt = LocalizedField(_("what was learnt"), long=True, blank=True)
    grantee_kind = models.CharField(_("kind of grantee"), max_length=14, choices=ApplicantKind.choices)
    grantee_name = models.CharField(
        _("grantee's name in public"),
        max_length=160,
        blank=True,
        help_text=_("Empty for a private person who has not chosen otherwise"),
    )
    requested = MoneyField(_("applied for"), null=True, blank=True)
    granted = MoneyField(_("granted"))
    granted_on = models.DateField(_("granted on"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    vision_areas = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("vision areas"))
    focus_challenge = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("focus challenge")
    )
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    imported_as = models.CharField(max_length=80, unique=True, null=True, blank=True, help_text=_("row of an import"))
    links = ArrayField(models.URLField(), default=list, blank=True, verbose_name=_("links"))
    item = item_field()

    objects = ProjectRows.as_manager()

    class Meta:
        verbose_name = _("granted project")
        verbose_name_plural = _("granted projects")
        ordering: ClassVar = ["-granted_on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(granted__gt=0), name="a_project_has_money")]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="the_grant_is_its_parts",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("granted"),
                timing=pgtrigger.Deferred,
                func="which := NEW.id;" + PARTS_ARE_THE_GRANT,
                declare=DECLARED,
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("funds:project", args=[self.slug])

    @property
    def year(self) -> int:
        return self.granted_on.year
