"""Calls and challenges, the proposals that answer them, and the test environments where they are tried."""

from challenges.models.challenges import Call, Challenge, Goal, Voice
from challenges.models.environments import Milestone, Participants, TestEnvironment
from challenges.models.proposals import Proposal

__all__ = ["Call", "Challenge", "Goal", "Milestone", "Participants", "Proposal", "TestEnvironment", "Voice"]
