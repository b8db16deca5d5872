"""`claimreader scheme`: write, check, show and change the tags and attributes that a corpus is marked with.

Without more it writes a scheme to begin with, the default one with comments; with --scheme one of the ready
ones. `list` names these, `check FILE` tells every mistake of a scheme, `show` prints the one in force,
`rename OLD NEW` and `merge OLD NEW` change a tag, an attribute or ATTRIBUTE=VALUE and take the annotations
along, `undo` takes the last of these back.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from annotations.scheme_file.loader import SchemeError
from annotations.text.sanitising import escaped
from tui.commands.arguments import SAVES, Usage, one_of
from tui.commands.json_lines import Fields, JsonLine, fields_of
from tui.commands.opening import (
    complain,
    field,
    note,
    open_project,
    reserve_keys,
    scheme_file,
    terminal_width,
)
from tui.commands.output import json_line, write_records
from tui.i18n import N_
from tui.terminal.streams import write_line

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.model.scheme import Scheme
    from annotations.services.recoding import Recoded

USAGE = Usage(
    examples=(
        ("claimreader scheme -o ~/articles/event/claimreader.toml", "begin a scheme of your own"),
        ("claimreader scheme --scheme conflict -o ~/articles/event", "begin with a ready one"),
        ("claimreader scheme check ~/articles/event/claimreader.toml", "every mistake with its line"),
        ("claimreader scheme show ~/articles/event --lang ar", "the one in force, in Arabic"),
        ("claimreader scheme rename rule decision ~/articles/event --apply", "annotations go along"),
    ),
    exits=SAVES | {1: "the scheme has mistakes, or a change would lose something"},
    without={},
)

ACTIONS = ("list", "check", "show", "rename", "merge", "undo")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "action",
        metavar="|".join(ACTIONS),
        nargs="?",
        type=one_of(ACTIONS),
        help="what to do (default: write)",
    )
    parser.add_argument(
        "words",
        metavar="FILE | OLD NEW | CORPUS",
        nargs="*",
        help="check: the file (default: that of the corpus); rename and merge: two names; then folders or "
        "files of articles",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write the scheme there (default: standard output)"
    )
    parser.add_argument("--force", action="store_true", help="write over a scheme that is there")
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")


def json_lines() -> list[JsonLine]:
    """Say what a line of `--json` holds."""
    from annotations.model.scheme import Scheme

    ready: Fields = {
        "name": (str, "name of the ready scheme, as --scheme takes it"),
        "about": (str, "what it is for"),
        "arabic_about": (str, "the same in Arabic"),
    }
    told: Fields = {
        "kind": (Literal["mistake", "warning"], "whether it is wrong, or only may be unwanted"),
        "said": (str, "what it is, with its line in the file"),
    }
    shown = {
        "tags": "the tags",
        "attributes": "the details of an annotation",
        "guidelines": "advice on when to set which tag, Markdown",
        "same_claimants": "names that are one person's, the first standing for all",
        "counted_nouns": "words that are counted as one, the first naming it",
        "arabic_guidelines": "the guidelines in Arabic",
        "about": "what the scheme is for",
        "arabic_about": "the same in Arabic",
    }
    change: Fields = {
        "change": (str, "what is renamed or merged"),
        "annotations": (int, "annotations that change"),
        "by": (dict[str, int], "how many of them by annotator"),
        "blocked": (list[str], "uuids of annotations that stand against it; then nothing is done"),
        "scheme": (str | None, "the scheme's file that changes, too"),
        "told": (list[str], "what else a person is told, a line each"),
    }
    return [
        JsonLine("", {"toml": (str, "the scheme to begin with, as TOML")}),
        JsonLine("list", ready),
        JsonLine("check", told),
        JsonLine(
            "show",
            {"file": (str | None, "the scheme's file; null for the default scheme")}
            | fields_of(Scheme, shown)
            | {"link_types": (list[str], "kinds of links between annotations")},
        ),
        JsonLine("rename", change),
        JsonLine("merge", change),
    ]


def run(options: argparse.Namespace) -> int:
    """Do what was asked; exit code 1 if a scheme has mistakes, or a change isn't possible."""
    options.roots = list(options.words)
    match options.action:
        case None:
            return _write(options)
        case "list":
            return _list(options)
        case "check":
            return _check(options)
        case "show":
            return _show(options)
        case "undo":
            return _undo(options)
        case _:
            return _recode(options)


