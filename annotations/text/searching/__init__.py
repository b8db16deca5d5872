"""Tells which words are the same to a search: where they are in a text, and by which keys their forms meet."""
