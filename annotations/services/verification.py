"""Checks whether all is as it should be, from the quotes to the oldest backup: `claimreader verify`.

Looking changes nothing and takes no lock. A repair does only what loses nothing; the rest is for a person to
decide.
"""

from __future__ import annotations

import glob
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.corpus.progress import Tell, untold
from annotations.model.article import sha256_of
from annotations.model.records import Annotation
from annotations.model.side_records import LATER, SIDE_TABLES, Flag, PlacedRecord
from annotations.services.row_numbers import RowNumbers
from annotations.store import history_entries, journal
from annotations.store.backups import dated
from annotations.store.base import NotSavedError, StoreError
from annotations.text.hidden_characters import COUNTED, count_hidden
from annotations.text.numbers import amounts_agree, numbers_in
from annotations.text.numbers.amounts import amount, interval
from annotations.text.sanitising import escaped

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.corpus import Corpus, Entry
    from annotations.services.reanchoring import DisplacedAnnotations
    from annotations.store.recovery import Paths
    from annotations.store.tables import State

TextOf = Callable[[str], str | None]
"""The text of an article by its id; None when the corpus doesn't have it."""
HiddenIn = Callable[[str], int]


class Discrepancy(msgspec.Struct, frozen=True):
    """One thing that is not as it should be."""

    where: str
    """The file, or the annotation's uuid."""
    what: str
    remedy: str = ""
    wrong: bool = True
    """False: worth knowing, but nothing is wrong."""
    kind: str = ""
    """A name of what many may have in common, such as "article-changed"; empty for what stands alone."""
    article: str = ""
    """The article that it is about, if it is about one."""

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" + (f". {self.remedy}" if self.remedy else "")
        return escaped(line)


class ArticleTexts:
    """The texts of a project's articles, as far as they can be read.

    Args:
        project: whose articles.
    """

    def __init__(self, project: Project) -> None:
        from annotations.corpus import CorpusError

        self._corpus: Corpus | None = None
        self._entries: Mapping[str, Entry] = {}
        self.gone = ""
        """The reason why there is no article at all, else empty; the annotations can be looked at anyway."""
        with suppress(StoreError):  # what is wrong with them `verify` says
            project.read_corrections()  # a repaired text is the one that annotations are about
        try:
            self._corpus = project.corpus
            self._entries = {entry.id: entry for entry in project.corpus.entries}
        except CorpusError as error:
            self.gone = str(error)

    @property
    def known(self) -> bool:
        """True if there is any article."""
        return bool(self._entries)

    def of(self, article_id: str) -> str | None:
        """Return the text of an article; None if the corpus doesn't have it, or it can't be read."""
        from annotations.corpus import ArticleError

        entry = self._entries.get(article_id)
        if self._corpus is None or entry is None:
            return None
        try:
            return self._corpus.text(entry)
        except ArticleError:
            return None


_STRANGER = "Mend it or take it out while claimreader is closed"


