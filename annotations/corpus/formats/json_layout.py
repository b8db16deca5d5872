"""Finds where in a JSON file the articles lie, which may be wrapped in what an API says around them.

It is decided once for each file, by its beginning: at the top (`[...]`, `{...}{...}`), or in an array or an
object of them, under a name that APIs and exports use, or under any other if that holds texts. An object
that is an article itself stays one, whatever lists it has inside.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotations.corpus.field_names import NAMES
from annotations.corpus.file_content import TextStream
from annotations.corpus.formats.json_cutting import split_objects
from annotations.corpus.formats.json_sketch import sketch
from annotations.corpus.record_path import RecordPath, Step, written
from annotations.corpus.records import ArticleError

Judgement = Callable[[Mapping[str, Any]], bool]
"""Says something of an object."""

_HEADS = (1 << 16, 1 << 20, 1 << 23)
"""Bytes of the beginning that are looked at, one after the other until articles are found in it."""

_SAMPLE = 20
"""Elements of an array that are looked at."""

_DEEPEST = 4
"""Objects in objects in which articles are looked for: `{"response": {"result": {"docs": [...]}}}`."""

_USUAL = (
    "articles", "chats", "hits", "data", "items", "results", "messages", "statuses", "tweets", "docs",
    "documents", "posts", "records", "entries", "stories", "news", "response", "result", "rows", "children",
    "list", "value", "values", "content", "feed", "edges",
)  # fmt: skip
"""Names of what holds articles, the likelier first."""

_CHATS = frozenset(("chats", "left_chats"))
"""Where an export of all of Telegram's has its chats, in `list`."""

_NO_ARTICLE = frozenset(("message", "status", "description", "claim", "summary", "note"))
"""Names that a text may have, and what an API says about its answer, too."""

_SAYS_TEXT = tuple(name for name in NAMES["text"] if name not in _NO_ARTICLE)


class _Found(NamedTuple):
    path: tuple[Step, ...]
    rank: int
    """The less, the likelier."""


def find_layout(
    stream: TextStream, wanted: RecordPath | None, has_text: Judgement, is_certain: Judgement
) -> Sequence[Step] | None:
    """Return the path to the articles of a file, None for the values at the top or those of arrays there.

    Args:
        stream: stands at the beginning, and does so afterwards.
        wanted: what the user said.
        has_text: says whether an object is an article.
        is_certain: says of such a one that it is, even if it has others inside.
    """
    if wanted is not None and not wanted.leads_to_one:
        return wanted.steps
    begin = stream.file.tell()
    try:
        for size in _HEADS:
            stream.file.seek(begin)
            head = stream.file.read(size)
            if wanted is None and head.lstrip()[:1] != b"{" and _begins_with_article(head, has_text, stream):
                return None
            top = sketch(head.decode(stream.codec, "replace"))
            if wanted is not None:
                return _to_what_is_there(top, wanted)
            finder = _Finder(has_text, is_certain)
            if isinstance(top, dict) and finder.is_article(top):
                return None
            if (path := finder.find(top)) is not None:
                return path
            if len(head) < size:
                return None
    finally:
        stream.file.seek(begin)
    return None


def no_record_at(stream: TextStream, wanted: RecordPath) -> ArticleError:
    """Return what is to be said if nothing lies at the path that was given, with the keys that there are."""
    stream.file.seek(0)
    value: Any = sketch(stream.file.read(_HEADS[1]).decode(stream.codec, "replace"))
    at: list[Step] = []
    for step in wanted.steps:
        inner = _step_into(value, step)
        if inner is None:
            break
        value = inner
        at.append(step)
    where = f"at {written(at)} there" if at else "there"
    if isinstance(value, Mapping):
        keys = ", ".join(_shown(key, each) for key, each in list(value.items())[:_SAMPLE])
        there = f"{where} are the keys {keys}" if keys else f"{where} is an empty object"
    else:
        there = f"{where} is {'an array' if isinstance(value, list) else 'no object'}"
    return ArticleError(f"no article at {_written(wanted)}: {there[:300]} (say where: --records PATH)")


