"""Writes a REFI-QDA project (.qdpx), for NVivo, ATLAS.ti, MAXQDA, QualCoder: a zip of XML and the texts.

Standard 1.5, 10.2: positions are Unicode code points from 0, and its own examples are half-open. Tags are
codes; so are the values of choices, below a code that is named as the attribute, since sub-codes are how
analysts say such things there. What has no place (other attributes, revisions) is named as lost. A GUID is
8-4-4-4-12 hex digits: a uuid that isn't of that form gets one that is derived from it.
"""

from __future__ import annotations

import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from annotations.exchange.dates import to_utc
from annotations.exchange.export_job import AnnotatedArticle, ExportJob
from annotations.exchange.formats import refi_qda_reader
from annotations.exchange.formats.jsonl import ARTICLE_KEYS
from annotations.exchange.formats.refi_qda_reader import ARTICLE, ATTRIBUTE, NAMESPACE, is_guid
from annotations.exchange.xml_text import XmlText, is_safe
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
    """The users, codes and links of a project, collected while its sources are written."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        choices = (attribute for attribute in job.scheme.attributes if attribute.kind == "choice")
        self._choices = {attribute.id: attribute.values for attribute in choices}
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
        xml = XmlText()
        with xml.element("TextSource", guid=guid, name=name, plainTextPath=f"internal://{guid}.txt"):
            xml.break_line()
            for annotation in document.annotations:
                target = annotation.target
                self._job.agree(article.text[target.start : target.end], annotation)
                self._write_selection(xml, annotation)
            values = {ARTICLE: article.id} | {key: known.get(key) for key in ARTICLE_KEYS}
            for variable in _VARIABLES:
                if values[variable]:
                    with xml.element("VariableValue"):
                        xml.empty("VariableRef", targetGUID=_guid("variable", variable))
                        xml.leaf("TextValue", str(values[variable]))
                    xml.break_line()
        xml.break_line()
        return xml.take()

    def _write_selection(self, xml: XmlText, annotation: Annotation) -> None:
        guid = annotation.uuid if is_guid(annotation.uuid) else _guid("annotation", annotation.uuid)
        user = self._users.setdefault(annotation.annotator, _guid("user", annotation.annotator))
        if guid != annotation.uuid:
            self._job.losses.add(annotation, "uuid", "it is no GUID; one is derived from it")
        self._job.losses.add(annotation, "dates", "revisions have no place")
        self.written[annotation.uuid] = guid
        self._links += [(annotation, link) for link in annotation.links]
        codes = [*self._tag_codes(annotation), *self._value_codes(annotation)]
        note = annotation.note
        if not is_safe(note):
            self._job.losses.add(annotation, "note", _BROKEN)
            note = ""
        created = to_utc(annotation.created)
        with xml.element(
            "PlainTextSelection",
            guid=guid,
            name=" ".join(annotation.target.quote.split())[:80],
            startPosition=annotation.target.start,
            endPosition=annotation.target.end,
            creatingUser=user,
            creationDateTime=created,
            modifiedDateTime=to_utc(annotation.updated),
        ):
            xml.break_line()
            if note:
                xml.leaf("Description", note)
                xml.break_line()
            for code in codes:
                coding = _guid("coding", guid, code)
                with xml.element("Coding", guid=coding, creatingUser=user, creationDateTime=created):
                    xml.empty("CodeRef", targetGUID=code)
                xml.break_line()
        xml.break_line()

    def _tag_codes(self, annotation: Annotation) -> Iterator[str]:
        """Yield the codes of an annotation's tags; those that can't be written are named as lost."""
        for tag in annotation.tags:
            if is_safe(tag):
                yield self._codes.setdefault(tag, _guid("code", tag))
            else:
                self._job.losses.add(annotation, "tags", _BROKEN)

    def _value_codes(self, annotation: Annotation) -> Iterator[str]:
        """Yield the codes of what was chosen from a list; other attributes are named as lost."""
        for key, value in annotation.attributes.items():
            if value is not None and value in self._choices.get(key, ()):
                yield _guid("value", key, value)
            elif value is not None:
                self._job.losses.add(annotation, "attributes", _NO_PLACE)

    def head(self) -> str:
        """Return the project's beginning: users, codes, variables."""
        xml = XmlText()
        xml.declare()
        xml.start("Project", name="claimreader", origin="claimreader", xmlns=NAMESPACE)
        xml.break_line()
        if self._users:
            with xml.element("Users"):
                xml.break_line()
                for name, guid in self._users.items():
                    xml.empty("User", guid=guid, name=name)
                    xml.break_line()
            xml.break_line()
        with xml.element("CodeBook"), xml.element("Codes"):
            xml.break_line()
            self._write_tags(xml)
            self._write_choices(xml)
        xml.break_line()
        with xml.element("Variables"):
            xml.break_line()
            for name in _VARIABLES:
                xml.empty("Variable", guid=_guid("variable", name), name=name, typeOfVariable="Text")
                xml.break_line()
        xml.break_line()
        return xml.take()

    def _write_tags(self, xml: XmlText) -> None:
        for tag, guid in self._codes.items():
            known = self._job.scheme.by_id.get(tag)
            with xml.element("Code", guid=guid, name=tag, isCodable="true", color=known and known.color):
                if known:
                    xml.leaf("Description", f"{known.arabic}: {known.description}")
            xml.break_line()

    def _write_choices(self, xml: XmlText) -> None:
        for key, values in self._choices.items():
            with xml.element("Code", guid=_guid("attribute", key), name=key, isCodable="false"):
                xml.leaf("Description", ATTRIBUTE)
                xml.break_line()
                for value in values:
                    xml.empty("Code", guid=_guid("value", key, value), name=value, isCodable="true")
                    xml.break_line()
            xml.break_line()

    def tail(self) -> str:
        """Return the project's end: the links, of which both ends must be in the file."""
        links = list(self._written_links())
        xml = XmlText()
        if links:
            with xml.element("Links"):
                xml.break_line()
                for kind, origin, target in links:
                    guid = _guid("link", origin, kind, target)
                    ends = {"originGUID": origin, "targetGUID": target}
                    xml.empty("Link", guid=guid, name=kind, direction="OneWay", **ends)
                    xml.break_line()
            xml.break_line()
        xml.end("Project")
        xml.break_line()
        return xml.take()

    def _written_links(self) -> Iterator[tuple[str, str, str]]:
        """Yield type, origin and target of the links that can be written; the others are named as lost."""
        for annotation, link in self._links:
            origin, target = self.written[annotation.uuid], self.written.get(link.to)
            if target is None:
                self._job.losses.add(annotation, "links", "the other end is not in the file")
            elif not is_safe(link.type):
                self._job.losses.add(annotation, "links", _BROKEN)
            else:
                yield link.type, origin, target


def _guid(*names: str) -> str:
    """Return the same GUID for the same thing in every export."""
    return str(uuid.uuid5(_ROOT, "\n".join(names)))


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry with a fixed date, so that the same annotations make the same file."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
