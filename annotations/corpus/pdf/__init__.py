"""Reads the text of a PDF, in a process of its own: glyphs, lines, their order, and paragraphs."""
