"""Writes only what the terminal doesn't show yet, in the order in which this terminal shows it right.

Textual repaints whole widgets where one row has changed, and a new screen three times until its layout has
settled. Of each update only those pieces go out that differ from what is there (`ScreenBuffer`), and of these
only the cells from the first change to the last: opening an article sends 12 KB instead of 37, beginning to
filter 10 instead of 31 (120 × 40 cells).

Most profiles leave the pieces as they are. A profile that has to see a whole row to order it gets each row
with a change in it whole, from the compositor, right before it is written: all strips of the row are joined,
and each cell keeps its style wherever it is sent.

Nothing is believed for longer than it holds: what the terminal shows is forgotten when the screen is taken,
when its size changes, and when another screen comes up, so that every change of screens repairs what
something else wrote.

Relies on `App._display` (Textual's one place where updates are written), `App._previous_cursor_position`,
`Screen._compositor`, and of `textual._compositor` on `LayoutUpdate` (`strips`, `region`), `ChopsUpdate`
(`chops`, `spans`, `chop_ends`), `CompositorUpdate.render_segments` and `Compositor._render_chops`. Worth
offering to Textual: an update that leaves out what the terminal shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Offset, Region
from textual.strip import Strip

from tui.terminal.profiles import ATTRIBUTES, Attribute, Profile, clusters
from tui.textual_ext.compositor import RowsUpdate
from tui.textual_ext.rendition import Pen, ground_of

if TYPE_CHECKING:
    from rich.console import Console
    from textual._compositor import Compositor
    from textual.app import App
    from textual.screen import Screen
    from textual.timer import Timer

SETTLING_SECONDS = 0.1
"""Seconds that a size has to stay before the screen is painted anew."""


Update = LayoutUpdate | ChopsUpdate | RowsUpdate
"""An update of a screen that Textual writes: all of it, or pieces of rows."""
Piece = tuple[int, int, Strip]
"""Row and column of the screen, and what is to stand there and right of it."""
Run = tuple[str, Style | None, object]
"""Cells of one style: a segment, or what is left of one, for which no segment is made."""


def pieces(update: Update) -> Iterator[Piece]:
    """Yield all that an update would send, as Textual's own `render_segments` goes through it."""
    if isinstance(update, RowsUpdate):
        yield from update.pieces
        return
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
        return
    widest: dict[
        tuple[int, int], Strip
    ] = {}  # two spans of a row may begin in one piece, the later one ends later
    for y, x1, x2 in update.spans:
        for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if chop is not None and x <= x2 and end > x1:
                whole = x1 <= x < x2 and end <= x2
                widest[y, x] = chop if whole else chop.crop(0, min(end, x2) - x)
    for (y, x), strip in widest.items():
        yield y, x, strip


class ScreenBuffer:
    """The cells of the screen as they were sent last, row by row in pieces that don't overlap."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """Take nothing for granted any more."""
        self._rows.clear()

    def unsent(self, wanted: Iterable[Piece]) -> list[Piece]:
        """Return those pieces that the terminal doesn't show yet."""
        return [piece for piece in wanted if not self._shows(*piece)]

    def changed(self, y: int, x: int, strip: Strip) -> tuple[int, Sequence[Run]]:
        """Return of a piece what the terminal doesn't show yet, without the cells before and behind that."""
        there = self._there(y, x, strip)
        return (x, [*strip]) if there is None else _differing(x, there, strip)

    def row(self, y: int) -> Strip | None:
        """Return a row that was sent whole; None: that isn't known."""
        return self._rows.get(y, {}).get(0)

    def _shows(self, y: int, x: int, strip: Strip) -> bool:
        there = self._there(y, x, strip)
        return there is strip or there == strip or not strip.cell_length

    def _there(self, y: int, x: int, strip: Strip) -> Strip | None:
        """Return what the terminal shows in the place of a piece; None: that isn't known."""
        row = self._rows.get(y)
        there = None if row is None else row.get(x)
        if there is None or there is strip:
            return there
        room, width = there.cell_length, strip.cell_length
        if room == width:
            return there
        return _part(there, 0, width) if room > width else None

    def keep(self, y: int, x: int, strip: Strip) -> None:
        """Take a piece for sent."""
        row = self._rows.setdefault(y, {})
        there = row.get(x)
        if there is not None and there.cell_length == strip.cell_length:
            row[x] = strip
            return
        end = x + strip.cell_length
        for start, there in list(row.items()):
            stop = start + there.cell_length
            if start < end and x < stop:
                del row[start]
                if start < x and (left := _part(there, 0, x - start)):
                    row[start] = left
                if end < stop and (right := _part(there, end - start, stop - start)):
                    if start == x:  # one piece as before, so that all of it is known when all of it comes
                        strip = Strip.join([strip, right]).simplify()
                    else:
                        row[end] = right
        row[x] = strip


