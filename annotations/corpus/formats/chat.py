"""Puts the messages of a day in a chat together, as one article: who says what, and when.

A message alone may be an article, or a day of them (`--chat day`), in which what answers what can be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Chat(NamedTuple):
    """A chat, as far as it is known."""

    name: str
    id: str
    """The beginning of its articles' ids."""


class Placed(NamedTuple):
    """A message, with its place in the file."""

    fields: Mapping[str, Any]
    chat: Chat
    start: int
    end: int
    number: int


class Days:
    """Gathers messages that come in their order into days."""

    def __init__(self) -> None:
        self._day: list[Placed] = []

    def add(self, message: Placed) -> list[Placed]:
        """Take a message; return those of the day before, if it is the first of a day."""
        done: list[Placed] = []
        if self._day and _day_of(self._day[-1]) != _day_of(message):
            done, self._day = self._day, []
        self._day.append(message)
        return done

    def rest(self) -> list[Placed]:
        """Return those of the last day."""
        return self._day


def _day_of(message: Placed) -> tuple[str, Chat]:
    return message.fields["published"][:10], message.chat


def day_fields(messages: Sequence[Mapping[str, Any]], chat: Chat) -> dict[str, Any]:
    """Return the fields of a day: its text has a line or more for each message, `[14:30] name: text`.

    Args:
        messages: their fields, at least one.
        chat: that they are in.
    """
    day = messages[0]["published"][:10]
    lines = []
    for fields in messages:
        clock = fields["published"][11:16]
        # in a channel it is always the channel that speaks
        said_by = [part for part in (fields["source"], fields["author"]) if part and part != chat.name]
        who = ", ".join(dict.fromkeys(said_by))
        lines.append(f"[{clock}] {who}: {fields['text']}" if who else f"[{clock}] {fields['text']}")
    return {
        "text": "\n".join(lines),
        "title": ", ".join(filter(None, [chat.name, day])),
        "source": chat.name,
        "published": day,
        "id": f"{chat.id}/{day}" if chat.id else day,
    }
