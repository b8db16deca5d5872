"""Lists the articles of folders and files without reading them, and reads them one at a time.

Nothing here keeps an article's text. For a list of very many articles see `annotations.corpus.index`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.corpus.formats import WHOLE_FILE, format_for, format_of, missing_library
from annotations.corpus.problems import Problems
from annotations.corpus.records import (
    CHAT_UNITS,
    ArticleError,
    CorpusError,
    Entry,
    Fault,
    File,
    NotOurKindError,
    Options,
    Problem,
    Record,
    Remark,
)
from annotations.corpus.walk import any_file, files, resolve_roots

if TYPE_CHECKING:
    from annotations.corpus.article_source import ArticleSource
    from annotations.model.article import Article
    from annotations.model.article_corrections import Corrections
    from annotations.model.line_layers import LineLayers


_COMPARED = 1000
"""Ids that a wrong one is compared with; it takes 0.1 ms each."""


def open_corpus(
    roots: Sequence[Path],
    *,
    listed: Sequence[Path] = (),
    encoding: str | None = None,
    fields: Mapping[str, str] | None = None,
    never: Collection[Path] = (),
    max_size: int | None = None,
    records: str | None = None,
    chat: str | None = None,
) -> Corpus:
    """Open folders and files as one corpus.

    Args:
        roots: folders and files that a person named; at least one of these or of the listed.
        listed: such as come from a list that a program made: one that can't be used is a problem of the
            corpus, and the rest works.
        encoding: of the articles, if it isn't to be found out.
        fields: from a name of ours (text, title, author, source, published, url, language, id) to the
            files' own.
        never: files and folders in them that are ours, such as a scheme's guidelines, wherever they lie.
        max_size: bytes that a file may have, unpacked, if not `annotations.corpus.file_content.MOST`.
        records: where the articles lie in JSON, as jq writes it, if that isn't to be found out.
        chat: which part of a chat is an article, `message` or `day`; None for the former.

    Raises:
        CorpusError: a path doesn't exist, nothing in it can hold an article, or the options make no sense.
    """
    if encoding is not None:
        from annotations.corpus.encoding import known_encoding

        try:
            encoding = known_encoding(encoding)
        except LookupError:
            raise CorpusError(
                f"--encoding {encoding}: no such encoding; try utf-8, cp1256 or iso-8859-6"
            ) from None
    if fields:
        from annotations.corpus.fields import check

        check(fields)
    if records is not None:
        from annotations.corpus.record_path import record_path

        record_path(records)
    chat = CHAT_UNITS[0] if chat is None else chat
    if chat not in CHAT_UNITS:
        raise CorpusError(f"--chat {chat}: expected {' or '.join(CHAT_UNITS)}")
    return Corpus(roots, Options(encoding, dict(fields or {}), max_size, records, chat), listed, never)


def own_id(file: File, record: Record) -> str:
    """Return the id that an article has if no other one has it."""
    if record.end is None:
        return file.name
    return record.id or f"{file.name}:{record.number}"


def records_of(file: File, options: Options, problems: Problems) -> Iterator[Record]:
    """Yield every article of a file with its text; what can't be read is noted."""
    empty = True
    try:
        for record in format_for(file.suffix).records(file.path, options):
            empty = False
            if isinstance(record, Fault):
                problems.add_fault(str(file.path), record)
            elif isinstance(record, Remark):
                problems.add(str(file.path), record.message)
            else:
                problems.add_damaged(str(file.path), record)
                yield record
    except NotOurKindError as error:
        problems.add_stranger(str(file.path), str(error))
    except ArticleError as error:
        problems.add(str(file.path), str(error))
    except Exception as error:  # whatever a library says of a damaged file costs that file only
        problems.add(str(file.path), _unforeseen(error))
    else:
        if empty:
            problems.add(str(file.path), "holds no record")


def _unforeseen(error: Exception) -> str:
    """Say of an error of a format's library that the file is at fault, on one line."""
    reason = " ".join(str(error).split())[:200]
    return f"damaged, or not what its name says: {type(error).__name__}{': ' * bool(reason)}{reason}"


def _new_layers() -> LineLayers:
    from annotations.model.line_layers import LineLayers  # here: the first list as a rule needs none

    return LineLayers()


