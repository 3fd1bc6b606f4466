"""What the labs' pages read: anybody, the one who raised something, and staff."""