def verify(
    path: Path,
    text_of: TextOf | None = None,
    hidden_in: HiddenIn | None = None,
    tell: Tell = untold,
    renamed: DisplacedAnnotations | None = None,
    is_colleague_s: Callable[[str], bool] = lambda uuid: False,
) -> list[Discrepancy]:
    """Look at an annotations file and all that lies beside it.

    Args:
        path: the TinyDB file.
        text_of: where the articles' texts are to be had; without it no quote is compared.
        hidden_in: counts the hidden characters of a text that change what is seen; without it all but marks
            of direction are counted, whose effect only the display knows.
        tell: called with how far it is.
        renamed: what belongs to articles that have other ids now, see `annotations.services.following`.
        is_colleague_s: says whether an annotation is in no file of mine since it is, or was, a colleague's.
    """
    from annotations.store.recovery import Paths, load

    paths = Paths.of(path)
    if not paths.exist():
        return [Discrepancy(str(path), "there is nothing yet", wrong=False)]
    try:
        loaded = load(paths, caching="anew")  # what is looked at is the file itself
    except StoreError as error:
        return [Discrepancy(str(path), str(error).removeprefix(f"{paths.main}: "))]
    if loaded.apart:
        remedy = (
            "Nothing of them is mixed, and nothing can be saved; claimreader restore shows both, and asks"
        )
        return [Discrepancy(str(path), str(loaded.apart), remedy)]
    remedy = "claimreader verify --repair does so, and so does the next opening"
    findings = [Discrepancy(str(path), note, remedy) for note in loaded.notes]
    findings += [
        Discrepancy(str(path), f"{stranger}; kept as it is, not shown", _STRANGER)
        for stranger in loaded.state.strangers()
    ]
    findings += [
        Discrepancy(str(path), f"{stranger}; kept as it is", wrong=False)
        for stranger in loaded.state.foreign_tables()
    ]
    findings += _history(paths, loaded.state)
    state = loaded.state
    for number, key in enumerate(state.annotations.known(), 1):
        tell(number, None, "annotations")
        if annotation := state.find(key):
            findings += _annotation(annotation, state, is_colleague_s)
    if text_of is not None:
        now: dict[str, PlacedRecord] = {}
        if renamed is not None and (renamed.renamed or renamed.going("renamed")):
            now = {step.old.uuid: step.new for step in renamed.renamed}
            now |= {it.old.uuid: it.new for it in renamed.going("renamed") if isinstance(it.new, Flag)}
            findings.append(_other_ids(path, renamed))
        for article_id, placed in _by_article(state, tell, now):
            text = text_of(article_id)
            findings += _article(article_id, placed, text)
            findings += _hidden(article_id, (hidden_in or count_hidden)(text)) if text is not None else ()
    return findings + list(_files(paths))


def not_read(project: Project) -> list[Discrepancy]:
    """Return the files of the corpus that aren't read, one for each ending, with what helps."""
    from annotations.corpus.unread import counts, number_of, remedy_for

    name = ", ".join(map(str, project.roots)) or "-"
    return [
        Discrepancy(
            name,
            number_of(ending, number),
            remedy_for(ending),
            wrong=False,
            kind="not-read",
        )
        for ending, number in counts(project.corpus.noted).items()
    ]


def repair(path: Path, *, by: str) -> list[str]:
    """Do what loses nothing: restore a damaged file (and keep it), set bad lines aside, part equal uuids.

    Returns:
        What was done, one line each.

    Raises:
        StoreError: it can't be read, or somebody has it open (NotSavedError, who is named).
    """
    from annotations.store.recovery import Paths
    from annotations.store.tinydb_store import open_store

    if not Paths.of(path).exist():
        return []
    with open_store(path, annotator=by, repair=True) as store:
        info = store.info()
        if info.readonly:
            raise NotSavedError(f"{path}: not repaired: {info.why}")
        done = list(info.notes)
        store.pause_checkpoints()
        store.checkpoint()
        done += [f"{parted.uuid}: has a uuid of its own now" for parted in store.part_doubles(by=by)]
        for left in _leftovers(Paths.of(path)):
            left.unlink(missing_ok=True)
            done.append(f"{left.name}: left over from a crash, removed")
    return done


def _history(paths: Paths, state: State) -> list[Discrepancy]:
    """Check the numbers of the changes, and that each record is as the last of its changes left it.

    The newest comes first, so that of each record only the last change is read further than its name.
    """
    findings: list[Discrepancy] = []
    seen = RowNumbers()  # a set of a million has 130 MB
    lowest: int | None = None
    tail = journal.live(paths.journal)
    for segment in [None, *reversed(journal.segments(paths.history))]:
        bad = 0
        for line in reversed(history_entries.lines(tail if segment is None else journal.read(segment))):
            entry = history_entries.decode(line)
            if entry is None:
                bad += not journal.marks(line)
                continue
            if lowest is not None and entry.seq >= lowest:
                continue  # after a crash segment and journal may hold the same lines
            if lowest is not None and entry.seq < lowest - 1:
                fault = f"changes {entry.seq + 1} to {lowest - 1} are missing from the history"
                findings.append(Discrepancy(paths.journal.name, fault))
            lowest = entry.seq
            for op in reversed(entry.ops):
                if op.table in (journal.ANNOTATIONS, *SIDE_TABLES) and seen.get(op.id) is None:
                    seen.add(op.id)
                    findings += _last_change(op, state)
        if bad and segment is not None:
            remedy = "What they said is gone; nothing else is"
            findings.append(Discrepancy(str(segment), f"{bad} damaged line(s)", remedy))
    return findings[::-1]


