"""What the city shares in public. What has no visible Item here is not public."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField, one_line
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Organisation
from civicportal.places.models import District


class Theme(models.Model):
    """A subject that cuts across the city: a vision area, or one of the city-wide challenges."""

    class Kind(models.TextChoices):
        VISION = "vision", _("Vision area")
        CHALLENGE = "challenge", _("City-wide challenge")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = LocalizedField(_("name"))
    about = LocalizedField(_("about"), long=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    listed = models.BooleanField(_("can be chosen"), default=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering: ClassVar = ["kind", "position", "id"]

    def __str__(self) -> str:
        return str(self.name)


def theme_names(relation: Any) -> ArraySubquery:
    """The names of each row's themes in their order, to annotate rows with: `theme_names(Project.vision_areas)`."""
    marked = relation.through.objects.filter(**{relation.field.m2m_field_name(): OuterRef("pk")})
    in_order = [f"theme__{name}" for name in Theme._meta.ordering]
    return ArraySubquery(marked.order_by(*in_order).values("theme__name"))


class ItemRows(Rows):
    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def for_cards(self) -> Self:
        """With what a card shows, and without what only the search reads."""
        return self.select_related("district", "image").defer("text", "keywords", "search").for_page()


class EveryItem(models.Manager.from_queryset(ItemRows)):  # type: ignore[misc]
    """Visible and hidden rows alike: for publishing, hiding and rebuilding only."""


class VisibleItems(models.Manager.from_queryset(ItemRows)):  # type: ignore[misc]
    def get_queryset(self) -> ItemRows:
        return super().get_queryset().filter(visible=True)


class Item(models.Model):
    """The public face of one thing. A hidden item is a bare anchor without words.

    `keywords` (title and theme in every language) and `text` feed the search and are never listed.
    """

    kind = models.CharField(_("kind"), max_length=20)
    slug = models.SlugField(_("address"), max_length=90)
    visible = models.BooleanField(default=False)
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("summary"), blank=True)
    keywords = models.TextField(blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="sv")
    image = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="+")
    amount = MoneyField(null=True)
    supporters = models.PositiveIntegerField(
        _("supporters"), default=0, help_text=_("Confirmed supports; counted when one is given or taken back")
    )
    status = models.CharField(max_length=30, blank=True)
    status_words = LocalizedField(blank=True)
    status_look = models.CharField(max_length=10, default="quiet")
    starts_at = models.DateTimeField(null=True)
    happened_on = models.DateField(_("date it is told by"), null=True)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=dates.now)
    search = models.GeneratedField(
        expression=SearchVector("keywords", config="swedish", weight="A")
        + SearchVector("keywords", config="simple", weight="A")
        + SearchVector("text", config="swedish", weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    every = EveryItem()
    objects = VisibleItems()

    class Meta:
        verbose_name = _("public item")
        verbose_name_plural = _("public items")
        base_manager_name = "every"
        default_manager_name = "objects"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug"], name="one_item_per_address"),
            models.CheckConstraint(
                condition=Q(visible=True) | Q(keywords="", text="", summary={}, title={}), name="hidden_has_no_words"
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="item_search"),
            GinIndex(OpClass(Lower("keywords"), name="gin_trgm_ops"), name="item_trigrams"),
            models.Index(
                F("kind"),
                F("happened_on").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(visible=True),
                name="items_by_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or f"{self.kind}/{self.slug}"

    def get_absolute_url(self) -> str:
        from civicportal.commons.kinds import kinds

        return kinds[self.kind].url(self)


class OldAddress(models.Model):
    """An address that an item had before; it redirects."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="old_addresses")
    kind = models.CharField(max_length=20)
    slug = models.SlugField(max_length=90)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "slug"], name="one_old_address")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class Step(models.Model):
    """One dated step of an item's public history. It survives hiding and publishing again."""

    class Kind(models.TextChoices):
        STATUS = "status", _("Status")
        DECISION = "decision", _("Decision")
        UPDATE = "update", _("Update")
        RESULT = "result", _("Result")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("when"), default=dates.now)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STATUS)
    title = LocalizedField(_("in short"))
    words = LocalizedField(_("words"), long=True, blank=True)
    by_function = LocalizedField(_("by"), blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)
    images = models.ManyToManyField(StoredFile, blank=True, related_name="+")
    hidden = models.BooleanField(_("hidden by staff"), default=False)
    once = models.CharField(max_length=120, unique=True, null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["item", "at"], name="steps_of_an_item"),
            models.Index(fields=["kind", "-at"], name="steps_by_kind"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Link(models.Model):
    """How one public thing hangs together with another: the red thread is the walk over these."""

    class Kind(models.TextChoices):
        GREW_FROM = "grew_from", _("grew from")
        ANSWERS = "answers", _("answers")
        TESTS = "tests", _("tests")
        FUNDED_BY = "funded_by", _("funded by")
        BELONGS_TO = "belongs_to", _("belongs to")
        LED_TO = "led_to", _("led to")
        SIMILAR = "similar", _("similar to")

    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    reason = LocalizedField(_("why"), blank=True, help_text=_("Shown with the link in public"))
    made_at = models.DateTimeField(default=dates.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="a_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Synonym(models.Model):
    """Words that mean the same when somebody searches: whoever asks for one finds the others too."""

    words = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("words"),
        help_text=_("Two words or more, with commas between them"),
    )

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(words__len__gte=2), name="synonyms_are_two")]
        indexes: ClassVar = [GinIndex(fields=["words"], name="synonyms_by_word")]

    def __str__(self) -> str:
        return ", ".join(self.words)

    def clean(self) -> None:
        """One form for all: lower case, composed characters, no word twice."""
        self.words = list(dict.fromkeys(one_line(word).lower() for word in self.words or [] if word.strip()))
        if len(self.words) < 2:
            raise ValidationError({"words": _("Write two words or more, with commas between them")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        public_words_changed()


def item_field(**kwargs: Any) -> models.OneToOneField[Any, Any]:
    """The key from a feature's thing to its public face."""
    return models.OneToOneField(Item, on_delete=models.PROTECT, null=True, editable=False, related_name="+", **kwargs)
