"""A folder with one file of every kind that is read: all of them are listed, indexed and read.

Who adds a kind adds a file of it here, or puts one into `tests/data/articles/`.
"""

from __future__ import annotations

import email.message
import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from corpus_tools import Make, indexed, messages

from annotations.corpus import open_corpus
from annotations.corpus.formats import SUFFIXES

DATA = Path(__file__).parents[2] / "data" / "articles"
TEXT = "قال الوزير في تصريح إن القوات وصلت إلى الحدود وإن الوضع هادئ في المدينة منذ صباح اليوم."
PAGE = (
    "<html lang=ar><head><title>عنوان</title></head>"
    f"<body><article>{f'<p>{TEXT}</p>' * 9}</article></body></html>"
)
RECORD = {"text": TEXT, "title": "عنوان", "url": "https://news.example/1"}
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>الموقع</title><entry><id>urn:1</id>'
    f"<title>عنوان</title><content>{TEXT}</content></entry></feed>"
)
RSS = (
    '<rss version="2.0"><channel><title>الموقع</title>'
    f"<item><title>عنوان</title><description>{TEXT}</description></item></channel></rss>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    '<channel rdf:about="https://news.example/"><title>الموقع</title></channel>'
    '<item rdf:about="https://news.example/1"><title>عنوان</title>'
    f"<description>{TEXT}</description></item></rdf:RDF>"
)
CUE = f"1\n00:00:01,000 --> 00:00:04,000\n{TEXT}\n"
TWEET = {"tweet": {"id_str": "1", "full_text": TEXT, "created_at": "Wed Nov 25 10:00:00 +0000 2026"}}
RIS = f"TY  - NEWS\nTI  - عنوان\nAB  - {TEXT}\nPY  - 2026\nER  - \n"


def mail() -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"] = "عنوان", "editor@news.example"
    message["Date"] = "Wed, 25 Nov 2026 10:00:00 +0000"
    message.set_content(TEXT)
    return message.as_bytes()


def mhtml() -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["Snapshot-Content-Location"] = "عنوان", "https://news.example/1"
    message.set_content(PAGE, subtype="html")
    message.make_related()
    return message.as_bytes()


def web_archive(kind: str = "response") -> bytes:
    if kind == "response":
        content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode()
        content_type = "application/http; msgtype=response"
    else:
        content, content_type = TEXT.encode(), "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/1\r\n"
        "WARC-Date: 2026-11-25T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def zipped(members: dict[str, bytes]) -> bytes:
    spool = io.BytesIO()
    with zipfile.ZipFile(spool, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return spool.getvalue()


def workbook() -> bytes:
    spool = io.BytesIO()
    book = xlsxwriter.Workbook(spool, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, (name, value) in enumerate(RECORD.items()):
        sheet.write_string(0, column, name)
        sheet.write_string(1, column, value)
    book.close()
    return spool.getvalue()


def word() -> bytes:
    spool = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(spool)
    return spool.getvalue()


def parquet() -> bytes:
    spool = io.BytesIO()
    pq.write_table(pa.table({name: [value] for name, value in RECORD.items()}), spool)
    return spool.getvalue()


def table(mark: str) -> bytes:
    return f"{mark.join(RECORD)}\n{mark.join(RECORD.values())}\n".encode()


MADE: dict[str, Callable[[], bytes]] = {
    ".txt": TEXT.encode,
    ".md": TEXT.encode,
    ".html": PAGE.encode,
    ".htm": PAGE.encode,
    ".jsonl": lambda: json.dumps(RECORD).encode(),
    ".ndjson": lambda: json.dumps(RECORD).encode(),
    ".json": lambda: json.dumps({"articles": [RECORD]}).encode(),
    ".js": f"window.YTD.tweets.part0 = {json.dumps([TWEET])}".encode,
    ".csv": lambda: table(","),
    ".tsv": lambda: table("\t"),
    ".rss": RSS.encode,
    ".xml": RSS.encode,
    ".atom": ATOM.encode,
    ".rdf": RDF.encode,
    ".warc": web_archive,
    ".wet": lambda: web_archive("conversion"),
    ".wacz": lambda: zipped({"archive/data.warc.gz": gzip.compress(web_archive())}),
    ".parquet": parquet,
    ".docx": word,
    ".eml": mail,
    ".mbox": lambda: b"From editor@news.example Wed Nov 25 10:00:00 2026\n" + mail() + b"\n",
    ".mhtml": mhtml,
    ".mht": mhtml,
    ".srt": CUE.encode,
    ".vtt": ("WEBVTT\n\n" + CUE.replace(",000", ".000")).encode,
    ".xlsx": workbook,
    ".xlsm": workbook,
    ".xlsb": workbook,  # nothing but Excel writes its binary form; what a workbook is, its content says
    ".ris": RIS.encode,
}


@pytest.fixture
def folder(make: Make) -> Path:
    """Return a folder with one file of each suffix that is read."""
    corpus = make({f"file{suffix}": MADE[suffix]() for suffix in SUFFIXES & MADE.keys()})
    for suffix in SUFFIXES - MADE.keys():
        of_kind = next(iter(sorted(DATA.glob(f"*{suffix}"))), None)
        assert of_kind is not None, f"there is no file of the kind {suffix}: see above"
        shutil.copy(of_kind, corpus / f"file{suffix}")
    return corpus


def wrong(problems: Iterable[str]) -> list[str]:
    """Return what isn't read; that two sheets number their rows alike is no wonder."""
    return [problem for problem in problems if "ids that were given before" not in problem]


def test_each_is_listed_and_read_and_nothing_is_wrong(folder: Path) -> None:
    corpus = open_corpus([folder])
    assert {entry.path.name for entry in corpus.entries} == {f"file{suffix}" for suffix in SUFFIXES}
    for entry in corpus.entries:
        assert len(corpus.read(entry).text) > 10, entry.id
    assert wrong(messages(folder)) == []


def test_the_index_has_them_all(folder: Path, cache: Path) -> None:
    index = indexed(cache, folder)
    assert {row.entry.path.name for row in index.listing()} == {f"file{suffix}" for suffix in SUFFIXES}
    assert wrong(map(str, index.problems())) == []


def test_one_library_less_is_said_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.extras.is_installed", lambda module: module != "pypdfium2")
    corpus = open_corpus([folder])
    assert {entry.path.name for entry in corpus.entries} == {
        f"file{suffix}" for suffix in SUFFIXES - {".pdf"}
    }
    (problem,) = wrong(map(str, corpus.problems))
    assert problem.startswith(f"{folder}: 1 .pdf not read: needs pypdfium2: pipx install")
