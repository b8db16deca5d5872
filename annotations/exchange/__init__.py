"""Annotations leave and come in through the modules of this package, and through nothing else.

`registry` knows all formats and has the two verbs; `import_plan` says what an import would change before it
changes anything.
"""


class ExchangeError(ValueError):
    """A file can't be read or written as asked; the message is one line."""


class ThereAlreadyError(ExchangeError):
    """Something is there already under the name of an export, and may be replaced if the user wants that."""
