"""Reads the posts of an account's archive as X gives it out: `tweets.js`, JSON behind a name.

Whose account it is stands beside it in `account.js`. Other scripts are none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.file_content import opened, read_whole, text_stream
from annotations.corpus.formats.json_array import read_of, records_of
from annotations.corpus.formats.json_sketch import sketch
from annotations.corpus.formats.json_surroundings import Person
from annotations.corpus.records import ArticleError, Entry, Fault, NotOurKindError, Options, Record, Remark

_POSTS = re.compile(
    rb"\s*(?:window\.)?YTD\.(?:tweets?|community_tweet|deleted_tweets?)\.part\d+\s*=\s*(?=\[)"
)
_HEAD = 256
_ACCOUNT = "account.js"


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield the record of every post."""
    with opened(path, options.max_size) as file:
        head = file.read(_HEAD)
        if _POSTS.match(head.removeprefix(b"\xef\xbb\xbf")) is None:
            raise NotOurKindError("no posts: a script, or another part of an archive of X")
        file.seek(0)
        yield from records_of(text_stream(file, options.encoding), options, _owner(path))


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one post again."""
    with opened(path, options.max_size) as file:
        return read_of(text_stream(file, options.encoding), entry, options, _owner(path))


def _owner(path: Path) -> Person | None:
    """Return whose archive a file is in; None if there is nothing that says it."""
    try:
        said = sketch(read_whole(path.with_name(_ACCOUNT)).decode("utf-8", "replace"))
        account = said[0]["account"]
        return str(account["username"]), str(account.get("accountDisplayName") or "")
    except (ArticleError, LookupError, TypeError, AttributeError):
        return None
