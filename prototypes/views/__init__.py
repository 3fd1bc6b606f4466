"""The pages of prototypes and of the calendar."""
