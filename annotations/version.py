"""The version of claimreader, here and nowhere else: the package is built with it (see pyproject.toml).

Asking the installed package for it costs 1.5 MB and 15 ms (`importlib.metadata` loads zipfile and email).
"""

VERSION = "0.2.0"
APP = f"claimreader {VERSION}"
