"""The demo: the whole portal on one machine with invented people. Never installed in production (check E015)."""
