"""Describes a format, as exports, imports and the screen go by it.

It is apart from the registry of all formats, so that an export or an import under way can know its format
without knowing the others.
"""

from __future__ import annotations

import msgspec

ALL = frozenset({"tags", "attributes", "note", "links", "suggested", "annotator", "uuid", "dates", "extra"})
"""All fields that a format may carry, see `annotations.exchange.losses.FIELDS`."""


class Format(msgspec.Struct, frozen=True):
    """One format: its name, its files, and which fields of an annotation it can hold."""

    name: str
    description: str
    suffix: str
    """Of the file; empty for a folder."""
    module: str = ""
    """Its module in `annotations.exchange.formats`; empty: it is called as the format, with `_` for `-`. A
    library that the module imports may have that name already."""
    carries: frozenset[str] = ALL
    """The fields of an annotation that it holds whole (keys of `losses.FIELDS`)."""
    partly: frozenset[str] = frozenset()
    """Fields that it holds in part: the rest is named as lost, and an import takes nothing away from them."""
    imports: bool = True
    exports: bool = True
    """False for what other programs export and read back in no form that says what an annotation says."""
    binary: bool = False
    library: str = ""
    """The library that it needs and that isn't installed with claimreader, as it is installed."""

    @property
    def folder(self) -> bool:
        """True if it is several files, in a folder."""
        return not self.suffix

    @property
    def needs_path(self) -> bool:
        """True if it can't be written to standard output."""
        return self.folder or self.binary

    def summary(self) -> str:
        """Say in a line for `export --formats` what it can carry."""
        lost = [f"some {field}" if field in self.partly else field for field in sorted(ALL - self.carries)]
        if not self.exports:
            return f"{self.description} (import only)"
        ways = "two ways" if self.imports else "export only"
        carries = f"without {', '.join(lost)}" if lost else "carries everything"
        needs = f"; needs {self.library}" if self.library else ""
        return f"{self.description} ({ways}; {carries}{needs})"
