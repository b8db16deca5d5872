"""Keeps a corpus in tables of PostgreSQL, for one that is too large for a desk, and reads it from there."""
