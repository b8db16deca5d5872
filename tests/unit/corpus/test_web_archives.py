"""WARC, WET and WACZ: every page once, by its place in the file, and a damaged record costs itself only."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import time
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import open_corpus
from annotations.corpus.formats import warc
from annotations.corpus.records import ArticleError, Options, Record

DATE = "2024-10-27T10:00:00Z"
PAGE = """<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title} | الموقع</title>
<meta property="og:site_name" content="الموقع">{day}<link rel="canonical" href="https://other.example/"></head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"""


def text_of(number: int) -> str:
    return "\n".join(
        f"قال الوزير {number} في تصريح رقم {line} إن القوات وصلت إلى الحدود." for line in range(6)
    )


def article_of(number: int) -> str:
    return f"الخبر رقم {number} من المدينة\n{text_of(number)}"


def page_of(number: int, *, day: str = "") -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text_of(number).split("\n"))
    meta = f'<meta property="article:published_time" content="{day}">' if day else ""
    return PAGE.format(title=f"الخبر رقم {number} من المدينة", paragraphs=paragraphs, day=meta).encode()


def chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 100] for at in range(0, len(data), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class Writer:
    """Writes an archive, as the standard (ISO 28500) has it: each record by itself, with its digests."""

    def __init__(self, *, packed: bool = True) -> None:
        self.packed = packed
        self.data = b""
        self.record("", "warcinfo", b"software: ours\r\n", "application/warc-fields")

    def response(
        self,
        uri: str,
        body: bytes,
        *,
        status: str = "200 OK",
        media: str = "text/html",
        http: Sequence[tuple[str, str]] = (),
    ) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", *(": ".join(pair) for pair in http), "", ""]
        block = "\r\n".join(lines).encode() + body
        self.record(uri, "response", block, "application/http; msgtype=response", payload=body)

    def record(self, uri: str, kind: str, block: bytes, media: str, *, payload: bytes | None = None) -> None:
        lines = [
            "WARC/1.0",
            f"WARC-Type: {kind}",
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>",
            f"WARC-Target-URI: {uri}",
            f"WARC-Date: {DATE}",
            f"Content-Type: {media}",
            f"WARC-Block-Digest: {digest(block)}",
            f"Content-Length: {len(block)}",
        ]
        if payload is not None:
            lines.append(f"WARC-Payload-Digest: {digest(payload)}")
        whole = "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"
        self.data += gzip.compress(whole) if self.packed else whole


def digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def archive(*, packed: bool = True) -> bytes:
    """Return an archive with three pages among all that a crawler writes beside them."""
    writer = Writer(packed=packed)
    writer.record(
        "http://a.example/1", "request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"
    )
    writer.response("http://a.example/1", page_of(1))
    writer.record("http://a.example/1", "metadata", b"fetchTimeMs: 3", "application/warc-fields")
    writer.response("http://a.example/gone", page_of(8), status="404 Not Found")
    writer.response("http://a.example/x.png", b"\x89PNG" + bytes(200_000), media="image/png")
    packed_page = gzip.compress(page_of(2, day="2024-05-01T08:00:00Z"))
    transfer = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    writer.response("http://a.example/2", chunked(packed_page), http=transfer)
    writer.response("http://a.example/1", page_of(1))  # fetched again
    writer.record("http://a.example/3", "resource", page_of(3), "text/html; charset=utf-8")
    return writer.data


def one_member(data: bytes) -> bytes:
    return gzip.compress(data)


def two_members(data: bytes) -> bytes:
    half = data.index(b"WARC/1", len(data) - 3000)
    return gzip.compress(data[:half]) + gzip.compress(data[half:])


def zipped(data: bytes, method: int, name: str = "archive/data.warc.gz") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as container:
        container.writestr("datapackage.json", "{}")
        container.writestr(name, data)
        container.writestr("pages/pages.jsonl", "{}")
    return file.getvalue()


FORMS = {
    "a.warc": archive(packed=False),
    "a.warc.gz": archive(),
    "one.warc.gz": one_member(archive(packed=False)),
    "two.warc.gz": two_members(archive(packed=False)),
    "a.wacz": zipped(archive(), zipfile.ZIP_STORED),
    "packed.wacz": zipped(archive(), zipfile.ZIP_DEFLATED),
    "plain.wacz": zipped(archive(packed=False), zipfile.ZIP_STORED, "archive/data.warc"),
}


@pytest.mark.parametrize("name", FORMS)
def test_each_page_is_found_once_and_read_again_by_its_place(make: Make, name: str) -> None:
    corpus = open_corpus([make({name: FORMS[name]})])
    read = texts(corpus)
    assert list(read.values()) == [article_of(1), article_of(2), article_of(3)]
    assert not corpus.problems
    first, second, _ = (corpus.read(entry) for entry in corpus.entries)
    assert first.metadata == {
        "title": "الخبر رقم 1 من المدينة",
        "source": "الموقع",
        "url": "http://a.example/1",
        "published": DATE,
    }
    assert second.metadata["published"] == "2024-05-01"  # the page's own


def test_a_record_is_read_without_what_stands_before_it(make: Make) -> None:
    data = archive()
    folder = make({"a.warc.gz": data})
    *_, last = [each for each in warc.records(folder / "a.warc.gz", Options()) if isinstance(each, Record)]
    assert data[last.start :].startswith(b"\x1f\x8b")
    (folder / "a.warc.gz").write_bytes(bytes(last.start) + data[last.start :])
    (entry,) = [each for each in open_corpus([make({"a.warc.gz": data})]).entries if each.start == last.start]
    (folder / "a.warc.gz").write_bytes(bytes(last.start) + data[last.start :])
    assert warc.read(folder / "a.warc.gz", entry, Options()).text == article_of(3)


def test_wet_records_are_texts(make: Make) -> None:
    writer = Writer()
    for number in (1, 2):
        writer.record(f"http://a.example/{number}", "conversion", text_of(number).encode(), "text/plain")
    corpus = open_corpus([make({"a.warc.wet.gz": writer.data})])
    assert list(texts(corpus).values()) == [text_of(1), text_of(2)]
    assert corpus.read(corpus.entries[0]).metadata == {"url": "http://a.example/1", "published": DATE}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gzip", gzip.compress(page_of(1))),
        ("deflate", zlib.compress(page_of(1))),
        ("deflate", zlib.compress(page_of(1))[2:-4]),
        ("br", brotli.compress(page_of(1))),
        ("br", page_of(1)),
        ("gzip", page_of(1)),
    ],
    ids=["gzip", "zlib", "raw deflate", "brotli", "brotli that was taken off", "gzip that was taken off"],
)
def test_what_a_server_packed_is_unpacked(make: Make, name: str, body: bytes) -> None:
    writer = Writer()
    writer.response("http://a.example/1", body, http=[("Content-Encoding", name)])
    assert list(texts(open_corpus([make({"a.warc.gz": writer.data})])).values()) == [article_of(1)]


@pytest.mark.parametrize(
    ("name", "body"),
    [("gzip", gzip.compress(bytes(80 << 20))), ("br", brotli.compress(bytes(80 << 20), quality=5))],
    ids=["gzip", "brotli"],
)
def test_a_page_that_is_a_bomb_costs_itself_only(make: Make, name: str, body: bytes) -> None:
    writer = Writer()
    writer.response("http://a.example/0", body, http=[("Content-Encoding", name)])
    writer.response("http://a.example/1", page_of(1))
    folder = make({"a.warc.gz": writer.data})
    assert messages(folder) == ["a.warc.gz: record 2: one text of more than 64 MB: split it"]
    assert list(texts(open_corpus([folder])).values()) == [article_of(1)]


def test_an_archive_that_grows_as_no_text_does_is_refused(make: Make) -> None:
    writer = Writer()
    writer.record("http://a.example/0", "metadata", bytes(200 << 20), "text/plain")
    folder = make({"a.warc.gz": writer.data})
    (message,) = messages(folder)
    assert "50 times as large" in message
    assert "--max-size" in message


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_archive_keeps_what_comes_before(make: Make, *, packed: bool) -> None:
    data = archive(packed=packed)
    folder = make({"a.warc.gz" if packed else "a.warc": data[:-300]})
    (message,) = messages(folder)
    assert message.startswith("a.warc")
    assert "record 9:" in message
    assert "fetch it again" in message
    assert list(texts(open_corpus([folder])).values()) == [article_of(1), article_of(2)]


def test_a_damaged_member_costs_itself_only(make: Make) -> None:
    data = bytearray(archive())
    first, *_ = warc.records(make({"a.warc.gz": bytes(data)}) / "a.warc.gz", Options())
    assert isinstance(first, Record)
    data[first.start + 300 : first.start + 400] = bytes(100)
    folder = make({"a.warc.gz": bytes(data)})
    (message,) = messages(folder)
    assert message == "a.warc.gz: record 3: it is damaged; fetch it again"
    # the page is there a second time, as it was fetched again
    assert sorted(texts(open_corpus([folder])).values()) == [article_of(1), article_of(2), article_of(3)]


def test_a_wrong_length_costs_that_record_only(make: Make) -> None:
    data = archive(packed=False)
    at = data.index(b"Content-Length: ", data.index(b"fetchTimeMs") - 300)
    wrong = data[:at] + b"Content-Length: 3" + data[data.index(b"\r\n", at) :]
    folder = make({"a.warc": wrong})
    assert messages(folder) == ["a.warc: record 4: what stands behind it is no record"]
    assert len(texts(open_corpus([folder]))) == 3


def test_a_digest_that_does_not_fit_is_said_and_the_page_read(make: Make) -> None:
    data = archive(packed=False).replace("الوزير 1 ".encode(), "الوزيز 1 ".encode(), 7)
    folder = make({"a.warc": data})
    assert messages(folder) == ["a.warc: record 3: its digest doesn't fit it: perhaps damaged; read as it is"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.warc", b"<html>no archive</html>", "no web archive"),
        ("a.warc.gz", gzip.compress(b"text"), "no web archive"),
        ("a.warc.gz", b"no gzip at all", "no web archive"),
        ("a.wacz", zipped(archive(), 0).replace(b"archive/", b"elsewhe/"), "no WACZ"),
        ("a.wacz", zipped(archive(), 0)[:-200], "a damaged ZIP"),
        ("a.wet.gz", b"\x1f\x8b\x08" + bytes(100), "damaged"),
    ],
    ids=["HTML", "gzipped text", "text", "another ZIP", "cut ZIP", "NULs"],
)
def test_what_is_no_archive_is_said_in_a_line(make: Make, name: str, data: bytes, said: str) -> None:
    (message,) = messages(make({name: data}))
    assert said in message
    assert "\n" not in message


def test_pages_without_an_article_are_one_line(make: Make) -> None:
    writer = Writer()
    for number in range(30):
        writer.response(f"http://a.example/{number}", b"<html><title>x</title></html>" + b" " * number)
    writer.response("http://a.example/1", page_of(1))
    folder = make({"a.warc.gz": writer.data})
    assert messages(folder) == ["a.warc.gz: 30 pages have no article"]


def test_max_size_counts_what_is_unpacked(make: Make) -> None:
    folder = make({"a.warc.gz": archive()})
    with pytest.raises(ArticleError, match="more than 100000 bytes unpacked: --max-size"):
        list(warc.records(folder / "a.warc.gz", Options(max_size=100_000)))


def test_without_trafilatura_a_page_says_what_it_needs(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotations import extras

    monkeypatch.setattr(extras, "is_installed", lambda name: name != "trafilatura")
    (message, *_) = warc.records(make({"a.warc": archive(packed=False)}) / "a.warc", Options())
    assert "needs trafilatura" in str(message)


def test_files_are_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    path.write_bytes(FORMS["a.wacz"])
    list(warc.records(path, Options()))
    assert path.read_bytes() == FORMS["a.wacz"]


@pytest.mark.parametrize("filling", [b"\n", b"\r\n", b"x\n", b"\nWARC"])
def test_what_stands_between_two_records_costs_its_length(make: Make, filling: bytes) -> None:
    data = archive(packed=False)
    folder = make({"a.warc": data + filling * 2_000_000 + b"\n" + data.replace(b"a.example", b"b.example")})
    began = time.process_time()
    pages = [each for each in warc.records(folder / "a.warc", Options()) if isinstance(each, Record)]
    assert time.process_time() - began < 5
    assert [page.metadata["url"] for page in pages] == [
        f"http://{host}.example/{number}" for host in "ab" for number in (1, 2, 3)
    ]
