"""The face of claimreader: the command line, the screens, and Arabic text as terminal cells.

Nothing is imported here, so that `claimreader --version` and `claimreader export` never load the screen.
"""
