"""How annotations leave and come in: `registry` knows all formats, `plan` plans an import."""


class ExchangeError(ValueError):
    """A file can't be read or written as asked; the message is one line."""


class ThereAlreadyError(ExchangeError):
    """What would be written is there already, and may be replaced if the user wants that."""
