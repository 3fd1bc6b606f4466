"""Writing together: co-writers, completion requests."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("submissions", "0003_endorsements")]

    operations: ClassVar = []
