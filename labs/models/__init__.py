"""The labs' tables: labs with partners and methods; what residents raise; what comes of it."""

from labs.models.labs import Lab, Method, Partner
from labs.models.raised import Idea, Need, Raised, Topic
from labs.models.work import Solution, Trial

__all__ = ["Idea", "Lab", "Method", "Need", "Partner", "Raised", "Solution", "Topic", "Trial"]
