"""The claims board: every annotation of the corpus, found, sorted, compared and linked."""
