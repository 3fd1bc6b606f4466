"""Small numbers about people stay hidden, and nobody can work them out from what is shown.

A table of counts over given categories is told with its total. A count under five would point at single people, so
it is hidden. One hidden cell alone is the total less the rest, so more cells are hidden until that says nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

LOWEST = 5
"""The smallest count that may be shown (a usual bar in official statistics)."""


def without_small[Key: Hashable](counts: Mapping[Key, int], lowest: int = LOWEST) -> dict[Key, int | None]:
    """The counts in their order, None where one is hidden. The total may stand beside them where it is not small.

    Hidden is every count under `lowest`, also 0; and then, while what is hidden holds fewer than two different numbers
    or is small together, and something is still shown, every cell that has the smallest shown number.

    Why nobody can undo it, even knowing this rule: the rule looks at numbers and never at which category has them, and
    what is hidden is not all alike. So two hidden numbers that differ may change places and the same table is shown:
    each hidden cell has two possible values at least. Where all is hidden and alike, the total says no more than that.
    """
    hidden = {key for key, count in counts.items() if count < lowest}
    while hidden and len(hidden) < len(counts) and _tells(hidden, counts, lowest):
        smallest = min(count for key, count in counts.items() if key not in hidden)
        hidden |= {key for key, count in counts.items() if count == smallest}
    return {key: None if key in hidden else count for key, count in counts.items()}


def _tells[Key: Hashable](hidden: set[Key], counts: Mapping[Key, int], lowest: int) -> bool:
    """Whether hiding no more than this would give a number away."""
    return len({counts[key] for key in hidden}) < 2 or sum(counts[key] for key in hidden) < lowest
