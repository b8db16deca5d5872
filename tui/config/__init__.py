"""What the user decides: every key of the program and the user's own, keyboards, settings."""
