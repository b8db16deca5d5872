"""Reads CoNLL: two columns or more, the token first and its tag last, in IOB2, IOE2, IOBES or BILOU.

A file without `-DOCSTART-` is taken sentence by sentence, and each is looked for in the corpus. In a folder
of ours all files hold the same articles; there a span's tags are those of all files together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from annotations.corpus.own_files import MANIFEST
from annotations.exchange import ExchangeError
from annotations.exchange.ascii_names import from_word
from annotations.exchange.files import manifest
from annotations.exchange.incoming import ImportNote, IncomingAnnotation
from annotations.exchange.streams import binary, decoded

_TAG = re.compile(r"O|[BIESLUM]-\S.*")
_START = "-DOCSTART-"
_LONGEST = 1 << 20
"""Bytes of a line."""


class _Block(msgspec.Struct):
    """The tokens of one article or sentence."""

    place: str
    tokens: list[str] = []
    tags: list[str] = []
    gaps: list[str] = []
    """The white space before each token in the text that is made of them: a space, or a line end."""

    def add(self, token: str, tag: str, *, gap: bool) -> None:
        """Add a token; `gap`: after an empty line."""
        self.gaps.append("" if not self.tokens else "\n" if gap else " ")
        self.tokens.append(token)
        self.tags.append(tag)

    def text(self) -> str:
        return "".join(part for pair in zip(self.gaps, self.tokens, strict=True) for part in pair)


def read_annotations(path: Path) -> Iterator[IncomingAnnotation | ImportNote]:
    """Yield what stands in a folder of `.conll` files, or in one.

    Raises:
        ExchangeError: it is something else, or the files of a folder of ours don't match.
    """
    # only names of files in this very folder: a manifest may come from anywhere
    listed = [entry["file"] for entry in manifest(path)] if path.is_dir() else []
    names = [name for name in listed if name == Path(name).name and name.endswith(".conll")]
    if not names:
        files = sorted(path.rglob("*.conll")) if path.is_dir() else [path]
        if not files:
            raise ExchangeError("no .conll file in it")
        for file in files:
            for block in _blocks(file):
                yield from _annotations_of([block], None)
        return
    together = zip(_articles(path), *(_blocks(path / name) for name in names), strict=True)
    try:
        for article, *blocks in together:
            if any(block.tokens != blocks[0].tokens for block in blocks):
                raise ExchangeError(f"{blocks[0].place}: the files have other words there; import one alone")
            yield from _annotations_of(blocks, article)
    except ValueError as error:  # of zip
        if isinstance(error, ExchangeError):
            raise
        raise ExchangeError("its files do not hold the same articles; import one alone") from None


def _articles(folder: Path) -> Iterator[str]:
    with binary(folder / MANIFEST) as file:
        for number, line in enumerate(file, 1):
            entry = decoded(line, f"{MANIFEST}, line {number}")
            if "article" in entry:
                yield str(entry["article"])


def _blocks(path: Path) -> Iterator[_Block]:
    """Yield the articles of a file, or its sentences if it doesn't say where articles begin."""
    if path.stat().st_size == 0:
        raise ExchangeError(f"{path.name} is empty")
    block = _Block(f"{path.name}, line 1")
    by_article = gap = False
    for place, line in _lines(path):
        if line.startswith(_START):
            if block.tokens or by_article:
                yield block
            block, by_article, gap = _Block(place), True, False
        elif not line.strip():
            gap = True
            if block.tokens and not by_article:
                yield block
                block = _Block(place)
        elif not (line.startswith("#") and "\t" not in line):  # a comment
            block.add(*_token_and_tag(line, place), gap=gap)
            gap = False
    if block.tokens or by_article:
        yield block


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each line with its place, for messages."""
    with binary(path) as file:
        for number, data in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
            place = f"{path.name}, line {number}"
            yield place, _text(data, place)


def _token_and_tag(line: str, place: str) -> tuple[str, str]:
    columns = line.split("\t") if "\t" in line else line.split()
    if len(columns) < 2 or not columns[0] or not _TAG.fullmatch(columns[-1]):
        raise ExchangeError(f"{place}: {line[:40]!r} is no token and IOB tag")
    return columns[0], columns[-1]


def _text(data: bytes, place: str) -> str:
    try:
        return data.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise ExchangeError(f"{place}: not UTF-8") from None


def _annotations_of(
    blocks: Sequence[_Block], article: str | None
) -> Iterator[IncomingAnnotation | ImportNote]:
    text = blocks[0].text()
    starts: list[int] = []
    at = 0
    for gap, token in zip(blocks[0].gaps, blocks[0].tokens, strict=True):
        starts.append(at + len(gap))
        at += len(gap) + len(token)
    spans: dict[tuple[int, int], set[str]] = {}
    remarks: dict[tuple[int, int], str] = {}
    for block in blocks:
        for first, last, label, broken in _entities(block.tags):
            ends = (starts[first], starts[last] + len(block.tokens[last]))
            spans.setdefault(ends, set()).add(from_word(label))
            if broken:
                remarks[ends] = f"{block.tags[first]} goes on with no span of its label; taken as a new one"
    for (start, end), tags in sorted(spans.items()):
        yield IncomingAnnotation(
            place=f"{blocks[0].place}, {start}-{end}",
            article=article,
            text=text,
            start=start,
            end=end,
            tags=tuple(sorted(tags)),
            remark=remarks.get((start, end), ""),
        )


def _entities(tags: Sequence[str]) -> Iterator[tuple[int, int, str, bool]]:
    """Yield first and last token, the label, and whether it began in the middle of another label's span.

    A span may begin with I- (IOE2, and the old IOB1); only right after another label that is a mistake.
    """
    first, label, broken = 0, "", False
    for index, tag in enumerate([*tags, "O"]):
        mark, _, kind = tag.partition("-")
        if label and not (mark in {"I", "E", "L", "M"} and kind == label):
            yield first, index - 1, label, broken
            broken = mark in {"I", "M"}
            label = ""
        else:
            broken = broken and bool(label)
        if mark != "O" and not label:
            first, label = index, kind
        if label and mark in {"E", "L", "S", "U"}:
            yield first, index, label, broken
            label = ""
