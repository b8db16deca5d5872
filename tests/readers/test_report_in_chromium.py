"""The report for people as a browser has it: Chromium from Debian, headless (CHROMIUM names another one)."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest
from exchange_samples import ALL, sample
from PIL import Image
from pypdf import PdfReader

from annotations.exchange.articles import Articles
from annotations.exchange.report import page as report
from annotations.exchange.report.messages import ARABIC
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, Link, target_for
from annotations.model.scheme import DEFAULT

WIDTH, HEIGHT = 1000, 2400

ACTING = {"script", "img", "iframe", "image", "object", "embed", "form", "link", "base", "video", "audio"}
"""Elements that act, or load something."""

Chromium = Callable[..., bytes]


@pytest.fixture
def chromium(tmp_path: Path) -> Chromium:
    """Return what runs Chromium on a page, in a profile of its own, and returns what it writes."""
    command = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert command, "chromium is missing: apt-get install chromium, or name another in CHROMIUM"

    def run(page: Path, *options: str) -> bytes:
        always = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        own = [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={WIDTH},{HEIGHT}"]
        done = subprocess.run(
            [command, *always, *own, *options, page.as_uri()], capture_output=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
        return done.stdout

    return run


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Return a list that starts with a server's address, and of what the page asks it for."""
    found: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.append(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def attacks(address: str) -> list[str]:
    act = f"document.title='acted';fetch('{address}/fetched')"
    return [
        f"<script>{act}</script>",
        f'"><img src={address}/image onerror="{act}">',
        f"' autofocus onfocus='{act}' x='",
        f"</style><script>{act}</script><style>@import '{address}/style';",
        f"</svg><svg onload=\"{act}\"><image href='{address}/svg'/>",
        f"</title></head><body onload=\"{act}\"><iframe src='{address}/frame'></iframe>",
        f"javascript:{act}",
        f'<meta http-equiv="refresh" content="0;url={address}/refresh">',
        "\u202eمقلوب\x1b[31m\0",
    ]


class Page(HTMLParser):
    """What a browser made of a page: elements, attributes, the title."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.title = ""
        self._open = ""
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.title += data


def claims(hostile: list[str]) -> tuple[list[Annotation], Articles]:
    """Return claims about one number over some days that contradict each other, and hostile ones."""
    articles, found = [], []
    texts = [f"أعلنت الوزارة مقتل {value} جندي في الشمال." for value in (3000, 5500, 1200)] + hostile
    for number, text in enumerate(texts):
        known = {
            "title": f"خبر {number}",
            "source": f"وكالة {number}",
            "published": f"2024-10-{number + 1:02}",
        }
        if number >= 3:
            known = {"title": text, "source": text, "url": text, "published": text}
        article = Article(f"{number}.txt", text, metadata=known)
        attributes = {"numbers": [{"value": float(text.split()[3]), "unit": "جندي"}]} if number < 3 else {}
        one = Annotation(
            uuid=f"u{number}",
            article=ArticleRef(article.id, article.sha256),
            target=target_for(text, 0, len(text)),
            tags=("claim", "quantity"),
            attributes=attributes | {"claimant": "الوزير" if number < 3 else text},
            note="" if number < 3 else text,
            links=(Link("contradicts", "u0"),) if number in (1, 2) else (),
            annotator="analyst-1",
            created="2026-11-22T10:00:00.000Z",
            updated="2026-11-22T10:00:00.000Z",
        )
        articles.append(article)
        found.append(one)
    return found, Articles.of(articles)


@pytest.fixture
def page(tmp_path: Path, asked: list[str]) -> Path:
    annotations, articles = claims(attacks(asked[0]))
    path = tmp_path / "report.html"
    report.save(annotations, articles, DEFAULT, path, words=ARABIC, title="شمال")
    return path


def picture(chromium: Chromium, page: Path, name: str, *options: str) -> Image.Image:
    path = page.with_name(name)
    chromium(page, f"--screenshot={path}", *options)
    return Image.open(path).convert("L")


def ink(image: Image.Image) -> Image.Image:
    """Return 255 for what isn't paper."""
    return image.point(lambda value: 255 * (value < 160))


def test_nothing_in_the_report_acts_or_loads(chromium: Chromium, page: Path, asked: list[str]) -> None:
    made = Page(chromium(page, "--dump-dom"))
    assert "شمال" in made.title
    assert "acted" not in made.title
    assert not {"script", "img", "iframe", "image", "object", "embed", "form", "link", "base"} & {
        *made.elements
    }
    assert made.elements.count("body") == 1
    assert not [name for name, _ in made.attributes if name.startswith("on")]
    assert not [value for name, value in made.attributes if name == "href" and value and "script" in value]
    assert made.elements.count("svg") >= 1
    assert asked[1:] == []


def test_the_same_attacks_are_seen_where_nothing_hinders_them(
    chromium: Chromium, tmp_path: Path, asked: list[str]
) -> None:
    """The control: written into a page as they are, they act and load."""
    page = tmp_path / "naive.html"
    page.write_text("<!doctype html><title>x</title>" + "\n".join(attacks(asked[0])[:2]), encoding="utf-8")
    made = Page(chromium(page, "--dump-dom", "--virtual-time-budget=2000"))
    assert made.title == "acted"
    assert "/image" in asked[1:]


def test_it_is_written_from_the_right(chromium: Chromium, page: Path) -> None:
    image = ink(picture(chromium, page, "report.png"))
    assert image.size == (WIDTH, HEIGHT)
    share = image.histogram()[255] / (WIDTH * HEIGHT)
    assert 0.005 < share < 0.3, f"{share:.1%} of the page is ink"
    heading = image.crop((0, 0, WIDTH, 90)).getbbox()
    assert heading is not None
    left, _, right, _ = heading
    assert right > WIDTH - 60, "the title begins at the right margin"
    assert left > WIDTH / 3


def test_the_plot_is_drawn(chromium: Chromium, page: Path) -> None:
    """Alone on the page it has axes and words in ink, and a mark in a colour for each of the sources."""
    html = page.read_text(encoding="utf-8")
    plot = max(html.split("<svg")[1:], key=lambda part: part.index("</svg>"))
    alone = page.with_name("plot.html")
    alone.write_text(f"{html[: html.index('<body>')]}<body><svg{plot.partition('</svg>')[0]}</svg>", "utf-8")
    assert picture(chromium, alone, "plot.png").getbbox() is not None
    found = Image.open(page.with_name("plot.png")).convert("RGB").getcolors(1 << 24) or []
    coloured = [rgb for count, rgb in found if max(rgb) - min(rgb) > 60 and count > 9]
    hues = {max(range(3), key=rgb.__getitem__) for rgb in coloured}
    assert hues == {0, 1, 2}, "red, green and blue"
    assert sum(count for count, rgb in found if max(rgb) < 100) > 500, "words and axes"


def test_it_prints(chromium: Chromium, page: Path) -> None:
    target = page.with_name("report.pdf")
    chromium(page, f"--print-to-pdf={target}", "--no-pdf-header-footer")
    pages = PdfReader(target).pages
    assert 1 <= len(pages) <= 12
    for number, one in enumerate(pages):
        assert one.extract_text().strip(), f"page {number + 1} is blank"
    assert "5,500" in "".join(one.extract_text() for one in pages)


def test_the_sample_of_all_formats_is_shown_whole(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "sample.html"
    articles = Articles.of(ALL)
    report.save([msgspec.structs.replace(one, tags=("claim",)) for one in sample()], articles, DEFAULT, path)
    html = chromium(path, "--dump-dom").decode()
    assert "مُحَمَّدٌ" in html
    assert html.count("<blockquote") == len(sample())
