"""The report for people: everything in one file, nothing in it acts, and the numbers stand where they
belong.
"""

from __future__ import annotations

import html
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from exchange_samples import ARTICLES, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from reports import write_report

from annotations.exchange import ExchangeError
from annotations.exchange.articles import Articles
from annotations.exchange.report.messages import ARABIC, ENGLISH, LANGUAGES, words_in
from annotations.exchange.report.rendering import templates
from annotations.exchange.report.sanitising import bare, text, web_link
from annotations.exchange.report.svg_plot import NARROW, WIDE, Labels, Point, Size, lay_out
from annotations.model.article import Article
from annotations.model.links import TYPES
from annotations.model.records import Annotation, ArticleRef, Link, target_for
from annotations.text.hidden_characters import HiddenKind
from annotations.text.web_addresses import host_of
from tui.presenters.hidden_characters import NAMES

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</style><script>",
    "<!--",
    "&#60;b&#62;",
    "javascript:alert(1)",
    "\u202eمقلوب",
    "\x1b[31m",
    "\0",
    "]]>",
    "</svg><script>",
    "{{7*7}}",
    "\u2028",
]

ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "h3",
    "p",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "bdi",
    "div",
    "header",
    "nav",
    "main",
    "section",
    "footer",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "strong",
    "figure",
    "colgroup",
    "col",
    "span",
    "svg",
    "g",
    "path",
    "text",
}
ATTRIBUTES = {
    "lang",
    "dir",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "rel",
    "viewbox",
    "role",
    "aria-label",
    "aria-hidden",
    "aria-labelledby",
    "tabindex",
    "scope",
    "data-name",
    "width",
    "direction",
    "d",
    "x",
    "y",
}


