"""Turns claims that contradict each other into a question with its sides: who stands where, and since when.

Where at least two figures of one counted noun are claimed, each figure is a side. Elsewhere the sides are
what was confirmed, denied, or neither; and claims of one such side that were linked as contradicting each
other are sides of their own, by their words. A denial is a denial also where it names a figure. Nothing is
invented: a question's title is the counted noun, or words that its members share.

Every member stands on exactly one side. Claims of one person are told by `People`, and who changed from one
side to another that doesn't go with it has turned; of figures only those that are apart by the rule of the
quantities (`figure_records.apart`): about 3,000 and 2,900 are two sides, since nobody is given a figure that
they didn't state, but who says first the one and then the other has not turned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from annotations.insight.figure_records import Figure, apart
from annotations.insight.nouns import Nouns, counted, measure
from annotations.model.article import Article
from annotations.model.links import CONTRADICTS, REPEATS, SUPPORTS, groups
from annotations.model.people import People, folded_name
from annotations.model.records import Annotation, place_shown
from annotations.text.coverage import Coverage
from annotations.text.folding import find, fold
from annotations.text.lines import flat
from annotations.text.numbers.amounts import amount, interval
from annotations.text.numbers.tokens import Tokens
from annotations.text.numbers.words import table_of

SideKind = Literal["figure", "confirmed", "denied", "neither", "statement"]

_SAID_SO = frozenset({"confirmed", "asserted", "alleged"})
"""Ways of reporting in which the claimant says that it is so; `alleged` is the reporter's doubt, not his."""
_SURE = frozenset({"certain", "probable"})
_ORDER = {"figure": 0, "confirmed": 1, "statement": 2, "denied": 3, "neither": 4}
_TITLE_WORDS = 6
_QUOTE = 60
"""Code points of a quote that stands as a title or as a side."""
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_GAP = " … "
_EMPTY = table_of("""
    في من على إلى عن مع أن إن أنه إنه أنها إنها أنهم إنهم ما لا لم لن قد هو هي هم هذا هذه ذلك تلك التي الذي
    الذين كان كانت يكون تكون بعد قبل بين حتى كما لكن أو أي كل غير عند منذ خلال حول ضد ثم بل فيما حيث بحسب وفق
    وفقا قال قالت يقول تقول أكد أكدت نفى نفت أعلن أعلنت أضاف أضافت ذكر ذكرت نحو حوالي أكثر أقل عدد إذا إذ الآن
    يوم اليوم أمس غدا السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة
""")
"""Words that say nothing of what a question is about."""


class Member(NamedTuple):
    """A claim of a question, with what is known of its article."""

    annotation: Annotation
    source: str = ""
    """The publisher; empty if not known."""
    published: str = ""
    """The article's date."""


class Stand(NamedTuple):
    """Says that somebody stands on a side."""

    claimant: str
    """The name that stands for the person; empty if no one is named."""
    since: str
    """The day that the claim is about, else that of its article: `2024-10-23`, or as much as is known."""
    place: str
    """The article and the number of the sentence, as lists show it."""
    annotation: str
    """The uuid."""
    source: str
    reported_as: str
    """The value of this attribute; empty if unset."""
    article: str
    """The article's short id: what it is called where its publisher isn't known."""
    copy_of: str = ""
    """The short id of an article of this side that carries the same text, and says so first."""


class Side(NamedTuple):
    """One answer to a question, and who gives it."""

    kind: SideKind
    label: str
    """Its figure as English has it, its kind, or the words of a statement; a front end translates it."""
    figure: Mapping[str, Any] | None
    """The `numbers` item of a side that is a figure."""
    stands: tuple[Stand, ...]
    """Of its members, oldest first, those without a date last."""

    def by_claimant(self) -> list[tuple[str, list[Stand]]]:
        """Return who stands here, in the order in which they came to it, each with all their claims."""
        claimants: dict[str, list[Stand]] = {}
        for stand in self.stands:
            claimants.setdefault(folded_name(stand.claimant) or f"\0{stand.annotation}", []).append(stand)
        return [(stands[0].claimant, stands) for stands in claimants.values()]


class Turn(NamedTuple):
    """A side that somebody took at some time."""

    side: int
    """Its place among the question's sides."""
    since: str
    annotation: str


class Reversal(NamedTuple):
    """Says that somebody took one side and later another one."""

    claimant: str
    first: Turn
    then: Turn


class Question(NamedTuple):
    """Claims that contradict each other, by sides."""

    title: str
    sides: tuple[Side, ...]
    turned: tuple[Reversal, ...]
    claims: int
    sources: int
    """Publishers, articles of unknown ones each for itself; copies of one text count as one."""
    copies: int = 0
    """Articles that carry the same text as another one of these."""


