"""`claimreader suggest`: what would be suggested of each sentence: its type, who says it, and why.

Nothing is decided and nothing is saved by it. What was taken and refused in this corpus counts: a rule that
was wrong more often than right is silent.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotations.services.suggested_sentences import (
    SuggestedSentence,
    suggested_annotations,
    suggested_sentences,
)
from tui.commands.arguments import Usage, corpus_argument
from tui.commands.indexed import repetition_known
from tui.commands.json_lines import Fields, JsonLine, fields_of
from tui.commands.opening import (
    complain,
    complain_of,
    field,
    note,
    on_terminal,
    open_project,
    saved_annotations,
    terminal_width,
)
from tui.commands.output import write_records
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.insight.trust import TrustRow
    from annotations.model.scheme import Scheme
    from annotations.services.suggested_pairs import ShownPair


USAGE = Usage(
    examples=(
        ("claimreader suggest ~/articles/event", "each sentence with what would be suggested of it"),
        ("claimreader suggest --pairs ~/articles/event", "passages that deny, or differ in a figure"),
        ("claimreader suggest --explain", "which rule was right how often"),
    ),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus_argument(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--pairs",
        action="store_true",
        help="pairs of passages: denied and admitted, figures that differ, the same matter",
    )
    what.add_argument(
        "--explain", action="store_true", help="the table of trust: what was taken and refused, by rule"
    )
    what.add_argument(
        "--annotations",
        action="store_true",
        help='annotations as JSON lines, signed "suggested by claimreader", each value marked as suggested',
    )


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.model.scheme import DEFAULT
    from annotations.services.export import annotation_fields
    from annotations.services.suggested_pairs import SuggestedPair
    from annotations.services.suggestions import SentenceSuggestion

    sentence = {
        "article": "id of the article",
        "index": "number of the sentence, from 0",
        "start": "offset at which the sentence begins",
        "end": "offset behind it",
        "claim": "whether it is read as a claim; null if nothing says so",
        "type": "the tag that is suggested",
        "worth_checking": "whether it is worth checking; null if nothing says so",
        "claims": "what it reports: who says it, the reporting word, how firmly, what is said, and why",
        "why": "the reasons in one line",
    }
    pair = {
        "a": "the one passage",
        "b": "the other",
        "kind": "denied and admitted, figures that differ, or the same matter",
        "why": "the reason in one line",
    }
    rule: Fields = {
        "rule": (str, "name of the rule"),
        "field": (str, "what of an annotation it proposes, or pair"),
        "noun": (str | None, "the counted noun of these decisions; null for all of the rule"),
        "taken": (int, "how often it was taken"),
        "refused": (int, "how often it was refused"),
        "silent": (bool, "whether it was wrong too often to be heard"),
    }
    return [
        JsonLine("", fields_of(SentenceSuggestion, sentence)),
        JsonLine("--pairs", fields_of(SuggestedPair, pair)),
        JsonLine("--explain", rule),
        JsonLine("--annotations", annotation_fields(DEFAULT)),
    ]


def run(options: argparse.Namespace) -> int:
    """Print one line a sentence, a pair or a rule."""
    project = open_project(options)
    if options.explain:
        return _explain(project, as_json=options.json)
    with repetition_known(project):
        if options.annotations:
            _write_annotations(project)
        elif options.pairs:
            _write_pairs(project, as_json=options.json)
        else:
            write_records(
                suggested_sentences(project, saved_annotations(project, about_articles=True), complain),
                as_json=options.json,
                record_of=lambda sentence: sentence.suggestion,
                rows=lambda sentences: _rows(sentences, project.scheme),
                fields=_fields,
            )
    complain_of(project.corpus)
    return 0


# ---------------------------------------------------------------------- sentences


def _fields(sentence: SuggestedSentence) -> str:
    suggestion = sentence.suggestion
    values = (
        suggestion.article,
        str(suggestion.index + 1),
        "claim" if suggestion.claim else "",
        suggestion.type or "",
        "!" if suggestion.worth_checking else "",
        sentence.reported_as,
        sentence.claimant,
        sentence.why(),
        sentence.text,
    )
    return "\t".join(map(field, values))


_PLACE, _TYPE, _HOW = 10, 10, 10


def _rows(sentences: Iterable[SuggestedSentence], scheme: Scheme) -> Iterator[str]:
    """Yield a row a sentence with place, type and words; under it how and by whom it is said, and why."""
    from annotations.model.article import Article
    from annotations.model.records import place_shown
    from tui.bidi import Paragraph, layout
    from tui.i18n import language, named
    from tui.presenters.annotation import choice_label
    from tui.presenters.stored import with_signs
    from tui.presenters.suggestions import why_shown
    from tui.presenters.text_rows import fitted

    width = terminal_width()
    for sentence in sentences:
        suggestion = sentence.suggestion
        place = place_shown(Article(suggestion.article, "").short_id, suggestion.index)
        mark = "!" if suggestion.worth_checking else " "
        tag = scheme.by_id.get(suggestion.type or "")
        left = f"{fitted(place, _PLACE)} {mark} {fitted(named(tag) if tag else '', _TYPE)} "
        yield left + fitted(sentence.text, width - len(left), right=True)
        how = choice_label(sentence.reported_as) if sentence.reported_as else ""
        below = f"{'':{_PLACE}}   {fitted(how, _HOW)} "
        used = _PLACE + 3 + _HOW + 1
        if sentence.claimant:
            names = min(30, width // 4)
            below += f"{fitted(sentence.claimant, names)} "
            used += names + 1
        why = Paragraph(with_signs(why_shown(sentence, scheme)), "rtl" if language() == "ar" else "ltr")
        for line in layout(why, max(20, width - used)):
            yield below + line.text
            below = " " * used


# ---------------------------------------------------------------------- pairs


def _write_pairs(project: Project, *, as_json: bool) -> None:
    from annotations.services.suggested_pairs import suggested_pairs

    write_records(
        suggested_pairs(project, saved_annotations(project, about_articles=True), complain),
        as_json=as_json,
        record_of=lambda shown: shown.pair,
        rows=_pair_rows,
        fields=_pair_fields,
    )


def _pair_fields(shown: ShownPair) -> str:
    pair = shown.pair
    places = (value for end in (pair.a, pair.b) for value in (end.article, f"{end.start}-{end.end}"))
    return "\t".join(map(field, (pair.kind, pair.why, *places, shown.a, shown.b)))


def _pair_rows(pairs: Iterable[ShownPair]) -> Iterator[str]:
    """Yield three rows a pair: why, and the words of both."""
    from annotations.model.article import Article
    from tui.presenters.text_rows import fitted

    width = terminal_width()
    for shown in pairs:
        kind = f"{shown.pair.kind:<9}"
        yield kind + fitted(shown.pair.why, width - len(kind))
        for end, words in ((shown.pair.a, shown.a), (shown.pair.b, shown.b)):
            left = f"  {fitted(Article(end.article, '').short_id, _PLACE)} "
            yield left + fitted(words, width - len(left), right=True)


# ---------------------------------------------------------------------- trust, and annotations


def _explain(project: Project, *, as_json: bool) -> int:
    from annotations.insight.trust import Trust
    from annotations.model.side_records import TRUST

    rows = Trust(saved_annotations(project).records(TRUST)).rows()
    if not rows:
        note("nothing that was suggested has been taken or refused here yet")
    write_records(rows, as_json=as_json, record_of=_trust_record, rows=_trust_rows, fields=_trust_fields)
    return 0


def _trust_record(row: TrustRow) -> dict[str, object]:
    tally = row.tally
    return {
        "rule": row.rule,
        "field": row.kind,
        "noun": row.noun,
        "taken": tally.taken,
        "refused": tally.refused,
        "silent": tally.silent,
    }


def _trust_fields(row: TrustRow) -> str:
    values = (
        row.rule,
        row.kind,
        row.noun or "",
        str(row.tally.taken),
        str(row.tally.refused),
        "silent" if row.tally.silent else "",
    )
    return "\t".join(map(field, values))


def _trust_rows(rows: Iterable[TrustRow]) -> Iterator[str]:
    from tui.i18n import _
    from tui.presenters.suggestions import tally_shown
    from tui.presenters.text_rows import fitted

    width = terminal_width()
    for row in rows:
        said = tally_shown(row.tally)
        silent = "  " + _("silent") if row.tally.silent else ""
        left = f"{fitted(row.rule, 28)} {fitted(row.kind, 12)} {fitted(row.noun or '', 14)} "
        yield left + fitted(said + silent, width - len(left))


def _write_annotations(project: Project) -> None:
    from annotations.text.sanitising import escaped_in_json

    for data in suggested_annotations(project, saved_annotations(project), complain):
        line = data.decode()
        write_line(escaped_in_json(line) if on_terminal() else line)
