"""Knows what a record's fields are called: by exact names, and by the words that a name is made of.

Exact names are those of well-known crawlers and exports. Beyond them a name is taken apart (`ArticleBody`,
`news-content`, `post_text_1`, `articletitle`, `نص_الخبر`), and belongs to a field of ours if one of its words
is that field's and none is a word for something else: `text_id`, `content_type` and `title_length` are no
text and no title. Of several names that fit, the one whose word says it best comes first, and of equals the
first in the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "content", "body", "article", "article_text", "article_body", "articlebody",
        "article_content", "full_text", "fulltext", "main_text", "maintext", "story", "raw_content",
        "raw_text", "tweet_text", "post_text", "message", "claim", "النص", "نص", "المحتوى",
    ),
    "title": ("title", "headline", "article_title", "العنوان", "عنوان"),
    "source": (
        "source", "publisher", "outlet", "site", "sitename", "site_name", "source_name",
        "media_name", "source_domain", "domain", "المصدر",
    ),
    "author": ("author", "authors", "byline", "writer", "creator", "article_author", "الكاتب", "المؤلف"),
    "published": (
        "published", "date", "publish_date", "published_at", "publishedat", "date_publish",
        "date_published", "datepublished", "publication_date", "pub_date", "pubdate",
        "article_date", "created_at", "datetime", "timestamp", "التاريخ",
    ),
    "url": ("url", "link", "href", "canonical_url", "article_url", "الرابط"),
    "language": ("language", "lang", "language_code", "اللغة"),
    "id": ("id", "_id", "article_id", "doc_id", "uuid", "guid"),
}  # fmt: skip
"""Our name, and the names it goes by, the likelier first; compared without regard to case and separators."""


class _Words(NamedTuple):
    """The words by which the names of one field of ours are known."""

    heads: tuple[str, ...]
    """One of these has to be in the name; the likelier first."""
    never: frozenset[str]
    """None of these may be in it, and none of `_NEVER`."""
    late: frozenset[str] = frozenset()
    """With one of these the name comes after those that have none."""
    last: frozenset[str] = frozenset()
    """With one of these it is a last resort."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER = _set(
    "id ids type types kind length len size count counts num number total hash md5 sha1 sha256 "
    "checksum digest score scores confidence prob probability label labels class category "
    "categories sentiment stance topic topics tag tags keyword keywords entities entity format "
    "encoding charset status state flag is has embedding embeddings vector tokens token tokenized "
    "lemmas pos ner offset offsets start end begin index idx rank rating likes like shares views "
    "retweets replies followers key code version color colour font direction dir width height "
    "path file filename mime country city region location image images img picture photo photos "
    "thumbnail thumb icon logo avatar banner video videos audio alt words chars word char "
    "position verified license copyright email رقم عدد نوع تصنيف معرف طول صوره صور فيديو حجم حاله "
    "تقييم قسم وسوم كلمات ترتيب بلد دوله مدينه بريد"
)
"""Words for what is never the text, the title and so on, whatever stands beside them."""

_OF_TITLE = "title titles headline headlines heading subject عنوان مانشيت"
_OF_SOURCE = (
    "source sources publisher outlet newspaper agency channel provider publication journal site "
    "sitename website domain host hostname مصدر ناشر وكاله صحيفه جريده موقع قناه"
)
_OF_AUTHOR = (
    "author authors byline writer creator journalist reporter correspondent columnist user "
    "username screenname nickname كاتب مولف محرر صحفي مراسل بقلم"
)
_OF_DATE = (
    "published publish pubdate date datetime timestamp created posted time تاريخ نشر وقت يوم "
    "updated modified lastmod"
)
_OF_URL = "url urls uri link links href permalink weblink رابط وصله"
_OF_LANGUAGE = "language lang لغه"
_OF_LATER = (
    "added crawl crawled scrape scraped fetch fetched indexed retrieved retrieval access accessed "
    "download downloaded collected collection update updated modify modified changed lastmod last "
    "insert inserted import imported saved seen processed annotated تحديث تعديل جمع اضافه"
)
"""Of the day on which somebody did something else with the article than publish it."""

_WORDS: Mapping[str, _Words] = {
    "text": _Words(
        (
            "text", "texts", "txt", "content", "contents", "body", "maintext", "fulltext", "نص",
            "متن", "محتوي", "مضمون", "message", "msg", "tweet", "post", "story", "article", "claim",
            "statement", "transcript", "paragraph", "paragraphs", "document", "news", "تغريده",
            "منشور", "رساله", "خبر", "مقال", "مقاله", "ادعاء",
        ),
        _set(
            f"{_OF_TITLE} {_OF_SOURCE} {_OF_AUTHOR} {_OF_URL} {_OF_LANGUAGE} name names at on by "
            "button anchor quoted placeholder date datetime timestamp time تاريخ وقت يوم"
        ),
        _set("html reply translated translation english en fr short"),
    ),
    "title": _Words(
        tuple(_OF_TITLE.split()),
        _set(
            f"{_OF_URL} content body site website job user author channel section book publisher "
            "source media date time موقع كاتب تاريخ"
        ),
        _set("sub short seo og twitter meta html english en page"),
    ),
    "source": _Words(
        tuple(_OF_SOURCE.split()),
        _set(f"text content body date time {_OF_LANGUAGE}"),
        last=_set(_OF_URL),
    ),
    "author": _Words(
        tuple(_OF_AUTHOR.split()),
        _set(f"text content body bio about description desc date time created title {_OF_URL}"),
        _set("user username screenname nickname"),
    ),
    "published": _Words(
        tuple(_OF_DATE.split()),
        _set(
            f"{_OF_URL} {_OF_AUTHOR} birth death born event by zone timezone reading duration "
            "elapsed account channel text content body title دار مكان جهه"
        ),
        _set("time وقت يوم"),
        _set(_OF_LATER),
    ),
    "url": _Words(
        tuple(_OF_URL.split()),
        _set(
            "author user profile media api feed rss favicon embed text title date outgoing "
            "internal external related"
        ),
        _set("source site publisher domain outlet mobile amp short expanded"),
    ),
    "language": _Words(tuple(_OF_LANGUAGE.split()), _set("text title source target")),
}  # fmt: skip

