"""Which terminal this is, how it is asked, what it is told, and what may go out to it."""
