"""The receipt that somebody without an account gets: an address of their own, signed, good for a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of one kind of thing. `salt` is its name, so that no kind's receipt opens another's."""

    salt: str
    lasts: timedelta = timedelta(days=30)

    def of(self, thing: Any) -> str:
        """What stands in the receipt's address: signed, so that nobody makes one up."""
        return signing.dumps(thing.pk, salt=self.salt)

    def pk_in(self, receipt: str) -> int:
        """The row that a receipt is of. Raises Http404 for one that nobody of ours has signed, or that is too old."""
        try:
            pk: int = signing.loads(receipt, salt=self.salt, max_age=self.lasts)
        except signing.BadSignature as error:
            raise Http404 from error
        return pk
