"""The funds' pages: in public, on the way to an application, and what one has sent."""
