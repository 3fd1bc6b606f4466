"""A promise that was not kept: when the person was told, and the day that was promised instead."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0004_delegations_for_certain_cases"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="case",
            name="new_answer_by",
            field=models.DateField(blank=True, null=True, verbose_name="new day for the answer"),
        ),
        migrations.AddField(
            model_name="case",
            name="told_late_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
