"""Stages of every kind, redactions, calibration, pitches."""

from typing import ClassVar

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("review", "0001_criteria_and_reviews"),
        ("submissions", "0001_forms_drafts_and_submissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Advice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("terms", "Yes, with terms"), ("no", "No")],
                        max_length=10,
                        verbose_name="advice",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="why")),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advices", to="review.stage"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advices", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "advice of a group",
                "verbose_name_plural": "advice of groups",
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "submission"), name="one_advice_per_stage_and_submission"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), models.Q(("verdict", ""), _negated=True), _connector="OR"
                        ),
                        name="an_advice_that_is_done_says_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calibrations", to="review.stage"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrations",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "calibration case",
                "verbose_name_plural": "calibration cases",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "position"), name="one_calibration_per_position"),
                    models.CheckConstraint(
                        condition=models.Q(("position__range", (1, 2))), name="two_calibration_cases"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submission__isnull", False), ("text", "")),
                            models.Q(("submission__isnull", True), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_calibration_is_a_submission_or_a_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoneThrough",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gone_through",
                        to="submissions.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "text gone through",
                "verbose_name_plural": "texts gone through",
            },
        ),
        migrations.CreateModel(
            name="JuryQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="question")),
                ("at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jury_questions", to="review.stage"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jury_questions",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of the jury",
                "verbose_name_plural": "questions of the jury",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="NoInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(help_text="which hint it answers, as registered in review.hints", max_length=40),
                ),
                ("why", models.TextField(verbose_name="why not")),
                ("said_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="no_interests",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "no interest in a case",
                "verbose_name_plural": "no interest in cases",
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "person", "key"), name="one_word_per_hint")
                ],
            },
        ),
        migrations.CreateModel(
            name="Passing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goes_on", models.BooleanField(verbose_name="goes on")),
                ("at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passings", to="review.stage"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passings",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "what goes on from a stage",
                "verbose_name_plural": "what goes on from stages",
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "submission"), name="goes_on_or_not_from_a_stage")
                ],
            },
        ),
        migrations.CreateModel(
            name="Prolonging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_at", models.DateTimeField(help_text="when it would have closed")),
                ("until", models.DateTimeField(verbose_name="until")),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prolongings", to="review.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "prolonging of a stage",
                "verbose_name_plural": "prolongings of stages",
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("closed_at"))), name="a_stage_is_only_made_longer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=60)),
                ("means", models.CharField(blank=True, help_text="such as title, as the form said", max_length=20)),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redactions", to="submissions.version"
                    ),
                ),
            ],
            options={
                "verbose_name": "redacted answer",
                "verbose_name_plural": "redacted answers",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "question"), name="one_redaction_per_answer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="link to the video meeting")),
                ("changes", models.PositiveSmallIntegerField(default=0, help_text="sequence of the calendar event")),
                ("changed_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("asked_at", models.DateTimeField(help_text="when the applicant asked for another time", null=True)),
                ("asked_words", models.TextField(blank=True, verbose_name="what suits better")),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="review.stage"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "pitch time",
                "verbose_name_plural": "pitch times",
                "ordering": ["starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_pitch_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_pitch_is_somewhere",
                    ),
                    models.UniqueConstraint(fields=("stage", "submission"), name="one_pitch_per_submission"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                            ("stage", "="),
                        ],
                        name="pitches_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "given",
                    models.JSONField(default=list, help_text="pairs of criterion and score, none for cannot judge"),
                ),
                ("done_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                (
                    "calibration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trials", to="review.calibration"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "score of a calibration text",
                "verbose_name_plural": "scores of calibration texts",
                "constraints": [
                    models.UniqueConstraint(fields=("calibration", "person"), name="one_trial_per_reviewer")
                ],
            },
        ),
        migrations.AddField(
            model_name="stage",
            name="best",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="how many go on"),
        ),
        migrations.AddField(
            model_name="stage",
            name="judges",
            field=models.CharField(
                choices=[
                    ("reviewer", "Reviewers"),
                    ("coach", "The coach team"),
                    ("decision_maker", "The steering group"),
                ],
                default="reviewer",
                max_length=20,
                verbose_name="who reads",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("scores", "Each gives scores"),
                    ("advice", "The group writes one advice"),
                    ("pitch", "Those who applied pitch, each gives scores"),
                ],
                default="scores",
                max_length=10,
                verbose_name="what it gives",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="leaves",
            field=models.CharField(
                choices=[
                    ("all", "Everything goes on"),
                    ("best", "The best go on, as somebody confirms"),
                    ("advice", "Everything goes on with a written advice"),
                ],
                default="all",
                max_length=10,
                verbose_name="leaves to the next stage",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="people",
            field=models.ManyToManyField(
                blank=True,
                help_text="Nobody named means everybody with the role",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="named people",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="redacted_first",
            field=models.BooleanField(
                default=False,
                help_text="A submission is read when somebody has gone through its text",
                verbose_name="names are struck out before anybody reads",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="shows",
            field=models.CharField(
                choices=[("nothing", "Nothing"), ("words", "The words"), ("scores", "Words and scores")],
                default="nothing",
                max_length=10,
                verbose_name="the next stage sees",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("leaves", "best"), _negated=True), ("best__gt", 0), _connector="OR"),
                name="the_best_are_so_many",
            ),
        ),
    ]
