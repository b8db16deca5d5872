"""Says which source a page is of, as far as the furniture of its pages goes.

That is the site where its address is known: a site prints dispatches of many agencies, all in one frame. Else
it is the publisher as given beside the text. A source that only the text names is as a rule the agency, whose
dispatches many sites print, so it says nothing here; then the pages of one folder, or of one file with many
records, are of one source. A person's correction of an article's source changes nothing either: the page
still comes from where it came from.

A source is written with what it is before it, such as `site:news.example`: a folder of that name is another.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotations.text.web_addresses import host_of

SITE = "site:"
PUBLISHER = "source:"
FOLDER = "folder:"
FILE = "file:"

_SAME_SITE = ("www.", "m.", "amp.", "mobile.")
"""Beginnings of hosts that are other faces of one site."""

LONGEST = 500
"""Code points of a source's name."""


def page_source(metadata: Mapping[str, str], article_id: str, file: str = "") -> str:
    """Return the source of a page.

    Args:
        metadata: what is given beside the text.
        article_id: of a page that is a file by itself, the path in its corpus.
        file: the name of the file of which the page is one record; empty if it is a file by itself.
    """
    if host := host_of(metadata.get("url")):
        for beginning in _SAME_SITE:
            host = host.removeprefix(beginning)
        return (SITE + host)[:LONGEST]
    if publisher := " ".join(metadata.get("source", "").split()):
        return (PUBLISHER + publisher)[:LONGEST]
    return (FILE + file if file else FOLDER + article_id.rpartition("/")[0])[:LONGEST]
