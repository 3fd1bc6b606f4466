"""The decision room."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("funds", "0007_outreach")]

    operations: ClassVar = []
