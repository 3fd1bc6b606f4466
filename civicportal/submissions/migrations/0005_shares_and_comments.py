"""Drafts shown to a coach, and comments on their answers."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("submissions", "0004_writing_together")]

    operations: ClassVar = []
