"""What one can do in the funds: one function per intention, each atomic, locked, ruled and logged."""
