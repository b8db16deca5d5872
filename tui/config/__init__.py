"""Every key of the program, and all that the user decides: own keys, keyboard, colours, language."""
