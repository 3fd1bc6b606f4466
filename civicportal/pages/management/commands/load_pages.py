"""Writes the first words of the pages that staff then own. It never changes what is there already."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from civicportal.kernel.web import public_words_changed
from civicportal.pages.models import Page, Section
from civicportal.pages.texts import PAGES, PageText


class Command(BaseCommand):
    """Run at the first installation, and after an update that brings a new page or a new part of one."""

    help = "Writes the first texts of about, contact, accessibility, personal data and cookies; keeps what staff wrote"

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            added = sum(self.load(text) for text in PAGES)
            public_words_changed()
        if options["verbosity"]:
            self.stdout.write(f"{added} new parts of pages written.")

    def load(self, text: PageText) -> int:
        """The number of sections of one page that were missing and are now there."""
        page, _new = Page.objects.get_or_create(key=text.key, defaults={"title": text.title, "lead": text.lead})
        added = 0
        for position, section in enumerate(text.sections, start=1):
            facts = {"position": position * 10, "heading": section.heading, "body": section.body}
            _row, new = Section.objects.get_or_create(page=page, key=section.key, defaults=facts)
            added += new
        return added