def _last_change(op: history_entries.PastOp, state: State) -> Iterator[Discrepancy]:
    piece = history_entries.document(op.after)
    if state.documents(op.table).document(op.id) != (None if piece is None else msgspec.json.decode(piece)):
        remedy = f"claimreader history {op.id} shows what was saved last"
        fault = "changed by another program, or by a fault of the disk, since it was saved"
        yield Discrepancy(op.id, fault, remedy, kind="not-as-saved")


def _other_ids(path: Path, renamed: DisplacedAnnotations) -> Discrepancy:
    ids = {step.old.article.id for step in renamed.renamed}
    ids |= {it.old.article.id for it in renamed.going("renamed") if it.old.article is not None}
    fault = f"{len(ids):,} article{'s have other ids' if len(ids) != 1 else ' has another id'} now"
    remedy = "The reader and claimreader verify --repair write that down; nothing is lost until then"
    return Discrepancy(str(path), fault, remedy, wrong=False, kind="other-ids")


def _by_article(
    state: State, tell: Tell, now: Mapping[str, PlacedRecord]
) -> Iterator[tuple[str, list[PlacedRecord]]]:
    """Yield what is said about each article, in the order of its text; no more of it is in memory.

    Args:
        state: the tables.
        tell: called with how far it is.
        now: records that are about an article of another id than was saved, as they are now, by uuid.
    """
    come: dict[str, list[PlacedRecord]] = {}
    for record in now.values():
        come.setdefault(record.article.id, []).append(record)
    flags: dict[str, list[PlacedRecord]] = {}
    for uuid_ in state.side[LATER.name].documents.known():
        if isinstance(flag := state.find_in(LATER.name, uuid_), Flag):
            flags.setdefault(flag.article.id, []).append(flag)
    article_ids = sorted({*state.index.article_ids(), *flags, *come})
    for number, article_id in enumerate(article_ids, 1):
        tell(number, len(article_ids), "articles")
        saved = [*state.find_all(article_id), *flags.get(article_id, ())]
        there = [record for record in saved if record.uuid not in now] + come.get(article_id, [])
        if there:
            yield article_id, sorted(there, key=_start)


def _annotation(
    annotation: Annotation, state: State, is_colleague_s: Callable[[str], bool]
) -> Iterator[Discrepancy]:
    try:
        uuid.UUID(annotation.uuid)
    except ValueError:
        yield Discrepancy(
            annotation.uuid,
            "is no uuid (RFC 9562)",
            "It works, but other programs may refuse it",
            kind="no-uuid",
        )
    for link in annotation.links:
        if state.annotations.piece(link.to) is None and not is_colleague_s(link.to):
            fault = f"a link ({link.type}) leads to {link.to}, which is not there"
            yield Discrepancy(annotation.uuid, fault, kind="dead-link", article=annotation.article.id)


def _start(record: PlacedRecord) -> int:
    return record.target.start


def _article(article_id: str, annotations: Iterable[PlacedRecord], text: str | None) -> Iterator[Discrepancy]:
    """Compare every quote of an article's annotations and flags, also inside attributes, with its text."""
    sha256 = None if text is None else sha256_of(text)
    for annotation in annotations:
        if text is None:
            yield Discrepancy(
                annotation.uuid,
                f"its article {article_id} is not in the corpus",
                "Name its folder",
                kind="article-missing",
                article=article_id,
            )
            continue
        if sha256 != annotation.article.sha256:
            fault = f"article {article_id} has changed since"
            remedy = "Open it: the reader asks about each span"
            yield Discrepancy(annotation.uuid, fault, remedy, kind="article-changed", article=article_id)
        target = annotation.target
        spans = [(target.start, target.end, target.quote)]
        attributes = annotation.attributes if isinstance(annotation, Annotation) else {}
        if attributes:
            spans += [(span["start"], span["end"], span["quote"]) for span in _spans(attributes)]
        for start, end, quote in spans:
            if text[start:end] != quote:
                fault = f"{article_id} has {text[start:end][:40]!r} at {start}-{end}, not {quote[:40]!r}"
                yield Discrepancy(annotation.uuid, fault, kind="other-words", article=article_id)
        if isinstance(annotation, Annotation) and attributes:
            yield from _numbers(annotation, text)


