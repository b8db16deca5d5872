"""What a page declares of its article: linked data, OpenGraph, meta and time, and hostile ones."""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from typing import Any

import pytest

pytest.importorskip("lxml")
from corpus_tools import Make
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import HTML, SubElement
from lxml.html import fromstring

from annotations.corpus.corpus import open_corpus
from annotations.corpus.formats.linked_data import MAX_BLOCK
from annotations.corpus.formats.page_fields import declared

HEADLINE = "وزير الخارجية يصل إلى العاصمة"
URL = "https://news.example/world/2024/10/27/a"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": "2024-10-27T23:30:00-05:00",
    "dateModified": "2024-10-29T10:00:00Z",
    "author": {"@type": "Person", "name": "أحمد علي"},
    "publisher": {"@type": "NewsMediaOrganization", "name": "صحيفة المثال"},
    "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
}
FOUND = {
    "title": HEADLINE,
    "published": "2024-10-27",
    "author": "أحمد علي",
    "source": "صحيفة المثال",
    "url": URL,
}
GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "@id": "#site", "name": "صحيفة المثال", "url": "https://news.example/"},
        {"@type": "Person", "@id": "#ahmad", "name": "أحمد علي"},
        ARTICLE
        | {"@type": ["Article", "NewsArticle"], "author": {"@id": "#ahmad"}, "publisher": {"@id": "#site"}},
    ],
}


def fields(head: str = "", body: str = "<p>x</p>", source: str = "") -> dict[str, str]:
    return declared(fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), source)


def linked(*values: Any) -> str:
    texts = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def dumped(**changes: Any) -> str:
    return json.dumps(ARTICLE | changes, ensure_ascii=False)


@pytest.mark.parametrize(
    "blocks",
    [
        [ARTICLE],
        [[{"@type": "BreadcrumbList", "itemListElement": [ARTICLE | {"headline": "خبر آخر"}]}, ARTICLE]],
        [GRAPH],
        [{"@type": "WebPage", "name": "صفحة", "mainEntity": ARTICLE}],
        [{"@type": "VideoObject", "name": "مقطع"}, ARTICLE],
        [ARTICLE | {"@type": "https://schema.org/ReportageNewsArticle"}],
        [ARTICLE | {"author": ["أحمد علي"]}],
        [ARTICLE | {"author": [{"@type": "Person", "name": ["أحمد علي"]}]}],
        [ARTICLE | {"author": {"@type": "Person", "givenName": "أحمد", "familyName": "علي"}}],
        [ARTICLE | {"datePublished": "27 تشرين الأول/أكتوبر 2024"}],
        [ARTICLE | {"datePublished": 1730025000}],
        [ARTICLE | {"datePublished": "Sun, 27 Oct 2024 23:30:00 -0500"}],
        [ARTICLE | {"datePublished": "Sun Oct 27 2024 23:30:00 GMT-0500 (Eastern Standard Time)"}],
        [ARTICLE | {"datePublished": "10/27/2024 11:30:00 PM"}],
        [ARTICLE | {"datePublished": None, "dateCreated": "2024-10-27"}],
        [ARTICLE | {"headline": "&lt;b&gt;وزير&lt;/b&gt; الخارجية\n يصل إلى\u0000 العاصمة\u001b"}],
        [ARTICLE | {"headline": f"{HEADLINE} | صحيفة المثال"}],
        ["\ufeff <!-- " + dumped() + " -->"],
        ["//<![CDATA[\n" + dumped() + "\n//]]>"],
        [dumped() + ";" + json.dumps({"@type": "Thing"})],
        [dumped()[:-1] + ",}"],
        [dumped().replace('"headline"', '"x": "a\\\'b", "headline"')],
        [dumped(description="قال «نعم»").replace("«", '"').replace("»", '"')],
        [dumped()[:-1]],
        [ARTICLE, "{" * 5000, "[" * 100_000, '{"@type": "NewsArticle"' * 100],
        ["x" * (MAX_BLOCK + 1), ARTICLE],
    ],
)  # fmt: skip
def test_an_article_in_linked_data(blocks: list[Any]) -> None:
    assert fields(linked(*blocks)) == FOUND


def test_an_unescaped_quotation_mark_in_the_headline_is_part_of_it() -> None:
    block = dumped(headline="قال «نعم» ثم ذهب").replace("«", '"').replace("»", '"')
    assert fields(linked(block)) == FOUND | {"title": 'قال "نعم" ثم ذهب'}


@pytest.mark.parametrize("kind", ["application/ld+json", "application/settings+json"])
def test_what_is_no_json_is_kept_from_those_who_search_it_by_patterns(kind: str) -> None:
    broken = '{"author":"x"' * 1000
    tree = fromstring(
        f'<html><head><script type="{kind}">{broken}</script></head><body><p>x</p></body></html>'
    )
    declared(tree)
    assert [script.text for script in tree.iter("script")] == [None]


