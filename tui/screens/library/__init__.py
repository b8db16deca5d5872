"""The library: the articles of the corpus, and how far each is."""