def _part(strip: Strip, start: int, end: int) -> Strip | None:
    """Return cells of a strip, None where a cut divides a wide character: who knows what is seen there."""
    before, part, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
    return part if before.text + part.text + after.text == strip.text else None


def _differing(x: int, there: Strip, strip: Strip) -> tuple[int, Sequence[Run]]:
    """Return where a strip begins to differ from what is there, and its cells up to where that ends.

    It is cut between cells of one style and the next, between characters of ASCII, which are a cell each, and
    between blanks, which look the same in any colour: a cluster is sent whole.
    """
    old: list[Run] = [*there]
    new: list[Run] = [*strip]
    first, end, old_end = 0, len(new), len(old)
    if end == old_end == 1 and new[0][1] is old[0][1]:
        return _differing_run(x, old[0][0], new[0])
    while first < end and first < old_end and new[first] == old[first]:
        x += cell_len(new[first][0])
        first += 1
    while end > first < old_end and new[end - 1] == old[old_end - 1]:
        end, old_end = end - 1, old_end - 1
    if first or end < len(new) or old_end < len(old):
        old, new = old[first:old_end], new[first:end]
    if not new or not old:
        return x, [run for run in new if run[0]]
    # Of one style blanks are like any ASCII.
    (text, style, _), (shown, before, _) = new[0], old[0]
    if style is not before and text[:1] == shown[:1] == " ":
        x += _drop_blanks(old, new)
    if new and old:
        (text, style, _), (shown, before, _) = new[-1], old[-1]
        if style is not before and text[-1:] == shown[-1:] == " ":
            _drop_blanks_behind(old, new)
    if new and old:
        (text, style, _), (shown, before, _) = new[0], old[0]
        same = style is before or style == before
        if same and (n := _ascii_before(shown, text)):
            x += n
            text, shown = text[n:], shown[n:]
            new[0] = text, style, None
        if len(new) > 1 or len(old) > 1:
            text, style, _ = new[-1]
            if len(old) > 1:
                shown, before, _ = old[-1]
            same = style is before or style == before
        if same and (n := _common(shown[::-1], text[::-1])):
            new[-1] = text[:-n], style, None
    return x, [run for run in new if run[0]]


def _differing_run(x: int, shown: str, run: Run) -> tuple[int, Sequence[Run]]:
    """Return the same of a strip in one style, over one in the same style: most rows of a text are such."""
    text, style, _ = run
    if text == shown:
        return x, []
    if n := _ascii_before(shown, text):
        text, shown = text[n:], shown[n:]
    if text and (behind := _common(shown[::-1], text[::-1])):
        text = text[:-behind]
    return x + n, [(text, style, None)] if text else []


def _drop_blanks(old: list[Run], new: list[Run]) -> int:
    """Drop the blanks that both begin with and that look the same; return how many cells that are."""
    dropped = 0
    while old and new:
        (there, style, _), (text, wanted, _) = old[0], new[0]
        n = min(_blanks(there), _blanks(text))
        if not n or not _same_ground(style, wanted):
            break
        dropped += n
        if n < len(there):
            old[0] = there[n:], style, None
        else:
            del old[0]
        if n < len(text):
            new[0] = text[n:], wanted, None
            if n < len(there):
                break
        else:
            del new[0]
    return dropped


def _drop_blanks_behind(old: list[Run], new: list[Run]) -> None:
    """Drop the blanks that both end with and that look the same."""
    while old and new:
        (there, style, _), (text, wanted, _) = old[-1], new[-1]
        n = min(len(there) - len(there.rstrip(" ")), len(text) - len(text.rstrip(" ")))
        if not n or not _same_ground(style, wanted):
            break
        if n < len(there):
            old[-1] = there[:-n], style, None
        else:
            del old[-1]
        if n < len(text):
            new[-1] = text[:-n], wanted, None
            if n < len(there):
                break
        else:
            del new[-1]


def _same_ground(first: Style | None, second: Style | None) -> bool:
    ground = ground_of(first)
    return ground is not None and ground == ground_of(second)


def _blanks(text: str) -> int:
    """Return how many blanks a text begins with, none of them with a mark on it."""
    n = len(text) - len(text.lstrip(" "))
    return n - 1 if n and _is_mark(text[n : n + 1]) else n


def _ascii_before(old: str, new: str) -> int:
    """Return how many characters both begin with, all of ASCII and none with a mark on it."""
    n = _common(old, new)
    while n and (_is_mark(old[n : n + 1]) or _is_mark(new[n : n + 1])):
        n -= 1
    return n


