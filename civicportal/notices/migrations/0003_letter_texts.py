"""Texts of letters that staff write."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0002_receivers_and_queue")]

    operations: ClassVar = []
