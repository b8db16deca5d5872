"""The concordance: every hit of a query in the corpus as a row, the hits below each other."""
