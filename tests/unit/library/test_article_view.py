"""A notebook shows an article from right to left, marked by colour and letter, and nothing in it acts."""

from html.parser import HTMLParser

import pytest

from annotations.library.article_view import AnnotatedArticle
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.model.scheme import DEFAULT

TEXT = "قال الوزير إن العدد 3000 جندي.\n<script>alert(1)</script> \x1b[2J \u202eقلب\u202c \"&'\nونفت موسكو."


def annotation(words: str, *tags: str, **more: str) -> Annotation:
    start = TEXT.index(words)
    return Annotation(
        uuid="019a",
        article=ArticleRef("a.txt", "0" * 64),
        target=target_for(TEXT, start, start + len(words)),
        tags=tags,
        attributes={"claimant": more.get("claimant", "الوزير")},
        note=more.get("note", ""),
        annotator="mona",
        created="2026-11-21T09:00:00.000Z",
        updated="2026-11-21T09:00:00.000Z",
    )


def page(*annotations: Annotation) -> str:
    return AnnotatedArticle(Article("a.txt", TEXT), annotations, DEFAULT)._repr_html_()


class Seen(HTMLParser):
    """What a browser makes of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_it_runs_from_right_to_left_and_has_all_words() -> None:
    shown = page()
    assert shown.startswith('<div dir="rtl" lang="ar"')
    assert "قال الوزير إن العدد 3000 جندي." in Seen(shown).text


def test_what_is_marked_has_the_colour_and_the_letter_of_its_tag() -> None:
    shown = page(annotation("3000 جندي", "claim", "quantity"))
    tag = DEFAULT.by_id["quantity"]
    assert f"background:{tag.color}33" in shown
    assert f"<bdi>{tag.key}c</bdi>" in shown
    assert "claim, quantity · الوزير · mona" in shown


def test_marks_that_overlap_lose_no_word() -> None:
    shown = page(annotation("قال الوزير إن العدد", "claim"), annotation("العدد 3000 جندي", "quantity"))
    assert "قال الوزير إن العدد" in Seen(shown.replace("<sup", "<!--").replace("</sup>", "-->")).text
    assert shown.count("<mark") == 3


def test_a_hostile_text_is_only_text() -> None:
    hostile = annotation("الوزير", "claim", claimant='"><img src=x onerror=alert(1)>', note="</div><b>")
    seen = Seen(page(hostile))
    assert set(seen.tags) <= {"div", "p", "mark", "sup", "bdi", "span", "b"}
    assert set(seen.attributes) <= {"class", "dir", "lang", "style", "title"}
    assert "<script>alert(1)</script>" in seen.text
    for control in ("\x1b", "\u202e", "\u202c"):
        assert control not in page(hostile)


@pytest.mark.parametrize("colour", ["red;background:url(http://x)", '"><script>'])
def test_a_colour_of_a_scheme_is_a_colour_or_none(colour: str) -> None:
    import msgspec

    tag = msgspec.structs.replace(DEFAULT.tags[0], color=colour)
    scheme = msgspec.structs.replace(DEFAULT, tags=(tag,))
    shown = AnnotatedArticle(Article("a.txt", TEXT), [annotation("الوزير", "claim")], scheme)._repr_html_()
    assert colour not in shown


def test_dollars_are_no_mathematics() -> None:
    text = r"دفع $5 ثم $\href{javascript:alert(1)}{x}$."
    shown = AnnotatedArticle(Article("a.txt", text), [], DEFAULT)._repr_html_()
    outermost = shown[: shown.index(">")]
    assert 'class="tex2jax_ignore mathjax_ignore"' in outermost
    assert text in Seen(shown).text


def test_it_needs_nothing_from_elsewhere() -> None:
    shown = page(annotation("الوزير", "claim"))
    assert "http" not in shown
    assert "url(" not in shown


def test_what_no_longer_fits_is_counted_and_not_shown_elsewhere() -> None:
    import msgspec

    moved = annotation("الوزير", "claim")
    moved = msgspec.structs.replace(moved, target=msgspec.structs.replace(moved.target, start=0, end=6))
    shown = page(moved)
    assert "<mark" not in shown
    assert "1 not shown" in shown