_BRIEF = _set("summary description desc excerpt abstract snippet teaser caption lead intro ملخص وصف مقدمه")
"""Words for what says in short what the text says."""
_SAID_OF_IT = _set("comment comments تعليق")
"""Words for what is the text of some records, and said about it in others, which have a text."""
_WEAK = _BRIEF | _SAID_OF_IT

_ELSE = _set(
    f"{_OF_TITLE} {_OF_SOURCE} {_OF_AUTHOR} {_OF_DATE} {_OF_URL} {_OF_LANGUAGE} name names note notes"
)
"""Words for what isn't the text, however long it is."""

_BEFORE = (
    "article", "news", "post", "tweet", "story", "main", "full", "raw", "page", "clean",
    "publication", "publish", "published", "pub", "create", "created", "seen", "crawl", "update",
    "updated", "mobile", "source", "site", "media", "author", "content", "text", "body", "doc",
    "date",
)  # fmt: skip
"""Words that are written together with the one behind them: `articletitle`, `seendate`."""

_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|(?:(?![a-zA-Z\d_])\w)+")
_LONGEST, _MOST = 64, 6
"""Characters and words that a name has at most; what has more is a sentence."""


def same(name: str) -> str:
    """Return a name as names are compared: lower case, with `_` between its words."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def names_of(ours: str, keys: Sequence[str]) -> tuple[str, ...]:
    """Return those of a record's keys that may hold a field of ours, the likeliest first."""
    by_name: dict[str, str] = {}
    if ours in _WORDS:  # an id is what articles are kept under, so it is never in_name in a new way
        for key in reversed(keys):
            by_name[_joined(key)] = key
    for key in reversed(keys):
        by_name[same(key)] = key
    exact = [by_name[name] for name in NAMES[ours] if name in by_name]
    if ours not in _WORDS:
        return tuple(dict.fromkeys(exact))
    ranked = [(rank, at, key) for at, key in enumerate(keys) if (rank := _rank(ours, key)) is not None]
    return tuple(dict.fromkeys([*exact, *(key for _, _, key in sorted(ranked))]))


def is_exact(keys: Iterable[str]) -> bool:
    """Say whether one of these is exactly one of the names that a field of ours goes by."""
    return any(same(key) in _ALL for key in keys)


def weak_texts(keys: Sequence[str], *, beside_text: bool = False) -> tuple[str, ...]:
    """Return those keys whose fields may stand in the place of a text that is empty or missing.

    Args:
        keys: a record's.
        beside_text: whether another of them is the text by its name.
    """
    wanted = _BRIEF if beside_text else _WEAK
    return tuple(
        key for key in keys if (words := set(_words(key))) and words & wanted and not words & (_NEVER | _ELSE)
    )


def may_be_text(key: str) -> bool:
    """Say whether a name leaves it open that its field is the text."""
    return not set(_words(key)) & (_NEVER | _ELSE)


_ALL = frozenset(name for names in NAMES.values() for name in names)


def _joined(key: str) -> str:
    return "_".join(_words(key))


def _rank(ours: str, key: str) -> tuple[int, int, int] | None:
    """Return how well a key's words say that it is a field of ours, less is better; None: they don't."""
    words = _words(key)
    known = _WORDS[ours]
    in_name = set(words)
    if not 0 < len(words) <= _MOST or in_name & (_NEVER | known.never):
        return None
    if ours == "text" and in_name & _WEAK:
        return None
    place = next((at for at, head in enumerate(known.heads) if head in in_name), None)
    if place is None:
        return None
    doubt = 2 if in_name & known.last else 1 if in_name & known.late else 0
    return doubt, place, len(words)


@lru_cache(4096)
def _words(key: str) -> tuple[str, ...]:
    """Take a name apart: lower case, without digits; Arabic folded and without its article."""
    if len(key) > _LONGEST:
        return ()
    key = key.strip().removeprefix("_source.")  # Elasticsearch's
    if key.isascii():
        pieces = [piece.lower() for piece in _PIECE.findall(key)]
    else:
        from annotations.text.folding import fold  # here: most names are ASCII

        pieces = [piece.lower() for piece in _PIECE.findall(fold(key))]
        pieces = [piece.removeprefix("ال") if len(piece) > 3 else piece for piece in pieces]
    words: list[str] = []
    for piece in pieces:
        if not piece.isdecimal():
            words.extend(_divided(piece))
    return tuple(words)


def _divided(word: str) -> tuple[str, ...]:
    """Divide two words that are written as one, if the second is one that names are known by."""
    if word in _KNOWN or not word.isascii():
        return (word,)
    for first in _BEFORE:
        if word.startswith(first) and word[len(first) :] in _KNOWN:
            return first, word[len(first) :]
    return (word,)


_KNOWN = frozenset(_NEVER.union(_set(_OF_LATER), *(words.heads for words in _WORDS.values())))
"""Words that mean something here."""
