"""Knows all formats by name, and does the two things that are done with them: `export` and `read`.

A format is a line in `FORMATS` and a module of `formats`, which is imported only when it is used. It has some
of: `stream(job)` yields the bytes of one file; `save(job, path)` writes a binary file or a folder;
`read_annotations(path)` yields each `incoming.IncomingAnnotation` of a file, and an `incoming.ImportNote`
where a part of it is none; `read_under(path, scheme)` does so where the scheme has to be known for it;
`companion(job)` returns the bytes of a second file, whose name ends in `COMPANION`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotations.corpus.progress import Tell, untold
from annotations.exchange import ExchangeError
from annotations.exchange.format import Format
from annotations.extras import needs
from annotations.paths import likely_file
from annotations.text.similar import perhaps

if TYPE_CHECKING:
    from annotations.exchange.articles import Articles
    from annotations.exchange.export_job import AgreementOf
    from annotations.exchange.import_plan import ImportPlan
    from annotations.exchange.losses import ExportReport
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from annotations.store.base import Store

FORMATS = {
    format_.name: format_
    for format_ in (
        Format("jsonl", "one annotation a line, claimreader/1", ".jsonl"),
        Format(
            "doccano",
            "sequence labelling with relations, an article a line",
            ".jsonl",
            carries=frozenset({"tags"}),
            partly=frozenset({"links"}),
        ),
        Format(
            "doccano-classification",
            "text classification, an annotated span a line",
            ".jsonl",
            carries=frozenset({"tags", "annotator", "uuid", "note"}),
        ),
        Format("label-studio", "tasks with annotations, and the labelling config beside them", ".json"),
        Format("prodigy", "spans_manual tasks, an article and annotator a line", ".jsonl"),
        Format("brat", "standoff: .txt and .ann per article, annotation.conf", ""),
        Format("webannotation", "W3C Web Annotation JSON-LD, both selectors", ".jsonld"),
        Format("conll", "tokens with IOB2 tags, a file per tag", "", carries=frozenset({"tags"})),
        Format(
            "spacy",
            "DocBin, spans in doc.spans",
            ".spacy",
            module="docbin",
            imports=False,
            binary=True,
            library="spacy",
        ),
        Format(
            "datasets",
            "Hugging Face datasets: JSON lines of fixed features, a card",
            "",
            module="hugging_face",
            imports=False,
        ),
        Format(
            "claim",
            "schema.org Claim and ClaimReview JSON-LD, of what is tagged as a claim",
            ".jsonld",
            module="schema_org",
            carries=frozenset({"tags", "note", "uuid", "annotator"}),
            partly=frozenset({"attributes", "dates"}),
        ),
        Format(
            "cas-xmi",
            "UIMA CAS XMI for INCEpTION: a file per article and annotator, TypeSystem.xml",
            "",
            library="dkpro-cassis",
        ),
        Format(
            "cas-json",
            "UIMA CAS JSON 0.4, a file per article and annotator",
            "",
            library="dkpro-cassis",
        ),
        Format("webanno-tsv", "WebAnno TSV 3.3, a file per article and annotator", ""),
        Format(
            "refi-qda",
            "REFI-QDA project for NVivo, ATLAS.ti, MAXQDA",
            ".qdpx",
            carries=frozenset({"tags", "note", "annotator"}),
            partly=frozenset({"attributes", "links", "uuid", "dates"}),
            binary=True,
        ),
        Format(
            "parquet",
            "a table with typed columns, an annotation a row, for pandas and others",
            ".parquet",
            imports=False,
            binary=True,
            library="pyarrow",
        ),
        Format("csv", "a table, an annotation a row", ".csv", module="csv_table"),
        Format(
            "xlsx",
            "a right-to-left workbook, an annotation a row",
            ".xlsx",
            module="workbook",
            imports=False,
            binary=True,
            library="XlsxWriter",
        ),
    )
}

"""Those that can be written, and most of them read."""

READ_ONLY = {
    format_.name: format_
    for format_ in (
        Format("hypothesis", "rows of the API, found by address and quote", ".json", exports=False),
        Format("argilla", "records with responses, of versions 1 and 2", ".json", exports=False),
        Format("potato", "annotated_instances, as JSON lines or a table", ".jsonl", exports=False),
        Format("lighttag", "examples with annotations and classes", ".json", exports=False),
        Format("tagtog", "anndoc: a zip, a folder or an .ann.json", ".zip", exports=False),
        Format("taguette", "a project, or its highlights as CSV", ".sqlite3", exports=False),
    )
}
"""Those that can be read only: what these programs read back says less than an annotation does."""

READABLE = {name: format_ for name, format_ in (FORMATS | READ_ONLY).items() if format_.imports}
"""Those that can be read."""


_OTHER_NAMES = {"inception": "cas-xmi"}
"""Programs by whose name their format is asked for."""


def find(name: str) -> Format:
    """Return a format that can be written, by its name or by that of the program that is known for it.

    Raises:
        ExchangeError: there is none of this name.
    """
    name = _OTHER_NAMES.get(name, name)
    if name in READ_ONLY:
        raise ExchangeError(f"--format {name} can be read, not written")
    return _named(name, FORMATS)


def _named(name: str, formats: Mapping[str, Format]) -> Format:
    if name not in formats:
        there_are = perhaps(name, [*formats, *_OTHER_NAMES]) or f"; there are: {', '.join(formats)}"
        raise ExchangeError(f"--format {name}: no such format{there_are}")
    return formats[name]


def companion(name: str, target: Path) -> Path | None:
    """Return where a format's second file goes, if it has one and `target` is the first."""
    module = _module(find(name))
    return target.with_name(target.stem + module.COMPANION) if hasattr(module, "companion") else None