@lru_cache(maxsize=1024)
def _is_mark(char: str) -> bool:
    return not char.isascii() and cell_len(char) == 0


def _common(old: str, new: str) -> int:
    """Return how many characters of ASCII both begin with."""
    n = min(len(old) - len(old.lstrip(" ")), len(new) - len(new.lstrip(" ")))  # mostly all there is
    for char, other in zip(old[n:], new[n:], strict=False):
        if char != other or not char.isascii():
            break
        n += 1
    return n


_PLAIN = dict.fromkeys(range(9472, 9632), " ") | {ord("◂"): "<", ord("▸"): ">", ord("⚑"): "!"}
"""Box drawing and blocks, which a screen reader names one by one, and signs that it may not know."""


@lru_cache(maxsize=512)
def plainly(segments: tuple[Segment, ...]) -> Strip:
    """Return a row without lines, blocks and pointers; of the same cells otherwise."""
    return Strip([segment._replace(text=segment.text.translate(_PLAIN)) for segment in segments])


class DiffUpdate(CompositorUpdate):
    """An update of these pieces alone; they count as sent when they are written.

    Args:
        unsent: what to send.
        buffer: where it is kept that they were sent.
        into_lines: come into each row by a line feed, as Textual's own updates of a whole screen do. VTE
            gives a row the mode of direction that holds when a line feed enters it, and keeps it; without
            one rows stay in the mode of before, which turns them round.
        first: what is sent before all of them.
    """

    def __init__(
        self, unsent: list[Piece], buffer: ScreenBuffer, *, into_lines: bool = False, first: str = ""
    ) -> None:
        self.unsent = unsent
        self.buffer = buffer
        self.into_lines = into_lines
        self.first = first

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        pen = Pen(COLOR_SYSTEMS[console.color_system or "truecolor"])
        sent = [self.first]
        row = 0
        into_lines, changed, keep, write = self.into_lines, self.buffer.changed, self.buffer.keep, pen.write
        for y, x, strip in self.unsent:
            if into_lines and y != row:
                sent.append(f"\x1b[{y};1H\n")
            row = y
            at, runs = (x, [*strip]) if into_lines else changed(y, x, strip)
            if runs:
                sent.append(f"\x1b[{y + 1};{at + 1}H")
                for text, style, _ in runs:
                    sent.append(write(text, style))
            keep(y, x, strip)
        return "".join((*sent, pen.lift()))


class WholeRows(CompositorUpdate):
    """An update of whole rows, each sent as a profile wants it.

    Args:
        rows: rows of the screen with all that is in them.
        profile: how to send them.
        buffer: where it is kept that they were sent.
    """

    def __init__(
        self, rows: Sequence[tuple[int, Strip]], profile: Profile, buffer: ScreenBuffer | None = None
    ) -> None:
        self.rows = rows
        self.profile = profile
        self.buffer = buffer

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        if self.buffer is not None:
            for y, strip in self.rows:
                self.buffer.keep(y, 0, strip)
        return "".join(
            f"\x1b[{y + 1}H{arranged(tuple(strip), self.profile).render(console)}" for y, strip in self.rows
        )


def whole_rows(compositor: Compositor, update: CompositorUpdate, profile: Profile) -> WholeRows:
    """Return an update of the same rows, whole."""
    if isinstance(update, LayoutUpdate):
        chops = [list(strips) for strips in update.strips]
        numbers: Sequence[int] = range(update.region.y, update.region.y + len(chops))
        rows = zip(numbers, chops, strict=True)
    else:
        assert isinstance(update, ChopsUpdate | RowsUpdate)
        changed = update.pieces if isinstance(update, RowsUpdate) else update.spans
        numbers = sorted({y for y, _, _ in changed})
        crop = Region(0, numbers[0], compositor.size.width, numbers[-1] - numbers[0] + 1)
        rendered = compositor._render_chops(crop, set(numbers).__contains__)
        rows = zip(numbers, [list(rendered[y].values()) for y in numbers], strict=True)
    return WholeRows(
        [(y, Strip.join([strip for strip in strips if strip is not None])) for y, strips in rows], profile
    )


