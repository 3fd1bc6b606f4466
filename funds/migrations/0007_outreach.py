"""Where people heard of the fund."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("funds", "0006_after_the_grant")]

    operations: ClassVar = []