class Matrix(NamedTuple):
    """A table of who carries which sides: a row for each question, a column for each source."""

    sources: tuple[str, ...]
    """Publishers, articles of unknown ones each for itself; those with the most claims first."""
    rows: tuple[tuple[tuple[int, ...], ...], ...]
    """By question and source the places of the sides, in the order of the question's sides."""


def matrix(questions: Sequence[Question]) -> Matrix:
    """Return which sides of these questions each source carries."""
    names: dict[str, str] = {}
    claims: Counter[str] = Counter()
    taken: list[dict[str, list[int]]] = []
    for asked in questions:
        by_source: dict[str, list[int]] = {}
        for place, side in enumerate(asked.sides):
            for stand in side.stands:
                name = stand.source or stand.article
                key = folded_name(name)
                names.setdefault(key, name)
                claims[key] += 1
                places = by_source.setdefault(key, [])
                if place not in places:
                    places.append(place)
        taken.append(by_source)
    keys = sorted(names, key=lambda key: (-claims[key], key))
    rows = tuple(tuple(tuple(by_source.get(key, ())) for key in keys) for by_source in taken)
    return Matrix(tuple(names[key] for key in keys), rows)


def question(
    members: Sequence[Member],
    people: People,
    *,
    nouns: Nouns | None = None,
    voice: Callable[[str], str] | None = None,
) -> Question:
    """Return the question that claims of one group of contradictions answer differently.

    Args:
        members: the claims, see `annotations.model.links.contradicting`; at least one.
        people: tells whose names are one person's.
        nouns: the classes of counted nouns, if not the default.
        voice: what is equal for articles that carry one text, given an article's id.
    """
    ordered = sorted(members, key=_age)
    noun = _noun_in_dispute(ordered, partial(counted, nouns=nouns))
    sides = _sides(ordered, noun, people)
    if voice is not None:
        articles = {member.annotation.uuid: member.annotation.article.id for member in ordered}
        voices = {uuid: voice(article) for uuid, article in articles.items()}
        sides = tuple(_with_copies(side, voices) for side in sides)
    return Question(
        title=(noun.name if noun else "") or _shared_words(ordered, people),
        sides=sides,
        turned=tuple(_turned(sides, people, noun)),
        claims=len(ordered),
        sources=len(_publishers(ordered, voice)),
        copies=_copies(ordered, voice),
    )


def day_of(annotation: Annotation, published: str) -> str:
    """Return the day that a claim is about, else that of its article, as far as it is an ISO date."""
    for value in (annotation.attributes.get("when"), published):
        if isinstance(value, str) and (day := _DAY.match(value)):
            return day[0]
    return ""


def _age(member: Member) -> tuple[bool, str, str, int, str]:
    annotation = member.annotation
    day = day_of(annotation, member.published)
    return not day, day, annotation.article.id, annotation.target.start, annotation.uuid


# ---------------------------------------------------------------------- on which side a claim stands


class _Noun(NamedTuple):
    """Tells which numbers count what a question of figures is about."""

    name: str
    of: Callable[[Mapping[str, Any]], str]

    def figure(self, annotation: Annotation) -> Mapping[str, Any] | None:
        """Return the first figure of it that a claim has, if any, be it in another unit."""
        unit = measure(self.name).unit
        return next((item for item in _items(annotation) if measure(self.of(item)).unit == unit), None)

    def record(self, item: Mapping[str, Any]) -> Figure:
        """Return a `numbers` item as the quantities compare it."""
        bounds = interval(item)
        low, high = bounds or (None, None)
        return Figure(
            article="",
            start=0,
            end=0,
            quote="",
            min=low,
            max=high,
            approx=item.get("approx") is True,
            noun=self.of(item),
        )


def _items(annotation: Annotation) -> Iterator[Mapping[str, Any]]:
    numbers = annotation.attributes.get("numbers")
    for item in numbers if isinstance(numbers, list) else ():
        if isinstance(item, Mapping) and interval(item) is not None:
            yield item


def _noun_in_dispute(members: Sequence[Member], noun_of: Callable[[Mapping[str, Any]], str]) -> _Noun | None:
    """Return that of which most members claim a figure; None unless two claim different ones.

    Feet and metres are one, named as most of them have it.
    """
    claimed: dict[str, list[_Amount]] = {}
    for member in members:
        if not _denies(member.annotation):
            amounts = [_exact(item, noun_of(item)) for item in reversed([*_items(member.annotation)])]
            for unit, figure in {measure(figure.noun).unit: figure for figure in amounts}.items():
                claimed.setdefault(unit, []).append(figure)
    disputed = [figures for figures in claimed.values() if len(set(figures)) > 1]
    if not disputed:
        return None
    names = Counter(figure.noun for figure in max(disputed, key=len))
    return _Noun(names.most_common(1)[0][0], noun_of)


