"""Lets through what colleagues have said only where one may see it: the one gate of a blind team.

Two people who read the same sentences measure something only if neither has seen the other's answer. So until
I have decided a sentence nothing of colleagues is shown for it: not in the reader, nor on the board, in a
search, a count, an export, a comparison or a report. Whatever asks for colleagues' annotations asks here; the
mirror's own are for nobody else. Decided is a sentence in which an annotation of mine starts, and all of an
article that I have said to be done. Who leads has to see all where he compares and adjudicates, and asks for
that by name.

It is the screen's honesty: who may read the hub can read the lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.model.records import Annotation
from annotations.team.mirror import Mirror


class Said(NamedTuple):
    """One annotation of a colleague, and whose it is."""

    member: str
    annotation: Annotation


class SaidOnce:
    """One annotation of a colleague, there or deleted, which comes out only where one may see it.

    Args:
        said: it, and whose it is.
        deleted: whether it is no more; its words are those that it had.
        blind: whether its sentence has to be decided first.
    """

    def __init__(self, said: Said, *, deleted: bool, blind: bool) -> None:
        self._of_text = SaidOfText([said], blind=blind)
        self.deleted = deleted
        self.sha256 = said.annotation.article.sha256
        """The text that it is about; who has said it, and what, comes out alone by `visible`."""

    def visible(
        self, mine: Sequence[Annotation], starts: Sequence[int] | None, *, done: bool = False
    ) -> Said | None:
        """Return it if it may be seen; for the arguments see `SaidOfText.visible`."""
        return next(iter(self._of_text.visible(mine, starts, done=done)), None)


class SaidOfText:
    """The annotations of one text by colleagues, of which only those come out that one may see.

    Args:
        said: all of them.
        blind: whether a sentence has to be decided first.
    """

    def __init__(self, said: Sequence[Said], *, blind: bool) -> None:
        self._said = sorted(said, key=_in_text_order)
        self._blind = blind

    def visible(
        self, mine: Sequence[Annotation], starts: Sequence[int] | None, *, done: bool = False
    ) -> list[Said]:
        """Return what may be seen of them, in the order of the text.

        Args:
            mine: what I say of the text.
            starts: where its sentences start (code points, rising); None where the text isn't at hand.
            done: whether I am done with it.
        """
        if not self._said or done or not self._blind:
            return list(self._said)
        return _decided(self._said, mine, starts)

    def is_open(
        self, sentence: int, mine: Sequence[Annotation], starts: Sequence[int], *, done: bool = False
    ) -> bool:
        """Say whether what is said of a sentence (0-based) may be seen, whether there is anything or not."""
        return done or not self._blind or any(_sentence(own, starts) == sentence for own in mine)


class Colleagues:
    """The annotations that colleagues have published, as far as they may be seen.

    Args:
        mirror: all that they have published.
        blind: whether a sentence has to be decided first.
    """

    def __init__(self, mirror: Mirror, *, blind: bool) -> None:
        self._mirror = mirror
        self._blind = blind

    def of(self, sha256: str) -> SaidOfText:
        """Return what colleagues say of a text."""
        return SaidOfText([Said(*said) for said in self._mirror.annotations(sha256)], blind=self._blind)

    def find(self, uuid: str) -> SaidOnce | None:
        """Return a colleague's annotation, also a deleted one; None if it is none that has come here."""
        past = self._mirror.annotation(uuid)
        if past is None:
            return None
        return SaidOnce(Said(past.member, past.annotation), deleted=past.deleted, blind=self._blind)

    def all_published(self) -> Iterator[Said]:
        """Yield all that colleagues have published, for who may see it, see `Team.sees_all`."""
        for said in self._mirror.each_annotation():
            yield Said(*said)


def is_decided(mine: Sequence[Annotation], start: int, end: int) -> bool:
    """Return whether I have decided a sentence, given what I say of its text.

    Args:
        mine: my annotations of the text.
        start: where the sentence starts (code points).
        end: where the next one does.
    """
    return any(start <= own.target.start < end for own in mine)


def _decided(theirs: Sequence[Said], mine: Sequence[Annotation], starts: Sequence[int] | None) -> list[Said]:
    if starts is None:  # without the sentences, what shares a code point is about one thing
        return [
            said
            for said in theirs
            if any(
                own.target.start < said.annotation.target.end
                and said.annotation.target.start < own.target.end
                for own in mine
            )
        ]
    decided = {_sentence(own, starts) for own in mine}
    return [said for said in theirs if _sentence(said.annotation, starts) in decided]


def _sentence(annotation: Annotation, starts: Sequence[int]) -> int:
    return max(0, bisect_right(starts, annotation.target.start) - 1)


def _in_text_order(said: Said) -> tuple[int, int, str, str]:
    target = said.annotation.target
    return target.start, target.end, said.member, said.annotation.uuid
