"""`manage.py load_demo`: fills an empty database with the demo's city, people and stories."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civicportal.demo import load


class Command(BaseCommand):
    help = "Fills an empty database with the demo's content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, without complaint, when there is content"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's content belongs in the demo only: its settings have DEMO = True.")
        if load.is_empty():
            load.load()
            self.stdout.write("The demo's content is loaded.")
        elif not options["if_empty"]:
            raise CommandError("There is content already. Load the demo into an empty database.")