# ------------------------------------------------------------------------------------------ writing


def _write(options: argparse.Namespace) -> int:
    from annotations.exchange.files import write_stream
    from annotations.scheme_file.template import default_toml
    from annotations.services.output_paths import OutputPaths

    if options.scheme is None:
        text = default_toml()
    else:
        from annotations.scheme_file.loader import load, source_text

        path = scheme_file(options.scheme)
        load(path)
        text = source_text(path)
    if options.output in (None, "-"):
        if options.json:
            write_line(json_line({"toml": text}))
            return 0
        sys.stdout.buffer.write(text.encode("utf-8"))
        return 0
    target = Path(options.output)
    if target.is_dir():
        target = target / "claimreader.toml"
    project = open_project(options)
    OutputPaths(project).check(target, force=options.force, scheme=True)
    write_stream(target, [text.encode("utf-8")])
    note(f"{target}: written; claimreader scheme check {target} reads it as the reader does")
    return 0


def _list(options: argparse.Namespace) -> int:
    from annotations.scheme_file.ready import ReadyScheme, ready_schemes
    from tui.i18n import language

    _speak(options)

    def rows(schemes: Any) -> Iterator[str]:
        from tui.presenters.text_rows import text_rows

        for ready in schemes:
            about = ready.arabic_about if language() == "ar" else ready.about
            yield from _beside(ready.name, text_rows(about, max(20, terminal_width() - _NAMES)))

    write_records(
        ready_schemes(),
        as_json=options.json,
        record_of=ReadyScheme._asdict,
        rows=rows,
        fields=lambda ready: f"{ready.name}\t{ready.about}\t{ready.arabic_about}",
    )
    return 0


_NAMES = 14
"""Cells for the name of a ready scheme."""


