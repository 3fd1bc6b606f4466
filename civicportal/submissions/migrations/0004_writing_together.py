"""Writing together: co-writers, completion requests, contacts, signatories."""

import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}
VERSION = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "submissions.version"}
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("submissions", "0003_endorsements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="draft",
            name="has_co_writers",
            field=models.BooleanField(default=False, help_text="whether others were ever invited to write in it"),
        ),
        migrations.AddField(
            model_name="draft",
            name="only_questions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="the questions that are open to be completed; empty when the whole form is",
            ),
        ),
        migrations.CreateModel(
            name="CoWriter",
            fields=[
                ID,
                ("number", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="sv", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Invited, has not answered"),
                            ("writing", "Writes in it"),
                            ("owns", "Has taken it over"),
                            ("declined", "Said no"),
                            ("left", "Has left"),
                            ("removed", "Taken away"),
                        ],
                        default="invited",
                        max_length=10,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="co_writers", to="submissions.draft"
                    ),
                ),
                ("person", models.ForeignKey(null=True, **PERSON)),
            ],
            options={
                "verbose_name": "co-writer",
                "verbose_name_plural": "co-writers",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["invited", "writing"])),
                        fields=("draft", "email"),
                        name="one_invitation_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "writing")),
                        fields=("draft", "person"),
                        name="one_co_writer_per_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ID,
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("answered", "Has come in"),
                            ("ran_out", "The time ran out"),
                            ("taken_back", "Taken back"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), verbose_name="questions"
                    ),
                ),
                ("words", models.TextField(verbose_name="what is missing")),
                ("until", models.DateTimeField(verbose_name="until")),
                ("asked_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="asked")),
                ("reminded", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("seen_at", models.DateTimeField(null=True)),
                ("once", models.UUIDField(null=True, unique=True)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="submissions.submission",
                    ),
                ),
                ("version", models.ForeignKey(**VERSION)),
                ("answered_with", models.ForeignKey(null=True, **VERSION)),
                ("asked_by", models.ForeignKey(**PERSON)),
            ],
            options={
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("submission",), name="one_completion_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("asked_at"))), name="a_completion_has_some_time"
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")), fields=["until"], name="completions_that_wait"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ID,
                ("name", models.CharField(max_length=120, verbose_name="contact person")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("changed_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="changed")),
                ("new_email", models.EmailField(blank=True, max_length=254)),
                ("asked_at", models.DateTimeField(null=True)),
                ("old_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("new_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("old_yes_at", models.DateTimeField(null=True)),
                ("new_yes_at", models.DateTimeField(null=True)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={"verbose_name": "contact", "verbose_name_plural": "contacts"},
        ),
        migrations.RemoveConstraint(model_name="endorsement", name="one_endorsement_at_a_time"),
        migrations.AddField(
            model_name="endorsement",
            name="kind",
            field=models.CharField(
                choices=[("manager", "The nearest manager"), ("signatory", "Whoever signs for the organisation")],
                default="manager",
                max_length=10,
                verbose_name="whose support",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="hours",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours promised"),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="passed_on_at",
            field=models.DateTimeField(null=True, verbose_name="passed on"),
        ),
        migrations.AddField(model_name="endorsement", name="closed_by", field=models.ForeignKey(null=True, **PERSON)),
        migrations.AlterField(
            model_name="endorsement",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Asked, no answer yet"),
                    ("yes", "Yes, supports it"),
                    ("terms", "Yes, with terms"),
                    ("talk", "Wants to talk first"),
                    ("not_now", "Not now"),
                    ("nobody", "Nobody answered"),
                    ("replaced", "Asked anew"),
                ],
                default="asked",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "replaced"), _negated=True),
                fields=("submission", "kind"),
                name="one_endorsement_at_a_time",
            ),
        ),
    ]
