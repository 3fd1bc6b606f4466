"""Agreements, payments, reports, support of small amounts."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("funds", "0005_coaching")]

    operations: ClassVar = []
