"""The claims board: every annotation of the corpus, found, sorted, linked, and set against others by sides."""
