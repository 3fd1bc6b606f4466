"""Forms that staff write."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

import civicportal.kernel.dates


class Migration(migrations.Migration):
    dependencies: ClassVar = [("submissions", "0005_shares_and_comments")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="form",
            name="taken_at",
            field=models.DateTimeField(
                default=civicportal.kernel.dates.now,
                help_text="Empty while it is being made",
                null=True,
                verbose_name="in use since",
            ),
        ),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.UniqueConstraint(
                condition=Q(taken_at__isnull=True), fields=["name"], name="one_version_in_the_making"
            ),
        ),
    ]
