"""Coaches' times and what is booked."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("funds", "0004_configuration")]

    operations: ClassVar = []