def export(
    name: str,
    annotations: Iterable[Annotation],
    articles: Articles,
    scheme: Scheme,
    target: Path | BinaryIO,
    *,
    force: bool = False,
    agreement: AgreementOf | None = None,
) -> ExportReport:
    """Write annotations in a format; a file or folder appears whole or not at all.

    Args:
        name: of the format.
        annotations: grouped by article, as `filters.chosen` yields them; a stream, and what it raises stops
            the export.
        articles: their texts and metadata.
        scheme: the project's tags and attributes.
        target: a path, or an open binary file such as standard output.
        force: replace what is at the path.
        agreement: measures how far the annotators agree, for formats that state it.

    Raises:
        ExchangeError: the format isn't known, needs a path or a missing library; the path may not be used.
        NotSavedError: the path can't be written; whatever stood there still does.
    """
    from annotations.exchange.export_job import ExportJob
    from annotations.exchange.files import check_target, write_file, write_folder, write_stream
    from annotations.exchange.losses import ExportReport

    format = find(name)  # noqa: A001 - the word for it everywhere here
    module = _module(format)
    job = ExportJob(format, annotations, articles, scheme, *([agreement] if agreement else []))
    if isinstance(target, Path):
        check_target(target, folder=format.folder, force=force, binary=format.binary)
        second = companion(name, target)
        if second is not None:
            check_target(second, folder=False, force=force)
        if format.needs_path:
            (write_folder if format.folder else write_file)(target, lambda path: module.save(job, path))
        else:
            write_stream(target, module.stream(job))
        if second is not None:
            write_stream(second, [module.companion(job)])
            job.remarks.append(f"{second}: {module.COMPANION_IS}")
    elif format.needs_path:
        kind = "a folder" if format.folder else "a binary file"
        raise ExchangeError(f"--format {name} writes {kind}; say where with -o")
    else:
        for chunk in module.stream(job):
            target.write(chunk)
        target.flush()
    return ExportReport(
        format=name,
        target=str(target) if isinstance(target, Path) else "-",
        annotations=job.written,
        articles=job.article_count,
        unchecked=job.unchecked,
        stale=tuple(job.stale),
        losses=job.losses.found(),
        remarks=tuple(job.remarks),
    )


def read(
    name: str,
    path: Path,
    articles: Articles,
    scheme: Scheme,
    store: Store,
    annotator: str,
    tell: Tell = untold,
) -> ImportPlan:
    """Read a file and return the plan of its import; nothing is changed.

    Args:
        name: of the format; empty to go by what the file looks like.
        path: the file or folder.
        articles: the corpus, to find and check the spans.
        scheme: to say which tags it doesn't know.
        store: what is there already.
        annotator: who signs annotations that name nobody.
        tell: called with how far it is.

    Raises:
        ExchangeError: the file can't be read, or isn't of this format; the message says of which it may be.
    """
    from annotations.exchange.format_detection import guess, way_to_read
    from annotations.exchange.import_plan import ImportPlanner

    if not path.exists():
        raise ExchangeError(f"{path}: there is no such file{likely_file(path)}")
    name = _OTHER_NAMES.get(name, name) or guess(path) or ""
    if not name:
        way = way_to_read(path) or f"it reads {', '.join(READABLE)}: say which with --format"
        raise ExchangeError(f"{path}: of no format that claimreader knows; {way}")
    if name in FORMATS and name not in READABLE:
        likely = guess(path)
        instead = f"; this looks like {likely}: --format {likely}" if _reads(likely, path) else ""
        raise ExchangeError(f"--format {name} can be written, not read{instead}")
    format = _named(name, READABLE)  # noqa: A001 - the word for it everywhere here
    planner = ImportPlanner(format, path, articles, scheme, store, annotator)
    try:
        module = _module(format)
        incoming = (
            module.read_under(path, scheme)
            if hasattr(module, "read_under")
            else module.read_annotations(path)
        )
        return planner.plan(incoming, tell)
    except ExchangeError as error:
        likely = guess(path)
        if likely != name and _reads(likely, path):
            raise ExchangeError(f"{path}: this looks like {likely}, not {name}: --format {likely}") from None
        way = "" if likely else way_to_read(path)
        raise ExchangeError(f"{path}: {error}{f'; {way}' if way else ''}") from None
    except OSError as error:
        raise ExchangeError(f"{path}: can't be read: {error.strerror or error}") from None


def _reads(name: str | None, path: Path) -> bool:
    """Say whether a format reads a file, as far as its beginning shows: nobody is sent where nothing is."""
    if name is None or name not in READABLE:
        return False
    try:
        for _ in _module(READABLE[name]).read_annotations(path):
            break
    except (ExchangeError, OSError):
        return False
    return True


def _module(format: Format) -> Any:  # noqa: A002 - the word for it everywhere here
    name = format.module or format.name.replace("-", "_")
    try:
        return importlib.import_module(f"annotations.exchange.formats.{name}")
    except ModuleNotFoundError as error:
        if not format.library or (error.name or "").startswith("annotations"):
            raise
        raise ExchangeError(f"--format {format.name} {needs(format.library)}") from None
