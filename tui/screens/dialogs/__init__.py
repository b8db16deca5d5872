"""Dialogs and pages over a screen: choosing, exporting, tagging, the palette, help."""