class Elements(HTMLParser):
    """Every element and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def page(annotations: list[Annotation], articles: Articles, folder: Path, **more: Any) -> str:
    target = folder / "report.html"
    write_report(annotations, articles, target, force=True, **more)
    return target.read_text(encoding="utf-8")


def claim(number: int, article: Article, value: float = 3000, **more: Any) -> Annotation:
    attributes = {"numbers": [{"value": value, "unit": "جندي"}], "claimant": "الوزير"} | more.pop(
        "attributes", {}
    )
    return Annotation(
        uuid=f"u{number}",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, 0, len(article.text)),
        tags=("claim",),
        annotator="me",
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
        attributes=attributes,
        **more,
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_an_article_becomes_an_element(hostile: str, tmp_path: Path) -> None:
    article = Article(
        f"{hostile}.txt", f"نص {hostile} آخر", metadata=dict.fromkeys(("title", "source", "url"), hostile)
    )
    annotation = claim(
        1,
        article,
        note=hostile,
        links=(Link(hostile, "u2"), Link("contradicts", "u2")),
        attributes={
            "claimant": hostile,
            "numbers": [{"value": 1, "unit": hostile, "what": hostile}],
            "when": "2024-10-27",
        },
    )
    other = msgspec.structs.replace(annotation, uuid="u2", links=())
    written = page([annotation, other], Articles.of([article]), tmp_path, title=hostile)
    elements = Elements()
    elements.feed(written)
    assert {tag for tag, _ in elements.seen} <= ALLOWED
    assert {name for _, attributes in elements.seen for name in attributes} <= ATTRIBUTES
    for _, attributes in elements.seen:
        assert re.match(r"#[a-z]+\d*$|https?://", attributes.get("href") or "#c1")
    assert not re.search("[\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", written)
    assert "default-src 'none'; style-src 'sha256-" in written


def test_what_is_hidden_in_a_quote_is_shown_and_said(tmp_path: Path) -> None:
    body = "قتل \u202e21\u202c جنديا و5\u200b00 مدني، وقال عام 1446 ه\u200d إن می\u200cخواهم."
    article = Article("a.txt", body)
    annotation = Annotation(
        uuid="u1",
        article=ArticleRef("a.txt", article.sha256),
        target=target_for(body, 0, len(body), 0),
        tags=("claim",),
        annotator="me",
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
    )
    written = page([annotation], Articles.of([article]), tmp_path)
    assert '<span class="ctl">U+202E</span>21<span class="ctl">U+202C</span>' in written
    assert '<bdi dir=ltr>5<span class="ctl">U+200B</span>00</bdi>' in written, "its digits stay in order"
    assert "ه\u200d إن می\u200cخواهم" in written, "spelling is left as it is"
    said = re.sub(r"<[^>]*>", "", written)
    assert "direction override, not applied: U+202E" in said
    assert "zero width character: U+200B" in said
    clean = msgspec.structs.replace(annotation, target=target_for("قتل 21 جنديا", 0, 12, 0))
    (tmp_path / "clean").mkdir()
    assert "not applied" not in page([clean], Articles.of([article]), tmp_path / "clean")


@pytest.mark.parametrize("hidden", ["\u3164", "\U000e0041", "\u00ad", "\u2062", "\ufe0f", "\u034f", "\u200d"])
def test_nothing_is_invisible_inside_a_number_of_the_page(hidden: str) -> None:
    assert text(f"5{hidden}00") == f'<bdi dir=ltr>5<span class="ctl">U+{ord(hidden):04X}</span>00</bdi>'
    assert bare(f"5{hidden}00") == f"5U+{ord(hidden):04X}00"


def test_every_hidden_kind_has_a_name_in_both_languages() -> None:
    kinds = set(get_args(HiddenKind))
    assert kinds == ENGLISH.hidden_kinds.keys() == ARABIC.hidden_kinds.keys() == NAMES.keys()


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    written = page(sample(), ARTICLES, tmp_path)
    assert not re.search(r"<(script|link|img|iframe|object|form|base)\b|@import|url\(", written)


def test_claims_stand_under_their_articles_with_direction_and_links(tmp_path: Path) -> None:
    written = page(sample(), ARTICLES, tmp_path)
    for number, annotation in enumerate([one for one in sample() if "claim" in one.tags], 1):
        row = written.partition(f'id="c{number}"')[2].partition("</tr>")[0]
        assert f'<bdi lang="ar" dir="rtl">{text(annotation.target.quote)}</bdi>' in row
    assert '<h3 id="q1">' in written
    assert 'href="#c2"' in written
    assert "https://example.org/a?x=1&amp;y=2#:~:text=" in written


def test_claims_that_contradict_through_a_third_are_one_question(tmp_path: Path) -> None:
    article = Article("a", "نص ما.")
    chain = [
        claim(1, article, links=(Link("contradicts", "u2"),)),
        claim(2, article),
        claim(3, article, links=(Link("contradicts", "u2"),)),
        claim(4, article, links=(Link("repeats", "u1"),)),
    ]
    written = page(chain, Articles.of([article]), tmp_path)
    assert 'id="q2"' not in written
    assert written.partition('id="q1"')[2].partition("</table>")[0].count('<tr role="row"') == 1 + 4


def test_the_arabic_report_reads_from_the_right(tmp_path: Path) -> None:
    written = page(sample(), ARTICLES, tmp_path, words=ARABIC)
    assert '<html lang="ar" dir="rtl">' in written
    assert "ادعاء" in written
    assert "يناقض" in written
    assert "contradicts" not in written


def test_every_type_of_link_has_a_name_in_both_languages() -> None:
    assert list(ENGLISH.links) == list(ARABIC.links) == list(TYPES)


def test_both_languages_say_everything() -> None:
    same = {"colon"}
    for name in ENGLISH.__struct_fields__:
        assert getattr(ARABIC, name)
        assert name in same or getattr(ARABIC, name) != getattr(ENGLISH, name)
    for name in ("links", "linked", "values", "hidden_kinds"):
        assert list(getattr(ENGLISH, name)) == list(getattr(ARABIC, name))
    for name in [name for name in ENGLISH.__struct_fields__ if name.startswith("n_")]:
        assert (len(getattr(ENGLISH, name)), len(getattr(ARABIC, name))) == (2, 6)


def test_in_a_language_that_it_has_no_words_in_it_is_in_english() -> None:
    assert [words_in(language) for language in (*LANGUAGES, "fr")] == [*LANGUAGES.values(), ENGLISH]


def test_a_report_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    for suffix in ("html", "docx", "csv"):
        write_report(sample(), ARTICLES, tmp_path / f"report.{suffix}")
        with pytest.raises(ExchangeError, match="--force"):
            write_report(sample(), ARTICLES, tmp_path / f"report.{suffix}")


@given(st.text())
def test_text_is_escaped_whatever_it_holds(value: str) -> None:
    for shown in (text(value), bare(value)):
        assert not re.search(r"<(?!/?(?:span|bdi))", shown)
        assert '"' not in shown.replace('class="ctl"', "")
    parser = Elements()
    parser.feed(bare(value))
    assert not parser.seen


def test_only_web_addresses_become_links() -> None:
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//x",
        "file:///etc/passwd",
        "https://",
        "http://[",
        "https://a\u202eb",
        "https://bbc.com@evil.com/",
        "https://bbc.com:443@evil.com/",
        "https://bbc.com\\@evil.com/",
        "https://bbc.com%40evil.com/",
        "https://bbc.com\t.evil.com/",
        "https://bbc.com\u3000/",
        "https://" + "é" * 70 + ".example",
        None,
        5,
    ):
        assert host_of(url) is None
        assert not web_link(url, "نص")
    assert web_link('https://X.example:80/a"b#old', 'نص "هنا"') == (
        'https://X.example:80/a"b#:~:text=%D9%86%D8%B5%20%22%D9%87%D9%86%D8%A7%22',
        "x.example:80",
    )


def test_a_link_opens_the_source_at_the_quote_and_says_where_it_leads(tmp_path: Path) -> None:
    article = Article("a", 'نص "هنا"', metadata={"url": 'https://X.example:80/a"b#old'})
    assert (
        '<a href="https://X.example:80/a&quot;b#:~:text=%D9%86%D8%B5%20%22%D9%87%D9%86%D8%A7%22"'
        ' rel="noreferrer noopener"><bdi>in the source</bdi></a> <bdi class=code dir="ltr">x.example:80</bdi>'
    ) in page([claim(1, article)], Articles.of([article]), tmp_path)


def test_a_host_in_another_script_is_shown_in_ascii_too() -> None:
    assert host_of("https://b\u0431c.com/") == "b\u0431c.com (xn--bc-blc.com)"  # U+0431 is Cyrillic
    assert host_of("http://موقع.مصر/خبر") == "موقع.مصر (xn--4gbrim.xn--wgbh1c)"


LABELS = Labels(lambda value: f"{value:,.10g}", date.isoformat, "no date")


def plot(points: list[Point], label: str, size: Size = WIDE) -> str:
    drawn = templates().from_string(
        '{% from "plot.svg.jinja" import plot %}{{ plot(drawing, label, "wide") }}'
    )
    return drawn.render(drawing=lay_out(points, LABELS, size), label=label)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_template_forgets_to_name_as_text_is_harmless_all_the_same(hostile: str) -> None:
    written = templates().from_string('<p id="{{ value }}">{{ value }}</p>').render(value=hostile)
    elements = Elements()
    elements.feed(written)
    assert elements.seen == [("p", {"id": html.unescape(bare(hostile))})]
    assert not re.search("[\0-\x08\x0b-\x1f\x7f\u2028\u202a-\u202e\u2066-\u2069]", written)


def test_a_template_that_names_what_isn_t_there_fails() -> None:
    with pytest.raises(UndefinedError):
        templates().from_string("{{ nowhere }}").render()


@given(
    st.lists(
        st.tuples(
            st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
            st.floats(-1e12, 1e12),
            st.floats(0, 1e12),
            st.booleans(),
            st.sampled_from(["both", "low", "high"]),
        ),
        min_size=1,
        max_size=14,
    ),
    st.sampled_from([WIDE, NARROW]),
)
@settings(max_examples=80)
def test_every_point_lies_inside_the_plot(
    rows: list[tuple[date | None, float, float, bool, str]], size: Size
) -> None:
    points = [
        Point(
            number=number,
            day=day,
            low=None if open_at == "low" else low,
            high=None if open_at == "high" else low + more,
            approximate=about,
            series=number,
            href="#c1",
            title="<t>",
        )
        for number, (day, low, more, about, open_at) in enumerate(rows)
    ]
    drawn = plot(points, "a<b", size)
    assert "<t>" not in drawn
    assert "a<b" not in drawn
    for x, y in re.findall(r'<path d="M(-?[\d.]+) (-?[\d.]+)[a-zA-Z]', html.unescape(drawn)):
        assert 0 <= float(x) <= size.width
        assert 0 <= float(y) <= size.height
    assert drawn.count("<g class=") == len(points)


def marks(points: list[Point], size: Size = WIDE) -> list[float]:
    return [float(mark.x) for mark in lay_out(points, LABELS, size).marks]


def point(number: int, day: date | None, value: float = 5) -> Point:
    return Point(number, day, value, value, False, number, "#c1", "t")


def test_amounts_without_a_date_have_a_column_of_their_own_behind_all_others() -> None:
    days = [date(2025, 5, 1), date(2025, 5, 2), date(2025, 9, 1), None, None]
    for size in (WIDE, NARROW):
        across = marks([point(number, day) for number, day in enumerate(days, 1)], size)
        assert across == sorted(across)
        assert len(set(across)) == 5, "none hides another"
        assert across[-1] < size.width
    drawn = plot([point(number, day) for number, day in enumerate(days, 1)], "x")
    assert drawn.count(">no date<") == 1
    assert ">no date<" not in plot([point(1, days[0]), point(2, days[1])], "x")


def test_amounts_of_many_days_stand_along_a_line_of_time() -> None:
    days = [date(2025, 1, 1 + 2 * number) for number in range(15)]
    across = marks([point(number, day) for number, day in enumerate(days)])
    steps = [b - a for a, b in pairwise(across)]
    assert max(steps) - min(steps) < 0.3
    twice = marks([point(number, day) for number, day in enumerate([*days, days[3]])])
    assert len(set(twice)) == 16, "two of one day stand side by side"


@pytest.mark.parametrize("value", [5e-324, 1e-310, 0.0, 1e15, 1e308, -1e308])
def test_a_number_of_any_size_is_drawn(value: float) -> None:
    day = date(2026, 11, 28)
    drawn = plot([point(0, day, value), point(1, day, -value)], "x")
    assert "nan" not in drawn
    assert "inf" not in drawn
