"""Records that can be gone through as often as one likes, and made a frame of pandas or polars.

Both frames have the same columns with the same meaning: days and moments are dates and times, counts are
whole numbers that may be missing, lists stay lists. No text is taken for a number or a date by its looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from annotations.exchange.annotation_rows import FrameColumn
from annotations.extras import needs

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T")


class MissingLibraryError(ImportError):
    """A library that makes frames isn't installed; the message says how to install it."""


class Records(Generic[T]):
    """Records of a project, read anew each time one goes through them.

    Args:
        name: what they are, for a person.
        read: yields them.
        columns: those of their frames.
        row: returns the values of a record by column.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[], Iterator[T]],
        columns: Sequence[FrameColumn],
        row: Callable[[T], Mapping[str, Any]],
    ) -> None:
        self._name = name
        self._read = read
        self._columns = tuple(columns)
        self._row = row

    def __iter__(self) -> Iterator[T]:
        return self._read()

    def __repr__(self) -> str:
        return f"<{self._name}: {', '.join(self.columns)}>"

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that a frame has."""
        return tuple(column.name for column in self._columns)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows of a frame, for who needs no library for them."""
        names = self.columns
        return [{name: row[name] for name in names} for row in map(self._row, self)]

    def to_pandas(self) -> pandas.DataFrame:
        """Return a frame of pandas.

        Raises:
            MissingLibraryError: pandas isn't installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        values = self._by_column()
        frame = {
            name: pd.to_datetime(pd.Series(values[name], dtype="object"), utc=kind == "moment")
            if kind in ("day", "moment")
            else pd.Series(values[name], dtype=_PANDAS.get(kind, "object"))
            for name, kind in self._columns
        }
        return pd.DataFrame(frame, columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """Return a frame of polars.

        Raises:
            MissingLibraryError: polars isn't installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise _missing("polars") from error
        types: dict[str, Any] = {
            "text": pl.String,
            "count": pl.Int64,
            "number": pl.Float64,
            "flag": pl.Boolean,
            "day": pl.Date,
            "moment": pl.Datetime("us", "UTC"),
            "texts": pl.List(pl.String),
        }
        values = self._by_column()
        return pl.DataFrame(
            [
                pl.Series(name, values[name], dtype=types.get(kind), strict=False)
                for name, kind in self._columns
            ]
        )

    def _by_column(self) -> dict[str, list[Any]]:
        values: dict[str, list[Any]] = {name: [] for name in self.columns}
        for row in map(self._row, self):
            for name, kept in values.items():
                kept.append(row[name])
        return values


_PANDAS = {"text": "string", "count": "Int64", "number": "float64", "flag": "boolean"}


def _missing(library: str) -> MissingLibraryError:
    return MissingLibraryError(
        f"{needs(library)}; to_dicts() works without it",
        name=library,
    )
