"""Why an upload is refused, in words for the person who sent it."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class BadFile(ValidationError):
    """The file cannot be taken. `status` is what an upload endpoint answers: 413 too large, 415 of a wrong kind."""

    def __init__(self, message: object, *, status: int) -> None:
        super().__init__(message, code="file")
        self.status = status