class _Amount(NamedTuple):
    """A figure exactly as it is stated: what makes a side."""

    low: float | None
    high: float | None
    approx: bool
    noun: str


def _exact(item: Mapping[str, Any], noun: str) -> _Amount:
    bounds = interval(item)
    assert bounds is not None
    return _Amount(bounds.low, bounds.high, item.get("approx") is True, noun)


def _denies(annotation: Annotation) -> bool:
    return "denied" in (_choice(annotation, "reported_as"), _choice(annotation, "certainty"))


def _stance(annotation: Annotation) -> SideKind:
    if _denies(annotation):
        return "denied"
    how = _choice(annotation, "reported_as")
    said_so = how in _SAID_SO if how else _choice(annotation, "certainty") in _SURE
    return "confirmed" if said_so else "neither"


def _choice(annotation: Annotation, name: str) -> str:
    """Return the value of a choice; empty if there is none, or a file has something else in its place."""
    value = annotation.attributes.get(name)
    return value if isinstance(value, str) else ""


def _sides(members: Sequence[Member], noun: _Noun | None, people: People) -> tuple[Side, ...]:
    by_side: dict[tuple[SideKind, _Amount | None], list[Member]] = {}
    figures: dict[_Amount, Mapping[str, Any]] = {}
    for member in members:
        stance = _stance(member.annotation)
        item = noun.figure(member.annotation) if noun and stance != "denied" else None
        if item is None or noun is None:
            by_side.setdefault((stance, None), []).append(member)
        else:
            exact = _exact(item, noun.of(item))
            figures.setdefault(exact, item)
            by_side.setdefault(("figure", exact), []).append(member)
    sides: list[Side] = []
    for (kind, stated), standing in by_side.items():
        if stated is not None:
            item = figures[stated]
            sides.append(_side(kind, amount(item, "en"), item, standing, people))
            continue
        apart, rest = _statements(standing)
        sides += [_side("statement", _beginning(part[0]), None, part, people) for part in apart]
        if rest:
            sides.append(_side(kind, kind, None, rest, people))
    return tuple(sorted(sides, key=lambda side: _place(side, noun)))


def _place(side: Side, noun: _Noun | None) -> tuple[int, float]:
    bounds = interval(side.figure) if side.figure is not None else None
    if bounds is None or noun is None or side.figure is None:
        return _ORDER[side.kind], 0.0
    return _ORDER[side.kind], bounds.anchor * measure(noun.of(side.figure)).factor


def _statements(members: Sequence[Member]) -> tuple[list[list[Member]], list[Member]]:
    """Return the parts of members of one stance that contradict each other, and the rest.

    A part is held together by what supports or repeats.
    """
    there = {member.annotation.uuid for member in members}
    links = [
        (member.annotation.uuid, link.to, link.type)
        for member in members
        for link in member.annotation.links
        if link.to in there and link.to != member.annotation.uuid
    ]
    against = [(first, second) for first, second, kind in links if kind == CONTRADICTS]
    if not against:
        return [], list(members)
    agreeing = [(first, second) for first, second, kind in links if kind in (SUPPORTS, REPEATS)]
    alone = [(uuid, uuid) for pair in against for uuid in pair]
    disputed = {uuid for pair in against for uuid in pair}
    parts: list[list[Member]] = []
    taken: set[str] = set()
    for uuids in map(set, groups([*agreeing, *alone])):
        if not disputed.isdisjoint(uuids):
            parts.append([member for member in members if member.annotation.uuid in uuids])
            taken |= uuids
    parts.sort(key=lambda part: members.index(part[0]))
    if len(parts) < 2:  # whoever supports what he contradicts has no two sides
        return [], list(members)
    return parts, [member for member in members if member.annotation.uuid not in taken]


def _side(
    kind: SideKind, label: str, figure: Mapping[str, Any] | None, members: Iterable[Member], people: People
) -> Side:
    return Side(kind, label, figure, tuple(_stand(member, people) for member in members))


def _stand(member: Member, people: People) -> Stand:
    annotation = member.annotation
    claimant = annotation.attributes.get("claimant")
    article = Article(annotation.article.id, "").short_id
    return Stand(
        claimant=people.canonical(flat(claimant)) if isinstance(claimant, str) else "",
        since=day_of(annotation, member.published),
        place=place_shown(article, annotation.target.sentence),
        annotation=annotation.uuid,
        source=member.source,
        reported_as=_choice(annotation, "reported_as"),
        article=article,
    )


def _publishers(members: Sequence[Member], voice: Callable[[str], str] | None) -> set[tuple[str, str]]:
    """Return what tells the publishers apart; copies of one text are the first one's."""
    firsts: dict[str, Member] = {}
    publishers = set()
    for member in members:
        article = member.annotation.article.id
        first = member if voice is None else firsts.setdefault(voice(article), member)
        name = folded_name(first.source)
        publishers.add((name, "" if name else first.annotation.article.id))
    return publishers


