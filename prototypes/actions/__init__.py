"""What is done to prototypes and in the calendar."""
