"""Pure functions of text: nothing here knows where a text comes from or where it goes."""
