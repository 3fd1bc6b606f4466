"""Funds by configuration."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import civicportal.kernel.money

ENDORSEMENT = [
    ("none", "Not asked for"),
    ("assignment", "Before it is given to reviewers"),
    ("decision", "Before money is granted"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("funds", "0003_audience_and_inquiries"),
        ("submissions", "0006_forms_in_the_making"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="fund",
            name="report_form",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="submissions.form",
                verbose_name="questions of the final report",
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="form",
            field=models.ForeignKey(
                blank=True,
                help_text="What the next round asks",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="submissions.form",
                verbose_name="questions of the application",
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="checklist",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="what one ticks before sending, per language",
                verbose_name="checklist",
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="lowest",
            field=civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="lowest sum"),
        ),
        migrations.AddField(
            model_name="fund",
            name="highest",
            field=civicportal.kernel.money.MoneyField(blank=True, null=True, verbose_name="highest sum"),
        ),
        migrations.AddField(
            model_name="fund",
            name="endorsement",
            field=models.CharField(
                choices=ENDORSEMENT,
                default="none",
                help_text="What new rounds begin with",
                max_length=10,
                verbose_name="a manager's support",
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="endorser",
            field=models.CharField(
                choices=[("nearest", "The nearest manager"), ("head", "The head of the department")],
                default="nearest",
                max_length=10,
                verbose_name="who gives the support",
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="funds.fund",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="decision_dates",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                help_text=(
                    "For a round that is open all year: each application belongs to the next date after it was sent"
                ),
                verbose_name="decision dates",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="days_before",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How long before the date an application must have come to be decided on it",
                verbose_name="days before a decision date",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="decision_on",
            field=models.DateField(
                blank=True,
                help_text="The decision date it belongs to, in a round open all year",
                null=True,
                verbose_name="decided on",
            ),
        ),
    ]
