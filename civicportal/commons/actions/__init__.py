"""What is done in the commons, one function per intention."""

from civicportal.commons.actions.following import (
    confirm_follow,
    end_all_follows,
    end_follow,
    follow,
    stop_following,
    token_of,
)
from civicportal.commons.actions.items import (
    EMPTY,
    FILLED,
    add_step,
    changed_contents,
    contents,
    hide,
    link,
    publish,
    unlink,
)
from civicportal.commons.actions.linking import accept, dismiss
from civicportal.commons.actions.moderation import hide_words, leave_report, report, restore, thing_of
from civicportal.commons.actions.voices import answer, ask, release_question, support, withdraw_support

__all__ = [
    "EMPTY",
    "FILLED",
    "accept",
    "add_step",
    "answer",
    "ask",
    "changed_contents",
    "confirm_follow",
    "contents",
    "dismiss",
    "end_all_follows",
    "end_follow",
    "follow",
    "hide",
    "hide_words",
    "leave_report",
    "link",
    "publish",
    "release_question",
    "report",
    "restore",
    "stop_following",
    "support",
    "thing_of",
    "token_of",
    "unlink",
    "withdraw_support",
]
