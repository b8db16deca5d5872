"""Puts a message of Telegram Desktop's `result.json` into our fields.

In a channel it is the channel that says something: its name is the source, a signature the author. In a
group it is whoever wrote the message, who is both. What was said elsewhere first says so in the author:
`forwarded from ...`. An id is the chat's and the message's, so that it stays as it is in the next export.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from annotations.corpus.formats.chat import Chat

KEYS = ("type",)
"""Keys that each message has, and few other records."""

_KINDS = ("message", "service", "unsupported")  # tuples, since a file may have a list in their place
_CHANNELS = ("public_channel", "private_channel")


def is_message(values: Mapping[str, Any]) -> bool:
    """Say whether an object is a message of an export, or what stands in the place of one."""
    return values.get("type") in _KINDS and ("date" in values or "date_unixtime" in values) and "id" in values


def is_service(values: Mapping[str, Any]) -> bool:
    """Say whether a message is what Telegram itself says: who joined, what was pinned."""
    return values.get("type") != "message"


def chat_of(facts: Mapping[str, Any]) -> Chat:
    """Return a chat of what its export says of it."""
    name = _text(facts.get("name"))
    return Chat(name, str(facts.get("id") or name))


def fields(values: Mapping[str, Any], chat: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a message.

    Args:
        values: the message.
        chat: name, type, id and username of the chat, as far as they are known.

    Returns:
        Them, the text empty if it has none, such as a picture without a caption.
    """
    name, sender = _text(chat.get("name")), _text(values.get("from"))
    in_channel = chat.get("type") in _CHANNELS or (
        not chat.get("type") and str(values.get("from_id", "")).startswith("channel")
    )
    author = _text(values.get("author")) or ("" if in_channel else sender)
    origin = _text(values.get("forwarded_from")) or _text(values.get("saved_from"))
    if origin:
        signature = _text(values.get("author"))
        author = f"{signature}; forwarded from {origin}" if signature else f"forwarded from {origin}"
    number = str(values.get("id", ""))
    of_chat = chat_of(chat).id
    username = _text(chat.get("username")).lstrip("@")
    return {
        "text": _said(values),
        "source": (name or sender) if in_channel else (sender or name),
        "author": author,
        "published": _when(values),
        "url": f"https://t.me/{username}/{number}" if username and number else "",
        "id": f"{of_chat}/{number}" if of_chat and number else number,
    }


def _said(values: Mapping[str, Any]) -> str:
    """Return the text of a message, which is one string or parts of which some are links and the like."""
    text = _joined(values.get("text")) or _joined(values.get("text_entities"))
    poll = values.get("poll")
    if isinstance(poll, Mapping):
        answers = poll.get("answers")
        lines = [_joined(poll.get("question"))]
        lines += [
            "- " + _joined(answer.get("text") if isinstance(answer, Mapping) else answer)
            for answer in (answers if isinstance(answers, list) else ())
        ]
        text = "\n".join(filter(None, [text, *lines]))
    return text if text.strip() else ""


def _joined(parts: object) -> str:
    if isinstance(parts, str):
        return parts
    if not isinstance(parts, list):
        return ""
    texts = (part.get("text") if isinstance(part, Mapping) else part for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


def _when(values: Mapping[str, Any]) -> str:
    """Return the moment of a message as its export has it, which is the time of whoever made that."""
    date = _text(values.get("date"))
    if date and not date.isdigit():
        return date
    try:
        seconds = int(values.get("date_unixtime") or date)
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OSError, OverflowError, TypeError, ValueError):
        return date


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
