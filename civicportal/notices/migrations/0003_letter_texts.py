"""Texts of letters that staff write."""

from typing import ClassVar

from django.db import migrations, models

import civicportal.kernel.dates
import civicportal.kernel.text


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0002_receivers_and_queue")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about_kind", models.CharField(max_length=80)),
                ("about_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                (
                    "subject",
                    civicportal.kernel.text.LocalizedField(
                        default=civicportal.kernel.text.LocalizedText, verbose_name="subject"
                    ),
                ),
                (
                    "body",
                    civicportal.kernel.text.LocalizedField(
                        default=civicportal.kernel.text.LocalizedText, long=True, verbose_name="text"
                    ),
                ),
                ("changed_at", models.DateTimeField(default=civicportal.kernel.dates.now, verbose_name="changed")),
            ],
            options={
                "verbose_name": "own text of a letter",
                "verbose_name_plural": "own texts of letters",
                "constraints": [
                    models.UniqueConstraint(fields=("about_kind", "about_id", "kind"), name="one_own_text_per_letter")
                ],
            },
        ),
    ]
