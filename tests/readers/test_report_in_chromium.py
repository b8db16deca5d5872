"""The report for people as a browser has it: Chromium from Debian, headless (CHROMIUM names another one).

At 390 and at 1280 px, dark and light, and as it is printed; axe-core looks for what keeps people out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from exchange_samples import ALL, sample
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from reports import making, write_report

from annotations.exchange.articles import Articles
from annotations.exchange.report.material import AnnotatorShare, PairAgreement, SetAside
from annotations.exchange.report.messages import ARABIC, LANGUAGES, Words
from annotations.insight.wire_copies import Voices
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, Link, target_for

WIDTH, HEIGHT = 1000, 2400

ACTING = {"script", "img", "iframe", "image", "object", "embed", "form", "link", "base", "video", "audio"}
"""Elements that act, or load something."""

Chromium = Callable[..., bytes]

QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
"""Keep Chromium to the page: in a container, without a display, without calls of its own."""


def command() -> str:
    """Return the path of Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium, or name another in CHROMIUM"
    return path


@pytest.fixture
def chromium(tmp_path: Path) -> Chromium:
    """Return what runs Chromium on a page, in a profile of its own, and returns what it writes."""

    def run(page: Path, *options: str) -> bytes:
        always = ["--headless", "--hide-scrollbars", *QUIET]
        own = [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={WIDTH},{HEIGHT}"]
        done = subprocess.run(
            [command(), *always, *own, *options, page.as_uri()], capture_output=True, timeout=120, check=False
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


class Parsed(HTMLParser):
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
            attributes=attributes | {"claimant": f"الوزير {number}" if number < 3 else text},
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
    write_report(annotations, articles, path, words=ARABIC, title="شمال")
    return path


def picture(chromium: Chromium, page: Path, name: str, *options: str) -> Image.Image:
    path = page.with_name(name)
    chromium(page, f"--screenshot={path}", *options)
    return Image.open(path).convert("L")


def ink(image: Image.Image) -> Image.Image:
    """Return 255 for what isn't paper."""
    return image.point(lambda value: 255 * (value < 160))


def test_nothing_in_the_report_acts_or_loads(chromium: Chromium, page: Path, asked: list[str]) -> None:
    made = Parsed(chromium(page, "--dump-dom"))
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
    made = Parsed(chromium(page, "--dump-dom", "--virtual-time-budget=2000"))
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
    """Alone on the page it has axes and words in ink, and a mark in a colour for each of the claimants."""
    html = page.read_text(encoding="utf-8")
    plot = next(part for part in html.split("<svg")[1:] if 'class="plot wide"' in part)
    alone = page.with_name("plot.html")
    alone.write_text(f"{html[: html.index('<body>')]}<body><svg{plot.partition('</svg>')[0]}</svg>", "utf-8")
    assert picture(chromium, alone, "plot.png").getbbox() is not None
    found = Image.open(page.with_name("plot.png")).convert("RGB").getcolors(1 << 24) or []
    coloured = [rgb for count, rgb in found if max(rgb) - min(rgb) > 60 and count > 9]
    hues = {max(range(3), key=rgb.__getitem__) for rgb in coloured}
    assert hues == {0, 1, 2}, "red, green and blue"
    assert sum(count for count, rgb in found if max(rgb) < 100) > 500, "words and axes"


def test_the_sample_of_all_formats_is_shown_whole(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "sample.html"
    articles = Articles.of(ALL)
    annotations = [
        msgspec.structs.replace(one, tags=("claim",), uuid=str(at)) for at, one in enumerate(sample())
    ]
    write_report(annotations, articles, path)
    html = chromium(path, "--dump-dom").decode()
    assert "مُحَمَّدٌ" in html
    assert len(re.findall(r'<tr role="row" id="c\d+"', html)) == len(sample())


# ---------------------------------------------------------------------- a whole report


def desk() -> tuple[list[Annotation], Articles]:
    """Return 24 claims in six articles, of which one has no date and no address, with figures and links."""
    articles, found = [], []
    for number in range(6):
        sentences = [
            f"قال المتحدث رقم {line} في بيان نقلته وكالات محلية إن {(number + 1) * 100 + line * 30} جنديا "
            f"وصلوا إلى وادي الرمل مساء أمس عبر الطريق الساحلي، ولم تؤكد ذلك أي جهة مستقلة حتى الآن."
            for line in range(4)
        ]
        known = {
            "title": f"قوات جديدة في وادي الرمل {number}",
            "source": f"صحيفة الوادي {number % 3}",
            "published": f"2025-05-{number + 1:02}",
            "url": f"https://news{number}.example/world/2025/{number}?id={number}&lang=ar",
        }
        article = Article(f"article-{number}.txt", "\n".join(sentences), metadata=known if number else {})
        articles.append(article)
        start = 0
        for line, sentence in enumerate(sentences):
            uuid = f"u{number}-{line}"
            found.append(
                Annotation(
                    uuid=uuid,
                    article=ArticleRef(article.id, article.sha256),
                    target=target_for(article.text, start, start + len(sentence), line),
                    tags=("claim", "quantity"),
                    attributes={
                        "claimant": f"المتحدث {line}",
                        "reported_as": ("asserted", "denied", "confirmed")[(number + line) % 3],
                        "certainty": "probable",
                        "numbers": [
                            {
                                ("value", "min", "max")[number % 3]: float((number + 1) * 100 + line * 30),
                                "unit": "جنديا",
                                "quote": f"{(number + 1) * 100 + line * 30} جنديا",
                            }
                        ],
                    },
                    note="ملاحظة قصيرة" if line == 2 else "",
                    links=(Link("contradicts", f"u{number - 1}-{line}"),) if number % 4 else (),
                    annotator="sara" if line else "omar",
                    created="2026-11-22T10:00:00.000Z",
                    updated="2026-11-22T10:00:00.000Z",
                )
            )
            start += len(sentence) + 1
    return found, Articles.of(articles)


MADE = making(
    "وادي الرمل",
    annotators=[
        AnnotatorShare("sara", 18, 18, "2026-11-20", "2026-11-22"),
        AnnotatorShare("omar", 6, 6, "2026-11-22", "2026-11-22"),
    ],
    agreements=[PairAgreement("sara", "omar", 12, 0.75, 0.5, 0.1, 0.9)],
    set_aside=[SetAside("خبر عن الطقس", "irrelevant")],
)


@pytest.fixture(scope="module", params=LANGUAGES.values(), ids=LANGUAGES)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Words]:
    """Return the page of a whole report, in a language."""
    words: Words = request.param
    annotations, articles = desk()
    path = tmp_path_factory.mktemp("whole") / f"{words.lang}.html"
    copies = Voices([["article-1.txt", "article-2.txt"]])
    digits = "arabic" if words.lang == "ar" else "western"
    write_report(annotations, articles, path, words=words, digits=digits, making=MADE, voices=copies)
    return path, words


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=command(), args=QUIET)
        yield running
        running.close()


def opened(browser: Browser, path: Path, width: int, scheme: str = "light") -> Page:
    """Open a page; its policy is lifted, else axe-core couldn't be put into it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_keeps_nobody_out(browser: Browser, whole: tuple[Path, Words], width: int, scheme: str) -> None:
    page = opened(browser, whole[0], width, scheme)
    broken = Axe().run(page).response["violations"]
    assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in broken] == []


def test_a_page_that_keeps_people_out_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """The control: grey on white, a picture without words, no language."""
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html><p style='color:#ccc'>grey<svg role=img></svg><a href=x></a>", "utf-8")
    broken = {one["id"] for one in Axe().run(opened(browser, bad, 390)).response["violations"]}
    assert {"color-contrast", "html-has-lang", "link-name", "svg-img-alt"} <= broken


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_as_wide_as_the_screen_and_nothing_is_cut(
    browser: Browser, whole: tuple[Path, Words], width: int
) -> None:
    page = opened(browser, whole[0], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll("td, th, p, li, dd, h1, h2, h3")].filter(
            box => box.offsetParent && box.scrollWidth > box.clientWidth + 1 && !box.closest(".scroll")
        ).map(box => box.outerHTML.slice(0, 200))"""
    )
    assert cut == []
    shown = page.evaluate(
        """() => [...document.querySelectorAll("svg.plot")].map(plot => getComputedStyle(plot).display)"""
    )
    assert sorted(set(shown)) == ["block", "none"] if width == 390 else ["inline", "none"]


