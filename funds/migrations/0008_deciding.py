"""The decision room."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates
import civicportal.kernel.money


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("funds", "0007_outreach"),
        ("cases", "0003_protocols"),
        ("commons", "0006_follows_by_address"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Pending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("partly", "Partly granted"),
                            ("reserve", "Reserve list"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                        verbose_name="proposed",
                    ),
                ),
                ("amount", civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="amount")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("by_criterion", models.JSONField(blank=True, default=dict, verbose_name="reason per criterion")),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("would_change", models.TextField(blank=True, verbose_name="what would change it")),
                (
                    "next_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("coach", "Talk with a coach"),
                            ("fund", "Another fund"),
                            ("challenge", "A challenge"),
                            ("project", "A similar project"),
                        ],
                        max_length=10,
                        verbose_name="next step",
                    ),
                ),
                ("next_words", models.TextField(blank=True, verbose_name="the next step in words")),
                (
                    "state_aid",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No economic activity, the rules do not apply"),
                            ("de_minimis", "De minimis aid, Regulation (EU) 2023/2831"),
                            ("gber", "Covered by the general block exemption regulation"),
                            ("other", "Assessed in another way, see the note"),
                        ],
                        max_length=10,
                        verbose_name="state aid",
                    ),
                ),
                ("state_aid_note", models.TextField(blank=True, verbose_name="why so")),
                ("version", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pending", to="funds.application"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "next_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="commons.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed outcome",
                "verbose_name_plural": "proposed outcomes",
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("shared", models.BooleanField(default=False, verbose_name="shared with the room")),
                ("version", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="funds.round",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "what-if",
                "verbose_name_plural": "what-ifs",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "owner", "name"), name="one_what_if_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScenarioLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("partly", "Partly granted"),
                            ("reserve", "Reserve list"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("amount", civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="amount")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.application"
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="funds.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a what-if",
                "verbose_name_plural": "lines of what-ifs",
                "constraints": [
                    models.UniqueConstraint(fields=("scenario", "application"), name="one_line_per_application")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "protocol",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sitting", to="cases.protocol"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="funds.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of the decision room",
                "verbose_name_plural": "meetings of the decision room",
            },
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                ("amount", civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="amount")),
                ("reason", models.TextField(verbose_name="reason")),
                ("point", models.CharField(max_length=80, verbose_name="delegation point")),
                ("placed_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reserves", to="funds.application"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reserves", to="funds.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "place on the reserve list",
                "verbose_name_plural": "places on the reserve list",
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("application",),
                        name="one_place_in_reserve",
                    ),
                    models.UniqueConstraint(fields=("round", "place"), name="one_in_each_place_in_reserve"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("screened", "Screened, to be assigned"),
                    ("in_review", "In review"),
                    ("decided", "Decided, held until release"),
                    ("granted", "Granted"),
                    ("refused", "Refused"),
                    ("dismissed", "Dismissed"),
                    ("reserve", "On the reserve list"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="received",
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