def _written(wanted: RecordPath) -> str:
    return written((*wanted.steps, *(frozenset((key,)) for key in wanted.inside)))


def _shown(key: str, value: Any) -> str:
    return f"{key}[]" if isinstance(value, list) else key


def _begins_with_article(head: bytes, has_text: Judgement, stream: TextStream) -> bool:
    """Say whether the first object that is cut out of a file is an article."""
    try:
        data = next(iter(split_objects(io.BytesIO(head))), (0, b""))[1]
    except ArticleError:
        return False
    value = sketch(data.decode(stream.codec, "replace"))
    return isinstance(value, dict) and has_text(value)


def _to_what_is_there(top: Any, wanted: RecordPath) -> Sequence[Step] | None:
    """Return the path to where a file is cut, if the user names one value: the elements of an array.

    An object is taken out of what is around it later, see `RecordMaker.lead`.
    """
    value = top
    for step in wanted.steps:
        value = _step_into(value, step)
    if isinstance(value, list):
        return (*wanted.steps, None)
    return None if isinstance(value, Mapping) else wanted.steps


def _step_into(value: Any, step: Step) -> Any:
    if step is None:
        inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
        return next((each for each in inner if isinstance(each, Mapping | list)), None)
    if not isinstance(value, Mapping):
        return None
    return next((value[key] for key in step if key in value), None)


class _Finder:
    """Finds where articles lie in a value.

    Args:
        has_text: says whether an object is an article.
        is_certain: see `find_layout`.
    """

    def __init__(self, has_text: Judgement, is_certain: Judgement) -> None:
        self._has_text = has_text
        self._is_certain = is_certain

    def is_article(self, value: Mapping[str, Any]) -> bool:
        """Say whether an object that may wrap others is an article: has a text, and not just a word."""
        if not any(isinstance(inner, Mapping | list) for inner in value.values()) or self._is_certain(value):
            return self._has_text(value)
        names = [key for key in value if key.strip().lower().replace("-", "_") in _SAYS_TEXT]
        return any(_is_text(value[name]) for name in names) and self._has_text(value)

    def find(self, top: Any) -> tuple[Step, ...] | None:
        """Return the likeliest path to articles in a value."""
        likeliest = min(self._candidates(top, (), 0), key=lambda each: each.rank, default=None)
        return likeliest.path if likeliest else None

    def _candidates(self, value: Any, path: tuple[Step, ...], rank: int) -> Iterator[_Found]:
        """Yield the paths at which articles lie in a value."""
        depth = sum(step is not None for step in path)
        if isinstance(value, list):
            elements = [each for each in value[:_SAMPLE] if isinstance(each, dict)]
            if any(map(self._has_text, elements)):
                yield _Found((*path, None), rank)
            elif depth < _DEEPEST and len(path) < 2 * _DEEPEST:
                for element in [*elements, *(each for each in value[:1] if isinstance(each, list))]:
                    yield from self._candidates(element, (*path, None), rank + 1)
        elif isinstance(value, dict):
            objects = [each for each in list(value.values())[:_SAMPLE] if isinstance(each, dict)]
            articles = sum(map(self.is_article, objects))
            if articles > 1 and 2 * articles > len(objects):
                yield _Found((*path, None), rank + 1)
            for key, inner in value.items():
                step = _CHATS if key in _CHATS and not path else frozenset((key,))
                yield from self._inside(inner, (*path, step), rank + _rank(key))

    def _inside(self, value: Any, path: tuple[Step, ...], rank: int) -> Iterator[_Found]:
        """Yield the paths in what an object has under a key, and that to it if it is the only article."""
        if isinstance(value, dict) and self.is_article(value):
            yield _Found(path, rank + len(_USUAL))
        elif isinstance(value, list) or sum(step is not None for step in path) <= _DEEPEST:
            yield from self._candidates(value, path, rank)


def _is_text(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(part, str) for part in value)
    return isinstance(value, str) and len(value.split()) > 1


def _rank(key: str) -> int:
    try:
        return _USUAL.index(key.lower())
    except ValueError:
        return 2 * len(_USUAL)
