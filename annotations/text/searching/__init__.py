"""Tells which words are the same to a search: where a text has them, and by which keys their forms meet."""
