from typing import Any

from django.core.management.base import BaseCommand

from tests import database


class Command(BaseCommand):
    """Django empties the database after each test with real transactions; ours is left as migrating leaves it.

    Django's own way is refused by the log, which is append-only by trigger, and would lose what migrations filled in.
    """

    help = "Brings this process's test database back to the migrated template."
    stealth_options = ("reset_sequences", "allow_cascade", "inhibit_post_migrate")

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--database", default="default")
        parser.add_argument("--no-input", "--noinput", action="store_false", dest="interactive")

    def handle(self, **options: Any) -> None:
        database.empty()
