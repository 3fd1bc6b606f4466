"""Who could read what: a fair proposal, reckoned from plain numbers. A person looks at it, changes it and confirms.

Each submission gets the least loaded of those without a conflict, and then loads are evened out: as long as somebody
has two more to read than somebody else and a chain of exchanges leads from the one to the other, it is made. What is
left is as even as the conflicts allow. The same numbers give the same proposal, whenever it is asked for.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Short:
    """A submission that cannot have as many readers as wanted: how many it gets, and how many may not read it."""

    gets: int
    wanted: int
    conflicts: int

    @property
    def words(self) -> str:
        """ "2 of 3: 4 may have an interest"."""
        words = _("%(gets)d of %(wanted)d: %(conflicts)d have an interest, or may have one")
        return words % {"gets": self.gets, "wanted": self.wanted, "conflicts": self.conflicts}


@dataclass(slots=True)
class Proposed:
    """Submission id to the people proposed for it, the load of each person afterwards, and what falls short."""

    readers: dict[int, list[int]] = field(default_factory=dict)
    loads: dict[int, int] = field(default_factory=dict)
    short: dict[int, Short] = field(default_factory=dict)


def propose(
    submissions: Iterable[int],
    people: Iterable[int],
    *,
    wanted: int,
    by_all: Iterable[int] = (),
    conflicts: Iterable[tuple[int, int]] = (),
    having: Mapping[int, Iterable[int]] | None = None,
    loads: Mapping[int, int] | None = None,
) -> Proposed:
    """Proposes readers, `wanted` for each submission together with those who have it already.

    `by_all` are submissions that everybody reads, as calibration cases are. `conflicts` are (submission, person)
    pairs that may not be; `having` is who reads what already, which stays; `loads` is how many each person reads
    already, counted from `having` if not given.
    """
    asked, everybody, each_reads = list(submissions), list(people), set(by_all)
    has = {submission: set((having or {}).get(submission, ())) for submission in asked}
    blocked = set(conflicts)
    free = {
        submission: [one for one in everybody if one not in has[submission] and (submission, one) not in blocked]
        for submission in asked
    }
    target = {submission: len(everybody) if submission in each_reads else wanted for submission in asked}
    told = dict(loads) if loads is not None else _counted(has.values())
    found = Proposed(loads={one: told.get(one, 0) for one in everybody})
    # Those with fewest to choose among come first, so that the others can give way to them.
    for submission in sorted(asked, key=lambda each: (len(free[each]), _turn(each, 0))):
        missing = max(0, target[submission] - len(has[submission]))
        chosen = sorted(free[submission], key=lambda one: (found.loads[one], _turn(submission, one)))[:missing]
        found.readers[submission] = chosen
        for one in chosen:
            found.loads[one] += 1
        if len(chosen) < missing:
            may_not = sum(1 for one in everybody if (submission, one) in blocked)
            found.short[submission] = Short(len(has[submission]) + len(chosen), target[submission], may_not)
    _even_out(found, free)
    for readers in found.readers.values():
        readers.sort(key=everybody.index)
    return found


def _counted(readers: Iterable[set[int]]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for each in readers:
        for one in each:
            counts[one] = counts.get(one, 0) + 1
    return counts


def _turn(submission: int, person: int) -> str:
    """An order that is the same each time, and not the same for every submission: readers are mixed."""
    return hashlib.sha256(f"{submission}:{person}".encode()).hexdigest()


def _even_out(found: Proposed, free: Mapping[int, list[int]]) -> None:
    """Moves proposals along chains until no chain makes two loads more alike: then the spread is the least there is."""
    moved = True
    while moved:
        moved = False
        for start in sorted(found.loads, key=lambda one: (-found.loads[one], one)):
            if chain := _chain(start, found, free):
                for submission, giver, taker in chain:
                    found.readers[submission].remove(giver)
                    found.readers[submission].append(taker)
                found.loads[start] -= 1
                found.loads[chain[-1][2]] += 1
                moved = True
                break


def _chain(start: int, found: Proposed, free: Mapping[int, list[int]]) -> list[tuple[int, int, int]]:
    """The shortest way to hand one reading from `start`, over others, to somebody with at least two fewer."""
    by_person: dict[int, list[int]] = {}
    for submission, readers in found.readers.items():
        for one in readers:
            by_person.setdefault(one, []).append(submission)
    come_from: dict[int, tuple[int, int]] = {}
    waiting, seen = deque([start]), {start}
    while waiting:
        giver = waiting.popleft()
        for submission in sorted(by_person.get(giver, [])):
            for taker in free[submission]:
                if taker in seen or taker in found.readers[submission]:
                    continue
                seen.add(taker)
                come_from[taker] = (submission, giver)
                if found.loads[taker] <= found.loads[start] - 2:
                    return _back(start, taker, come_from)
                waiting.append(taker)
    return []


def _back(start: int, last: int, come_from: Mapping[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
    chain, taker = [], last
    while taker != start:
        submission, giver = come_from[taker]
        chain.append((submission, giver, taker))
        taker = giver
    return chain[::-1]
