"""Finds the text, the title and so on among a record's fields, by the names that crawlers and exports use.

The user's `--field text=article_body` goes before every guess, and a dot goes into an object:
`--field source=source.name`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.corpus.encoding import check_is_text, normalise
from annotations.corpus.records import ArticleError, BadBytes, CorpusError, Options, Record

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "content", "body", "article", "article_text", "article_body", "articlebody", "full_text",
        "fulltext", "main_text", "maintext", "story", "النص", "نص", "المحتوى",
    ),
    "title": ("title", "headline", "العنوان", "عنوان"),
    "source": (
        "source", "publisher", "outlet", "site", "sitename", "site_name", "source_domain", "domain", "المصدر",
    ),
    "author": ("author", "authors", "byline", "writer", "creator", "article_author", "الكاتب", "المؤلف"),
    "published": (
        "published", "date", "publish_date", "published_at", "publishedat", "date_publish", "date_published",
        "datepublished", "publication_date", "pub_date", "pubdate", "datetime", "timestamp", "التاريخ",
    ),
    "url": ("url", "link", "href", "canonical_url", "الرابط"),
    "language": ("language", "lang", "language_code", "اللغة"),
    "id": ("id", "_id", "article_id", "doc_id", "uuid", "guid"),
}  # fmt: skip
"""Our name, and the names it goes by, the likelier first; compared without regard to case."""


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


class FieldPicker:
    """Takes our fields out of records that have the same keys, or nearly."""

    def __init__(self, options: Options) -> None:
        self._chosen = options.fields
        self._guesses: dict[tuple[str, ...], dict[str, str]] = {}

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
        text = normalise(self._text(values, guess.get("text")))
        check_is_text(text)
        own = _scalar(_get(values, guess["id"])) if "id" in guess else ""
        return Record(text, self.metadata(values), encoding, own, start, end, number, bad)

    def metadata(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return what is said of title, author, source, published, url and language, on one line each."""
        guess = self._guess(values)
        values_by_name = {
            name: _names(_get(values, key)) if name == "author" else _scalar(_get(values, key))
            for name, key in guess.items()
            if name not in {"text", "id"}
        }
        return {name: value for name, value in values_by_name.items() if value}

    def columns(self, names: Sequence[str]) -> list[str]:
        """Return those of a table's columns that are wanted."""
        wanted = _guess(names, self._chosen).values()
        return [name for name in names if name in wanted or any(key.startswith(name + ".") for key in wanted)]

    def _text(self, values: Mapping[str, object], key: str | None) -> str:
        if key is None:
            names = ", ".join(map(str, values))[:200]
            raise ArticleError(f"no field for the text among: {names} (say which: --field text=NAME)")
        value = _get(values, key)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n".join(value)  # paragraphs
        if not isinstance(value, str) or not value.strip():
            raise ArticleError(f'no text in the field "{key}"')
        return value

    def _guess(self, record: Mapping[str, object]) -> Mapping[str, str]:
        keys = tuple(record)
        guess = self._guesses.get(keys)
        if guess is None:
            if len(self._guesses) > _SHAPES:
                self._guesses.clear()
            guess = self._guesses[keys] = _guess(keys, self._chosen)
        return guess


def _guess(keys: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Map our names to the record's keys."""
    by_name = {key.strip().lower().replace("-", "_").replace(" ", "_"): key for key in reversed(keys)}
    guess = {}
    for ours, names in NAMES.items():
        if ours in chosen:
            guess[ours] = chosen[ours]
        else:
            key = next((by_name[name] for name in names if name in by_name), None)
            if key is not None:
                guess[ours] = key
    return guess


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
    return (
        " ".join(str(value).split()).encode("utf-8", "replace").decode()
    )  # half a surrogate pair becomes "?"
