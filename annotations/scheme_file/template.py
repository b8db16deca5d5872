"""Writes the default scheme as a file: a project's own begins with it."""

from __future__ import annotations

import json

from annotations.model.scheme import DEFAULT
from annotations.scheme_file.loader import ATTRIBUTE_FIELDS, TAG_FIELDS

_HEAD = """\
# The scheme of a claimreader project: what a key says of a sentence.
# Put this file beside the articles as claimreader.toml, or name it with --scheme, and change what you like.
#
# claimreader scheme check FILE reads it and says what is wrong; claimreader help scheme explains every field.
#
# A tag:  id           stands in annotations and exports; to change it: claimreader scheme rename OLD NEW
#         key          one Latin letter or digit; Arabic layouts reach it by its position
#         label, arabic                       its name on the screen, in English and Arabic
#         description, arabic_description     when to set it, in both
#         color        # and six hex digits
#         implies      tags that it sets too, and that take it along when they are taken away
#         exclusive    true: it stands alone, as "not a claim" does
# Above the tags can stand
#         about = "What this scheme is for."      arabic_about = "..."
#         guidelines = "guidelines.md"            arabic_guidelines = "..."
# Guidelines are Markdown, shown by the key i: the name of a file beside this one, or the text itself. Without
# them they are made of what stands here.
# Below tags and attributes can stand the names of claimants that are one person's, and the words that are
# counted as one; the first of each list stands for all:
#         [claimants]
#         same = [["Ministry of Health", "the ministry", "health ministry"]]
#         [figures]
#         nouns = [["soldier", "fighter"]]
# A tag that is taken out of here stays on the annotations that have it, and is shown as ?.
"""
_ABOUT_ATTRIBUTES = """\
# An attribute is a detail of an annotation. Its key goes to it while the details have the focus.
# Kinds: choice (one of values; arabic_values are their names in Arabic, in that order), text, date, number,
# span (words of the article), numbers (amounts).
# Without any [[attributes]] in this file the ones below are used; attributes = [] above the tags means none.
"""


def default_toml() -> str:
    """Write the default scheme as a file to edit; loading it gives `DEFAULT`."""
    parts = [_HEAD]
    for tag in DEFAULT.tags:
        fields = [(name, getattr(tag, name)) for name in TAG_FIELDS]
        parts.append("[[tags]]\n" + "".join(_line(name, value) for name, value in fields if value))
    parts.append(_ABOUT_ATTRIBUTES)
    for attribute in DEFAULT.attributes:
        fields = [(name, getattr(attribute, name)) for name in ATTRIBUTE_FIELDS]
        parts.append("[[attributes]]\n" + "".join(_line(name, value) for name, value in fields if value))
    return "\n".join(parts)


def _line(name: str, value: object) -> str:
    # JSON's strings, lists of strings and booleans are TOML's (TOML 1.0, "String": the same escapes).
    return f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
