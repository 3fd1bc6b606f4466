"""Fills every visible public item anew from the thing that it is the face of."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from civicportal.commons.actions import changed_contents
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.web import public_words_changed
from civicportal.records.actions import record


class Command(BaseCommand):
    """Run after a change of how a kind is told in public; harmless at any time. With --check it only tells."""

    help = "Rebuilds every visible public item from its source"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; end with an error when an item differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        differing = 0
        for kind in kinds.values():
            things = kind.model_class._base_manager.filter(item__visible=True).order_by("pk")
            for pk in things.values_list("pk", flat=True).iterator():
                differing += self.rebuild(kind.model_class, pk, write=not options["check"])
        if options["check"] and differing:
            self.stderr.write(f"{differing} items differ from their source.")
            raise SystemExit(1)
        if differing:
            public_words_changed()
        self.stdout.write(
            f"{differing} items rebuilt." if not options["check"] else "Every item agrees with its source."
        )

    def rebuild(self, model: Any, pk: int, *, write: bool) -> bool:
        """Whether the item of one thing differed from it; writes it anew unless told not to."""
        with transaction.atomic():
            thing = model._base_manager.select_for_update(of=("self",)).get(pk=pk)
            item = Item.every.select_for_update(of=("self",)).get(pk=thing.item_id)
            changed = changed_contents(item, thing)
            if changed and write:
                for name, value in changed.items():
                    setattr(item, name, value)
                item.changed_at = dates.now()
                item.save()
                record(thing, verb="commons.rebuild", by=None, facts={"item": item.pk, "fields": sorted(changed)})
            return bool(changed)
