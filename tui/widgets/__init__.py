"""Widgets that screens are made of: they draw rows of cells by the line API and know no session."""
