"""The terminal: which one it is, how it is told to show Arabic, and that nothing written to it acts."""
