"""Room for deep calls: what is called has it, and memory is not mapped anew for each call."""

from __future__ import annotations

import sys
from resource import RUSAGE_THREAD, getrusage
from threading import Thread

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from civicportal.kernel.stack import room_for_calls, with_room

CALLS = 2_000
DEEP = 60
"""Frames; a chunk of CPython's has room for some two hundred of such small ones."""


def down(frames: int) -> int:
    return 0 if frames == 0 else 1 + down(frames - 1)


def faults_from(depth: int) -> int:
    """How many pages of memory the system had to hand out while a loop, so many frames deep, called further down."""
    if depth:
        return faults_from(depth - 1)
    down(DEEP)
    before = getrusage(RUSAGE_THREAD).ru_minflt
    for _call in range(CALLS):
        down(DEEP)
    return getrusage(RUSAGE_THREAD).ru_minflt - before


def at_every_depth() -> list[int]:
    return [faults_from(depth) for depth in range(0, 240, DEEP // 2)]


def test_memory_is_not_mapped_anew_for_each_call() -> None:
    found: dict[str, int] = {}

    def in_a_thread_of_its_own() -> None:
        found["bare"] = max(at_every_depth())
        found["with room"] = max(with_room(at_every_depth))

    thread = Thread(target=in_a_thread_of_its_own)
    thread.start()
    thread.join()
    if sys.version_info < (3, 14):  # a later CPython may keep its chunks, and need no room
        assert found["bare"] >= CALLS
    assert found["with room"] < CALLS // 10


def test_it_is_the_same_call() -> None:
    def said(one: str, *, other: str) -> str:
        return one + other

    assert with_room(said, "a", other="b") == "ab"
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)


def test_every_page_is_called_with_room() -> None:
    assert settings.MIDDLEWARE[0] == "civicportal.kernel.stack.room_for_calls"
    answer = HttpResponse()
    assert room_for_calls(lambda request: answer)(HttpRequest()) is answer
