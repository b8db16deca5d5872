"""The project: the corpus, the annotations of it, the scheme, and a name to sign with.

The command line makes one, the screen and the commands use it. The store is opened when it is first needed,
and knows how it is to be opened: to write (the reader, imports) or only to look (list, export), which needs
no lock and makes no file.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.paths import (
    DATABASE_NAME,
    OWN_FILES,
    SCHEME_NAME,
    annotator_name,
    beside,
    corpus_folder,
    data_database_path,
    database_corpus_folder,
    database_path,
    likely_file,
    named_database,
    said_annotator,
    teams_file,
)

if TYPE_CHECKING:
    from annotations.corpus import Corpus
    from annotations.corpus.listing import ArticleRow
    from annotations.insight.nouns import Nouns
    from annotations.model.article import Article
    from annotations.model.line_layers import LineLayers
    from annotations.model.scheme import Scheme
    from annotations.model.side_records import ArticleCorrection
    from annotations.store.base import AnnotationReader, Store, Words
    from annotations.store.words_beneath import Beneath
    from annotations.team.joined import Joined


_NAMED = 3
"""Roots that the name of a corpus names; a list may have 100,000."""


class Project:
    """One corpus with its annotations.

    Args:
        roots: folders and files, as given; none means the samples that ship with the program.
        listed: folders and files of a list that a program made, of which some may be wrong; None without one.
        database: where the annotations are, if not where the corpus says.
        annotator: the name to sign with, if one is said for this session.
        usual_annotator: the one that the person has as a rule; if there is none, it is the system's.
        scheme: the file of tags and attributes, if not `claimreader.toml` beside the corpus.
        encoding: how the corpus is encoded, if it isn't to be found out.
        fields: which field of a record holds what, e.g. `{"text": "article_body"}`.
        max_size: bytes that a file of the corpus may have, unpacked, if not the default.
        records: where the articles lie in JSON, as jq writes it, if that isn't to be found out.
        chat: which part of a chat is an article, `message` or `day`; None for the former.
        gold: whether the annotations are the gold of the team that the annotator leads.
        address: of a database that has the corpus, instead of folders and files.
    """

    def __init__(
        self,
        roots: Sequence[Path] = (),
        *,
        address: str | None = None,
        listed: Sequence[Path] | None = None,
        database: str | None = None,
        annotator: str | None = None,
        usual_annotator: str | None = None,
        scheme: Path | None = None,
        encoding: str | None = None,
        fields: Mapping[str, str] | None = None,
        max_size: int | None = None,
        records: str | None = None,
        chat: str | None = None,
        gold: bool = False,
    ) -> None:
        import seeds

        self._given = list(roots)
        self._listed = list(listed or ())
        self._is_listed = listed is not None
        self.address = address
        """Of the database that has the corpus; None where it is folders and files."""
        self.is_sample = not roots and listed is None and address is None
        if self.is_sample:
            self._given = [seeds.FOLDER]
        self.roots = [*self._given, *self._listed]
        self._named = named_database(database)
        if address is not None and self._named is None:
            self.database = database_corpus_folder(address) / DATABASE_NAME
        else:
            self.database = database_path(
                self.roots, option=database, shipped=seeds.FOLDER, listed=self._is_listed
            )
        self._said_annotator, self._usual_annotator = annotator, usual_annotator
        self.annotator = annotator_name(annotator, usual_annotator)
        self.others_here: tuple[str, ...] = ()
        """The names of others who have a place in a team that reads this corpus, where nobody has said who
        works now: then it is the one who has joined latest."""
        self.place = self._place()
        """The person's place in a team that reads this corpus; None for who works alone."""
        if self.place is not None:
            self.place = self.place.of_gold if gold else self.place
            self.annotator, self.database = self.place.name, self.place.database
        self.reserved_keys: Callable[[], Mapping[str, str]] = dict
        """Returns the keys that a scheme's tags can't have, with what they do; set by who has keys."""
        self.reserved_in_details: Callable[[], Mapping[str, str]] = dict
        """Returns those that its attributes can't have."""
        self._scheme_file = scheme
        self._encoding = encoding
        self._fields = fields
        self._max_size = max_size
        self._records = records
        self._chat = chat
        self.corrections: dict[str, ArticleCorrection] = {}
        """Corrections of articles as a whole, by id; known once the annotations have been opened,
        and kept up by whoever changes them."""
        self._corrections_known = False
        self.beneath: Beneath | None = None
        """The lead's word on articles at the own desk, under which gold is read; None for all others."""
        self._opening = threading.Lock()
        self._store: Store | None = None

    def _place(self) -> Joined | None:
        if self._named is not None or self._is_listed or self.is_sample or not teams_file().exists():
            return None
        from annotations.team.joined import place_of, places_of  # here: most people are in no team

        if said := said_annotator(self._said_annotator):
            return place_of(self.places, said)
        places = places_of(self.places)
        usual = next((place for place in places if place.name == self._usual_annotator), None)
        if usual is not None or not places:
            return usual
        latest, *others = places
        self.others_here = tuple(place.name for place in others)
        return latest

    @property
    def places(self) -> Sequence[Path]:
        """Paths that tell this corpus from others, where something is remembered of it."""
        return self.roots if self.address is None else [database_corpus_folder(self.address)]

    @property
    def can_be_named(self) -> bool:
        """True if somebody named its folders and files, who may want to do so again."""
        return not self._is_listed and not self.is_sample and self.address is None

    def elsewhere(self, roots: Sequence[Path]) -> Project:
        """Return the project of another corpus, which is read in the same way by the same person.

        What was said of this one alone doesn't hold there: where its annotations are.
        """
        return self._alike(roots, self._said_annotator)

    def of_gold(self) -> Project:
        """Return the project of the same corpus whose annotations are the team's gold."""
        return self._alike(self._given, self.annotator, gold=True, address=self.address)

    def anew(self) -> Project:
        """Return the project of the same corpus as it was opened, of which nothing is known yet."""
        return self._alike(self._given, self._said_annotator, address=self.address)

    def _alike(
        self,
        roots: Sequence[Path],
        annotator: str | None,
        *,
        gold: bool = False,
        address: str | None = None,
    ) -> Project:
        project = Project(
            roots,
            annotator=annotator,
            usual_annotator=self._usual_annotator,
            scheme=self._scheme_file,
            encoding=self._encoding,
            fields=self._fields,
            max_size=self._max_size,
            records=self._records,
            chat=self._chat,
            gold=gold,
            address=address,
        )
        project.reserved_keys, project.reserved_in_details = self.reserved_keys, self.reserved_in_details
        return project

    @property
    def name(self) -> str:
        """The name of the corpus on screen."""
        if self.is_sample:
            return "samples"
        if self.address is not None:
            from annotations.database_address import database_of  # here: as a rule there is none

            return database_of(self.address)
        names = [_named(root) for root in self.roots[:_NAMED]]
        return ", ".join(names) + (", ..." if len(self.roots) > _NAMED else "")

    @cached_property
    def scheme(self) -> Scheme:
        """The tags and attributes: of the file that was named or lies beside the corpus, else the default.

        Raises:
            SchemeError: the file can't be read, or isn't a scheme.
        """
        file = self.scheme_file
        if file is None:
            from annotations.model.scheme import DEFAULT

            return DEFAULT
        from annotations.scheme_file.loader import load

        return load(file, reserved=self.reserved_keys(), reserved_in_details=self.reserved_in_details())

    @cached_property
    def nouns(self) -> Nouns:
        """Return the nouns under which amounts are counted, those of the scheme's file with the others.

        Raises:
            SchemeError: the file can't be read, or isn't a scheme.
        """
        from annotations.insight.nouns import Nouns, default

        own = self.scheme.counted_nouns
        return Nouns(own) if own else default()

    @cached_property
    def scheme_file(self) -> Path | None:
        """The file of the scheme; None for the default.

        It is the one that was named, else the one beside the corpus, else `own_scheme_file`.

        Raises:
            SchemeError: two roots bring two schemes.
        """
        if self._scheme_file:
            return self._scheme_file
        if not beside(self.roots, SCHEME_NAME):
            chosen = self.own_scheme_file
            return chosen if os.path.lexists(chosen) else None
        from annotations.scheme_file.loader import (
            find,  # here: 5 ms that a corpus without a scheme doesn't need
        )

        return find(self.roots)

    @property
    def own_scheme_file(self) -> Path:
        """The path at which a scheme is this corpus' own, whether or not it is there: beside the articles.

        For the samples, for several roots and for a folder that can't be written it is in the data folder,
        where the annotations of such a corpus are, too.
        """
        import seeds

        if self.address is not None:
            return database_corpus_folder(self.address) / SCHEME_NAME
        folder = corpus_folder(self.roots, shipped=seeds.FOLDER, listed=self._is_listed)
        if folder is None or not os.access(folder, os.W_OK):
            folder = data_database_path(self.roots).parent
        return folder / SCHEME_NAME

    def reread_scheme(self) -> None:
        """Forget the scheme, so that it is read from its file when it is next asked for."""
        for name in ("scheme_file", "scheme", "nouns"):
            self.__dict__.pop(name, None)

    @cached_property
    def corpus(self) -> Corpus:
        """The articles.

        Raises:
            CorpusError: nothing readable is there.
        """
        corpus = self._open_corpus()
        corpus.corrections = self.corrections
        corpus.knows_corrections = self._corrections_known
        corpus.find_layers = lambda: self.layers
        if "layers" in self.__dict__:
            corpus.layers = self.layers
        return corpus

    def _open_corpus(self) -> Corpus:
        if self.address is not None:
            from annotations.corpus.database.opening import open_database

            return open_database(self.address, self._max_size)
        from annotations.corpus import open_corpus

        return open_corpus(
            self._given,
            listed=self._listed,
            encoding=self._encoding,
            fields=self._fields,
            never=self._never,
            max_size=self._max_size,
            records=self._records,
            chat=self._chat,
        )

    @cached_property
    def layers(self) -> LineLayers:
        """All that is known of lines beyond one page, once the annotations have been opened; then kept up."""
        from annotations.model.line_layers import LineLayers  # here: the first list as a rule needs none

        return LineLayers()

    @property
    def _never(self) -> list[Path]:
        """Paths that are ours and no articles, though they may lie in the corpus under any name."""
        home = os.environ.get("CLAIMREADER_HOME")
        never: list[Path] = []
        if home:
            folder = Path(home)
            never = [folder, *(path for pattern in OWN_FILES for path in folder.glob(pattern))]
        if self._scheme_file is not None:
            from annotations.corpus.own_files import guidelines_file

            never += [self._scheme_file, *filter(None, [guidelines_file(self._scheme_file)])]
        return never

    def missing_database(self) -> str | None:
        """Return a line that says so, and which file may be meant, if an annotations file was named in vain.

        Nothing has ever been saved under that name then. Who is about annotations refuses to go on, by
        `require_database`; who is about articles says it and goes on.
        """
        if self._named is None:
            return None
        from annotations.store.recovery import Paths

        if Paths.of(self.database).exist():
            return None
        path, by = self._named
        return f"{by} {path}: no such annotations file{likely_file(self.database)}"

    def require_database(self) -> None:
        """Make sure that an annotations file which somebody named is there, for those who only read it.

        Raises:
            StoreError: see `missing_database`.
        """
        if missing := self.missing_database():
            from annotations.store.errors import StoreError

            raise StoreError(missing)

    def store(self, *, readonly: bool = False) -> Store:
        """Open the store, or return the open one; may be called from several threads.

        Raises:
            StoreError: the file is not a TinyDB file of ours, or can't be used.
        """
        with self._opening:
            if self._store is None:
                from annotations.store.tinydb_store import open_store

                self._look_beneath()
                self._store = open_store(self.database, annotator=self.annotator, readonly=readonly)
                self.take_corrections(self._store)
            return self._store

    def look_at(self, view: Store) -> None:
        """Have whoever asks for the annotations get a view of them, which was made of the open store."""
        with self._opening:
            self._store = view
            self.take_corrections(view)

    def read_corrections(self) -> None:
        """Take in what people have said of articles, for who needs nothing else of the annotations.

        Raises:
            StoreError: they can't be read.
        """
        with self._opening:
            if self._store is None:
                from annotations.store.tinydb_store import open_store

                self._look_beneath()
                with open_store(self.database, annotator=self.annotator, readonly=True) as store:
                    self.take_corrections(store)

    def _look_beneath(self) -> None:
        """Read what the lead says at the own desk, if these are the annotations of gold.

        Raises:
            StoreError: it can't be read.
        """
        if self.place is None or not self.place.is_gold:
            return
        from annotations.store.recovery import Paths
        from annotations.store.tinydb_store import open_store
        from annotations.store.words_beneath import read_beneath

        if Paths.of(self.place.own).exist():
            with open_store(self.place.own, annotator=self.annotator, readonly=True) as own:
                self.beneath = read_beneath(own)

    def words(self, store: Words) -> Words:
        """Return what holds of articles and lines where a store says what it says: as a rule that."""
        if self.beneath is None:
            return store
        from annotations.store.words_beneath import ArticleWords

        return ArticleWords(store, self.beneath)

    def take_corrections(self, store: AnnotationReader) -> None:
        """Take in what people have said of articles and of their lines."""
        from annotations.model.side_records import CORRECTIONS

        corrections = {each.article.id: each for each in self.words(store).records(CORRECTIONS)}
        for gone in self.corrections.keys() - corrections.keys():
            self.corrections.pop(gone)
        self.corrections.update(corrections)
        self.knows_corrections()
        self.take_layers(store)

    def knows_corrections(self) -> None:
        """Let the corpus know that all that people have said of articles is there."""
        self._corrections_known = True
        if "corpus" in self.__dict__:
            self.corpus.knows_corrections = True

    def take_layers(self, store: AnnotationReader) -> None:
        """Take in what people have said of lines, and which articles have annotations."""
        from annotations.model.side_records import FIXED, LINES

        layers = self.layers
        layers.clear()
        layers.annotated.update(store.article_ids(), self.beneath.begun if self.beneath else ())
        words = self.words(store)
        layers.take([*words.records(LINES), *words.records(FIXED)])
        if "corpus" in self.__dict__:
            self.corpus.layers = layers

    def close(self) -> None:
        """Close the store, if it was opened."""
        with self._opening:
            if self._store is not None:
                self._store.close()
                self._store = None


def _named(root: Path) -> str:
    """Return the last part of a path; of `.` that of the folder one is in."""
    return (root if root.name not in ("", "..") else root.resolve()).name or str(root)


def filed_record(article: Article) -> dict[str, Any]:
    """Return what the store remembers of an article, so that an export can name it when the file is gone.

    Corrections aren't in it: they are laid over it when it is read, and may be taken back.
    """
    return {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.own_title,
        "source": article.own_source,
        "published": article.own_published,
        "url": article.metadata.get("url"),
        "length": len(article.text),
    }


def filed_row(row: ArticleRow) -> dict[str, Any]:
    """Return `filed_record` of an article that isn't read, as far as its own row of the index knows it."""
    return {
        "id": row.entry.id,
        "sha256": row.sha256,
        "title": row.label if row.titled else None,
        "source": row.source,
        "published": row.published,
        "url": None,
        "length": row.length,
    }


def article_record(article: Article) -> dict[str, Any]:
    """Return the facts of an article as they hold: the same, as corrected."""
    from annotations.model.article_corrections import corrected  # here: the first list needs no record

    return corrected(filed_record(article), article.correction)
