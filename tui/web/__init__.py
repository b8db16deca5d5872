"""The reader in a browser: each tab gets a reader of its own, on a terminal that is drawn by the page.

The reader that runs is the program of every other terminal, on a pseudo-terminal of its own, so that nothing
of it knows of browsers: a tab that is closed hangs the terminal up, an end at which the reader has always
saved. Textual's web driver isn't used: it reads no hang-up of the server, and answers other signals.

`access` says who may come in, `listening` takes the port or socket, `terminal_session` runs a reader,
`server` answers the browser with `page/`. The terminal that the browser draws with is the one of
textual-serve (xterm.js), of which two files are used; its server isn't, since it takes any Origin and starts
programs by a shell.
"""
