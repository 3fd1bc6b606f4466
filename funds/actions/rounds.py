"""What happens to rounds by the clock."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons.models import Step
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.web import public_words_changed
from civicportal.records.actions import record
from funds.models import Round


def announce_openings() -> int:
    """Writes the step "open for applications" once for each round that has opened; followers get their letter.

    Returns how many rounds were announced.
    """
    moment = dates.now()
    due = Round.objects.filter(
        opening__opens_at__lte=moment, opening__closes_at__gt=moment, announced_open_at__isnull=True
    )
    return sum(_announce(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _announce(pk: int) -> int:
    round_ = (
        Round.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("fund__item", "opening")
        .filter(pk=pk, announced_open_at=None)
        .first()
    )
    if round_ is None or round_.fund.item is None or not round_.fund.item.visible:
        return 0
    commons.add_step(
        round_.fund.item,
        by=None,
        kind=Step.Kind.STATUS,
        title=in_all_languages(_("Open for applications: %(round)s"), round=round_.name),
        at=round_.opening.opens_at,
        once=f"opened:{round_.pk}",
    )
    round_.announced_open_at = dates.now()
    round_.save(update_fields=["announced_open_at"])
    record(round_, verb="round.opened", by=None)
    public_words_changed()
    return 1
