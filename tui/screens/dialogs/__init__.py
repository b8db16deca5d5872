"""Dialogs and pages over a screen: choosing, exporting, linking, help."""
