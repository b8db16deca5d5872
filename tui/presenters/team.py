"""Lays out how far everybody in a team is: a row a person, with a bar of what is begun and done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotations.model.article import short_id
from tui.i18n import _, enumerated, one_by_one, plural
from tui.presenters.agreement import note_rows
from tui.presenters.stored import with_signs
from tui.presenters.table import Column, table_rows

if TYPE_CHECKING:
    from annotations.services.team import Assigned, MemberState, TeamState
    from tui.session.team_filter import TeamFilter

_DONE, _BEGUN, _OPEN = "█", "▒", "·"
_BAR = 12


def team_rows(state: TeamState, width: int) -> Iterator[str]:
    """Yield the rows: the team and its rules, then who is how far."""
    for note in _about(state):
        yield from note_rows(note, width)
    yield ""
    columns = [
        Column(_("member"), least=8, most=24),
        Column(_("to read"), number=True, most=9),
        Column(_("begun"), number=True, most=9),
        Column(_("done"), number=True, most=9),
        Column("", least=_BAR, most=_BAR, spare=2),
        Column(_("last change"), least=16, most=16, spare=1),
        Column("", least=8, most=30, own=True),
    ]
    records = (
        (
            member.name,
            str(member.assigned),
            str(member.begun),
            str(member.done),
            progress_bar(member.assigned, member.begun, member.done),
            member.last[:16].replace("T", " "),
            _remark(member),
        )
        for member in state.members
    )
    yield from table_rows(columns, records, width)


def member_lines(members: Iterable[MemberState]) -> list[str]:
    """Return a line a member: how far he is with what is to read, and nothing of what he says."""
    return [_member_line(member) for member in members]


def _member_line(member: MemberState) -> str:
    facts = [
        plural("{n:,} to read", "{n:,} to read", member.assigned),
        _("begun {n:,}").format(n=member.begun),
        _("done {n:,}").format(n=member.done),
        _("last {when}").format(when=f"\u2066{member.last[:16].replace('T', ' ')}\u2069")
        if member.last
        else "",
        _remark(member),
    ]
    bar = progress_bar(member.assigned, member.begun, member.done) or _OPEN * _BAR
    name = f"\u2068{with_signs(member.name)}\u2069"
    return f"\u2066{bar}\u2069 {name}: {' · '.join(filter(None, facts))}"


def why_none(team: TeamFilter, text: str) -> str:
    """Return a line that says why a filter finds nothing, if it says something of the team; else nothing."""
    from annotations.services.team_filter import NoSuchMemberError, member_of, split

    terms, picture = split(text)[1], team.picture
    if not terms:
        return ""
    if not team.in_team:
        return _("you are in no team on these articles: claimreader team join")
    if picture is None:
        return _("what the team has done is still being read")
    for term in terms:
        try:
            member_of(picture, term.name or picture.me)
        except NoSuchMemberError as error:
            typed = f"\u2068{with_signs(error.typed)}\u2069"
            if error.fitting:
                said = _("{typed} may be one of these, type more: {names}")
                return said.format(typed=typed, names=_names(error.fitting))
            said = _("nobody's name in the team begins with {typed}: {names}")
            return said.format(typed=typed, names=_names(picture.members))
    return _("no article is so; Esc shows all articles again")


def assignment_rows(articles: Iterable[Assigned], width: int) -> Iterator[str]:
    """Yield the rows: an article each, with who reads it and who is how far."""
    columns = [
        Column(_("article"), least=8, most=24),
        Column(_("readers"), least=12, most=max(20, width // 3), own=True),
        Column(_("begun"), least=8, most=max(12, width // 5), own=True, spare=2),
        Column(_("done"), least=8, most=max(12, width // 5), own=True, spare=1),
    ]
    records = ((short_id(each.id), *map(_names, (each.readers, each.begun, each.done))) for each in articles)
    yield from table_rows(columns, records, width)


def _names(names: Iterable[str]) -> str:
    return enumerated(f"\u2068{with_signs(name)}\u2069" for name in names)


def progress_bar(articles: int, begun: int, done: int, cells: int = _BAR) -> str:
    """Return a bar of so many cells: what is done, what is begun, what is neither."""
    if not articles:
        return ""
    full, half = round(cells * done / articles), round(cells * max(begun, done) / articles)
    full, half = max(full, bool(done)), max(half, bool(begun or done))
    return _DONE * full + _BEGUN * max(0, half - full) + _OPEN * (cells - max(full, half))


def _about(state: TeamState) -> Iterator[str]:
    yield _("{team}, led by {lead}; hub: {hub}").format(
        team=f"\u2068{with_signs(state.name)}\u2069",
        lead=f"\u2068{with_signs(state.lead)}\u2069",
        hub=f"\u2068{with_signs(state.hub)}\u2069",
    )
    yield one_by_one(
        [
            plural("{n:,} article", "{n:,} articles", state.articles),
            _("{share} read by {n}").format(share=f"{state.share:.0%}", n=state.readers),
            _("blind until one has decided") if state.blind else _("all is seen at once"),
        ]
    )
    if state.unsent is None:
        yield _("the hub is away: what you say is saved here, and sent later")
    elif state.unsent:
        yield plural("{n:,} change not sent", "{n:,} changes not sent", state.unsent)


def _remark(member: MemberState) -> str:
    parts = [_("you")] if member.is_me else []
    if not member.active:
        parts.append(_("inactive"))
    if member.missing:
        parts.append(plural("{n:,} line missing", "{n:,} lines missing", member.missing))
    if member.fault:
        parts.append(f"\u2068{with_signs(member.fault)}\u2069")
    return one_by_one(parts)
