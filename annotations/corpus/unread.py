"""Says of the files that aren't read how many there are, of which kinds, and what helps.

A folder must not look complete when it isn't, and an analyst doesn't want a line for each of 10,000 pictures.
So such files are only counted, by the endings of their names, and told together: one line for each remedy.
Most of them are never opened. Those of which only their content tells that they hold no article, such as a
`.json` of settings, are counted among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from annotations.corpus.formats import EXPECTED, PAGE_PARTS, SUFFIXES, ending_of, missing_library, suffix_of
from annotations.corpus.records import Problem

_SHOWN = 8
"""Endings that a line names before it says how many more there are."""

_NOTHING_IN_THEM = "no article found inside"
_UNKNOWN = "not a format that claimreader reads"
_PARTS = "parts of saved web pages"

_REMEDIES = {
    suffix: remedy
    for remedy, suffixes in {
        "unpack archives first": ".zip .rar .7z .tar .tgz .gz .bz2 .tbz .xz .txz .zst .lz4 .cab .iso .dmg",
        "save as .docx": ".doc .rtf .pages .wps .wpd .dot .sxw .hwp",
        "save as .pdf": ".ppt .pptx .key .odp .pub .xps .epub .mobi .azw3 .djvu .ps .indd .tex",
        "export as .csv": ".numbers .sav .dta .sas7bdat .rds .rdata .db .sqlite .sqlite3 .mdb .accdb"
        " .feather .arrow .orc .avro .pkl .npy",
        "save the page itself, as .html": ".url .webloc .webarchive .lnk",
        "save as .eml in an e-mail program": ".msg .pst .ost .olm",
        "annotations, which claimreader import reads": ".ann .conll .qdpx .jsonld .xmi",
        "pictures, sound and video have no text": ".jpg .jpeg .png .gif .webp .bmp .tif .tiff .svg .heic"
        " .avif .ico .psd .ai .mp3 .m4a .ogg .oga .opus .wav .flac .aac .amr .wma .mp4 .m4v .mov .mkv .avi"
        " .webm .wmv .flv .3gp .ts .mpg .mpeg",
        "of web pages only the pages are read": ".css .js .map .woff .woff2 .ttf .otf .eot .php .asp .aspx",
    }.items()
    for suffix in suffixes.split()
}


def _ending_in(path: str) -> str:
    return path if path == PAGE_PARTS else ending_of(path, suffix_of(path.rpartition("/")[2]))


def remedy_for(*endings: str) -> str:
    """Return what is the matter with files of some endings, or what helps, in words that fit one and many."""
    ending = endings[0]
    if ending == PAGE_PARTS:
        return _PARTS
    if ending not in SUFFIXES:
        return _REMEDIES.get(ending, _UNKNOWN)
    libraries = dict.fromkeys(filter(None, map(missing_library, endings)))
    if not libraries:
        return _NOTHING_IN_THEM
    from annotations.extras import needs  # here: most corpora need no extra

    return needs(" and ".join(libraries))


def _cause(ending: str) -> str:
    """Return what those have in common that are told in one line."""
    return "library" if ending in SUFFIXES and missing_library(ending) else remedy_for(ending)


def counts(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many files aren't read, by ending, the most frequent first."""
    counted: Counter[str] = Counter()
    for problem in problems:
        if problem.unread:
            counted[_ending_in(problem.path)] += problem.unread
    return dict(most_first(counted))


def most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    """Return what was counted, the most frequent first, and of as many by name: a disk has its own order."""
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def told(
    problems: Iterable[Problem],
    where: str,
    given: Collection[str] = (),
    most: int | None = _SHOWN,
) -> list[Problem]:
    """Return problems with the files that aren't read as one line for each remedy, behind the others.

    Args:
        problems: as they were noted.
        where: what the lines begin with: the folders that were given.
        given: paths of files that a person named: of these each is told by itself.
        most: endings that a line names; None for all.
    """
    plain: list[Problem] = []
    folded: list[Problem] = []
    for problem in problems:
        if not problem.unread:
            plain.append(problem)
        elif problem.path in given:
            plain.append(Problem(problem.path, f"not read: {problem.message}", problem.unread))
        else:
            folded.append(problem)
    return plain + _lines(counts(folded), where, most)


def _lines(counted: Mapping[str, int], where: str, most: int | None) -> list[Problem]:
    by_cause: dict[str, dict[str, int]] = {}
    for ending, count in counted.items():
        by_cause.setdefault(_cause(ending), {})[ending] = count
    lines = []
    for among in sorted(by_cause.values(), key=lambda among: (PAGE_PARTS in among, -sum(among.values()))):
        total = sum(among.values())
        number = f"{total:,} file{'s' * (total != 1)} not read"
        if len(among) > 1:
            number += f": {_endings(among, most)}"
        elif PAGE_PARTS not in among:
            number = number_of(next(iter(among)), total)
        lines.append(Problem(where, f"{number}: {remedy_for(*among)}", total))
    return lines


def number_of(ending: str, count: int) -> str:
    """Say how many files of an ending aren't read."""
    if ending:
        return f"{count:,} {ending} not read"
    return f"{count:,} file{'s' * (count != 1)} without an ending not read"


def _endings(among: Mapping[str, int], most: int | None) -> str:
    named = [f"{count:,} {ending or 'without an ending'}" for ending, count in among.items()]
    if most is not None and len(named) > most:
        return f"{', '.join(named[:most])} and {len(named) - most} more"
    return ", ".join(named)


def why_nothing(problems: Iterable[Problem]) -> str:
    """Return why there is no article, of problems that are `told`: the first of files, else of all kinds."""
    problems = list(problems)
    first = next((problem for problem in problems if not problem.unread), None)
    if first is not None:
        return str(first)
    return "; ".join([*(problem.message for problem in problems), EXPECTED])