def _numbers(annotation: Annotation, text: str) -> Iterator[Discrepancy]:
    """Compare each number with the words that it was read from.

    A number without a quote is a person's own. One that says something else than its words may be meant so:
    it is worth knowing, and nothing is wrong.
    """
    target = annotation.target
    if text[target.start : target.end] != target.quote:
        return  # told already; what stands inside can't be known
    for value in annotation.attributes.values():
        for item in value if isinstance(value, list) else ():
            quote = item.get("quote") if isinstance(item, Mapping) else None
            if not isinstance(quote, str) or not quote:
                continue
            number = amount(item, isolates=False)
            if quote not in text:
                fault = f"number {number}: its words {quote[:40]!r} are not in {annotation.article.id}"
                remedy = "Open it and take the number anew"
                yield Discrepancy(
                    annotation.uuid, fault, remedy, kind="number-without-words", article=annotation.article.id
                )
                continue
            if quote not in target.quote:
                fault = f"number {number}: its words {quote[:40]!r} are not among those that are annotated"
                yield Discrepancy(
                    annotation.uuid, fault, wrong=False, kind="number-outside", article=annotation.article.id
                )
            read = numbers_in(quote)
            if interval(item) is None or len(read) != 1 or interval(read[0]) is None:
                continue
            if not any(amounts_agree(item, stated) for stated in (*read, *numbers_in(target.quote))):
                said = amount(read[0], isolates=False)
                fault = f"number {number}: its words {quote[:40]!r} read as {said}"
                yield Discrepancy(
                    annotation.uuid,
                    fault,
                    "Right if it was changed on purpose",
                    wrong=False,
                    kind="number-differs",
                    article=annotation.article.id,
                )


def _hidden(article_id: str, count: int) -> Iterator[Discrepancy]:
    if count:
        number = f"{count:,} or more" if count >= COUNTED else f"{count:,}"
        characters = "hidden character that changes" if count == 1 else "hidden characters that change"
        remedy = "The reader has a sign beside each row with one, and says in the details what it is"
        yield Discrepancy(
            article_id, f"{number} {characters} what is seen", remedy, wrong=False, kind="hidden"
        )


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if (
            isinstance(value.get("start"), int)
            and isinstance(value.get("end"), int)
            and isinstance(value.get("quote"), str)
        ):
            yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _spans(item)


def _files(paths: Paths) -> Iterator[Discrepancy]:
    for backup in [paths.bak, *dated(paths.backups)]:
        if backup.exists():
            try:
                from annotations.store.storage import check

                check(backup)
            except (StoreError, OSError) as error:
                reason = str(error).removeprefix(f"{backup}: ")
                yield Discrepancy(str(backup), f"this backup can't be used: {reason}")
    for left in _leftovers(paths):
        yield Discrepancy(
            str(left), "left over from a crash", "claimreader verify --repair removes it", wrong=False
        )
    for ending, by in (("damaged", "a recovery"), ("replaced", "restore")):
        for kept in sorted(paths.main.parent.glob(f"{glob.escape(paths.main.name)}*.{ending}-*")):
            yield Discrepancy(str(kept), f"kept by {by}", "Remove it when you don't need it", wrong=False)


def _leftovers(paths: Paths) -> list[Path]:
    names = [".tmp", ".journal.new", ".bak.new"]
    if paths.journal.exists():  # otherwise it is the journal
        names.append(".journal.old")
    beside = [path for end in names if (path := paths.main.with_name(paths.main.name + end)).exists()]
    return beside + sorted(left for folder in (paths.history, paths.backups) for left in folder.glob("*.new"))
