"""Remembers who has been named as a claimant, and says which names to offer while one is typed.

The same few people speak all through a corpus, so a name is typed once. What is offered for the beginning of
a name comes from three places, in this order: the names of the article that is read, the one used last
first; those of the rest of the corpus, by how often they are used; and noun phrases of the sentence itself.
Spellings are compared folded (`annotations.text.folding`), and what is offered is a spelling that stands
somewhere already: nothing is put together.

`ClaimantNames` keeps the corpus' names in order, so that one look-up costs the same however many there are.
"""

from __future__ import annotations

import heapq
import re
import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from annotations.services.attributes import CLAIMANT, LONGEST_CLAIMANT
from annotations.text.folding import fold, fold_map
from annotations.text.lines import one_line

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.services.claim_index import AnnotationSource

MOST = 6
"""Names that are offered at once."""
_LOOKED_AT = 1000
"""Names of the corpus that are compared for one beginning; a letter more finds those that lie beyond."""
_OF_ARTICLE = 2000
"""An article's annotations whose names come first: a key must not wait for a page with far more."""
_TURN = 512
"""Annotations that are read before others get at the names: 20 ms."""
_PHRASE = 6
"""Words of the longest phrase of a sentence that is offered."""

_WORD = re.compile(r"[^\W\d_][\w\u064b-\u0652\u0670\u200c'’\-]*")
_JOINED = re.compile(r"[ \u00a0]+")
"""The blanks between two words of one phrase; punctuation ends it."""
_STOPS = frozenset(
    fold(
        "في من على إلى عن أن إن أنه أنها إنه إنها بأن التي الذي الذين اللذين وقد قد كما حيث بعد قبل خلال بين"
        " مع لم لن لا ما هذا هذه ذلك تلك هو هي هم كان كانت وكان وكانت ثم أو حتى عند منذ ضد حول أمام لدى وفق"
        " عبر يوم أمس اليوم صباح مساء الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأسبوع الشهر"
        " الماضي الماضية الجاري الجارية the a an of in on at and to that"
    ).split()
)
"""No phrase begins with one of these, or goes on over one."""
_ARTICLE = fold("ال")


def claimant_of(annotation: Annotation) -> str:
    """Return who claims what an annotation marks, as it is stored; empty if nobody is named."""
    value = annotation.attributes.get(CLAIMANT)
    return one_line(value) if isinstance(value, str) and len(value) <= LONGEST_CLAIMANT else ""


def used_in(annotations: Sequence[Annotation]) -> list[str]:
    """Return the names that an article's annotations (oldest first) have, the one used last first."""
    recent = sorted(
        ((annotation.updated, claimant_of(annotation)) for annotation in annotations[-_OF_ARTICLE:]),
        reverse=True,
    )
    return _once(name for _, name in recent if name)


def claimant_before(annotations: Iterable[Annotation], start: int, annotator: str) -> str:
    """Return the claimant of the nearest claim before a place (code points) of an article; empty: none.

    Of several there, the one of this annotator counts.
    """
    before = max(
        (
            annotation
            for annotation in annotations
            if annotation.target.start < start and claimant_of(annotation)
        ),
        key=lambda annotation: (annotation.target.start, annotation.annotator == annotator),
        default=None,
    )
    return claimant_of(before) if before else ""


def phrases(sentence: str) -> list[str]:
    """Return what of a sentence may be a name: from each word its noun phrase, what goes on, itself.

    A noun without article goes on with the next word, which it governs; behind one with the article follow
    its adjectives, which have it, too. That is right for most titles and offices, and a phrase that is wrong
    costs no more than a look.
    """
    words = [match.span() for match in _WORD.finditer(sentence)]
    folded = [fold(sentence[start:end]) for start, end in words]
    said = []
    for first, (start, _) in enumerate(words):
        if folded[first] in _STOPS or len(folded[first]) < 2:
            continue
        last = noun = first
        ended = False
        for following in range(first + 1, min(first + _PHRASE, len(words))):
            between = sentence[words[following - 1][1] : words[following][0]]
            if folded[following] in _STOPS or not _JOINED.fullmatch(between):
                break
            last = following
            defined = folded[following].startswith(_ARTICLE)
            ended = ended or (_bare(folded[following - 1]).startswith(_ARTICLE) and not defined)
            if not ended:
                noun = following
        begun = start + _clitic(folded[first])
        ends = dict.fromkeys(words[place][1] for place in (noun, last, first))
        said += [one_line(sentence[begun:end]) for end in ends]
    return _once(said)


def offered(
    typed: str, article: Sequence[str], known: ClaimantNames, sentence: Sequence[str], most: int = MOST
) -> list[str]:
    """Return names that begin with what was typed, best first; with nothing typed those of the article.

    Args:
        typed: the beginning of a name, in any spelling.
        article: the names of the article, see `used_in`.
        known: the names of the corpus.
        sentence: the phrases of the sentence, see `phrases`.
        most: how many.
    """
    wanted = fold(one_line(typed))
    if not wanted:
        return _once(article)[:most]
    used = [*_beginning(wanted, article), *known.starting_with(wanted, most)]
    names = [*_whole_first(wanted, used), *_whole_first(wanted, _beginning(wanted, sentence))]
    if len(names) < most:
        names += [name for name in article if wanted in _heads(fold(name), len(wanted))]
        names += known.holding(wanted, most)
    return _once(names)[:most]


def completion(typed: str, names: Sequence[str]) -> str:
    """Return the name of those `offered` that what was typed is completed to; empty: it is whole, or none."""
    wanted = fold(typed)
    whole = next((name for name in names if fold(name).startswith(wanted)), "") if wanted.strip() else ""
    return "" if fold(whole) == wanted else whole


