"""What the city shares in public, and what people say about it."""

from civicportal.commons.models.contacts import ContactRequest, ContactState, Partner
from civicportal.commons.models.items import (
    EveryItem,
    Item,
    ItemRows,
    Link,
    OldAddress,
    Step,
    Synonym,
    Theme,
    VisibleItems,
    item_field,
)
from civicportal.commons.models.moderation import Dismissal, Hiding, Report
from civicportal.commons.models.proofs import Proof
from civicportal.commons.models.voices import Follow, FollowRows, Question, Support

__all__ = [
    "ContactRequest",
    "ContactState",
    "Dismissal",
    "EveryItem",
    "Follow",
    "FollowRows",
    "Hiding",
    "Item",
    "ItemRows",
    "Link",
    "OldAddress",
    "Partner",
    "Proof",
    "Question",
    "Report",
    "Step",
    "Support",
    "Synonym",
    "Theme",
    "VisibleItems",
    "item_field",
]
