"""One act that waits for another's row lock, on the real PostgreSQL: the second goes on when the first is committed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

BEHIND_ME = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def behind(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gives, or its exception: it has begun, and waits, when the transaction of `first` ends.

    Raises AssertionError when it needs no lock that `first` holds, for then nothing is proved.
    """

    def run() -> Any:
        try:
            return second()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(run)
            blocked = _until_blocked(waiting)
        result = waiting.result()
    assert blocked, f"it did not wait: {result!r}"
    return result


def _until_blocked(waiting: Future[Any]) -> bool:
    with connection.cursor() as cursor:
        while not waiting.done():
            cursor.execute(BEHIND_ME)
            if cursor.fetchone()[0]:
                return True
    return False
