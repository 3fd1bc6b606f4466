"""What decisions say, and protocols."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_people_and_units")]

    operations: ClassVar = []
