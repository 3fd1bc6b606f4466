"""How it is judged, to look up: criteria with anchors, and stages. They are changed on the pages of the setup alone.

Those pages ask the rules: nothing moves once a score is given, and more time needs a reason. Reviews, advice,
redactions and calibrations have no stock list or form at all.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin, ScopedTabular
from civicportal.kernel import dates
from civicportal.review.models import STAFF_OF_A_ROUND, Anchor, Criterion, Stage
from civicportal.review.models.criteria import MOST
from civicportal.submissions.kinds import kind_of


def opening_in_words(opening: Any) -> str:
    """The fund's name and the days, where a bare opening would be a code word."""
    return f"{kind_of(opening).about(opening).name}, {dates.show_day(opening.opens_at)}"


class AnchorInline(ScopedTabular):
    """One line for each score of the scale."""

    model = Anchor
    max_num = MOST


@admin.register(Criterion)
class CriterionAdmin(ScopedAdmin):
    """What is judged."""

    readable_by = STAFF_OF_A_ROUND
    list_display = ("name", "position", "weight", "highest", "opening")
    list_filter = ("opening",)
    list_select_related = ("opening",)
    inlines = (AnchorInline,)


@admin.register(Stage)
class StageAdmin(ScopedAdmin):
    """When reviewers read, and whether they see who has applied."""

    readable_by = STAFF_OF_A_ROUND
    list_display = ("name", "round_name", "opens_at", "closes_at", "blind", "wanted_reviews")
    list_filter = ("opening",)
    list_select_related = ("opening",)

    @admin.display(description=_("round"))
    def round_name(self, stage: Stage) -> str:
        return opening_in_words(stage.opening)
