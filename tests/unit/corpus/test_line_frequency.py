"""A line that stands on many pages of one source is furniture; background, titles and wire copies aren't."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
import site_pages
from hypothesis import given
from hypothesis import strategies as st
from site_pages import HARBOUR, NOON, PLAIN, SITES, Page

from annotations.corpus.kept_lines import PageLines
from annotations.corpus.line_frequency import SAMPLE, furniture_of, lines_of_source, marks_of, places_of
from annotations.corpus.page_source import page_source
from annotations.text.folding import folded_words
from annotations.text.page_lines import line_name, text_lines
from annotations.text.sentences import Sentence, spans


def lines_of(text: str, title: str = "", given: str = "") -> PageLines:
    """Return the lines of a page of which the text alone says nothing but which line is the title."""
    cuts = spans(text)
    sentences = [
        Sentence(start, end, "title" if title and text[start:end] == title else "body") for start, end in cuts
    ]
    lines = text_lines(text, sentences)
    return PageLines(lines.names, marks_of(text, sentences, lines, line_name(folded_words(given))))


def dimmed(pages: Sequence[PageLines]) -> list[list[int]]:
    """Return the numbers of the lines of each page that are furniture, pages all of one source."""
    places = places_of(lines_of_source(pages).lines)
    found = []
    for page in pages:
        furniture = furniture_of(page, places)
        found.append([number for number, name in enumerate(page.names) if name in furniture])
    return found


def shown(page: Page, numbers: Sequence[int]) -> list[str]:
    lines = page.text.split("\n")
    return [lines[number] for number in numbers]


@pytest.mark.parametrize("count", [10, 40, 200])
@pytest.mark.parametrize("site", SITES, ids=lambda site: site.host)
def test_the_frame_of_a_site_is_found_and_nothing_of_its_stories(site: site_pages.Site, count: int) -> None:
    pages = site_pages.pages(count, (site,))
    for page, numbers in zip(pages, dimmed([lines_of(page.text) for page in pages]), strict=True):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


def test_three_pages_prove_nothing() -> None:
    pages = [lines_of(page.text) for page in site_pages.pages(3, (NOON,))]
    assert dimmed(pages) == [[], [], []]


def test_background_that_an_agency_repeats_stays_text_wherever_it_stands() -> None:
    draw = random.Random(1)
    pages = []
    for number in range(30):
        title, paragraphs = site_pages.story(draw)
        place = (1, len(paragraphs), None)[number % 3]
        pages.append(site_pages.page(HARBOUR, title, paragraphs, background=place))
    for page, numbers in zip(pages, dimmed([lines_of(page.text) for page in pages]), strict=True):
        assert HARBOUR.background not in shown(page, numbers)
        assert set(HARBOUR.bottom) <= set(shown(page, numbers))


def test_what_somebody_is_quoted_with_on_every_page_stays_text() -> None:
    quotation = '"لا مكان آمنا في المدينة"'
    pages = []
    for page in site_pages.pages(20, (NOON,)):
        rows = page.text.split("\n")
        story = [number for number in range(len(rows)) if number not in page.frame]
        rows.insert(story[len(story) // 2], quotation)
        pages.append("\n".join(rows))
    for text, numbers in zip(pages, dimmed([lines_of(text) for text in pages]), strict=True):
        assert quotation not in [text.split("\n")[number] for number in numbers]


def test_background_at_the_end_of_every_story_stays_text_too() -> None:
    draw = random.Random(2)
    pages = []
    for _ in range(20):
        title, paragraphs = site_pages.story(draw)
        pages.append(site_pages.page(NOON, title, paragraphs, background=len(paragraphs)))
    for page, numbers in zip(pages, dimmed([lines_of(page.text) for page in pages]), strict=True):
        assert NOON.background not in shown(page, numbers)


@pytest.mark.parametrize("saved", [4, 8, 40])
def test_a_story_that_was_saved_many_times_is_no_evidence(saved: int) -> None:
    draw = random.Random(3)
    title, paragraphs = site_pages.story(draw)
    paragraphs = [*paragraphs, "الصورة لمراسلنا", "ماذا بعد"]
    others = [site_pages.page(NOON, *site_pages.story(draw)) for _ in range(saved)]
    copies = [site_pages.page(NOON, title, paragraphs) for _ in range(saved)]
    found = dimmed([lines_of(page.text) for page in [*copies, *others]])
    for page, numbers in zip([*copies, *others], found, strict=True):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


def test_a_story_that_was_updated_several_times_is_no_evidence() -> None:
    draw = random.Random(4)
    title, paragraphs = site_pages.story(draw)
    versions = []
    for number in range(6):
        _, more = site_pages.story(draw)
        versions.append(site_pages.page(NOON, title, [*paragraphs, "آخر المستجدات", *more[: number % 2]]))
    others = [site_pages.page(NOON, *site_pages.story(draw)) for _ in range(10)]
    found = dimmed([lines_of(page.text) for page in [*versions, *others]])
    for page, numbers in zip(versions, found, strict=False):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


def test_a_dispatch_that_every_site_prints_is_on_one_page_of_each() -> None:
    draw = random.Random(5)
    title, paragraphs = site_pages.story(draw)
    for site in (NOON, HARBOUR):
        own = [site_pages.page(site, *site_pages.story(draw)) for _ in range(8)]
        pages = [*own, site_pages.page(site, title, paragraphs)]
        found = dimmed([lines_of(page.text) for page in pages])
        assert shown(pages[-1], found[-1]) == shown(pages[-1], sorted(pages[-1].frame))


def test_the_title_of_a_story_is_furniture_where_others_link_to_it_and_not_on_its_own_page() -> None:
    draw = random.Random(6)
    title, paragraphs = site_pages.story(draw)
    linking = [
        site_pages.page(NOON._replace(bottom=(*NOON.bottom, title)), *site_pages.story(draw))
        for _ in range(12)
    ]
    own = site_pages.page(NOON, title, paragraphs)
    found = dimmed([lines_of(own.text, title), *(lines_of(page.text) for page in linking)])
    assert title not in shown(own, found[0])
    assert all(title in shown(page, numbers) for page, numbers in zip(linking, found[1:], strict=True))


def test_the_title_that_is_given_beside_the_text_stays_whatever_repeats_it() -> None:
    draw = random.Random(7)
    daily = "نشرة السهل"
    pages = [site_pages.page(PLAIN, daily, site_pages.story(draw, stops=False)[1]) for _ in range(10)]
    place = len(PLAIN.top)
    assert all(place in numbers for numbers in dimmed([lines_of(page.text) for page in pages]))
    given = [lines_of(page.text, given=daily) for page in pages]
    assert not any(place in numbers for numbers in dimmed(given))


@pytest.mark.parametrize("of", [1, 3, 12])
def test_the_name_of_a_site_is_no_title_though_it_looks_like_one_on_some_pages(of: int) -> None:
    pages = site_pages.pages(12, (NOON,))
    name = NOON.top[0]
    lines = [lines_of(page.text, title=name if number < of else "") for number, page in enumerate(pages)]
    for page, numbers in zip(pages, dimmed(lines), strict=True):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


def test_what_introduces_a_quotation_stays_text_though_many_stories_have_it() -> None:
    draw = random.Random(9)
    pages = []
    for number in range(20):
        title, paragraphs = site_pages.story(draw)
        if number % 2:
            paragraphs[1:1] = ["وأضاف قائلا:", "نعم."]
        pages.append(site_pages.page(HARBOUR, title, paragraphs))
    for page, numbers in zip(pages, dimmed([lines_of(page.text) for page in pages]), strict=True):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


def test_a_daily_report_with_other_figures_is_not_the_same_line() -> None:
    draw = random.Random(10)
    pages = []
    for number in range(20):
        title, paragraphs = site_pages.story(draw)
        kicker = f"ارتفاع حصيلة ضحايا العاصفة إلى {100 + number} قتيلا و{300 + number} جريحا منذ بدايتها"
        pages.append(site_pages.page(HARBOUR, title, [kicker, *paragraphs]))
    for page, numbers in zip(pages, dimmed([lines_of(page.text) for page in pages]), strict=True):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


def test_figures_in_a_short_line_make_no_difference() -> None:
    draw = random.Random(8)
    pages = [
        site_pages.page(
            HARBOUR._replace(bottom=(f"عدد الزيارات {draw.randrange(10_000)}",)), *site_pages.story(draw)
        )
        for _ in range(8)
    ]
    for page, numbers in zip(pages, dimmed([lines_of(page.text) for page in pages]), strict=True):
        assert shown(page, numbers) == shown(page, sorted(page.frame))


MADE = [lines_of(page.text) for page in site_pages.pages(8, (NOON, HARBOUR))]


@given(st.lists(st.integers(0, len(MADE) - 1), max_size=24), st.randoms(use_true_random=False))
def test_the_order_in_which_pages_come_makes_no_difference(chosen: list[int], draw: random.Random) -> None:
    pages = [MADE[number] for number in chosen]
    other = list(pages)
    draw.shuffle(other)
    assert lines_of_source(pages) == lines_of_source(other)


@given(st.lists(st.integers(0, len(MADE) - 1), max_size=12), st.integers(2, 5))
def test_exact_copies_of_pages_change_nothing(chosen: list[int], times: int) -> None:
    pages = [MADE[number] for number in dict.fromkeys(chosen)]
    copied = lines_of_source(pages * times)
    assert copied.stories <= len(pages)
    assert all(line.stories <= len(pages) for line in copied.lines.values())
    assert len(pages) >= 4 or not copied.lines


def test_a_page_with_hostile_lines_is_looked_at_all_the_same() -> None:
    texts = [
        "\n".join(["\u202e\u2066", "x" * 100_000, "\ud800", "...", "", "١٢٣", "a" * number])
        for number in range(9)
    ]
    pages = [lines_of(text) for text in texts]
    dimmed(pages)


def test_the_source_of_a_page_is_its_site_then_its_publisher_then_its_folder() -> None:
    def source(url: str = "", publisher: str = "", id_: str = "a/b.txt", file: str = "") -> str:
        return page_source({"url": url, "source": publisher}, id_, file)

    assert source("https://www.news.example/1", "Agency") == "site:news.example"
    assert source("https://m.news.example:443/2") == source("http://News.Example:443/3")
    assert source("javascript:alert(1)", " The  Paper ") == "source:The Paper"
    assert source() == "folder:a"
    assert source(id_="b.txt") == "folder:"
    assert source(file="dump.jsonl") == "file:dump.jsonl"
    assert source("https://a.example@b.example/") != source("https://a.example/")


def test_so_many_pages_are_looked_at_that_a_share_is_known_well() -> None:
    assert SAMPLE >= 1000


def test_the_title_of_a_daily_report_stays_though_only_its_figures_change() -> None:
    draw = random.Random(4)
    pages = []
    for number in range(20):
        title = f"حصيلة اليوم {number + 1} من الحرب"
        pages.append(lines_of("\n".join(["صوت المرفأ", title, *site_pages.story(draw)[1]]), title))
    assert dimmed(pages) == [[0]] * 20
