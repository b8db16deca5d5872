"""The reader: one article, a sentence cursor, and single keys that say what a sentence is."""
