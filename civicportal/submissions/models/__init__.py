"""Writing to the city: versioned forms, openings, drafts that are the writer's own, what was sent."""

from civicportal.submissions.models.drafts import Answer, Draft, DraftRows
from civicportal.submissions.models.endorsements import Endorsement, EndorsementRows
from civicportal.submissions.models.forms import Form, Opening, OpeningRows, opening_field
from civicportal.submissions.models.sent import BudgetLine, Submission, Version
from civicportal.submissions.models.sharing import AnswerComment, AnswerCommentRows, Share, ShareRows
from civicportal.submissions.models.together import Completion, CompletionRows, Contact, CoWriter, CoWriterRows

__all__ = [
    "Answer",
    "AnswerComment",
    "AnswerCommentRows",
    "BudgetLine",
    "CoWriter",
    "CoWriterRows",
    "Completion",
    "CompletionRows",
    "Contact",
    "Draft",
    "DraftRows",
    "Endorsement",
    "EndorsementRows",
    "Form",
    "Opening",
    "OpeningRows",
    "Share",
    "ShareRows",
    "Submission",
    "Version",
    "opening_field",
]
