"""Finds the text, the title and so on among a record's fields, by their names, else by what they hold.

Names are those of `field_names`, in their order; a field that is empty gives way to the next name that has
a value. Where no name is that of the text, it is the longest Arabic text of the record. This is decided for
each record by itself, so that one that is read again alone has the text that it had among the others.

The user's `--field text=article_body` goes before every guess, and a dot goes into an object:
`--field source=source.name`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotations.corpus.encoding import check_is_text, normalise
from annotations.corpus.field_names import NAMES, may_be_text, names_of, weak_texts
from annotations.corpus.records import ArticleError, BadBytes, CorpusError, Options, Record
from annotations.text.web_addresses import host_of


def check(fields: Mapping[str, str]) -> None:
    """Check what the user says about fields.

    Raises:
        CorpusError: there is no such field of ours.
    """
    for name in fields:
        if name not in NAMES:
            raise CorpusError(f"--field {name}=...: there is no such field; there are {', '.join(NAMES)}")


_SHAPES = 1000
"""Sets of keys that are remembered: records of one file have few."""
_FILES = 64
"""Sets of keys that are remembered beyond one file: each record that a search shows is read by itself."""


class _Guess(NamedTuple):
    """The keys of records of one shape that may hold each field of ours."""

    text: tuple[str, ...]
    """By their names, the likeliest first."""
    by_value: tuple[str, ...]
    """Those of which the longest Arabic text is taken, if no name is that of the text."""
    weak: tuple[str, ...]
    """Those that are taken if there is no text otherwise."""
    id: tuple[str, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]
    """Our name and its keys."""


class FieldPicker:
    """Takes our fields out of records that have the same keys, or nearly."""

    def __init__(self, options: Options) -> None:
        self._chosen = tuple(options.fields.items())
        self._guesses: dict[tuple[str, ...], _Guess] = {}

    def record(
        self,
        values: Mapping[str, object],
        encoding: str,
        start: int,
        end: int | None,
        number: int,
        bad: BadBytes | None = None,
    ) -> Record:
        """Make a record of what a file holds.

        Raises:
            ArticleError: there is no text.
        """
        guess = self._guess(values)
        text = normalise(_text(values, guess))
        check_is_text(text)
        own = next(filter(None, (_scalar(_get(values, key)) for key in guess.id)), "")
        return Record(text, _metadata(values, guess), encoding, own, start, end, number, bad)

    def metadata(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return what is said of title, author, source, published, url and language, on one line each."""
        return _metadata(values, self._guess(values))

    def columns(self, names: Sequence[str]) -> list[str]:
        """Return those of a table's columns that are wanted."""
        guess = _guess(tuple(names), self._chosen)
        wanted = {*guess.text, *guess.by_value, *guess.weak, *guess.id}
        wanted.update(key for _, keys in guess.others for key in keys)
        return [name for name in names if name in wanted or any(key.startswith(name + ".") for key in wanted)]

    def names_text(self, names: Sequence[str]) -> bool:
        """Say whether one of a table's columns is the text by its name, or by the user's word."""
        return bool(_guess(tuple(names), self._chosen).text)

    def names_any(self, names: Sequence[str]) -> bool:
        """Say whether one of a table's columns has a name that the user gave, or one that we know."""
        guess = _guess(tuple(names), ())
        return bool(guess.text or guess.others) or any(name in names for _, name in self._chosen)

    def _guess(self, record: Mapping[str, object]) -> _Guess:
        keys = tuple(record)
        guess = self._guesses.get(keys)
        if guess is None:
            if len(self._guesses) > _SHAPES:
                self._guesses.clear()
            guess = self._guesses[keys] = _guess(keys, self._chosen)
        return guess


@lru_cache(_FILES)
def _guess(keys: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> _Guess:
    """Say which of a record's keys may hold which field of ours."""
    said = dict(chosen)
    keys_of = {ours: (said[ours],) if ours in said else names_of(ours, keys) for ours in NAMES}
    text, own = keys_of.pop("text"), keys_of.pop("id")
    taken = {*own, *(key for names in keys_of.values() for key in names)}
    chosen_text = "text" in said
    return _Guess(
        text,
        () if text else tuple(key for key in keys if key not in taken and may_be_text(key)),
        () if chosen_text else weak_texts(keys, beside_text=bool(text)),
        own,
        tuple((ours, names) for ours, names in keys_of.items() if names),
    )


def _text(values: Mapping[str, object], guess: _Guess) -> str:
    """Return the text of a record.

    Raises:
        ArticleError: it has none.
    """
    for key in guess.text:
        if text := _as_text(_get(values, key)):
            return text
    if not guess.text and (text := _longest_arabic(values, guess.by_value)):
        return text
    for key in guess.weak:
        if text := _as_text(values[key]):
            return text
    if guess.text:
        several = len(guess.text) > 1
        names = ", ".join(f'"{name}"' for name in guess.text[:5])
        raise ArticleError(f"no text in the field{'s' * several} {names}")
    names = ", ".join(map(str, values))[:200]
    raise ArticleError(f"no field for the text among: {names} (say which: --field text=NAME)")


def _longest_arabic(values: Mapping[str, object], keys: Sequence[str]) -> str:
    longest = max(((_arabic(values[key]), -at, key) for at, key in enumerate(keys)), default=None)
    return _as_text(values[longest[2]]) if longest and longest[0] >= _LETTERS else ""


_LETTERS = 20
"""Arabic letters that a field has which is taken for the text though no name says so: a short sentence's."""
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile(r"[A-Za-z]+")


def _arabic(value: object) -> int:
    """Count the Arabic letters of a field, if it is text that is mostly Arabic."""
    text = _as_text(value)
    letters = sum(map(len, _ARABIC.findall(text)))
    return letters if letters > sum(map(len, _LATIN.findall(text))) else 0


def _as_text(value: object) -> str:
    """Return a text, of a list of paragraphs with a line end between them; empty for anything else."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n".join(value)
    return value if isinstance(value, str) and value and not value.isspace() else ""


def _metadata(values: Mapping[str, object], guess: _Guess) -> dict[str, str]:
    metadata = {}
    for ours, keys in guess.others:
        for key in keys:
            value = values[key] if key in values else _get(values, key)
            line = _names(value) if ours == "author" else _scalar(value)
            if line:
                metadata[ours] = line
                break
    if ":" in metadata.get("source", ""):
        _tell_site(metadata)
    return metadata


def _tell_site(metadata: dict[str, str]) -> None:
    """Where the source is an address, make it the article's if that has none, and the source the site."""
    host = host_of(metadata["source"])
    if host is not None:
        metadata.setdefault("url", metadata["source"])
        metadata["source"] = host.removeprefix("www.")


def _get(record: Mapping[str, object], key: str) -> object:
    """Look a key up; where there is none with a dot in its name, a dot goes into an object."""
    if key in record:
        return record[key]
    value: object = record
    for part in key.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _names(value: object) -> str:
    """Return one line of text; of several authors their names with `; ` between them."""
    several = value if isinstance(value, list) else [value]
    return "; ".join(filter(None, map(_scalar, several[:20])))


def _scalar(value: object) -> str:
    """Return one line of text; of an object (as NewsAPI's source) its name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if value is None or isinstance(value, (list, Mapping)):
        return ""
    line = " ".join(str(value).split())
    return line if line.isascii() else line.encode("utf-8", "replace").decode()  # half a surrogate pair: "?"