def _with_copies(side: Side, voices: Mapping[str, str]) -> Side:
    """Return a side whose claims know which of them only carry another one's text."""
    firsts: dict[str, str] = {}
    stands = []
    for stand in side.stands:
        first = firsts.setdefault(voices[stand.annotation], stand.article)
        stands.append(stand if first == stand.article else stand._replace(copy_of=first))
    return side._replace(stands=tuple(stands))


def _copies(members: Sequence[Member], voice: Callable[[str], str] | None) -> int:
    articles = {member.annotation.article.id for member in members}
    return 0 if voice is None else len(articles) - len(set(map(voice, articles)))


# ---------------------------------------------------------------------- who turned


def _turned(sides: Sequence[Side], people: People, noun: _Noun | None) -> Iterator[Reversal]:
    """Yield each time at which somebody took another side that doesn't go with the one before."""
    turns: dict[str, list[Turn]] = {}
    names: dict[str, str] = {}
    for place, side in enumerate(sides):
        if side.kind != "neither":
            for stand in side.stands:
                if stand.since and (key := people.key(stand.claimant)):
                    names.setdefault(key, stand.claimant)
                    turns.setdefault(key, []).append(Turn(place, stand.since, stand.annotation))
    for key, taken in turns.items():
        taken.sort(key=lambda turn: turn.since)
        since = taken[0]
        for turn in taken[1:]:
            if turn.side == since.side:
                continue
            against = _against(sides[since.side], sides[turn.side], noun)
            if against and not turn.since.startswith(since.since):
                yield Reversal(names[key], since, turn)
            since = turn


def _against(first: Side, second: Side, noun: _Noun | None) -> bool:
    """Say whether nobody can stand on both sides."""
    if noun is not None and first.figure is not None and second.figure is not None:
        return apart(noun.record(first.figure), noun.record(second.figure))
    if first.kind == second.kind:
        return first.kind == "statement"
    return "denied" in (first.kind, second.kind) or "statement" in (first.kind, second.kind)


# ---------------------------------------------------------------------- what a question is about


def _shared_words(members: Sequence[Member], people: People) -> str:
    """Return the words that most members have in common, as the first of these writes them.

    Claimants' names and numbers aren't among them. Where nothing is shared, the first member's beginning.
    """
    claimants = {str(member.annotation.attributes.get("claimant") or "") for member in members}
    names = {spelling for name in claimants for spelling in people.spellings(name)}
    said = [_words(member.annotation.target.quote, names) for member in members]
    common = Counter(stem for words in said for stem in {word.stem for word in words})
    most = max(common.values(), default=0)
    if most < 2:
        return _beginning(members[0])
    # Two of many share some word just by chance, so a title takes those of half of the members.
    wanted = {stem for stem, count in common.items() if count >= max(2, min(most, (len(members) + 1) // 2))}
    best = max(said, key=lambda words: len(wanted & {word.stem for word in words}))
    return _written([word for word in best if word.stem in wanted])


def _written(words: Iterable[_Word]) -> str:
    """Return words as they are written, each once, with a sign where others are left out between them."""
    once: dict[str, _Word] = {}
    for word in words:
        once.setdefault(word.stem, word)
    parts, last = list[str](), None
    for word in [*once.values()][:_TITLE_WORDS]:
        if last is not None:
            parts.append(" " if word.place == last + 1 else _GAP)
        parts.append(word.text)
        last = word.place
    return "".join(parts)


class _Word(NamedTuple):
    """A word of a quote that says something."""

    place: int
    """Its number among the tokens."""
    text: str
    stem: str


def _words(quote: str, names: Iterable[str]) -> list[_Word]:
    """Return the words of a quote that say what it is about; those of people's names don't."""
    named = Coverage()
    for name in names:
        for start, end in find(quote, name):
            named.add(start, end)
    tokens = Tokens(quote)
    return [
        _Word(place, token.text, _stem(token.bare))
        for place, token in enumerate(map(tokens.__getitem__, range(len(tokens))))
        if token.kind in ("word", "latin") and _EMPTY.isdisjoint((token.bare, token.bare.removeprefix("و")))
        if not named.meets(token.start, token.start + 1)
    ]


def _stem(bare: str) -> str:
    """Return a word without what Arabic writes together with it at its beginning."""
    word = fold(bare)
    for prefix in ("وال", "بال", "كال", "فال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word


def _beginning(member: Member) -> str:
    """Return the beginning of a member's quote, cut behind a word."""
    words = flat(member.annotation.target.quote)
    if len(words) <= _QUOTE:
        return words
    cut = words[:_QUOTE].rfind(" ")
    return f"{words[: cut if cut > 0 else _QUOTE]}…"
