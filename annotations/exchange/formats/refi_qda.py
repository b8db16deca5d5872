"""REFI-QDA project (.qdpx), for NVivo, ATLAS.ti, MAXQDA, QualCoder: a zip of `project.qde` and the texts.

Standard 1.5, 10.2: positions are Unicode code points from 0, and its own examples are half-open. Tags are
codes; so are the values of choices, below a code that is named as the attribute, since sub-codes are how
analysts say such things there. What has no place (other attributes, revisions) is named as lost. A GUID is
8-4-4-4-12 hex digits: a uuid that isn't of that form gets one that is derived from it.
"""

from __future__ import annotations

import tempfile
import uuid
import zipfile
from pathlib import Path
from typing import Any

from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.formats import refi_qda_reader
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.formats.refi_qda_reader import ARTICLE, ATTRIBUTE, NAMESPACE, is_guid
from annotations.exchange.xml_text import element, is_safe, quoted
from annotations.model.records import Annotation, Link

read_annotations = refi_qda_reader.read_annotations

_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
_BROKEN = "XML can't hold one of its characters"
_NO_PLACE = "only choices of the scheme have a place, as codes"
_VARIABLES = (ARTICLE, *ARTICLE_KEYS)


def save(job: ExportJob, path: Path) -> None:
    """Write the file; a spool holds the sources, for the codes stand before them but come of them."""
    with tempfile.TemporaryFile() as spool, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        project = _Project(job)
        for document in job.documents():
            guid = _guid("source", document.article.id)
            archive.writestr(_entry(f"sources/{guid}.txt"), document.article.text.encode())
            spool.write(project.source(document, guid).encode())
        with archive.open(_entry("project.qde"), "w", force_zip64=True) as qde:
            qde.write(project.head().encode())
            if project.written:
                qde.write(b"<Sources>\n")
                spool.seek(0)
                while chunk := spool.read(1 << 20):
                    qde.write(chunk)
                qde.write(b"</Sources>\n")
            qde.write(project.tail().encode())