@lru_cache(maxsize=512)
def arranged(segments: tuple[Segment, ...], profile: Profile) -> Strip:
    """Return a row as it is sent, cells of one style that follow each other in one segment.

    What is switched from cell to cell is switched inside a segment: a style of its own for each would be ten
    times the bytes.
    """
    cells: list[str] = []
    styles: list[Style] = []
    for text, style, control in segments:
        if not control:
            places = clusters(text)
            cells += places
            styles += [style or Style.null()] * len(places)
    faces = [2 * bool(style.bold) + bool(style.italic) for style in styles]
    parts: list[tuple[list[str], Style]] = []
    switched = False
    for sent in profile.arrange(cells, faces):
        style = styles[sent.cell]
        if sent.drawn == "hidden":
            style = _hidden(style)
        if not parts or parts[-1][1] is not style:
            parts.append(([], style))
            switched = False  # each segment ends with all attributes off
        if profile.switched and switched != (sent.drawn == "switched"):
            switched = not switched
            parts[-1][0].append(profile.switch(_attributes(style))[not switched])
        parts[-1][0].append(sent.text)
    return Strip([Segment("".join(texts), style) for texts, style in parts])


@lru_cache(maxsize=256)
def _hidden(style: Style) -> Style:
    return style + Style(color=style.bgcolor, conceal=True)


@lru_cache(maxsize=256)
def _attributes(style: Style) -> frozenset[Attribute]:
    return frozenset(name for name in ATTRIBUTES if getattr(style, name))


class Renderer:
    """Turns what Textual wants to write into what this terminal needs to be sent.

    Args:
        app: whose screens are written.
        profile: gives the profile that is in use.
        plain: says whether lines and blocks are left out, see `plainly`.
    """

    def __init__(self, app: App[Any], profile: Callable[[], Profile], plain: Callable[[], bool]) -> None:
        self._app = app
        self._profile = profile
        self._plain = plain
        self._buffer = ScreenBuffer()
        self._shown: tuple[object, object] = (None, None)
        """The screen whose cells those are, and its size."""
        self._resized: Timer | None = None
        self._anew = False
        """True after the last change of size, until all is painted once more."""
        self.started = False
        """True once the first screen is there, which is painted after all sizes that the start tells."""

    def start(self) -> None:
        """Take the sizes that are told from now on for changes, and no more for those of the start."""
        self.started = True

    def forget(self) -> None:
        """Send everything anew with the next update: what the terminal shows is not known any more."""
        self._buffer.forget()

    def resized(self) -> None:
        """Send everything anew: what becomes of the rows when the size changes is the terminal's affair.

        Textual paints nothing if the size is the old one again when it comes to it, as after a quick shrink
        and growth, though the rows are gone; so all is painted once more when the last change is over.
        """
        self.forget()
        if not self.started:
            return
        if self._resized is not None:
            self._resized.stop()
        self._resized = self._app.set_timer(SETTLING_SECONDS, self._paint_anew)

    def _paint_anew(self) -> None:
        self.forget()
        self._anew = True
        self._app.refresh(layout=True)

    def _as_read(self, caret: Offset, unsent: Sequence[Piece], profile: Profile) -> Offset:
        """Return where a cell of the screen is in its row as that is sent in reading order."""
        from tui.terminal.logical import column_of

        strip = next((strip for y, _, strip in unsent if y == caret.y), self._buffer.row(caret.y))
        if strip is None:
            return caret
        cells = clusters(strip.text)
        left = 0
        for cell, text in enumerate(cells):
            left += cell_len(text)
            if left > caret.x:
                return Offset(column_of(profile.arrange(cells, [0] * len(cells)), cell), caret.y)
        return caret

    def unsent(self, screen: Screen[Any], update: Update) -> CompositorUpdate | None:
        """Return what of an update has to be written; None for nothing, not even the cursor."""
        app, profile = self._app, self._profile()
        if self._shown != (screen, app.size):
            self._shown = (screen, app.size)
            self.forget()
        diff: CompositorUpdate
        plain = self._plain()
        if profile.whole_rows:
            rows = whole_rows(screen._compositor, update, profile).rows
            whole = ((y, 0, plainly(tuple(strip)) if plain else strip) for y, strip in rows)
            unsent = self._buffer.unsent(whole)
            diff = WholeRows([(y, strip) for y, _, strip in unsent], profile, self._buffer)
            if profile.order == "logical":
                app.cursor_position = self._as_read(app.cursor_position, unsent, profile)
        else:
            parts = pieces(update)
            unsent = self._buffer.unsent(
                ((y, x, plainly(tuple(strip))) for y, x, strip in parts) if plain else parts
            )
            first = profile.after_resize if self._anew and unsent else ""
            diff = DiffUpdate(unsent, self._buffer, into_lines=isinstance(update, LayoutUpdate), first=first)
            self._anew = self._anew and not unsent
        at = app.screen.outer_size.clamp_offset(app.cursor_position)
        return diff if unsent or at != app._previous_cursor_position else None
