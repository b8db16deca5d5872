"""Makes a record of one object of JSON, whichever program wrote it, for JSON lines and JSON files alike.

What lies around an article (Elasticsearch's `_source`, JSON:API's `attributes`) is taken off, and posts of
X and Telegram are put into our fields. All of it is decided by the object alone, so that it is read again by
its place; what a post needs of its file beside that (the chat, the people) `Surroundings` finds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotations.corpus.fields import FieldPicker
from annotations.corpus.formats import telegram, tweets
from annotations.corpus.formats.chat import Placed, day_fields
from annotations.corpus.formats.json_object import parse
from annotations.corpus.formats.json_surroundings import Surroundings
from annotations.corpus.record_path import RecordPath, Step, record_path
from annotations.corpus.records import ArticleError, Options, Record

_ENVELOPES = ("_source", "attributes", "node", "tweet", "doc", "document", "data")
"""Keys under which an object that is something else holds the article, beside an id or a kind."""

_AROUND = frozenset((
    "_id", "_index", "_type", "_score", "_version", "_seq_no", "_primary_term", "_routing", "_ignored",
    "sort", "highlight", "fields", "id", "type", "links", "relationships", "meta", "cursor", "kind", "key",
    "value", "rev", "index", "create", "update", "found", "matched_queries", "inner_hits", "_explanation",
    "score", "detect_noop", "doc_as_upsert", "__typename",
))  # fmt: skip
"""Keys that may lie around an article."""

_SITE = "source-hostname"
"""Where trafilatura has the name of the site; its `source` is the page's address."""

_SHAPES = frozenset((_SITE, *_ENVELOPES, *tweets.KEYS, *telegram.KEYS))