def rest_of(typed: str, name: str) -> str:
    """Return what of a name stands behind the beginning that was typed in perhaps another spelling."""
    folded, offsets = fold_map(name)
    wanted = fold(typed)
    if not folded.startswith(wanted) or len(wanted) >= len(folded):
        return ""
    return name[offsets[len(wanted)] :]


class ClaimantNames:
    """Keeps the names of a corpus with how often each is used; may be used from several threads.

    Args:
        source: whose annotations.
    """

    def __init__(self, source: AnnotationSource) -> None:
        self._source = source
        self._lock = threading.RLock()
        self._of: dict[int, str] = {}
        """The name by the hash of its annotation's uuid: 100,000 of these take 10 MB, uuids twice that."""
        self._spellings: dict[str, dict[str, int]] = {}
        """How often each spelling is used, by the folded name."""
        self._sorted: list[str] = []
        """The folded names."""
        self._within: list[tuple[str, str]] = []
        """The folded names by what begins at a later word of theirs, or behind an article."""
        self._changed: set[int] = set()
        """The annotations that changed while all were being read."""
        self.complete = False
        """True once all annotations have been read."""

    def __len__(self) -> int:
        return len(self._sorted)

    # ------------------------------------------------------------------ keeping up

    def fill(self) -> Iterator[int]:
        """Read all annotations; yields how many names there are by now, every few hundred annotations."""
        for article_id in self._source.article_ids():
            waiting = iter(self._source.list(article_id))
            while batch := list(islice(waiting, _TURN)):
                with self._lock:
                    for annotation in batch:
                        if hash(annotation.uuid) not in self._changed:
                            self._put(annotation.uuid, claimant_of(annotation))
                yield len(self._sorted)
        with self._lock:
            self.complete = True
            self._changed.clear()

    def update(self, uuids: Iterable[str]) -> None:
        """Take in that annotations have changed."""
        with self._lock:
            for uuid in uuids:
                if not self.complete:
                    self._changed.add(hash(uuid))
                annotation = self._source.get(uuid)
                self._put(uuid, claimant_of(annotation) if annotation else "")

    def _put(self, uuid: str, name: str) -> None:
        before = self._of.get(hash(uuid), "")
        if name == before:
            return
        if before:
            del self._of[hash(uuid)]
            self._count(before, -1)
        if name:
            self._of[hash(uuid)] = name
            self._count(name, 1)

    def _count(self, name: str, step: int) -> None:
        folded = fold(name)
        spellings = self._spellings.get(folded)
        if spellings is None:
            spellings = self._spellings[folded] = {}
            insort(self._sorted, folded)
            for head in _later(folded):
                insort(self._within, (head, folded))
        count = spellings[name] = spellings.get(name, 0) + step
        if count <= 0:
            del spellings[name]
        if not spellings:
            del self._spellings[folded]
            del self._sorted[bisect_left(self._sorted, folded)]
            for head in _later(folded):
                del self._within[bisect_left(self._within, (head, folded))]

    # ------------------------------------------------------------------ looking up

    def starting_with(self, wanted: str, most: int) -> list[str]:
        """Return names that begin with a folded text, the ones used most first."""
        with self._lock:
            first = bisect_left(self._sorted, wanted)
            names = []
            for place in range(first, min(first + _LOOKED_AT, len(self._sorted))):
                if not self._sorted[place].startswith(wanted):
                    break
                names.append(self._sorted[place])
            return self._best(names, most)

    def holding(self, wanted: str, most: int) -> list[str]:
        """Return names in which a later word begins with a folded text, the ones used most first."""
        with self._lock:
            first = bisect_left(self._within, (wanted, ""))
            names = {}
            for place in range(first, min(first + _LOOKED_AT, len(self._within))):
                head, folded = self._within[place]
                if not head.startswith(wanted):
                    break
                names[folded] = True
            return self._best(list(names), most)

    def _best(self, names: Sequence[str], most: int) -> list[str]:
        """Return the spellings used most of the names used most."""
        best = heapq.nsmallest(
            most, names, key=lambda folded: (-sum(self._spellings[folded].values()), folded)
        )
        return [
            max(self._spellings[folded].items(), key=lambda item: (item[1], item[0]))[0] for folded in best
        ]


def _once(names: Iterable[str]) -> list[str]:
    """Return names without those that are there already in another spelling."""
    once: dict[str, str] = {}
    for name in names:
        if name:
            once.setdefault(fold(name), name)
    return list(once.values())


def _beginning(wanted: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if fold(name).startswith(wanted)]


def _whole_first(wanted: str, names: Sequence[str]) -> list[str]:
    """Put a name that was typed whole first: who has typed it means no longer one."""
    return sorted(names, key=lambda name: fold(name) != wanted)


def _bare(folded: str) -> str:
    return folded[_clitic(folded) :]


def _clitic(folded: str) -> int:
    """Return how many letters of a word stand before its article: of `والرئيس` one."""
    return 1 if folded[:1] in tuple("وفبك") and folded.startswith(_ARTICLE, 1) else 0


def _later(folded: str) -> list[str]:
    """Return what begins at each later word of a name, and at each word behind its article."""
    starts = {match.end() for match in re.finditer(r"\s+", folded)}
    starts |= {start + len(_ARTICLE) for start in {0, *starts} if folded.startswith(_ARTICLE, start)}
    return [folded[start:] for start in sorted(starts) if folded[start:]]


def _heads(folded: str, length: int) -> set[str]:
    return {head[:length] for head in _later(folded)}
