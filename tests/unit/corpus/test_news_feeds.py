"""RSS and Atom: each entry an article with its fullest text, and nothing of a hostile feed acts."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from corpus_tools import Make, texts

from annotations.corpus import ArticleError, open_corpus
from annotations.corpus.formats import feed as feed_format
from annotations.corpus.formats.html_fragment import fragment_text
from annotations.corpus.records import NotOurKindError, Options

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>وكالة الأنباء</title><language>ar</language><link>http://agency.example</link>
<item><title>الخبر &amp;amp; الأول</title><link>http://agency.example/1</link>
<guid isPermaLink="false">agency-1</guid><pubDate>Sun, 27 Oct 2024 23:30:00 -0500</pubDate>
<dc:creator>سامي حداد</dc:creator><description>ملخص قصير</description>
<content:encoded><![CDATA[<p>قال الوزير إن القوات<br/>وصلت.</p><p>وأضاف أن 3 &lt; 5.</p>
<script>alert("x")</script><ul><li>أولا</li><li>ثانيا</li></ul>]]></content:encoded></item>
<item><title>عاجل: هزة أرضية</title><guid>agency-2</guid></item>
<item><guid>agency-3</guid></item>
<item><title>من غيرها</title><guid>agency-4</guid><source url="http://other.example">صحيفة أخرى</source>
<description>&lt;p&gt;فقرة&lt;/p&gt;&lt;p&gt;وفقرة&lt;/p&gt;</description></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>موقع</title><id>urn:site</id>
<entry><title type="html">عنوان &lt;b&gt;مهم&lt;/b&gt;</title><id>urn:1</id>
<link rel="alternate" href="https://site.example/1"/><published>2024-10-27T10:00:00Z</published>
<updated>2024-11-01T10:00:00Z</updated><author><name>ليلى</name></author><author><name>سامي</name></author>
<summary>ملخص</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>الأولى.</p><p>الثانية.</p></div></content>
</entry></feed>
"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://old.example"><title>موقع قديم</title></channel>
<item rdf:about="http://old.example/1"><title>قديم</title><link>http://old.example/1</link>
<description>نص الخبر القديم</description><dc:date>2004-10-27</dc:date></item></rdf:RDF>
"""
BODY = "قال الوزير إن القوات\nوصلت.\nوأضاف أن 3 < 5.\nأولا\nثانيا"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16"])
def test_an_entry_of_rss_is_its_fullest_text(make: Make, encoding: str, *, packed: bool) -> None:
    data = RSS.format(encoding=encoding).encode(encoding)
    corpus = open_corpus([make({"a.rss.gz": gzip.compress(data)} if packed else {"a.rss": data})])
    read = texts(corpus)
    assert read == {"agency-1": BODY, "agency-2": "عاجل: هزة أرضية", "agency-4": "فقرة\nوفقرة"}
    assert corpus.read(corpus.find("agency-1")).metadata == {
        "title": "الخبر & الأول",
        "author": "سامي حداد",
        "source": "وكالة الأنباء",
        "published": "Sun, 27 Oct 2024 23:30:00 -0500",
        "url": "http://agency.example/1",
        "language": "ar",
    }
    assert corpus.read(corpus.find("agency-4")).metadata["source"] == "صحيفة أخرى"
    assert [problem.message for problem in corpus.problems] == ["entry 3: no text and no headline"]


def test_an_entry_of_atom_has_its_paragraphs_authors_and_first_day(make: Make) -> None:
    corpus = open_corpus([make({"a.atom": ATOM})])
    article = corpus.read(corpus.find("urn:1"))
    assert article.text == "الأولى.\nالثانية."
    assert article.metadata == {
        "title": "عنوان مهم",
        "author": "ليلى; سامي",
        "source": "موقع",
        "published": "2024-10-27T10:00:00Z",
        "url": "https://site.example/1",
        "language": "ar",
    }


def test_rss_of_the_first_years_is_read_under_any_suffix(make: Make) -> None:
    corpus = open_corpus([make({"a.rdf": RDF, "b.xml": ATOM})])
    assert texts(corpus) == {"http://old.example/1": "نص الخبر القديم", "urn:1": "الأولى.\nالثانية."}
    assert corpus.read(corpus.find("http://old.example/1")).metadata["published"] == "2004-10-27"


def test_a_feed_that_ends_early_gives_what_it_has(make: Make) -> None:
    whole = RSS.format(encoding="utf-8")
    corpus = open_corpus([make({"a.rss": whole[: whole.index("<item><guid>")]})])
    assert texts(corpus)["agency-1"] == BODY


def listed(folder: Path, name: str) -> None:
    list(feed_format.records(folder / name, Options()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('<?xml version="1.0"?><urlset xmlns="x"><url><loc>http://a</loc></url></urlset>', "urlset"),
        ('<!-- <rss> --><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "NewsML-G2 isn't read"),
        ("<nitf><head/></nitf>", "NITF isn't read"),
        ("http://example.com/feed.xml", "no XML"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><x/></rdf:RDF>", "other XML"),
    ],
    ids=["sitemap", "NewsML", "NITF", "an address", "RDF"],
)
def test_other_xml_is_no_kind_of_article(make: Make, data: str, said: str) -> None:
    with pytest.raises(NotOurKindError, match=said):
        listed(make({"a.xml": data}), "a.xml")


@pytest.mark.parametrize(
    "declarations",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [ <!-- > <rss > --> <!entity % a SYSTEM "http://127.0.0.1/a"> ]>',
    ],
    ids=["bomb", "a file", "hidden behind a comment"],
)
def test_a_feed_that_defines_entities_is_refused(make: Make, declarations: str) -> None:
    data = f"{declarations}<rss><channel><item><title>&a;&b;</title></item></channel></rss>"
    folder = make({"a.rss": data})
    with pytest.raises(ArticleError, match="entities"):
        listed(folder, "a.rss")


def test_what_a_feed_names_is_never_fetched(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("it went to the network"))
    data = RSS.format(encoding="utf-8").replace(
        "<rss", '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd"><rss', 1
    )
    assert len(texts(open_corpus([make({"a.rss": data})]))) == 3


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("بلا علامات\nسطر", "بلا علامات\nسطر"),
        ("<div>أ<p>ب\nج</p>د</div>", "أ\nب ج\nد"),
        ("3 < 5 &amp; 6 > 4", "3 < 5 & 6 > 4"),
        ("أ<!-- خفي -->ب<!-- لا ينتهي", "أب"),
        ("<style>x</style>أ<script>لا ينتهي", "أ"),
        ("<a title='> \"'>وصلة</a><img src=x onerror=alert(1)>", "وصلة"),
        ("<table><tr><td>أ</td><td>ب</td></tr><tr><td>ج</td></tr></table>", "أ ب\nج"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_a_fragment_keeps_its_paragraphs(html: str, text: str) -> None:
    assert fragment_text(html) == text


@pytest.mark.parametrize("piece", ["<", "<a ", "<a b='", "<!--", "<script>", "</", "<p>", "<![CDATA["])
def test_a_hostile_fragment_costs_its_length(piece: str) -> None:
    began = time.process_time()
    fragment_text(piece * 200_000)
    assert time.process_time() - began < 5
