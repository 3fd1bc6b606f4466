"""Drafts shown to a coach, and comments on their answers."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("submissions", "0004_writing_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="draft",
            name="shared_at",
            field=models.DateTimeField(help_text="last shown to somebody; empty while it never was", null=True),
        ),
        migrations.CreateModel(
            name="AnswerComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, help_text="the form's number, and its address", unique=True),
                ),
                ("question", models.CharField(max_length=60)),
                ("sealed", models.BinaryField()),
                ("said_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="submissions.draft"
                    ),
                ),
                (
                    "replies_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="submissions.answercomment",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on an answer",
                "verbose_name_plural": "comments on answers",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shared_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("until", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("writer", "The writer ended it"),
                            ("sent", "The draft was sent"),
                            ("other", "Somebody else took over"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="submissions.draft"
                    ),
                ),
                (
                    "with_whom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "shared draft",
                "verbose_name_plural": "shared drafts",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("draft", "with_whom"),
                        name="one_share_at_a_time",
                    )
                ],
            },
        ),
    ]
