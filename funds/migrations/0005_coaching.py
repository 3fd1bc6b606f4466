"""Coaches' times and what is booked."""

import uuid
from typing import ClassVar

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates
import civicportal.kernel.text


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0003_protocols"),
        ("funds", "0004_configuration"),
        ("review", "0001_criteria_and_reviews"),
        ("submissions", "0005_shares_and_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Coaching",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("before", "Before applying"),
                            ("writing", "While writing"),
                            ("sent", "After applying"),
                            ("project", "During the project"),
                        ],
                        default="before",
                        max_length=8,
                        verbose_name="when",
                    ),
                ),
                ("language", models.CharField(default="sv", max_length=2)),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coachings",
                        to="funds.application",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coaching", to="cases.case"
                    ),
                ),
                (
                    "draft_token",
                    models.UUIDField(help_text="of the draft that it is about, which may be gone", null=True),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coachings",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coachings",
                        to="funds.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "coaching",
                "verbose_name_plural": "coachings",
            },
        ),
        migrations.CreateModel(
            name="CoachNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="note")),
                ("shared", models.BooleanField(default=False, verbose_name="shared with the person")),
                ("written_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("once", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "coaching",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="funds.coaching"
                    ),
                ),
            ],
            options={
                "verbose_name": "coach's note",
                "verbose_name_plural": "coaches' notes",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CoachTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "where",
                    models.CharField(
                        choices=[("on_site", "On site"), ("video", "On video")],
                        default="on_site",
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("video_link", models.URLField(blank=True, verbose_name="link to the video meeting")),
                ("series", models.UUIDField(default=uuid.uuid4)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coach_times",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coach",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coach_times",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
            ],
            options={
                "verbose_name": "coach's time",
                "verbose_name_plural": "coaches' times",
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_coach_time_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("starts_at"),
                                    models.F("ends_at"),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                            ("coach", "="),
                        ],
                        name="coach_times_do_not_overlap",
                    ),
                ],
                "indexes": [models.Index(fields=["fund", "starts_at"], name="coach_times_of_a_fund")],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("booked", "Booked"), ("cancelled", "Cancelled")],
                        default="booked",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("booked_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("changed_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("cancelled_by_coach", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it is cancelled")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("link_hash", models.CharField(max_length=64, unique=True)),
                ("once", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "coaching",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="funds.coaching"
                    ),
                ),
                (
                    "time",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="funds.coachtime",
                        verbose_name="time",
                    ),
                ),
            ],
            options={
                "verbose_name": "booked time with a coach",
                "verbose_name_plural": "booked times with coaches",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "booked")), fields=("time",), name="one_booking_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True, verbose_name="word to the next coach")),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "coaching",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="funds.coaching"
                    ),
                ),
            ],
            options={
                "verbose_name": "a coach's turn",
                "verbose_name_plural": "coaches' turns",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("coaching",), name="one_coach_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Readiness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("point", models.CharField(max_length=40)),
                ("writer_at", models.DateTimeField(null=True)),
                ("coach_at", models.DateTimeField(null=True)),
                (
                    "coaching",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ready", to="funds.coaching"
                    ),
                ),
            ],
            options={
                "verbose_name": "point of a ready list",
                "verbose_name_plural": "points of ready lists",
                "constraints": [models.UniqueConstraint(fields=("coaching", "point"), name="one_tick_per_point")],
            },
        ),
        migrations.AddField(
            model_name="fund",
            name="ready_points",
            field=civicportal.kernel.text.LocalizedField(
                blank=True,
                default=civicportal.kernel.text.LocalizedText,
                help_text="One point a line, the same order in both languages. Empty: the portal's own points",
                long=True,
                verbose_name="points of the ready to send list",
            ),
        ),
    ]
