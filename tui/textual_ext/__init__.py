"""What touches private names of Textual, each with its reason; the version is pinned for their sake."""