class UniqueIds:
    """Gives every article of a corpus an id of its own: the second of a name becomes `name~2`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = dict.fromkeys(taken, 1)  # to the number that the last of that name got

    def name(self, base: str) -> str:
        """Return the id of the next article of that name."""
        id_ = base
        while id_ in self._taken:
            number = self._taken[base] = self._taken[base] + 1
            id_ = f"{base}~{number}"
        self._taken[id_] = 1
        return id_


class Corpus:
    """The articles of some folders and files, or of another source. Made by `open_corpus`.

    Args:
        roots: folders and files that a person named.
        options: the user's word about the files.
        listed: such as come from a list.
        never: files and folders in them that are ours.
        source: reads the articles, if they aren't in files.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        options: Options,
        listed: Sequence[Path] = (),
        never: Collection[Path] = (),
        source: ArticleSource | None = None,
    ) -> None:
        given = [*roots, *listed]
        if not given and source is None:
            raise CorpusError("no folder and no file was given")
        self.options = options
        self.source = source
        """Reads the articles, if they aren't in files."""
        self.corrections: Corrections = {}
        """Corrections of articles, see `annotations.model.article_corrections`; whoever opens the
        annotations puts them there, and `read` and the index lay them over what files say."""
        self.find_layers: Callable[[], LineLayers] = _new_layers
        """Returns what `layers` are; the project has them."""
        self.knows_corrections = False
        """True once they are there: an index then keeps to what they say of damaged texts."""
        self.being_written: Collection[str] = ()
        """Paths of files that are still growing: the index leaves them as it knows them."""
        self._never = tuple(never)
        self._problems = Problems()
        self._given = ", ".join(map(str, given[:3])) + (", ..." if len(given) > 3 else "")
        self._named = ", ".join(map(str, roots[:3])) + (", ..." if len(roots) > 3 else "") or "-"
        """The folders and files that were named, and `-` for a list alone, as it is typed."""
        if source is not None:
            self._given = self._named = source.name
        self.roots = resolve_roots(roots, listed, self._problems.add, self._problems.add_unread)
        self._given_files = frozenset(str(root.path) for root in self.roots if root.path.is_file())
        self.left_out = self.problems
        """The paths of the list that can't be used."""
        if source is None and not (self._given_files or any(any_file(root.path) for root in self.roots)):
            for _ in self.files(self._problems):  # counts what is there instead
                pass
            raise self._nothing()

    @cached_property
    def layers(self) -> LineLayers:
        """All that is known of lines beyond one page; filled by who opens the annotations or the index."""
        return self.find_layers()

    @property
    def has_layers(self) -> bool:
        """True if there are `layers` already, which may say something."""
        return "layers" in self.__dict__

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """All articles, sorted by file name and place; files of many records are read through once for it.

        Raises:
            CorpusError: there is no article that can be read; the message tells the first problem.
        """
        entries = list(self.each_entry())
        if not entries:
            raise self._nothing()
        return entries

    @property
    def problems(self) -> list[Problem]:
        """The problems met so far, each once; complete when `entries` has been asked for."""
        return self.told(self.noted)

    @property
    def noted(self) -> list[Problem]:
        """The same as they were noted: one for each ending of files that aren't read."""
        return self._problems.all()

    def told(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems as they are told: files that aren't read in a line for each remedy."""
        problems = list(problems)
        if not any(problem.unread for problem in problems):
            return problems
        from annotations.corpus.unread import told  # here: the first list says nothing of it

        return told(problems, self._named, self._given_files)

    def _nothing(self) -> CorpusError:
        from annotations.corpus.unread import why_nothing

        return CorpusError(f"no articles in {self._given}: {why_nothing(self.problems)}")

    def files(self, problems: Problems) -> Iterator[File]:
        """Yield the files that may hold articles, sorted by name; all others are counted."""
        missing: dict[str, bool] = {}
        walk = files(self.roots, problems.add, self._never, self.options.max_size, problems.add_unread)
        for file in walk:
            if file.suffix not in missing:
                missing[file.suffix] = missing_library(file.suffix) is not None
            if missing[file.suffix]:
                problems.add_unread(file.suffix)
            else:
                yield file

    def records(self, file: File, problems: Problems) -> Iterator[Record]:
        """Yield every article of a file with its text; what can't be read is noted."""
        return records_of(file, self.options, problems)

    def report(self, path: str, message: str) -> None:
        """Note a problem that showed up in reading an article; `message` may begin with the path."""
        self._problems.add(path, message.removeprefix(f"{path}: "))

    def repair_of(self, article_id: str) -> tuple[str, ...]:
        """Return the steps by which an article's text is repaired; none if nobody has asked for that.

        What a source has was repaired, if at all, when it was put there.
        """
        correction = self.corrections.get(article_id) if self.source is None else None
        return correction.repair if correction else ()

    def record(self, entry: Entry) -> Record:
        """Read one article as its file has it.

        Raises:
            ArticleError: it isn't text, is damaged, gone, or has changed since it was listed; one line, with
                the file.
        """
        if self.source is not None:
            return self._record_of(self.source, entry)
        try:
            if entry.end is not None:
                status = entry.path.stat()
                if (status.st_size, status.st_mtime_ns) != (entry.size, entry.mtime):
                    raise ArticleError("has changed since it was listed: open the corpus again")
            return format_of(entry.path.name, has_place=entry.end is not None).read(
                entry.path, entry, self.options
            )
        except ArticleError as error:
            place = f"{entry.path}, record {entry.number}" if entry.number else str(entry.path)
            raise ArticleError(f"{place}: {error}") from None
        except OSError as error:
            from annotations.corpus.file_content import describe

            raise ArticleError(f"{entry.path}: {describe(error)}") from None
        except Exception as error:  # see `records_of`
            raise ArticleError(f"{entry.path}: {_unforeseen(error)}") from error

    def _record_of(self, source: ArticleSource, entry: Entry) -> Record:
        from annotations.corpus.file_content import MOST

        return source.record(entry, self.options.max_size or MOST)

    def _repaired(self, entry: Entry) -> tuple[Record, Sequence[str]]:
        """Read one article, repaired if that was decided, by the steps returned; note what is damaged."""
        record = self.record(entry)
        if steps := self.repair_of(entry.id):
            record = record.repaired(steps)
        if entry.end is None and not self._problems.knows_damage(path := str(entry.path)):
            self._problems.add_damaged(path, record)
        return record, steps

    def text(self, entry: Entry) -> str:
        """Read the text of one article, for who needs no more of it: half of what `read` costs.

        Raises:
            ArticleError: see `record`.
        """
        return self._repaired(entry)[0].text

    def read(self, entry: Entry) -> Article:
        """Read one article, repaired if that was decided.

        Raises:
            ArticleError: see `record`.
        """
        record, steps = self._repaired(entry)
        from annotations.corpus.page_source import page_source
        from annotations.model.article import Article  # here: listing a corpus needs no sentence rules

        path = str(entry.path) if entry.end is None else None
        metadata = dict(record.metadata)
        return Article(
            entry.id,
            record.text,
            path=path,
            metadata=metadata,
            encoding=record.encoding,
            bad_bytes=str(record.bad or ""),
            repair=steps,
            corrections=self.corrections,
            site=page_source(metadata, entry.id, "" if path else entry.path.name),
            layers=self.layers,
        )

    def find(self, ref: str) -> Entry:
        """Return the article that an id, any unique prefix of one, or a path means.

        Raises:
            CorpusError: there is none, or there are several; the message names some.
        """
        if self.source is not None:
            return self.source.find(ref)
        begun = [entry for entry in self.entries if entry.id.startswith(ref)]
        matches = [entry for entry in begun if entry.id == ref] or begun or self._at_path(ref)
        if len(matches) == 1:
            return matches[0]
        if not matches:
            from annotations.text.similar import perhaps  # here: a right name needs no guess

            ids = [entry.id for entry in self.entries]
            likely = perhaps(ref, ids) if len(ids) <= _COMPARED else ""
            raise CorpusError(f"no article {ref} in {self._given}{likely}")
        names = ", ".join(entry.id for entry in matches[:5])
        raise CorpusError(
            f"{ref} may be {len(matches)} articles: {names}{', ...' if len(matches) > 5 else ''}"
        )

    def _at_path(self, path: str) -> list[Entry]:
        """Return the articles of a file."""
        # abspath keeps links, as the walk does, and not `..`; a link to an article is that article.
        absolute = os.path.abspath
        for whole in (absolute(path), os.path.realpath(path)):
            if entries := [entry for entry in self.entries if absolute(entry.path) == whole]:
                return entries
        return []

    def each_entry(self) -> Iterator[Entry]:
        """Yield the articles as they are met, for who needs no more than the first of them."""
        if self.source is not None:
            yield from self.source.entries()
            return
        unique = UniqueIds()
        unread = Record("")
        for file in self.files(self._problems):
            whole = file.suffix in WHOLE_FILE
            for record in [unread] if whole else self.records(file, self._problems):
                base = own_id(file, record)
                id_ = unique.name(base)
                if id_ != base:
                    self._problems.add_renamed(str(file.path), id_)
                yield Entry(id_, file.path, file.size, file.mtime, record.start, record.end, record.number)


def index_path(corpus: Corpus, folder: Path) -> Path:
    """Return where the index of a corpus is kept: one file for each set of roots and way of reading them.

    It stands here since it is told without SQLite, which a first start doesn't need.
    """
    real = sorted(str(root.real) for root in corpus.roots)
    options = corpus.options
    read_as = json.dumps([real, {**options._asdict(), "fields": sorted(options.fields.items())}])
    digest = hashlib.sha256(read_as.encode()).hexdigest()[:12]
    name = corpus.roots[0].path.name if len(corpus.roots) == 1 else "corpus"
    return (
        folder / f"{os.fsencode(name).decode('ascii', 'replace').replace(chr(0xFFFD), '_')}-{digest}.sqlite"
    )
