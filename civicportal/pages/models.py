"""Pages that staff write: statements, about, contact; news."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item, Step
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField


class PageKey(models.TextChoices):
    ABOUT = "om", _("About the portal")
    CONTACT = "kontakt", _("Contact")
    ACCESSIBILITY = "tillganglighet", _("Accessibility statement")
    PRIVACY = "integritet", _("Personal data")
    COOKIES = "kakor", _("Cookies")


class Page(models.Model):
    """One page of words that staff own, as Markdown in sections, with the day somebody last read it through."""

    key = models.CharField(_("page"), max_length=20, choices=PageKey.choices, unique=True)
    title = LocalizedField(_("title"))
    lead = LocalizedField(_("lead"), blank=True)
    reviewed_on = models.DateField(_("last reviewed"), default=dates.today)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return str(self.title)


class Section(models.Model):
    """One part of a page. `key` names the parts that a law asks for, so that none of them can be lost."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    heading = LocalizedField(_("heading"))
    body = LocalizedField(_("text"), long=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "key"], name="one_section_per_key")]

    def __str__(self) -> str:
        return str(self.heading)


class NewsRows(Rows):
    def out(self) -> Self:
        return self.filter(out_at__lte=dates.now())


class News(models.Model):
    """A piece of news, out at a set time."""

    slug = models.SlugField(_("address"), max_length=90, unique=True)
    title = LocalizedField(_("title"))
    lead = LocalizedField(_("lead"))
    body = LocalizedField(_("text"), long=True, blank=True)
    out_at = models.DateTimeField(_("out at"), default=dates.now)
    about = models.ForeignKey(
        Item,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("about"),
    )
    once = models.UUIDField(unique=True, null=True, editable=False)

    objects = NewsRows.as_manager()

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        ordering: ClassVar = ["-out_at"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("news", args=[self.slug])


class HandledResult(models.Model):
    """A public result that a communicator has told as news, or has chosen not to tell: it no longer waits."""

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="+", verbose_name=_("result"))
    news = models.ForeignKey(
        News, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("piece of news")
    )

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("result that is dealt with")
        verbose_name_plural = _("results that are dealt with")

    def __str__(self) -> str:
        return f"{self.step_id}: {self.news or '–'}"


class AccessReport(models.Model):
    """Somebody tells of a fault in accessibility, or asks for an accessible version; answered as a case would be."""

    class Kind(models.TextChoices):
        FAULT = "fault", _("Something does not work for me")
        REQUEST = "request", _("I need this in another form")

    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        MENDED = "mended", _("mended or met")
        REFUSED = "refused", _("refused with reasons (DOS section 15)")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FAULT)
    address = models.CharField(_("page"), max_length=300, blank=True)
    words = models.TextField(_("what happened"))
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=2, default="sv")
    once = models.UUIDField(unique=True)
    reported_at = models.DateTimeField(_("reported"), default=dates.now)
    answer_by = models.DateField(_("answer by"))
    owner = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("accessibility report")
        verbose_name_plural = _("accessibility reports")
        ordering: ClassVar = ["answer_by", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.address}"


class Feedback(models.Model):
    """What somebody says about a page: whether they found what they came for, and what was missing."""

    class Found(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    address = models.CharField(_("page"), max_length=300, blank=True)
    found = models.CharField(_("found what they were looking for"), max_length=10, choices=Found.choices)
    words = models.TextField(_("what was missing"), blank=True)
    language = models.CharField(max_length=2, default="sv")
    once = models.UUIDField(unique=True)
    written_at = models.DateTimeField(_("written"), default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_found_display()}: {self.address}"
