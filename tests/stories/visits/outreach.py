"""How a fund works in the open, and its sources: short links, posters, figures."""

from __future__ import annotations

from typing import Any

from funds.models import Source
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import person

FUND = "visionsfonden"
EMPLOYEES = "natverket-for-innovation"


def visits() -> list[Visit]:
    """The public pages of two funds, with figures and without, and the work pages of the sources."""
    keeper = person("ansvarig@fonden.example.org")
    teller = person("kommunikator@kommunikation.example.org")
    source = Source.objects.filter(fund__slug=FUND, kind="poster").order_by("pk")[0]
    workshop = Source.objects.filter(fund__slug=FUND, about__isnull=False).order_by("pk")[0]
    at: Any = (FUND, source.code)
    new = {"name": "admin:funds_source_new", "args": (FUND,), "who": keeper}
    change = {"name": "admin:funds_source_change", "args": at, "who": keeper}
    return [
        *(Visit(name=f"funds:{name}", args=(FUND,)) for name in ("statistics", "how_we_decide", "spread")),
        *(
            Visit(name=f"funds:{name}", args=(EMPLOYEES,), says="another fund")
            for name in ("statistics", "how_we_decide", "spread")
        ),
        Visit(name="funds:project_list", query="?kind=association", says="by kind of applicant"),
        Visit(name="admin:funds_outreach", who=teller, says="one alone"),
        Visit(name="admin:funds_sources", args=(FUND,), who=keeper),
        Visit(name="admin:funds_source", args=at, who=keeper),
        Visit(name="admin:funds_source", args=(FUND, workshop.code), who=teller, says="of a meeting or project"),
        Visit(**new),
        Visit(**new, says="not filled in", act=send, status=422),
        Visit(**change),
        Visit(name="admin:funds_poster", args=(*at, "sv"), who=keeper),
    ]
