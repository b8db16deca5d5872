"""The article on screen: laid out in rows of cells, painted, scrolled, pointed at."""
