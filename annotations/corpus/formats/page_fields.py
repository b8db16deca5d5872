"""Finds title, author, source, day and address of an article in what its page declares for machines.

Linked data comes first (`linked_data`), then OpenGraph, then `<meta>` and microdata, then `<time>`, and a
date line under the headline: they are what the site itself says. Only what none of them has is left to be
guessed by trafilatura. The day is the one that is written, whatever the time zone. All values are text from
outside: one line, no controls, no markup, and an address only if it is one of the web.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from annotations.corpus.formats.linked_data import MAX_BLOCK, LinkedData, addresses_of
from annotations.text.dates import (
    Dated,
    dates_in,
    day_of_epoch,
    days_of_line,
    is_ambiguous,
    is_update,
    month_goes_first,
    to_iso,
)
from annotations.text.folding import folded_words
from annotations.text.web_addresses import host_of

_MOST = 20
"""Declarations of one kind that are looked at."""
_DATA = re.compile(r"(?:ld|settings)\+json", re.IGNORECASE)
"""Types of the scripts that trafilatura reads, too."""
_NEAR = 150
"""Elements under the headline among which its date line is looked for."""
_NO_TEXT = frozenset({"script", "style", "noscript", "template", "a"})
_HEADLINE = 15
"""Code points of the shortest headline: shorter ones are a section's."""
_NAME = re.compile(r"\s+[|\-–—:•·»«/]+\s+\S.{0,40}")
_LONGEST = {"title": 500, "author": 300, "source": 200, "url": 2000}
"""Code points; what is longer is no such thing."""
_TITLES = (
    "og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "parsely-title",
    "sailthru.title", "headline", "title",
)  # fmt: skip
_SITES = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "article:publisher",
    "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher", "twitter:site",
)  # fmt: skip
_AUTHORS = (
    "article:author", "og:article:author", "og:author", "author", "authors", "article:author_name",
    "parsely-author", "sailthru.author", "citation_author", "dc.creator", "dcterms.creator", "byl",
    "creator", "cxenseparse:author", "shareaholic:article_author_name",
)  # fmt: skip
_ADDRESSES = ("og:url", "twitter:url", "parsely-link")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate",
    "article:published", "article:publish_date", "article.published", "datepublished", "date_published",
    "publishdate", "publish_date", "publish-date", "published_date", "published-date", "published_time",
    "published", "pubdate", "pub_date", "publication_date", "publication-date", "publicationdate",
    "originalpublicationdate", "article_date_original", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created", "dcterms.created",
    "citation_publication_date", "citation_date", "citation_online_date", "bt:pubdate",
    "cxenseparse:recs:publishtime", "mediator_published_time", "shareaholic:article_published_time",
    "rnews:datepublished", "vr:published_time", "article:created", "article.created", "datecreated",
    "dateissued", "displaydate", "ptime", "eprints.datestamp", "date",
)  # fmt: skip
"""As htmldate and the CMS of newspapers have them; `date` alone may be any, so it comes last."""
_NEVER_MEANT = frozenset({"1970-01-01", "1900-01-01"})
"""Days that a program writes for none."""
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(\S{1,2000})\s*-->")
"""Written by browsers at the top of a page that is saved."""
_TAG = re.compile(r"<[^<>]{1,200}>")
_NO_ONE = re.compile(
    r"admin(?:istrator)?|root|webmaster|editor|user|guest|null|none|undefined|n/?a|\W*|\d+", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?:|www\.|@\w|\w@\w")
_PUBLICATION = re.compile("publish|pubdate|posted", re.IGNORECASE)
_CHANGE = re.compile("updat|modif", re.IGNORECASE)
_BESIDE = frozenset({"aside", "footer", "nav"})


def declared(tree: Any, head: str = "") -> dict[str, str]:
    """Read what a page declares of its article.

    Args:
        tree: the page as lxml's HTML parser gives it. Linked data that isn't JSON is taken out of it, so that
            nobody after us chews on it.
        head: the beginning of the page's source, in which browsers leave the address of a page they saved.

    Returns:
        Of title, author, source, published (`YYYY-MM-DD`) and url those that are there.
    """
    scripts = [script for script in tree.iter("script") if _DATA.search(script.get("type") or "")]
    linked = LinkedData((script.text or "")[: MAX_BLOCK + 1] for script in scripts)
    for script, unreadable in zip(scripts, linked.unreadable, strict=True):
        if unreadable:
            script.text = None
    metas = _metas(tree)
    url = _url(tree, metas, linked, head)
    article = linked.article(url)
    sites = _sites(metas, linked, article)
    values = {
        "title": _title(tree, metas, article, sites),
        "author": _author(tree, metas, linked, article, sites),
        "source": next(iter(sites), ""),
        "published": _published(tree, metas, article, url),
        "url": url,
    }
    return {name: value for name, value in values.items() if value}


def one_line(value: object, longest: int = 500) -> str:
    """Return a value as one line of text without controls, markup and entities; nothing if it is too long."""
    if not isinstance(value, str) or len(value) > 20 * longest:
        return ""
    text = _TAG.sub(" ", unescape(unescape(value)))
    shown = "".join(" " if char.isspace() else char for char in text if char.isspace() or not _acts(char))
    line = " ".join(shown.split())
    return line if len(line) <= longest else ""


def _acts(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"}


def _metas(tree: Any) -> dict[str, list[str]]:
    """Return the contents of `<meta>`, and of microdata in the body, by name in small letters."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        if not content or content.isspace():
            continue
        for key in ("property", "name", "itemprop"):
            for name in (meta.get(key) or "").lower().replace("dc:", "dc.").split():
                contents = metas.setdefault(name, [])
                if len(contents) < _MOST:
                    contents.append(content)
    return metas


def _first(metas: Mapping[str, list[str]], names: Iterable[str], longest: int) -> Iterator[str]:
    for name in names:
        for content in metas.get(name, ()):
            if line := one_line(content, longest):
                yield line


def _text(element: Any) -> str:
    return " ".join(islice(element.itertext(), _MOST))


def _microdata(tree: Any, name: str) -> Iterator[Any]:
    """Yield the elements outside of `<meta>` that are said to hold a property of schema.org."""
    marked = tree.xpath("//*[@itemprop and not(self::meta)]")
    return islice((element for element in marked if name in element.get("itemprop").split()), _MOST)


# ---------------------------------------------------------------------- title, source, author


def _sites(metas: Mapping[str, list[str]], linked: LinkedData, article: Mapping[str, Any]) -> list[str]:
    """Return the names of the site, the likelier first."""
    longest = _LONGEST["source"]
    named = [
        *_first(metas, _SITES[:1], longest),
        *linked.names(article.get("publisher")),
        linked.publisher(),
        *_first(metas, _SITES[1:], longest),
    ]
    lines = (one_line(name, longest).lstrip("@") for name in named)
    return list(dict.fromkeys(line for line in lines if line and not _ADDRESS.match(line)))


def _title(
    tree: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any], sites: Iterable[str]
) -> str:
    """Return the declared title that the page shows as its headline, else the first, without the site."""
    longest = _LONGEST["title"]
    shown = [one_line(_text(heading), longest) for heading in islice(tree.iter("h1"), _MOST)]
    given = [
        one_line(article.get("headline"), longest),
        *_first(metas, _TITLES, longest),
        one_line(article.get("name"), longest),
    ]
    named = {folded_words(site) for site in sites}
    bare = (without_site(title, sites) for title in given)
    titles = [title for title in bare if title and folded_words(title) not in named]
    headings = {folded_words(heading) for heading in shown}
    headlines = [title for title in titles if folded_words(title) in headings]
    headlines += [heading for heading in shown if any(_adds_a_name(title, heading) for title in titles)]
    uncut = (title for title in titles if not _is_cut(title, titles))
    return next(iter(headlines), "") or next(uncut, "") or next(iter(titles), "")


def _adds_a_name(title: str, heading: str) -> bool:
    """Say whether a title is a headline with a name behind it, as of a site that calls itself otherwise."""
    return (
        title.startswith(heading) and len(heading) >= _HEADLINE and bool(_NAME.fullmatch(title, len(heading)))
    )


def _is_cut(title: str, titles: Iterable[str]) -> bool:
    """Say whether a title is the beginning of another: search engines want no more than 110 characters."""
    if title.endswith(("...", "…")):
        return True
    return len(title) >= 60 and any(len(other) > len(title) and other.startswith(title) for other in titles)


def without_site(title: str, sites: Iterable[str]) -> str:
    """Return a title without the site's name behind or before it."""
    for site in sites:
        name = re.escape(site)
        title = re.sub(rf"\s*[|\-–—:•·»«/]+\s*{name}$|^{name}\s*[|\-–—:•·»«/]+\s+", "", title)
    return title


def _author(
    tree: Any,
    metas: Mapping[str, list[str]],
    linked: LinkedData,
    article: Mapping[str, Any],
    sites: Iterable[str],
) -> str:
    """Return the names of the authors, with `; ` between them."""
    longest = _LONGEST["author"]
    named = linked.names(article.get("author"), people_only=True)
    metas_named = (list(_first(metas, [name], longest)) for name in _AUTHORS)
    shown = [_text(element) for element in _microdata(tree, "author")]
    not_people = {folded_words(site) for site in sites}
    for names in (named, *metas_named, shown[:5]):
        lines = (one_line(name, longest) for name in names)
        people = [
            line
            for line in dict.fromkeys(lines)
            if line
            and not _NO_ONE.fullmatch(line)
            and not _ADDRESS.search(line)
            and folded_words(line) not in not_people
        ]
        if people:
            return "; ".join(people)[:longest]
    return ""


# ---------------------------------------------------------------------- address


def _url(tree: Any, metas: Mapping[str, list[str]], linked: LinkedData, head: str) -> str:
    """Return the canonical address: the first that leads to more than the site's front page."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    article = linked.article()
    saved = _SAVED_FROM.search(head)
    given = [
        *links[:_MOST],
        *_first(metas, _ADDRESSES, 2000),
        *addresses_of(article),
        saved[1] if saved else None,
    ]
    base = next((each.get("href") for each in tree.iter("base") if each.get("href")), "")
    bases = [each for each in [base, *given] if each and _web(each)]
    lines = [one_line(each, _LONGEST["url"]).partition("#")[0] for each in given]
    whole = [line for line in lines if _web(line)]
    relative = [line for line in lines if line and not re.match(r"\w+:", line)]
    addresses = [*whole, *(joined for line in relative if bases and _web(joined := _joined(bases[0], line)))]
    deep = (each for each in addresses if re.match(r"https?://[^/]+/[^?]*\w|.*\?", each))
    return next(deep, next(iter(addresses), ""))


def _web(address: str) -> bool:
    return host_of(address) is not None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


# ---------------------------------------------------------------------- day


def _published(tree: Any, metas: Mapping[str, list[str]], article: Mapping[str, Any], url: str) -> str:
    """Return the day of publication, by the first of the page's declarations that names one."""
    stated = [
        *(article.get(name) for name in ("datePublished", "dateCreated", "uploadDate")),
        *_first(metas, _PUBLISHED, 100),
        *(_when(element) for element in _microdata(tree, "datePublished")),
        *_times(tree),
    ]
    given = [line for each in stated if (line := one_line(each, 100))]
    certain = {*dates_in(url), *(day for each in given if not is_ambiguous(each) and (day := _day(each)))}
    month_first = month_goes_first(given, certain)
    return next((day for each in given if (day := _day(each, month_first=month_first))), "") or _shown(tree)


def _day(text: str, *, month_first: bool = False) -> str:
    """Read a day in any form that machines and people write; the time zone doesn't move it."""
    day = (
        to_iso(text, month_first=month_first)
        or day_of_epoch(text)
        or next(dates_in(text, month_first=month_first), "")
    )
    return "" if day[:10] in _NEVER_MEANT else day[:10]


def _when(element: Any) -> str:
    return str(element.get("datetime") or element.get("content") or _text(element))


def _shown(tree: Any) -> str:
    """Return the day of the first date line below the headline, which the article's text may lack."""
    lines: list[Dated] = []
    below = 0
    for element in tree.iter():
        if element.tag == "h1":
            below = 1
        if not below or not isinstance(element.tag, str):
            continue
        below += 1
        if below > _NEAR:
            break
        text = _text(element) if len(element) < 5 and element.tag not in _NO_TEXT else ""
        line = one_line(text, 160) if re.search(r"\d", text) else ""
        if line and not any(above.tag in _BESIDE for above in element.iterancestors()):
            lines += days_of_line(line)
    return min(lines, key=lambda day: is_update(day.label)).iso if lines else ""


def _times(tree: Any) -> Iterator[str]:
    """Yield the times that may be the publication's: those that say so, then the first under the headline."""
    under_headline = ""
    headline = False
    for element in islice(tree.iter("h1", "time", "abbr"), 20 * _MOST):
        if element.tag == "h1":
            headline = True
            continue
        said = " ".join(element.get(name) or "" for name in ("class", "itemprop"))
        if any(above.tag in _BESIDE for above in element.iterancestors()):
            continue
        if element.get("pubdate") is not None or _PUBLICATION.search(said):
            yield element.get("title") or _when(element) if element.tag == "abbr" else _when(element)
        elif headline and not under_headline and element.tag == "time" and not _CHANGE.search(said):
            under_headline = _when(element)
    yield under_headline
