"""What a key press on a sentence changes, and what counts as decided."""

import msgspec
import pytest

from annotations.model.article import Article, by_sentence, sentence_at
from annotations.model.outline import progress
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import press, whole_sentence

TEXT = "قال الوزير إن العدد 3000 جندي. ونفت موسكو ذلك.\nاقرأ المزيد\nوأضاف أن القوات وصلت."


@pytest.fixture
def article() -> Article:
    return Article("a.txt", TEXT)


def stored(article: Article, start: int, end: int, tags: tuple[str, ...], by: str = "me") -> Annotation:
    return Annotation(
        uuid=f"{by}-{start}-{end}",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, start, end),
        tags=tags,
        annotator=by,
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
    )


def test_the_first_press_makes_an_annotation_of_the_whole_sentence(article: Article) -> None:
    change = press(article, 1, "quantity", [], "me", DEFAULT)
    made = change.annotation
    assert made is not None
    assert change.base_rev == 0
    assert made.target.quote == "ونفت موسكو ذلك."
    assert TEXT[made.target.start : made.target.end] == made.target.quote
    assert made.target.sentence == 1
    assert made.target.prefix.endswith("جندي. ")
    assert made.tags == ("claim", "quantity")
    assert made.article == ArticleRef("a.txt", article.sha256)


def test_a_second_press_changes_the_same_annotation_and_keeps_note_and_links(article: Article) -> None:
    unit = article.sentences[0]
    before = msgspec.structs.replace(stored(article, unit.start, unit.end, ("claim",)), note="انظر", rev=4)
    change = press(article, 0, "event", [before], "me", DEFAULT)
    assert change.annotation is not None
    assert (change.uuid, change.base_rev) == (before.uuid, 4)
    assert change.annotation.note == "انظر"
    assert change.annotation.tags == ("claim", "event")


def test_taking_the_last_tag_away_deletes(article: Article) -> None:
    unit = article.sentences[0]
    change = press(article, 0, "claim", [stored(article, unit.start, unit.end, ("claim",))], "me", DEFAULT)
    assert change.annotation is None


def test_keys_never_touch_another_person_s_annotation(article: Article) -> None:
    unit = article.sentences[0]
    theirs = stored(article, unit.start, unit.end, ("claim",), by="you")
    change = press(article, 0, "claim", [theirs], "me", DEFAULT)
    assert change.uuid != theirs.uuid
    assert change.base_rev == 0


def test_a_part_of_a_sentence_is_not_the_whole_sentence_but_decides_it(article: Article) -> None:
    part = stored(article, 0, 10, ("claim",))
    assert whole_sentence(article, 0, [part], "me") is None
    assert by_sentence(article, [part]) == {0: [part]}
    assert progress(article.outline, [part]).decided == 1


def test_boilerplate_counts_nowhere(article: Article) -> None:
    kinds = [unit.kind for unit in article.sentences]
    assert kinds[2] == "ui"
    button = article.sentences[2]
    state = progress(article.outline, [stored(article, button.start, button.end, ("claim",))])
    assert (state.decided, state.total) == (0, 3)


def test_an_offset_between_sentences_belongs_to_the_one_before(article: Article) -> None:
    assert sentence_at(article, article.sentences[0].end) == 0
    assert sentence_at(article, article.sentences[1].start) == 1
    assert sentence_at(article, len(TEXT) + 5) == 3
