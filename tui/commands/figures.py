"""`claimreader figures`: every amount of the corpus, by what is counted, with who claims it and as of when.

Amounts of claims are as they were noted; those of sentences that nobody has tagged are read in the text. Two
amounts of one noun that can't both be right are marked by ≠.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from annotations.services.figures import FoundFigure, NounFigures, by_noun, corpus_figures
from tui.commands.arguments import Usage, corpus_argument, people_option
from tui.commands.indexed import indexed
from tui.commands.json_lines import JsonLine, fields_of
from tui.commands.opening import complain, field, note, open_project, saved_annotations, terminal_width
from tui.commands.output import write_records
from tui.i18n import _

_LONGEST_SENTENCE = 2_000
"""Code points of a sentence that a line has whole."""


USAGE = Usage(
    examples=(
        ("claimreader figures ~/articles/event", "every amount, by what is counted"),
        ("claimreader figures --noun جندي", "those of soldiers alone"),
        ("claimreader figures --json", "for another program"),
    ),
    exits={1: "there is no amount, or none of that noun"},
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    parser.add_argument("--noun", metavar="WORD", help="only what is counted under this noun, such as جندي")
    people_option(parser)


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.insight.figure_records import FigureLine

    figure = {
        "article": "id of the article",
        "start": "offset at which the amount begins",
        "end": "offset behind it",
        "quote": "its words",
        "value": "the number; null where only bounds hold",
        "min": "lower bound",
        "max": "upper bound",
        "approx": "whether it is said to be about so much",
        "unit": "the counted noun as it is written there",
        "noun": "the word under which it is counted",
        "claimant": "who says it",
        "source": "who published the article",
        "published": "when, ISO 8601",
        "as_of": "the day of which it is said, YYYY-MM-DD",
        "tagged": "whether a claim covers it; else it was only read in the text",
    }
    return [JsonLine("", fields_of(FigureLine, figure))]


def run(options: argparse.Namespace) -> int:
    """Print one line an amount; exit code 1 if there is none, or none under the noun that was named."""
    from annotations.insight.figures import line_of
    from annotations.services.people import people_of
    from annotations.services.wire_copies import voices_of_index

    project = open_project(options)
    noun = None if options.noun is None else project.nouns.noun_class(options.noun)
    with indexed(project) as article_index:
        store = saved_annotations(project, index=article_index, by=options.by)
        told = set(map(str, article_index.problems()))  # said when the index is left
        figures = corpus_figures(project, store, lambda line: None if line in told else complain(line))
        wanted = (figure for figure in figures if noun is None or _is_of(figure.figure.noun, noun))
        if options.json:
            lines = (line_of(figure.figure) for figure in wanted)
            count = write_records(lines, as_json=True, record_of=lambda line: line, rows=_none, fields=str)
        else:
            voices, people = voices_of_index(article_index.opened), people_of(project.scheme, store)
            groups = by_noun(wanted, voices, people)
            count = write_records(
                _flat(groups),
                as_json=False,
                record_of=lambda row: row,
                rows=_rows,
                fields=_fields,
                heading=True,
            )
    if not count:
        none = _("no amounts in these articles")
        note(_("no amounts of {noun}").format(noun=options.noun) if options.noun else none)
    return 0 if count else 1


def _is_of(noun: str, wanted: str) -> bool:
    """Say whether a noun is the one that is wanted, or that with what happened to it: منزل مدمر."""
    return noun == wanted or noun.startswith(f"{wanted} ")


Row = tuple[NounFigures, int]
"""A noun, and the place of one of its amounts."""


def _flat(groups: Iterable[NounFigures]) -> Iterator[Row]:
    return ((group, place) for group in groups for place in range(len(group.figures)))


def _none(lines: Iterable[object]) -> Iterator[str]:
    return iter(())


def _fields(row: Row) -> str:
    from annotations.model.records import place_shown

    group, place = row
    figure = group.figures[place].figure
    low_high = ("" if end is None else f"{end:.15g}" for end in (figure.value, figure.min, figure.max))
    values = (
        group.noun,
        figure.as_of or "",
        *low_high,
        "~" if figure.approx else "",
        "≠" if group.differs[place] else "",
        figure.claimant or "",
        figure.source or "",
        place_shown(figure.article, figure.setting.sentence),
        _words_around(group.figures[place]),
    )
    return "\t".join(map(field, values))


def _words_around(found_figure: FoundFigure) -> str:
    """Return the sentence of an amount; of a very long one what is around it.

    A megabyte without a full stop has thousands of amounts, and would be written thousands of times.
    """
    sentence, at, figure = found_figure.sentence, found_figure.at, found_figure.figure
    if len(sentence) <= _LONGEST_SENTENCE:
        return sentence
    first, last = max(0, at - _LONGEST_SENTENCE // 2), at + figure.end - figure.start + _LONGEST_SENTENCE // 2
    return "…" * (first > 0) + sentence[first:last] + "…" * (last < len(sentence))


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    from annotations.text.numbers.amounts import LRI, PDI
    from tui.presenters.figures import (
        around,
        counts_of,
        figure_cells,
        figure_columns,
        noun_name,
        seen_columns,
    )
    from tui.presenters.table import cells as cells_of
    from tui.presenters.table import fitted_cell
    from tui.presenters.text_rows import fitted

    listed, width = list(rows), terminal_width()
    all_figures = [group.figures[place].figure for group, place in listed]
    differs = any(group.differs[place] for group, place in listed)
    columns = seen_columns(figure_columns(width), all_figures, differs=differs)
    used = 1 + sum(column.room + 1 for column in columns)

    def line(cells: Iterable[str], text: str) -> str:
        fitted_cells = (fitted_cell(cell, column.room) for column, cell in zip(columns, cells, strict=True))
        return f" {' '.join(fitted_cells)} {fitted(text, width - used, right=True)}"

    if listed:
        yield line((_(column.name) for column in columns), _("quote"))
    for group, place in listed:
        if place == 0:
            counts = counts_of(group)
            room = cells_of(counts, own=True)
            name = noun_name(group.noun, group.spellings)
            yield fitted_cell(counts, room, own=True) + fitted(name, width - room, right=True)
        found_figure = group.figures[place]
        cells = figure_cells(found_figure.figure, columns, differs=group.differs[place])
        text, _span = around(found_figure, width - used)
        yield line((cell.replace(LRI, "").replace(PDI, "") for cell in cells), text)
