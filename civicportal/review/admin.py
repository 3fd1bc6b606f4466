"""What staff arrange before the judging: criteria with anchors, and stages. Reviews have pages of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin, ScopedTabular
from civicportal.kernel import dates
from civicportal.review.models import STAFF_OF_A_ROUND, Anchor, Criterion, Stage
from civicportal.review.rules import ARRANGES, can_change_criteria
from civicportal.submissions.kinds import kind_of


def opening_in_words(opening: Any) -> str:
    """The fund's name and the days, where a bare opening would be a code word."""
    return f"{kind_of(opening).about(opening).name}, {dates.show_day(opening.opens_at)}"


class AnchorInline(ScopedTabular):
    """One line for each score from 1 to 5."""

    model = Anchor
    read_only = False
    max_num = 5

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 5


@admin.register(Criterion)
class CriterionAdmin(ScopedAdmin):
    """What is judged. From the first score in the opening it is read and not changed."""

    readable_by = STAFF_OF_A_ROUND
    writable_by = ARRANGES
    unit_path = "opening__unit"
    list_display = ("name", "position", "weight", "opening")
    list_filter = ("opening",)
    list_select_related = ("opening",)
    inlines = (AnchorInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return bool(may and (obj is None or can_change_criteria(request.user, obj.opening)))


@admin.register(Stage)
class StageAdmin(ScopedAdmin):
    """When reviewers read, and whether they see who has applied."""

    readable_by = STAFF_OF_A_ROUND
    writable_by = ARRANGES
    unit_path = "opening__unit"
    list_display = ("name", "round_name", "opens_at", "closes_at", "blind", "wanted_reviews")
    list_filter = ("opening",)
    list_select_related = ("opening",)

    @admin.display(description=_("round"))
    def round_name(self, stage: Stage) -> str:
        return opening_in_words(stage.opening)
