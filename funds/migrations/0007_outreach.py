"""Where people heard of the fund."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates
import civicportal.kernel.text
import funds.models.outreach

KINDS = [
    ("social", "Social media"),
    ("event", "Events"),
    ("workshop", "Workshops"),
    ("tip", "Tips from departments"),
    ("granted", "Granted projects"),
    ("poster", "Posters"),
]
KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("commons", "0006_follows_by_address"),
        ("funds", "0006_after_the_grant"),
        ("submissions", "0003_endorsements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="kind of source")),
                (
                    "name",
                    civicportal.kernel.text.LocalizedField(
                        default=civicportal.kernel.text.LocalizedText,
                        help_text="Where it is or what it is, for example: The library in Fredriksdal",
                        verbose_name="name",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=funds.models.outreach.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                ("starts_on", models.DateField(default=civicportal.kernel.dates.today, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("made_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("once", models.UUIDField(editable=False, null=True, unique=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        help_text="Applications that begin here count for it",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="commons.item",
                        verbose_name="meeting or project",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "outreach source",
                "verbose_name_plural": "outreach sources",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="a_source_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CameFrom",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("on", models.DateField(default=civicportal.kernel.dates.today)),
                (
                    "application",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="came_from",
                        to="funds.application",
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="submissions.draft",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrivals", to="funds.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "beginning from a source",
                "verbose_name_plural": "beginnings from a source",
            },
        ),
        migrations.CreateModel(
            name="SourceDay",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("day", models.DateField()),
                ("visits", models.PositiveIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="funds.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "day of a source",
                "verbose_name_plural": "days of a source",
                "constraints": [models.UniqueConstraint(fields=("source", "day"), name="one_count_per_source_and_day")],
            },
        ),
    ]