def _beside(name: str, rows: Iterator[str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"{name if number == 0 else '':<{_NAMES}}{row}"


# ------------------------------------------------------------------------------------------ checking


def _check(options: argparse.Namespace) -> int:
    """Tell every mistake of a scheme, then what else may be unwanted."""
    from annotations.scheme_file.loader import check

    named = options.words[0] if options.words else None
    options.roots = options.words[1:]
    project = open_project(options)
    path = scheme_file(Path(named), "") if named else project.scheme_file
    if path is None:
        raise SchemeError(f"{project.name}: there is no scheme to check; claimreader scheme check FILE")
    reserve_keys(project)
    checked = check(path, reserved=project.reserved_keys(), reserved_in_details=project.reserved_in_details())
    told = [("mistake", line) for line in checked.mistakes]
    if checked.scheme is not None:
        told += [("warning", line) for line in _warnings(checked.scheme, project, options)]
    for kind, line in told:
        if options.json:
            write_line(json_line({"kind": kind, "said": line}))
        else:
            write_line(escaped(line if kind == "mistake" else f"warning: {line}"))
    if checked.scheme is not None:
        counts = f"{len(checked.scheme.tags)} tags, {len(checked.scheme.attributes)} attributes"
        note(f"{path}: no mistakes; {counts}")
    return 1 if checked.mistakes else 0


def _warnings(scheme: Scheme, project: Project, options: argparse.Namespace) -> Iterator[str]:
    """Yield what isn't wrong and may be unwanted: keys that do something else, what only annotations have."""
    from annotations.model.records import CLAIM, NOT_CLAIM
    from annotations.services.scheme_use import lacking, scheme_use
    from tui.config.bindings import clashes

    yield from clashes(scheme)
    for tag in (CLAIM, NOT_CLAIM):
        if tag not in scheme.by_id:
            yield (
                f"there is no tag {tag}; claims are counted by it, so none will be"
                if tag == CLAIM
                else (f"there is no tag {tag}; x in the reader sets it on the rest of an article")
            )
    if not (options.roots or options.corpus or options.db):
        return
    if not project.database.exists() and project.missing_database() is None:
        return
    project.require_database()
    try:
        for lost in lacking(scheme_use(project.store(readonly=True)), scheme):
            times = f"{lost.times} annotation{'s' * (lost.times != 1)}"
            how = "scheme rename or merge takes them along"
            yield f"{lost.kind} {lost.name} is not in the scheme, and on {times}; {how}"
    finally:
        project.close()


# ------------------------------------------------------------------------------------------ showing


class _Entry(NamedTuple):
    """One thing of a scheme, as `show` prints it."""

    kind: str
    key: str
    id: str
    label: str
    about: str

    @property
    def record(self) -> Mapping[str, Any]:
        return self._asdict()


def _show(options: argparse.Namespace) -> int:
    """Print the scheme in force."""
    _speak(options)
    project = open_project(options)
    scheme = project.scheme
    if options.json:
        import msgspec

        known = msgspec.to_builtins(scheme) | {"link_types": list(_link_types())}
        file = project.scheme_file
        write_line(json_line({"file": str(file) if file else None} | known))
        return 0
    write_records(
        list(_entries(scheme)),
        as_json=False,
        record_of=lambda entry: entry.record,
        rows=_rows,
        fields=lambda entry: "\t".join(map(field, entry)),
    )
    note(f"{project.scheme_file or 'the default scheme'}")
    return 0


def _link_types() -> Sequence[str]:
    from annotations.model.links import TYPES

    return TYPES


def _entries(scheme: Scheme) -> Iterator[_Entry]:
    """Yield all of a scheme, section by section."""
    from tui.i18n import _, described, enumerated, language, named, one_by_one
    from tui.presenters.annotation import choice_label
    from tui.presenters.links import link_label

    about = scheme.arabic_about if language() == "ar" else scheme.about
    if about:
        yield _Entry("about", "", "", "", about)
    for tag in scheme.tags:
        rules = [described(tag)]
        if tag.implies:
            rules.append("→ " + enumerated(named(scheme.by_id[other]) for other in tag.implies))
        if tag.exclusive:
            rules.append(_("stands alone"))
        yield _Entry("tag", tag.key, tag.id, named(tag), one_by_one(filter(None, rules)))
    for attribute in scheme.attributes:
        values = enumerated(choice_label(value, attribute) for value in attribute.values)
        yield _Entry(
            "attribute", attribute.key, attribute.id, named(attribute), values or _(_KINDS[attribute.kind])
        )
    for link in _link_types():
        yield _Entry("link", "", link, link_label(link), "")
    for kind, groups in (("claimants", scheme.same_claimants), ("nouns", scheme.counted_nouns)):
        for first, *others in groups:
            yield _Entry(kind, "", first, "", enumerated(others))


_HEADINGS = {
    "tag": N_("tags"),
    "attribute": N_("attributes"),
    "link": N_("links"),
    "claimants": N_("names that are one person's"),
    "nouns": N_("words that are counted as one"),
}
_KINDS = {
    "text": N_("free text"),
    "date": N_("a date"),
    "number": N_("a number"),
    "span": N_("words of the article"),
    "numbers": N_("amounts"),
}


def _rows(entries: Any) -> Iterator[str]:
    """Lay the entries out in the width of the terminal; from the right if the language is written so."""
    from tui.bidi import Direction, Paragraph, layout
    from tui.i18n import _, language
    from tui.presenters.stored import with_signs
    from tui.presenters.text_rows import fitted

    listed: list[_Entry] = list(entries)
    width, arabic = terminal_width(), language() == "ar"
    ids = min(30, max(8, *(len(entry.id) for entry in listed)))
    labels = min(26, max(8, width // 4))
    room = max(16, width - ids - labels - 7)
    section = ""
    for entry in listed:
        if entry.kind == "about":
            yield from _wrapped(entry.about, width, right=arabic)
            continue
        if entry.kind != section:
            section = entry.kind
            yield ""
            yield fitted(_(_HEADINGS[section]), width, right=arabic)
        direction: Direction = "rtl" if arabic else "ltr"
        text = with_signs(entry.about, direction)
        lines = layout(Paragraph(text, direction), room) if text else []
        for number in range(max(1, len(lines))):
            first = number == 0
            about = lines[number].text if number < len(lines) else ""
            blank = " " * (room - (lines[number].width if number < len(lines) else 0))
            cells = [
                f"{entry.key if first else '':1}",
                fitted(entry.id if first else "", ids, right=arabic),
                fitted(entry.label if first else "", labels, right=arabic),
                blank + about if arabic else about + blank,
            ]
            yield "  ".join(reversed(cells) if arabic else cells).rstrip(" " if not arabic else "")


def _wrapped(text: str, width: int, *, right: bool) -> Iterator[str]:
    from tui.bidi import Paragraph, layout

    for line in layout(Paragraph(text, "rtl" if right else "ltr"), width):
        yield " " * (width - line.width) + line.text if right else line.text


# ------------------------------------------------------------------------------------------ changing


def _recode(options: argparse.Namespace) -> int:
    """Plan a change of names, print the plan, and carry it out if asked to."""
    from annotations.services.recoding import apply_recoding, plan_recoding

    if len(options.words) < 2:
        raise SchemeError(f"scheme {options.action}: two names are needed: OLD NEW, such as event incident")
    old, new, *options.roots = options.words
    project = open_project(options)
    try:
        plan = plan_recoding(project, old, new, merges=options.action == "merge", to_apply=options.apply)
        if options.json:
            write_line(json_line(plan.record))
        else:
            for line in plan.lines():
                write_line(escaped(line))
        if plan.blocked:
            return 1
        if not options.apply:
            note("nothing was changed; --apply does it")
            return 0
        _tell(apply_recoding(project, plan), project)
    finally:
        project.close()
    return 0


def _undo(options: argparse.Namespace) -> int:
    """Take the last change of names back."""
    from annotations.services.recoding import take_back
    from annotations.services.undo import UndoConflictError

    project = open_project(options)
    project.require_database()
    try:
        if not options.apply:
            note("nothing was changed; --apply takes back the last rename or merge")
            return 0
        undone = take_back(project)
    except UndoConflictError as error:
        complain(f"{error}; claimreader restore lists earlier states")
        return 1
    finally:
        project.close()
    if undone.file:
        note(f"{undone.file}: as it was")
    if undone.trouble:
        complain(undone.trouble)
    count = undone.annotations
    verb = "is as it was" if count == 1 else "are as they were"
    note(f"{count} annotation{'s' * (count != 1)} {verb}, in {project.database}")
    return 0


def _tell(done: Recoded, project: Project) -> None:
    if done.file:
        note(f"{done.file}: changed")
    if done.trouble:
        complain(done.trouble)
    changed = f"{done.annotations} annotation{'s' * (done.annotations != 1)} changed in {project.database}"
    note(
        f"{changed}; claimreader scheme undo takes all of it back, and u in the reader, as "
        f"{project.annotator}, the annotations alone"
    )


def _speak(options: argparse.Namespace) -> None:
    """Use the language that was asked for, else that of the settings."""
    from tui import i18n
    from tui.config import preferences

    i18n.choose(options.lang or preferences.read().language)
