"""The user's settings file: read when a setting is asked for, written so that the user's own lines stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotations.file_reading import read_text, replace_file
from annotations.paths import config_folder

LARGEST = 1 << 20
"""Bytes of the settings, which a person writes by hand."""


class SettingsError(Exception):
    """The settings can't be read or written. The message is one line: file, place, remedy."""


def path() -> Path:
    """Return where the settings are, whether or not there are any."""
    return config_folder() / "settings.toml"


def get(name: str) -> Any:
    """Return a setting, None if it isn't there.

    Raises:
        SettingsError: the file can't be read as TOML.
    """
    return everything().get(name)


def everything() -> dict[str, Any]:
    """Return all settings, none if there is no file.

    Raises:
        SettingsError: the file can't be read as TOML.
    """
    file = path()
    try:
        text = read_text(file, LARGEST)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: {error}") from error
    import tomllib  # here: who has no settings starts 5 ms sooner

    try:
        return tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # not only TOMLDecodeError: a number may be too long for Python
        raise SettingsError(f"{file}: {error}") from error


def brief(value: object) -> str:
    """Return a wrong value as a message shows it: short, in ASCII, so that it does nothing to a terminal."""
    try:
        return ascii(value)[:40]
    except (RecursionError, ValueError):  # a line of dots makes tables in tables; a number of 4,300 digits
        return type(value).__name__


def put(name: str, value: str | int | bool) -> None:
    """Write one setting, and leave every other line as it is.

    Raises:
        SettingsError: the file can't be read as TOML, or can't be written.
    """
    import tomlkit  # here: 40 ms of import for the one moment in which a setting is changed
    from tomlkit.exceptions import TOMLKitError

    file = path()
    everything()
    try:
        text = read_text(file, LARGEST) if file.exists() else ""
        document = tomlkit.parse(text)
        document[name] = value
        file.parent.mkdir(parents=True, exist_ok=True)
        target = file.resolve()  # a link into someone's collection of settings stays a link
        replace_file(target, tomlkit.dumps(document))
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}; the setting was not kept") from error
    except (ValueError, RecursionError, TOMLKitError) as error:  # tomlkit reads a little less than tomllib
        raise SettingsError(f"{file}: {brief(str(error))}; the setting was not kept") from error
