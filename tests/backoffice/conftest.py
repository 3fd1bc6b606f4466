"""The backoffice is tried with a round that is being judged."""

from tests.review.conftest import round_

__all__ = ["round_"]