def test_of_several_articles_the_page_s_own_counts() -> None:
    other = ARTICLE | {"headline": "خبر آخر", "mainEntityOfPage": "https://news.example/other/story"}
    canonical = f'<link rel="canonical" href="{URL}">'
    assert fields(canonical + linked(other, ARTICLE))["title"] == HEADLINE
    assert fields(linked(other, ARTICLE))["title"] == "خبر آخر"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2024-10-27T23:59:00+03:00">', "", "2024-10-27"),
        ('<meta name="DC.date" content="2024-10-27">', "", "2024-10-27"),
        ('<meta name="DC:Date.Issued" content="27/10/2024">', "", "2024-10-27"),
        ('<meta name="parsely-pub-date" content="2024-10-27T00:30:00+03:00">', "", "2024-10-27"),
        ('<meta itemprop="datePublished" content="27 octobre 2024">', "", "2024-10-27"),
        ('<meta name="pubdate" content="٢٧ أكتوبر ٢٠٢٤">', "", "2024-10-27"),
        ('<meta name="date" content="2024-10-29"><meta name="pubdate" content="2024-10-27">', "",
         "2024-10-27"),
        ('<meta property="article:published_time" content="0001-01-01T00:00:00">'
         '<meta name="pubdate" content="1970-01-01"><meta name="date" content="2024-10-27">', "",
         "2024-10-27"),
        ('<meta name="pubdate" content="10/3/2024"><meta name="date" content="2024-10-03">', "",
         "2024-10-03"),
        ('<meta name="pubdate" content="10/3/2024">', "", "2024-03-10"),
        ('<meta name="pubdate" content="10/3/2024 5:00:00 PM"><link rel="canonical"'
         ' href="https://a.example/2024/10/03/x">', "", "2024-10-03"),
        ("", '<span itemprop="datePublished" content="2024-10-27T01:00:00Z">x</span>', "2024-10-27"),
        ("", '<nav><time datetime="2024-11-01">x</time></nav><h1>x</h1><time datetime="2024-10-27">x</time>'
             '<time datetime="2024-10-30">x</time>', "2024-10-27"),
        ("", '<time datetime="2024-11-01">x</time><h1>x</h1>'
             '<time class="updated" datetime="2024-10-30">x</time><time>27 أكتوبر 2024</time>', "2024-10-27"),
        ("", '<h1>x</h1><time datetime="2024-10-30">x</time>'
             '<time class="entry-date published" datetime="2024-10-27">x</time>', "2024-10-27"),
        ("", '<abbr class="published" title="2024-10-27T10:00:00Z">أمس</abbr>', "2024-10-27"),
        ("", '<p>الجمعة 29 نوفمبر 2024</p><h1>x</h1><div class="m"><b>آخر تحديث: 28 أكتوبر 2024</b>'
             '<i>27 <b>تشرين الأول</b> 2024</i></div><aside>1 مايو 2023</aside>', "2024-10-27"),
        ("", "<h1>x</h1><p>قال إن 27 أكتوبر 2024 يوم مشهود</p>", None),
        ('<meta property="article:published_time" content="منذ ساعتين">', "<h1>x</h1><time>10:05</time>",
         None),
        ('<meta property="article:published_time" content="2024-02-30">', "", None),
    ],
)  # fmt: skip
def test_the_day_that_a_page_declares(head: str, body: str, day: str | None) -> None:
    assert fields(head, body + "<p>x</p>").get("published") == day


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f'<meta property="og:title" content="{HEADLINE}">', "", HEADLINE),
        (f'<meta property="og:title" content="{HEADLINE} - صحيفة المثال">'
         '<meta property="og:site_name" content="صحيفة المثال">', "", HEADLINE),
        (f'<meta property="og:title" content="صحيفة المثال: {HEADLINE}">'
         '<meta property="og:site_name" content="صحيفة المثال">', "", HEADLINE),
        ('<meta property="og:title" content="شاهد ماذا فعل الوزير">'
         f'<meta name="title" content="{HEADLINE}">', f"<h1>{HEADLINE}</h1>", HEADLINE),
        ('<meta property="og:title" content="وزير الخارجية يصل ...">'
         f'<meta name="twitter:title" content="{HEADLINE}">', "", HEADLINE),
        ('<meta property="og:title" content="صحيفة المثال">'
         '<meta property="og:site_name" content="صحيفة المثال">',
         "", None),
        (f'<meta property="og:title" content="{HEADLINE} - المثال بالعربية">', f"<h1>{HEADLINE}</h1>",
         HEADLINE),
        (f'<meta property="og:title" content="أخبار - {HEADLINE}">', "<h1>أخبار</h1>", f"أخبار - {HEADLINE}"),
        (f"<title>{HEADLINE}</title>", "", None),
        (f'<meta property="og:title" content="{"س" * 600}">', "", None),
    ],
)  # fmt: skip
def test_the_title_that_a_page_declares(head: str, body: str, title: str | None) -> None:
    assert fields(head, body + "<p>x</p>").get("title") == title


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href="{URL}">', URL),
        (f'<meta property="og:url" content="{URL}#top">', URL),
        (f'<link rel="canonical" href="https://news.example/"><meta property="og:url" content="{URL}">', URL),
        ('<link rel="canonical" href="/world/2024/10/27/a">'
         '<meta property="og:url" content="https://news.example/">', URL),
        ('<link rel="canonical" href="//news.example/world/2024/10/27/a">'
         '<base href="https://news.example">', URL),
        (f'<link rel="canonical" href="8003098"><meta property="og:url" content="{URL}">', URL),
        ('<link rel="canonical" href="https://news.example/?p=12">', "https://news.example/?p=12"),
        ('<link rel="canonical" href="https://news.example/أخبار/27">', "https://news.example/أخبار/27"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="/world/a">', None),
        ('<link rel="canonical" href="https://news.example@evil.example/a">', None),
        ('<link rel="canonical" href="https://[::1/a">', None),
        ('<link rel="canonical" href="file:///etc/passwd">', None),
        (f'<link rel="canonical" href="{URL}{"a" * 3000}">', None),
    ],
)  # fmt: skip
def test_the_address_that_a_page_declares(head: str, url: str | None) -> None:
    assert fields(head).get("url") == url


