"""Puts a post of X, formerly Twitter, into our fields, as archives, the APIs and the usual scrapers have it.

The author is the name that is shown, the source the account (`@name`), and a repost says whose post it is in
the author. A post that is cut (`…`) is taken whole where the whole stands beside it; `&amp;` is `&` again,
and a short link the one that it leads to, where that is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotations.corpus.formats.json_surroundings import Surroundings

KEYS = (
    "id_str", "full_text", "edit_history_tweet_ids", "author_id", "rawContent", "tweet", "conversation_id",
    "conversationId", "public_metrics", "retweet_count", "favorite_count", "in_reply_to_user_id",
)  # fmt: skip
"""Keys of which a post has at least one."""

_TEXTS = ("full_text", "rawContent", "renderedContent", "text", "tweet", "content")
"""Where the text is, the fuller first."""

_MONTHS = dict(
    zip(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        range(1, 13),
        strict=True,
    )
)
_CREATED = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\d{4})")
_NO_LANGUAGE = re.compile(r"und|zxx|q[a-t][a-z]")


def is_tweet(values: Mapping[str, Any]) -> bool:
    """Say whether an object is a post."""
    if not any(isinstance(values.get(key), str) for key in _TEXTS):
        return isinstance(values.get("note_tweet"), Mapping)
    if "edit_history_tweet_ids" in values or "rawContent" in values:
        return True
    if "id_str" in values:
        return "full_text" in values or "retweet_count" in values or isinstance(values.get("user"), Mapping)
    if "author_id" in values or "public_metrics" in values:
        return "id" in values and "text" in values
    if isinstance(values.get("tweet"), str):
        return "username" in values or "user_id" in values
    if "full_text" in values:
        return isinstance(values.get("user"), Mapping) or "favorite_count" in values
    return "conversationId" in values and isinstance(values.get("user"), Mapping)


def fields(values: Mapping[str, Any], around: Surroundings) -> dict[str, Any]:
    """Return the fields of a post.

    Args:
        values: the post.
        around: knows the people of its file.
    """
    account, name = _who(values, around.person, around.owner)
    repeated = _of(values, "retweeted_status") or _of(values, "retweetedTweet")
    author = name or account
    if repeated:
        by = _who(repeated, around.person, None)
        author = f"{author} (repost of {'@' + by[0] if by[0] else by[1] or 'another post'})".strip()
    id_ = _first(values, "id_str", "id")
    where = _first(values, "url", "link")
    if "/status/" not in where:
        where = f"https://x.com/{account or 'i/web'}/status/{id_}" if id_.isdigit() else ""
    language = _first(values, "lang", "language")
    return {
        "text": _text(repeated or values),
        "author": author,
        "source": f"@{account}" if account else name,
        "published": _when(values),
        "url": where,
        "language": "" if _NO_LANGUAGE.fullmatch(language) else language,
        "id": id_,
    }


def _who(
    values: Mapping[str, Any],
    person: Callable[[str], tuple[str, str] | None],
    owner: tuple[str, str] | None,
) -> tuple[str, str]:
    """Return the account of whose post it is, without the `@`, and the name shown; empty if unknown."""
    user = _of(values, "user") or _of(values, "author") or _of(values, "user_info")
    if user:
        return _first(user, "screen_name", "username"), _first(user, "name", "displayname", "displayName")
    account = _first(values, "username", "screen_name", "user_screen_name")
    if account:
        return account.lstrip("@"), _first(values, "name", "user_name")
    author = _first(values, "author_id")
    return (person(author) if author else None) or owner or ("", "")


def _text(values: Mapping[str, Any]) -> str:
    """Return the whole text of a post."""
    longest = _of(values, "extended_tweet") or _of(values, "note_tweet")
    for holder in (longest, values):
        text = next((holder[key] for key in _TEXTS if isinstance(holder.get(key), str) and holder[key]), "")
        if text:
            for url, target in [*_links(holder), *_links(values)]:
                text = text.replace(url, target)
            # the three that are escaped; an & of the text itself comes last
            return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return ""


def _links(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the short links of a post with what they lead to."""
    links = []
    for entities in (_of(values, "entities"), _of(values, "extended_entities"), values):
        for kind in ("urls", "media", "links"):
            several = entities.get(kind)
            for each in several if isinstance(several, list) else ():
                if not isinstance(each, Mapping):
                    continue
                short = _first(each, "url", "tcourl")
                target = _first(each, "expanded_url", "unwound_url") or (
                    short if "tcourl" in each and each.get("url") else ""
                )
                short = _first(each, "tcourl") or short
                if short.startswith(("https://t.co/", "http://t.co/")) and target:
                    links.append((short, target))
    return sorted(links, key=lambda link: -len(link[0]))


def _when(values: Mapping[str, Any]) -> str:
    """Return the moment of a post in ISO 8601, or as it is written if it is in another form."""
    date, time = _first(values, "created_at", "date", "createdAt"), _first(values, "time")
    if match := _CREATED.fullmatch(date):
        month, day, clock, hours, minutes, year = match.groups()
        if month in _MONTHS:
            return f"{year}-{_MONTHS[month]:02}-{int(day):02}T{clock}{hours}:{minutes}"
    if time and len(date) == 10:
        return f"{date}T{time}"
    return date


def _of(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = values.get(key)
    return inner if isinstance(inner, Mapping) else {}


def _first(values: Mapping[str, Any], *keys: str) -> str:
    """Return the first of some values that is a text or number."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return " ".join(str(value).split())
    return ""
