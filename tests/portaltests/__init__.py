"""A small app that only the tests install."""
