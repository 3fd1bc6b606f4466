"""Agreements, payments, reports, support of small amounts."""

from typing import ClassVar

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates
import civicportal.kernel.money
import civicportal.kernel.text


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0002_people_and_units"),
        ("commons", "0006_follows_by_address"),
        ("files", "0002_who_uploaded"),
        ("funds", "0005_coaching"),
        ("submissions", "0003_endorsements"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for the grantee's yes"),
                            ("accepted", "Accepted"),
                            ("replaced", "Replaced by a new one"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="made")),
                ("accept_by", models.DateField(verbose_name="to be accepted by")),
                ("reminded", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                ("accepted_name", models.CharField(blank=True, max_length=160, verbose_name="accepted by")),
                (
                    "payout",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "To the account that you register with the city's bank"),
                            ("supplier", "To the account that the city already has for your organisation"),
                            ("internal", "Within the city's own bookkeeping"),
                        ],
                        max_length=12,
                        verbose_name="how the money comes",
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="funds.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="one_agreement_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=("project",),
                        name="one_agreement_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                                models.Q(("accepted_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_agreement_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AidDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "private",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=6,
                        verbose_name="applies as a private person",
                    ),
                ),
                (
                    "sells",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=6,
                        verbose_name="sells goods or services",
                    ),
                ),
                (
                    "benefits",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=6,
                        verbose_name="the money may help what it sells",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("person", "A private person"),
                            ("no_market", "An association without economic activity"),
                            ("undertaking", "An undertaking in the sense of the rules on state aid"),
                        ],
                        max_length=12,
                        verbose_name="so it is",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="why so")),
                (
                    "others_cents",
                    models.PositiveBigIntegerField(default=0, verbose_name="from others in three years, in euro cents"),
                ),
                (
                    "declared_on",
                    models.DateField(
                        default=civicportal.kernel.dates.today, verbose_name="declared by the applicant on"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=8, null=True, verbose_name="kronor for one euro"
                    ),
                ),
                ("rate_on", models.DateField(blank=True, null=True, verbose_name="rate of")),
                ("made_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("superseded", models.BooleanField(default=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aid_declarations",
                        to="funds.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "declaration of small aid",
                "verbose_name_plural": "declarations of small aid",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded", False)),
                        fields=("application",),
                        name="one_aid_declaration_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "undertaking"), _negated=True),
                            models.Q(("rate__gt", 0), ("rate_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_undertaking_has_a_rate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AidAward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=10, verbose_name="organisation number")),
                ("name", models.CharField(max_length=160, verbose_name="undertaking")),
                ("amount", civicportal.kernel.money.MoneyField(verbose_name="amount")),
                ("rate", models.DecimalField(decimal_places=4, max_digits=8, verbose_name="kronor for one euro")),
                ("rate_on", models.DateField(verbose_name="rate of")),
                ("cents", models.PositiveBigIntegerField(verbose_name="amount in euro cents")),
                ("before_cents", models.PositiveBigIntegerField(verbose_name="in three years before, in euro cents")),
                ("granted_on", models.DateField(verbose_name="granted")),
                ("tell_by", models.DateField(verbose_name="to be registered by")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="registered")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.decision"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="funds.aiddeclaration"
                    ),
                ),
            ],
            options={
                "verbose_name": "award of small aid",
                "verbose_name_plural": "awards of small aid",
                "ordering": ["-granted_on", "-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="an_aid_award_has_a_rate")
                ],
                "indexes": [models.Index(fields=["number", "granted_on"], name="aid_of_an_undertaking")],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back by you"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("why", models.TextField(verbose_name="why")),
                ("language", models.CharField(default="sv", max_length=2)),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="new start")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="new end")),
                ("amount", civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="new, lower sum")),
                (
                    "budget",
                    models.JSONField(
                        blank=True, default=list, help_text="what and amount in öre", verbose_name="new budget lines"
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="new contact person")),
                ("before", models.JSONField(default=dict, verbose_name="what stood before")),
                ("asked_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="asked")),
                ("answer", models.TextField(blank=True, verbose_name="answer and reason")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("once", models.UUIDField(unique=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="funds.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of what was agreed",
                "verbose_name_plural": "changes of what was agreed",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="one_change_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("project",), name="one_change_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "declined"]), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_answered_change_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months after the end")),
                ("due_on", models.DateField(verbose_name="asked on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Not asked yet"),
                            ("asked", "Asked"),
                            ("answered", "Answered, waits to be read"),
                            ("released", "Public"),
                            ("kept", "Read, not published"),
                            ("silent", "Not answered"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("link_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("asked_at", models.DateTimeField(null=True, verbose_name="asked")),
                (
                    "going",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Yes, it goes on"),
                            ("changed", "Yes, in another form"),
                            ("no", "No, it has ended"),
                        ],
                        max_length=8,
                        verbose_name="does it go on",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="what came of it")),
                ("language", models.CharField(default="sv", max_length=2)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_ins", to="funds.project"
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="commons.step"
                    ),
                ),
            ],
            options={
                "verbose_name": "check-in",
                "verbose_name_plural": "check-ins",
                "ordering": ["months"],
                "constraints": [models.UniqueConstraint(fields=("project", "months"), name="one_check_in_a_time")],
                "indexes": [models.Index(fields=["state", "due_on"], name="check_ins_by_day")],
            },
        ),
        migrations.CreateModel(
            name="GrantTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    civicportal.kernel.text.LocalizedField(
                        default=civicportal.kernel.text.LocalizedText,
                        help_text="The words in braces are filled in for each project",
                        long=True,
                        verbose_name="text of the agreement",
                    ),
                ),
                (
                    "plan",
                    models.CharField(
                        choices=[
                            ("at_once", "Everything at once, when the agreement is accepted"),
                            ("halves", "Half when the agreement is accepted, half when the report is approved"),
                            ("milestones", "In parts, each with its day and its condition"),
                        ],
                        default="halves",
                        max_length=12,
                        verbose_name="how the fund pays",
                    ),
                ),
                (
                    "accept_days",
                    models.PositiveSmallIntegerField(default=21, verbose_name="days to accept the agreement"),
                ),
                (
                    "report_days",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="days from the end of the project to the report"
                    ),
                ),
                (
                    "how_paid",
                    civicportal.kernel.text.LocalizedField(
                        blank=True,
                        default=civicportal.kernel.text.LocalizedText,
                        long=True,
                        verbose_name="how the money is paid, to the grantee",
                    ),
                ),
                (
                    "fund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
            ],
            options={
                "verbose_name": "terms after a grant",
                "verbose_name_plural": "terms after grants",
            },
        ),
        migrations.CreateModel(
            name="PaymentBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("made_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="made")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="funds.fund"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "payment file",
                "verbose_name_plural": "payment files",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("amount", civicportal.kernel.money.MoneyField(verbose_name="amount")),
                (
                    "pay_when",
                    models.CharField(
                        choices=[
                            ("agreement", "When the agreement is accepted"),
                            ("milestone", "When the condition is met"),
                            ("report", "When the report is approved"),
                        ],
                        default="agreement",
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                ("condition", models.CharField(blank=True, max_length=200, verbose_name="condition")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("cleared", "To be paid"),
                            ("exported", "On its way"),
                            ("paid", "Paid"),
                            ("dropped", "Not paid, the money was not used"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reference", models.CharField(max_length=40, unique=True, verbose_name="reference")),
                (
                    "payee_number",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="the payee's number in the economy system"
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="funds.project"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="funds.paymentbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_payment_is_some_money"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                        ),
                        name="a_paid_payment_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "exported"), _negated=True), ("batch__isnull", False), _connector="OR"
                        ),
                        name="an_exported_payment_has_its_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pay_when", "milestone"), _negated=True),
                            models.Q(("condition", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_milestone_says_its_condition",
                    ),
                ],
                "indexes": [models.Index(fields=["state", "due_on"], name="payments_by_state")],
            },
        ),
        migrations.CreateModel(
            name="ProjectUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits to be read"),
                            ("released", "Public"),
                            ("declined", "Not published"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="in short")),
                ("words", models.TextField(verbose_name="what happened")),
                ("language", models.CharField(default="sv", max_length=2)),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="what the picture shows")),
                ("written_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="written")),
                ("reason", models.TextField(blank=True, verbose_name="why it is not published")),
                ("once", models.UUIDField(unique=True)),
                (
                    "picture",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="funds.project"
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="commons.step"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "update of a project",
                "verbose_name_plural": "updates of projects",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="one_update_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_declined_update_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not sent yet"),
                            ("sent", "Sent, waits to be read"),
                            ("completion", "Something is missing"),
                            ("approved", "Approved"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "rung",
                    models.SmallIntegerField(
                        help_text="days from the due day, negative before it", null=True, verbose_name="last reminder"
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="report in short, in public")),
                ("used", civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="used")),
                ("missing", models.TextField(blank=True, verbose_name="what is missing")),
                ("words", models.TextField(blank=True, verbose_name="words with the approval")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved")),
                ("to_return", civicportal.kernel.money.MoneyField(default=0, verbose_name="to be returned")),
                ("return_by", models.DateField(blank=True, null=True, verbose_name="to be returned by")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="returned")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opening",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="submissions.opening",
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report", to="funds.project"
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds_report",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "final report",
                "verbose_name_plural": "final reports",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_return__gte", 0),
                            models.Q(("returned_on__isnull", True), ("to_return__gt", 0), _connector="OR"),
                        ),
                        name="what_is_returned_was_to_be",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("approved_at__isnull", False), ("used__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_approved_report_has_its_sum",
                    ),
                ],
                "indexes": [models.Index(fields=["state", "due_on"], name="reports_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=120, verbose_name="what it was for")),
                ("added_at", models.DateTimeField(default=civicportal.kernel.dates.now)),
                ("once", models.UUIDField(unique=True)),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="funds.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="project",
            trigger=pgtrigger.compiler.Trigger(
                name="the_grant_is_its_parts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE wanted bigint; planned bigint; which bigint;",
                    func="which := NEW.id;\n    SELECT granted INTO wanted FROM funds_project WHERE id = which;\n    SELECT sum(amount) INTO planned FROM funds_payment WHERE project_id = which;\n    IF wanted IS NOT NULL AND planned IS NOT NULL AND planned <> wanted THEN\n        RAISE EXCEPTION 'the parts of a plan are the grant' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                    hash="1a2cc48cc6340f78b253ecc79418331505faa375",
                    operation='UPDATE OF "granted"',
                    pgid="pgtrigger_the_grant_is_its_parts_a497d",
                    table="funds_project",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="accepted_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'accepted' AND OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="56cf829c2c5f4f0bd4fc14255c5b852a9138c689",
                    operation="UPDATE",
                    pgid="pgtrigger_accepted_is_kept_fb98b",
                    table="funds_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="agreement_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="72065137a3d8bdff02dd1dbf30b5ade83f41fcf1",
                    operation="DELETE",
                    pgid="pgtrigger_agreement_never_removed_12395",
                    table="funds_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="parts_are_the_grant",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE wanted bigint; planned bigint; which bigint;",
                    func="IF TG_OP = 'DELETE' THEN which := OLD.project_id; ELSE which := NEW.project_id; END IF;\n    SELECT granted INTO wanted FROM funds_project WHERE id = which;\n    SELECT sum(amount) INTO planned FROM funds_payment WHERE project_id = which;\n    IF wanted IS NOT NULL AND planned IS NOT NULL AND planned <> wanted THEN\n        RAISE EXCEPTION 'the parts of a plan are the grant' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                    hash="664f9a4fe152376b82a7216caef7896ca725be26",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_parts_are_the_grant_dc383",
                    table="funds_payment",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
    ]
