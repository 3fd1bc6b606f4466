"""The labs' pages for anybody, and for the one who raised something."""
