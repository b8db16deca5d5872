"""The article view and its parts: it is laid out in rows of cells, scrolled, painted, pointed at."""
