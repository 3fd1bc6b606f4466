"""The account's pages: the door, the second step, one's own account."""
