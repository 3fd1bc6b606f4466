"""The shared cache in Redis, with one client per process instead of one per question."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangosCache
from django.core.cache.backends.redis import RedisCacheClient


class KeptClient(RedisCacheClient):
    """Making a client takes longer than asking it, and one client serves all threads of a process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client of the server that this key belongs to."""
        index: int = self._get_connection_pool_index(write)  # type: ignore[attr-defined] # Django's stubs leave it out
        if index not in self._clients:
            self._clients[index] = super().get_client(key, write=write)
        return self._clients[index]


class RedisCache(DjangosCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient
