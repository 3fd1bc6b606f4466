"""Nothing leaks: a world whose secrets are marker words, and a reader that opens every address it can find."""
