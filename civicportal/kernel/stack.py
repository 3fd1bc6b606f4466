"""Room for deep calls: a seventh of the time of a page.

CPython keeps the frames of a thread in chunks of 16 KiB. A call that does not fit opens a chunk, and its return gives
the chunk back to the system, so a loop whose calls go down and up over the end of a chunk maps memory anew for each
(Python/pystate.c: push_chunk, _PyThreadState_PopFrame; measured with CPython 3.13). The calls behind a page are some
hundred frames deep and cross such ends tens of thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

type Answers = Callable[[HttpRequest], HttpResponseBase]

SLOTS = 65_600
"""Of 8 bytes each: a little more than half of a chunk of 1 MiB, which is what such a frame is given. The calls that it
makes have the other half. Memory that is never touched is never taken from the system."""


def with_room[**P, R](function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the function returns, called where half a mebibyte is free for the frames of its own calls.

    Raises what the function raises.
    """
    return function(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)


def room_for_calls(get_response: Answers) -> Answers:
    """Middleware, the first of all: everything behind a page is called with room."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return with_room(get_response, request)

    return middleware
