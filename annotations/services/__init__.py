"""The use cases, each once: the command line and the screen are two thin front ends of this package."""
