"""How annotations leave and come in: `registry` knows all formats, one module each; `incoming` plans an
import.
"""


class ExchangeError(ValueError):
    """A file can't be read or written as asked. The message is one line: file, place, what is wrong,
    remedy.
    """
