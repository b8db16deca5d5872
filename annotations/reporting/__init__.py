"""Finds reported speech in Arabic news: who says what, behind which word, and how firmly it is said.

Rules over a readable lexicon, since they can be explained in one line and corrected by the one who reads
them; pure functions of text, usable as a library. What is found is a suggestion, never a decision.
"""