def test_on_a_telephone_each_row_is_a_card_that_names_its_facts(
    browser: Browser, whole: tuple[Path, Words]
) -> None:
    path, words = whole
    page = opened(browser, path, 390)
    row = page.locator("#c7")
    assert row.evaluate("box => getComputedStyle(box).display") == "block"
    names = row.locator("td").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
    )
    assert any(words.claimant in name for name in names)
    size = row.evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    assert size >= 14


def test_arabic_stands_at_the_right_and_english_at_the_left(
    browser: Browser, whole: tuple[Path, Words]
) -> None:
    path, words = whole
    page = opened(browser, path, 1280)
    heads = page.locator("#claims th").evaluate_all(
        "cells => cells.slice(0, 3).map(c => c.getBoundingClientRect().x)"
    )
    assert heads == sorted(heads, reverse=words.direction == "rtl")
    quote = page.locator("#c1 td.quote > div").first
    assert quote.evaluate("box => getComputedStyle(box).direction") == "rtl", "an Arabic quote in both"
    amount = page.locator("#c1 .amount bdi").first
    assert amount.evaluate("box => getComputedStyle(box).direction") == "ltr"


def test_dark_and_light_differ_and_paper_is_light(browser: Browser, whole: tuple[Path, Words]) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = opened(browser, whole[0], 1280, scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    page.emulate_media(media="print")
    grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds[0] == grounds[2] == "rgb(255, 255, 255)"
    assert grounds[1] != grounds[0]


def squeezed(text: str) -> str:
    """Return a text as PDFs are compared: without spaces, presentation forms or marks of direction."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        char for char in plain if not char.isspace() and unicodedata.category(char) not in ("Cf", "Mn")
    )


def printed(browser: Browser, path: Path) -> PdfReader:
    target = path.with_suffix(".pdf")
    page = opened(browser, path, 1280)
    page.pdf(path=target, prefer_css_page_size=True)
    return PdfReader(target)


def test_it_is_printed_on_numbered_sheets_of_a4(browser: Browser, whole: tuple[Path, Words]) -> None:
    path, words = whole
    sheets = printed(browser, path).pages
    for number, sheet in enumerate(sheets, 1):
        width, height = (float(side) * 25.4 / 72 for side in (sheet.mediabox.width, sheet.mediabox.height))
        assert (round(width), round(height)) == (210, 297)
        said = squeezed(sheet.extract_text())
        assert len(said) > 20, f"sheet {number} is blank"
        page, pages = str(number), str(len(sheets))
        if words.lang == "ar":
            digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
            page, pages = page.translate(digits), pages.translate(digits)
        assert f"{page}/{pages}" in said or f"{pages}/{page}" in said or f"{page[::-1]}/{pages[::-1]}" in said


def test_each_printed_row_leads_to_a_printed_note_with_its_address(
    browser: Browser, whole: tuple[Path, Words]
) -> None:
    path, _ = whole
    page = opened(browser, path, 1280)
    rows = page.evaluate(
        """() => [...document.querySelectorAll("main .cards tbody tr")].map(row =>
            [...row.querySelectorAll(".cite")].map(cite => cite.textContent))"""
    )
    assert rows
    assert all(rows), "each row cites a note"
    cited = {cite for row in rows for cite in row}
    notes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".notes li")].map(note =>
            [note.querySelector(".number").textContent, note.innerText]))"""
    )
    assert cited == set(notes)
    text = squeezed("".join(sheet.extract_text() for sheet in printed(browser, path).pages))
    for number in range(1, 6):
        assert squeezed(f"https://news{number}.example/world/2025/{number}?id={number}&lang=ar") in text
    assert text.count("article-0.txt") >= 1, "without an address its file is named"


def test_no_printed_row_is_cut(browser: Browser, whole: tuple[Path, Words], tmp_path: Path) -> None:
    """Each row gets a mark in its first and its last line; both are on one sheet."""
    path, _ = whole
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    count = page.evaluate(
        """() => {
            const rows = [...document.querySelectorAll("main tbody tr")];
            rows.forEach((row, at) => {
                const mark = end => {
                    const box = document.createElement("div");
                    box.textContent = `<${at}${end}>`;
                    box.style.cssText = "font-size:6px;line-height:1;direction:ltr"; return box; };
                for (const cell of row.querySelectorAll("td")) {
                    cell.prepend(mark("begin")); cell.append(mark("end")); }
            });
            return rows.length;
        }"""
    )
    target = tmp_path / "marked.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    sheets: dict[str, set[int]] = {}
    for number, sheet in enumerate(PdfReader(target).pages):
        for mark in re.findall(r"<(\d+)(?:begin|end)>", sheet.extract_text()):
            sheets.setdefault(mark, set()).add(number)
    assert len(sheets) == count
    assert {mark: on for mark, on in sheets.items() if len(on) > 1} == {}
