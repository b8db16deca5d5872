"""The reader shows one article with a cursor on a sentence, and single keys say what a sentence is."""
