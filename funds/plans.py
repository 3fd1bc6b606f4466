"""How a grant is divided into parts: to the öre, whatever the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from funds.enums.after import PayWhen, PlanKind

KRONA = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan: öre, and what must have happened before it is paid."""

    amount: int
    pay_when: str
    condition: str = ""


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """A sum in öre divided by weights, in whole kronor but for the last part, which takes the rest.

    Parts that would be nothing are left out, so a small sum has fewer parts. Raises ValueError below one öre and
    without weights.
    """
    if amount < 1 or not weights or min(weights) < 1:
        raise ValueError("a plan divides some money by weights above zero")
    whole = sum(weights)
    parts = [amount * weight // whole // KRONA * KRONA for weight in weights[:-1]]
    return [part for part in (*parts, amount - sum(parts)) if part > 0]


def parts_of(amount: int, kind: str) -> list[Part]:
    """The parts of a grant in a fund's way to pay. Staff change days and conditions of milestones afterwards."""
    if kind == PlanKind.HALVES:
        parts = split(amount, (1, 1))
        return [Part(parts[0], PayWhen.AGREEMENT), *(Part(part, PayWhen.REPORT) for part in parts[1:])]
    if kind == PlanKind.MILESTONES:
        parts = split(amount, (2, 2, 1))
        middle = [Part(part, PayWhen.MILESTONE, _("You have told how it goes, halfway")) for part in parts[1:-1]]
        return [Part(parts[0], PayWhen.AGREEMENT), *middle, *(Part(part, PayWhen.REPORT) for part in parts[1:][-1:])]
    return [Part(amount, PayWhen.AGREEMENT)]
