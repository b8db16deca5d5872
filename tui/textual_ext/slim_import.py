"""Imports Textual without what the first frame has no use for: one list, and the only place for such.

While `textual.app` is imported,

- its command palette is an empty module: a tenth of the import (80 of the 880 million instructions of a hello
  world's start) is for the widgets of a palette that is switched off here (`App.ENABLE_COMMAND_PALETTE`);
- `ssl` is absent, as in a Python that was built without it: asyncio would load OpenSSL for connections that a
  terminal has none of (24 million, and 5 MiB); before that, `hashlib` is imported without it, too
  (7 million);
- modules of which Textual and the standard library only take functions later are put off until they do;
- the patterns by which Textual reads CSS and markup are compiled when they are used, and most of the 20 never
  are (`textual.css.tokenizer.Expect`; 36 million).

Afterwards each of these modules can be imported as ever. What was imported before stays as it is, so that
nothing is taken from a program that has more in mind than a reader.
`tests/unit/textual_ext/test_slim_import.py` compares this with Textual's source.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType
from typing import Any

PALETTE = "textual.command"
PALETTE_NAMES = frozenset(
    {"CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider"}
)
"""The names that Textual's modules take from it."""
PUT_OFF = ("ipaddress", "mimetypes", "shutil", "textwrap", "tokenize")
"""With what they import themselves."""
TOKENIZER = "textual.css.tokenizer"
OPENSSL_HASHES = "_hashlib"
OWN_HASHES = (
    "_blake2",
    "_md5",
    "_sha1",
    "_sha3",
    *(("_sha2",) if sys.version_info >= (3, 12) else ("_sha256", "_sha512")),
)
"""Python's own; a few Linux systems leave some of them out."""


def import_hashlib() -> None:
    """Import `hashlib` without OpenSSL, which is 3.5 MiB, where Python has all hash functions itself.

    They take 2.8 ms for 1 MB of text where OpenSSL takes 0.5: too little to be noticed of the articles that
    one reads, too much of an archive, so that no command but the reader calls this.
    """
    if "hashlib" in sys.modules or OPENSSL_HASHES in sys.modules or not all(map(find_spec, OWN_HASHES)):
        return
    sys.modules[OPENSSL_HASHES] = None  # type: ignore[assignment] # what Python notes of an absent module
    try:
        import hmac  # noqa: F401 - with hashlib; filelock's import asks for it by way of `secrets`
    finally:
        del sys.modules[OPENSSL_HASHES]


def import_textual() -> None:
    """Import `textual.app`; if it is there already, nothing is done."""
    if "textual.app" in sys.modules:
        return
    spared: dict[str, ModuleType | None] = {PALETTE: _empty_palette()}
    spared |= {name: _PutOff(name) for name in PUT_OFF}
    if "asyncio" not in sys.modules:
        spared["ssl"] = None  # so `import ssl` raises ImportError, which asyncio expects
    spared = {name: module for name, module in spared.items() if name not in sys.modules}
    finder = _TokenizerFinder()
    sys.modules.update(spared)  # type: ignore[arg-type] # None is what Python itself notes of an absent module
    sys.meta_path.insert(0, finder)
    try:
        import textual.app  # noqa: F401
    finally:
        sys.meta_path.remove(finder)
        for name, module in spared.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _empty_palette() -> ModuleType:
    module = ModuleType(PALETTE)
    for name in PALETTE_NAMES:
        setattr(module, name, type(name, (), {"__module__": PALETTE}))
    return module


class _PutOff(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks of any module, which uses none of it
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = importlib.import_module(self.__name__)
        self.__dict__.update(vars(module))
        return getattr(module, name)


class _TokenizerFinder:
    """Finds `textual.css.tokenizer`, whose patterns are put off as soon as it is there."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how it is loaded; None for every other module."""
        spec = PathFinder.find_spec(fullname, path) if fullname == TOKENIZER else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_put_off(module: ModuleType) -> None:
            load(module)
            put_off_patterns(module.Expect)

        spec.loader.exec_module = load_and_put_off  # type: ignore[method-assign]
        return spec


def put_off_patterns(expect: Any) -> None:
    """Have `textual.css.tokenizer.Expect` compile its pattern when an object of it is first asked for it."""
    begin = expect.__init__

    def note(self: Any, *arguments: Any, **tokens: str) -> None:
        self.__dict__["_noted"] = arguments, tokens

    def begin_now(self: Any, name: str) -> Any:
        if "_noted" not in self.__dict__:
            raise AttributeError(name)
        arguments, tokens = self.__dict__.pop("_noted")
        chosen = dict(self.__dict__)  # by `expect_eof` and the like, which come right behind the constructor
        begin(self, *arguments, **tokens)
        self.__dict__.update(chosen)
        return getattr(self, name)

    expect.__init__, expect.__getattr__ = note, begin_now
