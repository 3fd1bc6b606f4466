"""Writing to the city: versioned forms, openings, drafts that are the writer's own, what was sent."""

from civicportal.submissions.models.drafts import Answer, Draft, DraftRows
from civicportal.submissions.models.endorsements import Endorsement, EndorsementRows
from civicportal.submissions.models.forms import Form, Opening, OpeningRows, opening_field
from civicportal.submissions.models.sent import BudgetLine, Submission, Version

__all__ = [
    "Answer",
    "BudgetLine",
    "Draft",
    "DraftRows",
    "Endorsement",
    "EndorsementRows",
    "Form",
    "Opening",
    "OpeningRows",
    "Submission",
    "Version",
    "opening_field",
]
