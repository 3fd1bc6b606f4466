"""Reads of prototypes and of the calendar."""
