"""The first lines that somebody reads here: what to press, in the words of the keys that are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.config.bindings import first
from tui.i18n import _, language

if TYPE_CHECKING:
    from annotations.scheme_file.ready import ReadyScheme


def samples(*, any_recent: bool) -> str:
    """Return what the samples are, and how to come to one's own articles."""
    own = first("library.folder")
    if any_recent:
        return _("these are samples; a number opens what you had open last, {key} another folder").format(
            key=own
        )
    return _("these are samples; {key} opens a folder of your own").format(key=own)


def schemes() -> str:
    """Return what is asked of a folder that nobody has begun."""
    return _("just go on with the usual tags, or take those of a published codebook:")


def never() -> str:
    """Return the line with which no folder is asked about any more."""
    return _("0  ask of no folder again")


def about(scheme: ReadyScheme) -> str:
    """Return a ready scheme as it is offered."""
    return f"{scheme.name}: {scheme.arabic_about if language() == 'ar' else scheme.about}"


def welcome() -> tuple[str, ...]:
    """Return what to press, for who opens the reader for the first time; the last line shows how to go on."""
    return (
        _("{open} opens the article under the cursor, {back} comes back here").format(
            open=first("library.open"), back=first("reader.back")
        ),
        _("{next} and {previous}, or the arrows, go from sentence to sentence").format(
            next=first("reader.next"), previous=first("reader.previous")
        ),
        _("1-7 say which kind of claim a sentence makes, {none} none; then comes the next").format(
            none=first("reader.not-claim")
        ),
        _("{take} takes what is suggested of a sentence, which stands dim with a ? beside it").format(
            take=first("reader.take-suggested")
        ),
        _("{undo} takes anything back; all is saved at once").format(undo=first("reader.undo")),
        _("{help} shows all keys of the place you are in, {quit} leaves").format(
            help=first("library.help"), quit=first("library.quit")
        ),
    )
