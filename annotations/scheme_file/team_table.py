"""Reads and writes `[team]` in `claimreader.toml`: where a corpus' team is, and how it begins.

    [team]
    hub = "../team"     the folder that all share, from this file on, or the address of a database
    name = "desk"
    lead = "NAME"
    share = 0.2         the part of the articles that several people read
    readers = 2         how many people read an article of that part
    blind = true        colleagues' word on a sentence is seen only when one's own is given

It lies beside the articles, so that who has the corpus finds the team. Once the team has begun its own file
holds, which the lead alone writes (`annotations.team.team_file`); here only the hub counts then. It is no
part of the scheme: with another team the annotations mean the same.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from annotations.file_reading import read_bytes
from annotations.paths import LARGEST_SCHEME
from annotations.scheme_file.loader import TEAM, SchemeError, named
from annotations.text.sanitising import one_line


class TeamTable(msgspec.Struct, frozen=True, kw_only=True):
    """The table's values; None where it says nothing."""

    hub: str | None = None
    name: str | None = None
    lead: str | None = None
    share: float | None = None
    readers: int | None = None
    blind: bool | None = None


def read_team_table(path: Path) -> TeamTable:
    """Return what a scheme's file says of the team.

    Raises:
        SchemeError: the file can't be read, or the table's values are of wrong types.
    """
    try:
        table = tomllib.loads(read_bytes(path, LARGEST_SCHEME).decode("utf-8-sig")).get(TEAM, {})
        read = msgspec.convert(table, TeamTable)
        if read.hub is None or "://" in read.hub or Path(read.hub).is_absolute():
            return read
        return msgspec.structs.replace(read, hub=str((path.parent / read.hub).resolve()))
    except OSError as error:
        raise SchemeError(f"{named(path)}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise SchemeError(f"{named(path)}: [{TEAM}]: {one_line(str(error), 200)}") from None


def with_team_table(text: str, table: TeamTable) -> str:
    """Return the text of a scheme with this table in it, all else as it was.

    Raises:
        SchemeError: the text can't be changed by the program.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    values: dict[str, Any] = {
        key: value for key, value in msgspec.structs.asdict(table).items() if value is not None
    }
    try:
        document = tomlkit.parse(text)
        if TEAM in document:
            for key, value in values.items():
                document[TEAM][key] = value
        else:
            if text.strip():
                document.add(tomlkit.nl())
            document[TEAM] = values
        after = tomlkit.dumps(document)
        if tomllib.loads(after).get(TEAM) is None:
            raise SchemeError(f"[{TEAM}] can't be written by the program; write it by hand")
    except (TOMLKitError, ValueError, TypeError, KeyError) as error:
        raise SchemeError(f"[{TEAM}] can't be written by the program: {one_line(str(error), 200)}") from None
    return after
