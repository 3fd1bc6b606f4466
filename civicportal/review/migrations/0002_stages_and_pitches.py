"""Stages of every kind, redactions, calibration, pitches."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("review", "0001_criteria_and_reviews")]

    operations: ClassVar = []
