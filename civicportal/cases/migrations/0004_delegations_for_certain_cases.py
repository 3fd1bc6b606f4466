"""A delegation can hold for the cases of one series alone."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0003_protocols"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="delegation",
            name="series",
            field=models.CharField(
                blank=True,
                help_text="The letters that their references begin with, such as VF. Empty: all cases of the unit",
                max_length=8,
                verbose_name="which cases",
            ),
        ),
    ]
