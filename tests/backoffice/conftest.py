"""The backoffice is tried with a round that is being judged."""

from tests.review.conftest import kept_round, round_

__all__ = ["kept_round", "round_"]
