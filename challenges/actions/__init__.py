"""What is done with calls, challenges, proposals and test environments."""
