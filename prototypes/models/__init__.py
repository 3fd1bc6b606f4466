"""Networks, prototypes and their meetings."""

from prototypes.models.meetings import COMMON as COMMON
from prototypes.models.meetings import Invitation as Invitation
from prototypes.models.meetings import Meeting as Meeting
from prototypes.models.meetings import Series as Series
from prototypes.models.meetings import SignUp as SignUp
from prototypes.models.networks import HarmPoint as HarmPoint
from prototypes.models.networks import Method as Method
from prototypes.models.networks import Network as Network
from prototypes.models.networks import Principle as Principle
from prototypes.models.prototypes import GroupMember as GroupMember
from prototypes.models.prototypes import HarmCheck as HarmCheck
from prototypes.models.prototypes import HarmLine as HarmLine
from prototypes.models.prototypes import Partner as Partner
from prototypes.models.prototypes import Prototype as Prototype
from prototypes.models.prototypes import Suggestion as Suggestion
from prototypes.models.prototypes import WorkingGroup as WorkingGroup
