"""Funds by configuration."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


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
    ]
