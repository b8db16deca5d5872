"""The claims board: every annotation of the corpus, found, sorted and linked, and contradictions by sides."""