class RecordMaker:
    """Makes records of the objects of files that are read in the same way.

    Args:
        options: the user's word.
    """

    def __init__(self, options: Options) -> None:
        self._picker = FieldPicker(options)
        self._day_picker = FieldPicker(Options(options.encoding))
        self._chosen = options.fields
        self.path: RecordPath | None = record_path(options.records) if options.records else None
        """Where the articles lie, if the user said so."""
        self._keys: Sequence[str] | None = () if self.path is None else self.path.inside
        """The keys that lead from what is cut out of a file to the article; None if its object says so."""
        if self.path is not None and self.path.leads_to_one:
            self._keys = None
        self.by_day = options.chat == "day"
        """Whether the messages of a day are one article."""
        self.textless = 0
        """Messages so far that were left out since they hold no text."""

    def lead(self, cut_at: Sequence[Step] | None) -> None:
        """Take it that the file is cut at a path, which `find_layout` found."""
        if self.path is not None and self.path.leads_to_one:
            self._keys = self._named if cut_at is None else ()

    @property
    def _named(self) -> Sequence[str]:
        """The keys of a path that has nothing else."""
        return [min(step) for step in self.path.steps if step] if self.path else ()

    def values(self, data: bytes, codec: str, start: int) -> tuple[Mapping[str, Any], Any]:
        """Parse an object; one with its key before it has that as its id if it has none.

        Raises:
            ArticleError: see `json_object.parse`, or the path leads to no object in it.
        """
        if data[:1] != b'"':
            values, bad = parse(data, codec, start)
            return self._inside(values), bad
        keyed, bad = parse(b"{" + data + b"}", codec, start - 1)
        ((key, inner),) = keyed.items()
        values = self._inside(inner)
        return ({**values, "id": key} if "id" not in values and "_id" not in values else values), bad

    def record(
        self, data: bytes, codec: str, encoding: str, place: tuple[int, int, int], around: Surroundings
    ) -> Record | None:
        """Make the record of an object; None if it is of a kind that is left out.

        Args:
            data: its bytes.
            codec: that they are decoded with.
            encoding: of the file, as a person is told.
            place: start, end, number.
            around: what its file has around it.

        Raises:
            ArticleError: it can't be parsed, or has no text.
        """
        if self._keys == () and data[:1] != b'"':
            values, bad = parse(data, codec, place[0])  # as a rule there is nothing to be taken off
        else:
            values, bad = self.values(data, codec, place[0])
        if not _SHAPES.isdisjoint(values):
            values = unwrapped(values)
            if telegram.is_message(values):
                fields = self._message(values, around, place[0])
                if fields is None:
                    return None
                values = fields
            elif tweets.is_tweet(values):
                values = self._beside(values, tweets.fields(values, around))
            elif _SITE in values:
                values = {**values, "source": values[_SITE], "url": values.get("source")}
        return self._picker.record(values, encoding, *place, bad)

    def message(
        self, data: bytes, codec: str, place: tuple[int, int, int], around: Surroundings
    ) -> Sequence[Placed] | None:
        """Return the message of a chat that an object is, none if it is left out; None if it isn't one.

        Raises:
            ArticleError: it can't be parsed.
        """
        values = unwrapped(self.values(data, codec, place[0])[0])
        if not telegram.is_message(values):
            return None
        fields = self._message(values, around, place[0])
        return [] if fields is None else [Placed(fields, telegram.chat_of(around.chat(place[0])), *place)]

    def day(self, messages: Sequence[Placed], encoding: str) -> Record:
        """Make one record of the messages of a day.

        Raises:
            ArticleError: see `FieldPicker.record`.
        """
        first, last = messages[0], messages[-1]
        values = day_fields([message.fields for message in messages], first.chat)
        return self._day_picker.record(values, encoding, first.start, last.end, first.number)

    def _message(
        self, values: Mapping[str, Any], around: Surroundings, start: int
    ) -> Mapping[str, Any] | None:
        """Return the fields of a message of a chat; None if it is left out."""
        if telegram.is_service(values):
            return None
        fields = self._beside(values, telegram.fields(values, around.chat(start)))
        if not fields["text"] and "text" not in self._chosen:
            self.textless += 1
            return None
        return fields

    def _beside(self, values: Mapping[str, Any], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the fields of a post; what the user named is looked for in the post, too."""
        return {**values, **fields} if self._chosen else fields

    def has_text(self, values: Mapping[str, Any]) -> bool:
        """Say whether an object is an article, or a message of a chat."""
        try:
            values = unwrapped(self._inside(values))
            if not _is_post(values):
                self._picker.record(values, "", 0, 0, 0)
        except ArticleError:
            return False
        return True

    def is_certain(self, values: Mapping[str, Any]) -> bool:
        """Say whether what is an article if it has text can't be something else with articles inside."""
        return "text" in self._chosen or unwrapped(values) is not values or _is_post(values)

    def _inside(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the object that the user's path leads to from where the file is cut."""
        keys = self._keys
        if keys is None:  # read again: what was cut out is an element, or has the first key
            keys = self._named if self._named[:1] and self._named[0] in values else ()
        if not keys:
            return values
        inner: Any = values
        for key in keys:
            inner = inner.get(key) if isinstance(inner, Mapping) else None
        if not isinstance(inner, Mapping):
            there = ", ".join(values)[:200]
            raise ArticleError(f"no object at .{'.'.join(keys)} among: {there}")
        return _with_id(inner, values)


def _is_post(values: Mapping[str, Any]) -> bool:
    return telegram.is_message(values) or tweets.is_tweet(values)


def unwrapped(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the article in what some programs lay around it; else the object itself."""
    for key in _ENVELOPES:
        inner = values.get(key)
        if isinstance(inner, dict) and inner and _AROUND.issuperset(values.keys() - {key}):
            return _with_id(unwrapped(inner), values)
    return values


def _with_id(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an object with the id that is given outside of it, if it has none."""
    own = outer.get("_id", outer.get("id"))
    if own is None or "id" in inner or "_id" in inner:
        return inner
    return {**inner, "id": own}
