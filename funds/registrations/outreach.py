"""What outreach and the pages about how a fund works tell the kernel when the portal starts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from civicportal.places import standing
from funds import setup
from funds.models import Fund, Source
from funds.queries.public import funds_in_public

OPEN_PAGES = ("statistics", "how_we_decide", "spread")


def register_outreach() -> None:
    """Called once, when the app is ready."""
    standing.register("funds", open_pages)
    setup.register(
        setup.Section(
            key="outreach",
            label=gettext_lazy("Outreach: short links and posters"),
            url=lambda fund: reverse("admin:funds_sources", args=[fund.slug]),
            done=has_sources,
            position=90,
        )
    )


def has_sources(fund: Fund) -> bool | None:
    """A fund can open without sources; with one the part is done."""
    return True if Source.objects.filter(fund=fund).exists() else None


def open_pages() -> list[standing.Place]:
    """The figures, the way of deciding and the method of each public fund."""
    slugs = funds_in_public().values_list("slug", flat=True)
    return [(f"funds:{name}", (slug,)) for slug in slugs for name in OPEN_PAGES]