class _Project:
    """What the sources use, collected while they are written."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._choices = {one.id: one.values for one in job.scheme.attributes if one.kind == "choice"}
        self._users: dict[str, str] = {}
        self._codes: dict[str, str] = {tag.id: _guid("code", tag.id) for tag in job.scheme.tags}
        self._links: list[tuple[Annotation, Link]] = []
        self.written: dict[str, str] = {}
        """Guids of the selections by the uuids of their annotations."""

    def source(self, document: AnnotatedArticle, guid: str) -> str:
        """Return a `TextSource` with its selections."""
        article = document.article
        known = self._job.articles.metadata(article.id)
        name = str(known.get("title") or article.id)
        lines = [f"<TextSource{_attributes(guid=guid, name=name, plainTextPath=f'internal://{guid}.txt')}>\n"]
        for one in document.annotations:
            self._job.agree(article.text[one.target.start : one.target.end], one)
            lines.append(self._selection(one))
        values = {ARTICLE: article.id} | {key: known.get(key) for key in ARTICLE_KEYS}
        for variable in _VARIABLES:
            if values[variable]:
                text = f"<TextValue>{element(str(values[variable]))}</TextValue>"
                ref = f"<VariableRef{_attributes(targetGUID=_guid('variable', variable))}/>"
                lines.append(f"<VariableValue>{ref}{text}</VariableValue>\n")
        return "".join([*lines, "</TextSource>\n"])

    def _selection(self, one: Annotation) -> str:
        guid = one.uuid if is_guid(one.uuid) else _guid("annotation", one.uuid)
        user = self._users.setdefault(one.annotator, _guid("user", one.annotator))
        if guid != one.uuid:
            self._job.losses.add(one, "uuid", "it is no GUID; one is derived from it")
        self._job.losses.add(one, "dates", "revisions have no place")
        self.written[one.uuid] = guid
        self._links += [(one, link) for link in one.links]
        codes = []
        for tag in one.tags:
            if not is_safe(tag):
                self._job.losses.add(one, "tags", _BROKEN)
            else:
                codes.append(self._codes.setdefault(tag, _guid("code", tag)))
        for key, value in one.attributes.items():
            if value is not None and value in self._choices.get(key, ()):
                codes.append(_guid("value", key, value))
            elif value is not None:
                self._job.losses.add(one, "attributes", _NO_PLACE)
        note = one.note
        if not is_safe(note):
            self._job.losses.add(one, "note", _BROKEN)
            note = ""
        dates = {"creationDateTime": to_utc(one.created), "modifiedDateTime": to_utc(one.updated)}
        place: dict[str, Any] = {"startPosition": one.target.start, "endPosition": one.target.end}
        name = " ".join(one.target.quote.split())[:80]
        lines = [
            f"<PlainTextSelection{_attributes(guid=guid, name=name, **place, creatingUser=user, **dates)}>\n"
        ]
        if note:
            lines.append(f"<Description>{element(note)}</Description>\n")
        for code in codes:
            signed = {"creatingUser": user, "creationDateTime": dates["creationDateTime"]}
            coding = _attributes(guid=_guid("coding", guid, code), **signed)
            lines.append(f"<Coding{coding}><CodeRef{_attributes(targetGUID=code)}/></Coding>\n")
        return "".join([*lines, "</PlainTextSelection>\n"])

    def head(self) -> str:
        """Return the project's beginning: users, codes, variables."""
        scheme = self._job.scheme
        named = _attributes(name="claimreader", origin="claimreader", xmlns=NAMESPACE)
        lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<Project{named}>\n']
        if self._users:
            users = [f"<User{_attributes(guid=guid, name=name)}/>\n" for name, guid in self._users.items()]
            lines += ["<Users>\n", *users, "</Users>\n"]
        lines.append("<CodeBook><Codes>\n")
        for tag, guid in self._codes.items():
            known = scheme.by_id.get(tag)
            text = (
                f"<Description>{element(f'{known.arabic}: {known.description}')}</Description>"
                if known
                else ""
            )
            named = _attributes(guid=guid, name=tag, isCodable="true", color=known and known.color)
            lines.append(f"<Code{named}>{text}</Code>\n")
        for key, values in self._choices.items():
            lines.append(f"<Code{_attributes(guid=_guid('attribute', key), name=key, isCodable='false')}>")
            lines.append(f"<Description>{ATTRIBUTE}</Description>\n")
            for value in values:
                lines.append(
                    f"<Code{_attributes(guid=_guid('value', key, value), name=value, isCodable='true')}/>\n"
                )
            lines.append("</Code>\n")
        lines.append("</Codes></CodeBook>\n<Variables>\n")
        for name in _VARIABLES:
            lines.append(
                f"<Variable{_attributes(guid=_guid('variable', name), name=name, typeOfVariable='Text')}/>\n"
            )
        return "".join([*lines, "</Variables>\n"])

    def tail(self) -> str:
        """Return the project's end: the links, of which both ends must be in the file."""
        lines = []
        for one, link in self._links:
            origin, target = self.written[one.uuid], self.written.get(link.to)
            if target is None:
                self._job.losses.add(one, "links", "the other end is not in the file")
            elif not is_safe(link.type):
                self._job.losses.add(one, "links", _BROKEN)
            else:
                guid = _guid("link", origin, link.type, target)
                ends = {"originGUID": origin, "targetGUID": target}
                lines.append(f"<Link{_attributes(guid=guid, name=link.type, direction='OneWay', **ends)}/>\n")
        return "".join(["<Links>\n", *lines, "</Links>\n"] if lines else []) + "</Project>\n"


def _guid(*names: str) -> str:
    """Return the same GUID for the same thing in every export."""
    return str(uuid.uuid5(_ROOT, "\n".join(names)))


def _attributes(**values: Any) -> str:
    return "".join(f" {key}={quoted(str(value))}" for key, value in values.items() if value is not None)


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry with a fixed date, so that the same annotations make the same file."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
