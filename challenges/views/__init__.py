"""The challenges' public pages, and those of who has sent a proposal."""
