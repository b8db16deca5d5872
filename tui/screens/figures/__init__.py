"""The screen of quantities: every amount of the corpus, one counted noun at a time."""
