"""Renames and merges tags, attributes and values in the text of a scheme, and leaves all else as it was.

tomlkit changes the text where it stands, so that comments, order and spaces stay. What comes of it is read by
the loader and compared with what was asked for; a file that is written in a way that tomlkit can't change so
is left alone, and a person is told what to change.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, MutableMapping, MutableSequence
from typing import TYPE_CHECKING, Any, Literal

from annotations.model.scheme import Attribute, Scheme, Tag
from annotations.scheme_file.loader import SchemeError, read_text

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


@dataclasses.dataclass(frozen=True)
class Recoding:
    """One thing of the scheme that is to have another name, or to become one with another."""

    kind: Literal["tag", "attribute", "value"]
    old: str
    new: str
    attribute: str = ""
    """The attribute of a value."""
    merges: bool = False
    """The new name is in use already, and both become one."""

    def __str__(self) -> str:
        """Return it as a person types it."""
        name = f"{self.attribute}=" if self.attribute else ""
        return f"{self.verb} {name}{self.old} {name}{self.new}"

    @property
    def verb(self) -> str:
        """The command's word for it."""
        return "merge" if self.merges else "rename"

    @property
    def words(self) -> tuple[str, str, str]:
        """The words of the command that mean exactly this, also where a tag and an attribute share a name."""
        place = f"{self.attribute}=" if self.kind == "value" else f"{self.kind}s."
        return self.verb, f"{place}{self.old}", f"{place}{self.new}"


def recoded_scheme(scheme: Scheme, recoding: Recoding) -> Scheme:
    """Return the scheme after a change, labels and colours left aside: to check ids, values and rules."""
    import msgspec

    tags, attributes = list(scheme.tags), list(scheme.attributes)
    old, new = recoding.old, recoding.new
    if recoding.kind == "tag":
        kept = [tag for tag in tags if not (recoding.merges and tag.id == old)]
        tags = [
            msgspec.structs.replace(
                tag,
                id=new if tag.id == old else tag.id,
                implies=_renamed(tag.implies, old, new, without=new if tag.id == new else ""),
            )
            for tag in kept
        ]
    elif recoding.kind == "attribute":
        attributes = [msgspec.structs.replace(a, id=new) if a.id == old else a for a in attributes]
    else:
        attributes = [
            msgspec.structs.replace(a, values=_renamed(a.values, old, new))
            if a.id == recoding.attribute
            else a
            for a in attributes
        ]
    return msgspec.structs.replace(scheme, tags=tuple(tags), attributes=tuple(attributes))


def recoded_text(text: str, name: str, recoding: Recoding) -> str:
    """Return the text of a scheme with a change made in it.

    Args:
        text: the file.
        name: its path, beside which its guidelines may lie.
        recoding: the change; what it names is in the scheme.

    Raises:
        SchemeError: the file is written in a way that can't be changed so.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    before = read_text(text, name)
    try:
        document = tomlkit.parse(text)
        _change(document, recoding)
        after = tomlkit.dumps(document)
        made = read_text(after, name)
    except (TOMLKitError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise SchemeError(f"{name}: can't be changed by the program: {error}") from None
    if _bones(made) != _bones(recoded_scheme(before, recoding)):
        raise SchemeError(f"{name}: can't be changed by the program")
    return after


def _change(document: TOMLDocument, recoding: Recoding) -> None:
    old, new = recoding.old, recoding.new
    if recoding.kind == "tag":
        tags = document["tags"]
        for tag in tags:
            if "implies" in tag:
                _rename_in(tag["implies"], old, new, without=new if tag["id"] == new else "")
        place = [str(tag["id"]) for tag in tags].index(old)
        if recoding.merges:
            del tags[place]
        else:
            _rename(tags[place], new)
        return
    attributes = document["attributes"]
    wanted = recoding.attribute or old
    attribute = next(attribute for attribute in attributes if attribute["id"] == wanted)
    if recoding.kind == "attribute":
        _rename(attribute, new)
        return
    values = attribute["values"]
    place = [str(value) for value in values].index(old)
    if recoding.merges:
        del values[place]
        if attribute.get("arabic_values"):
            del attribute["arabic_values"][place]
    else:
        values[place] = new


def _rename(table: MutableMapping[str, Any], new: str) -> None:
    """Give a tag or an attribute another id, and its label with it, if that says no more than the id."""
    if is_only_the_id(str(table.get("label", "")), str(table["id"])):
        table["label"] = new.replace("_", " ")
    table["id"] = new


def is_only_the_id(label: str, name: str) -> bool:
    """Say whether a label is just the id in words."""
    return label.casefold().replace(" ", "_") == name.casefold()


def _rename_in(names: MutableSequence[Any], old: str, new: str, *, without: str) -> None:
    wanted = _renamed([str(name) for name in names], old, new, without=without)
    if list(wanted) == [str(name) for name in names]:
        return
    for place in reversed(range(len(names))):
        if str(names[place]) == old and new in wanted and new not in map(str, names):
            names[place] = new
        elif str(names[place]) not in wanted:
            del names[place]


def _renamed(names: Iterable[str], old: str, new: str, *, without: str = "") -> tuple[str, ...]:
    """Return names with one exchanged, each once, `without` left out."""
    exchanged = (new if name == old else name for name in names)
    return tuple(dict.fromkeys(name for name in exchanged if name != without or not without))


def _bones(scheme: Scheme) -> tuple[Any, ...]:
    def of_tag(tag: Tag) -> tuple[Any, ...]:
        return tag.id, tag.key, tag.color, tag.description, tag.implies, tag.exclusive

    def of_attribute(attribute: Attribute) -> tuple[Any, ...]:
        return attribute.id, attribute.kind, attribute.values, attribute.key

    groups = (scheme.guidelines, scheme.arabic_guidelines, scheme.same_claimants, scheme.counted_nouns)
    return tuple(map(of_tag, scheme.tags)), tuple(map(of_attribute, scheme.attributes)), groups
