"""Forms that staff write."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("submissions", "0005_shares_and_comments")]

    operations: ClassVar = []
