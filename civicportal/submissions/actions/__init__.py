"""What can be done with drafts and with what was sent."""

from civicportal.submissions.actions.drafts import (
    Conflict,
    Saved,
    adopt,
    claim,
    claim_all,
    delete_draft,
    drop_file,
    expire_drafts,
    keep_file,
    move_on,
    save_answers,
    settle,
    start_draft,
)
from civicportal.submissions.actions.links import mail_links_of, mail_new_link, open_link
from civicportal.submissions.actions.sending import NotReady, give_up_change, reopen, send, withdraw

__all__ = [
    "Conflict",
    "NotReady",
    "Saved",
    "adopt",
    "claim",
    "claim_all",
    "delete_draft",
    "drop_file",
    "expire_drafts",
    "give_up_change",
    "keep_file",
    "mail_links_of",
    "mail_new_link",
    "move_on",
    "open_link",
    "reopen",
    "save_answers",
    "send",
    "settle",
    "start_draft",
    "withdraw",
]
