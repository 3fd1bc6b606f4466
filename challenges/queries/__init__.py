"""What the challenges' pages read."""