def test_a_page_that_a_browser_saved_says_where_it_was() -> None:
    saved = f"<!DOCTYPE html>\n<!-- saved from url=(0040){URL} -->\n<html>"
    assert fields(source=saved)["url"] == URL


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="أحمد علي">', "أحمد علي"),
        ('<meta property="article:author" content="https://www.facebook.com/a">'
         '<meta name="author" content="سعاد">', "سعاد"),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="a@b.example">', None),
        ('<meta name="author" content="المثال"><meta property="og:site_name" content="المثال">', None),
        ('<meta name="citation_author" content="أحمد"><meta name="citation_author" content="سعاد">',
         "أحمد; سعاد"),
        (linked({"@type": "NewsArticle", "author": {"@type": "Organization", "name": "وكالة"}}), None),
    ],
)  # fmt: skip
def test_the_author_that_a_page_declares(head: str, author: str | None) -> None:
    assert fields(head).get("author") == author


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta property="og:site_name" content="المثال">', "المثال"),
        ('<meta name="application-name" content="المثال">', "المثال"),
        ('<meta property="article:publisher" content="https://facebook.com/x">'
         '<meta name="twitter:site" content="@mithal">', "mithal"),
        (linked({"@type": "WebSite", "name": "المثال"}), "المثال"),
        (linked({"@type": "NewsArticle", "publisher": "المثال"}), "المثال"),
    ],
)  # fmt: skip
def test_the_source_that_a_page_declares(head: str, source: str) -> None:
    assert fields(head)["source"] == source


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["meta", "time", "script", "link", "base", "h1", "span"]),
            st.dictionaries(
                st.sampled_from(
                    ["name", "property", "itemprop", "content", "type", "datetime", "href", "rel"]
                ),
                st.sampled_from(
                    ["og:title", "date", "author", "canonical", "https://[", "//x", "application/ld+json"]
                )
                | st.text(max_size=20),
            ),
            st.sampled_from(["", "{", '{"@type": 5}', '{"@type": ["NewsArticle"], "author": [[]]}', "\x1b"]),
        )
    )
)
def test_no_page_is_too_odd_to_declare_nothing(parts: list[tuple[str, dict[str, str], str]]) -> None:
    root = HTML("<html></html>")
    for tag, attributes, text in parts:
        element = SubElement(root, tag)
        for name, value in attributes.items():
            with suppress(ValueError):  # what no page can hold
                element.set(name, value)
        with suppress(ValueError):
            element.text = text
    for value in declared(root).values():
        assert value == " ".join(value.split())
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in value)


def test_a_whole_page_gives_what_it_declares(make: Make) -> None:
    pytest.importorskip("trafilatura")
    story = "".join(
        f"<p>قال الوزير في تصريح رقم {number} إن القوات وصلت إلى الحدود.</p>" for number in range(6)
    )
    body = f"<article><h1>{HEADLINE}</h1>{story}</article>"
    page = f"<html><head><title>x</title>{linked(ARTICLE)}</head><body>{body}</body></html>"
    broken = page.replace("}</script>", "</script>")
    corpus = open_corpus([make({"a.html": page, "b.html": broken})])
    for entry in corpus.entries:
        article = corpus.read(entry)
        assert {name: article.metadata[name] for name in FOUND} == FOUND
        assert article.published == "2024-10-27"
