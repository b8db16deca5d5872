"""What is related to a sentence, among the sentences of a small corpus and by the index of a large one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotations.corpus import open_corpus
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.index import Index
from annotations.insight.related import Passage
from annotations.insight.trust import Trust
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.model.side_records import Verdict
from annotations.services import related
from annotations.services.related import RelatedPassages, written
from annotations.services.suggestions import passage_key, refuse_pair, sentence_key

TEXTS = {
    "000.txt": "قالت نقابة الصيادين إن 40 شخصا قتلوا في سيول وادي الرمل.\nوسرق لصوص لوحة من متحف المدينة.\n",
    "001.txt": "وقال رئيس البلدية إن عدد قتلى سيول وادي الرمل بلغ 300 شخص.\n",
    "002.txt": "افتتح الوزير معرض الكتاب أمس.\nضاعت لوحة ثمينة كانت في متحف المدينة.\n",
    "003.txt": "فاز فريق الساحل على فريق الجبل.\n",
}


class Claims:
    """Annotations as a store lists them."""

    def __init__(self, *annotations: Annotation) -> None:
        self.annotations = annotations

    def list(self, article_id: str | None = None) -> list[Annotation]:
        return [it for it in self.annotations if article_id in (None, it.article.id)]

    def article(self, article_id: str) -> dict[str, object] | None:
        return {"id": article_id, "published": "2025-05-03"}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    articles = ArticleIndex(open_corpus([folder]))
    for _ in articles.update():
        pass
    yield articles.opened
    articles.close()


@pytest.fixture(params=["small", "by the index"])
def either(request: pytest.FixtureRequest, index: Index, monkeypatch: pytest.MonkeyPatch) -> Index:
    if request.param == "by the index":
        monkeypatch.setattr(related, "SMALL", 0)
    return index


def article(index: Index, name: str) -> Article:
    return index.corpus.read(index.find(name).entry)


def claim(of: Article, number: int, **attributes: object) -> Annotation:
    unit = of.units[number]
    return Annotation(
        uuid=f"{of.id}-{number}",
        article=ArticleRef(of.id, of.sha256),
        target=target_for(of.text, unit.start, unit.end, number),
        tags=("claim",),
        attributes=dict(attributes),
        annotator="me",
        created="2026-11-21T10:00:00.000Z",
        updated="2026-11-21T10:00:00.000Z",
    )


def test_sentences_of_other_articles_are_found_with_their_reason(either: Index) -> None:
    finder = RelatedPassages(either, Claims(), Trust())
    first = article(either, "000.txt")
    (found,) = finder.to_sentence(first, first.units[0].start, first.units[0].end)
    assert (found.article, found.uuid, found.differs) == ("001.txt", "", True)
    assert found.why == "same noun: قتيل, 40 / 300"
    assert found.reason("ar").words == "قتيل, 40 / 300"
    theft = finder.to_sentence(first, first.units[1].start, first.units[1].end)
    assert [(it.article, it.quote) for it in theft] == [("002.txt", "ضاعت لوحة ثمينة كانت في متحف المدينة.")]
    assert set(theft[0].words) == {"لوحة", "متحف", "المدينة"}


def test_claims_stand_in_the_place_of_their_sentences(either: Index) -> None:
    second, first = article(either, "001.txt"), article(either, "000.txt")
    numbers = [{"value": 41.0, "min": None, "max": None, "unit": "قتيل", "what": None, "approx": False,
                "quote": None}]  # fmt: skip
    claims = Claims(claim(second, 0, claimant="رئيس البلدية", numbers=numbers))
    finder = RelatedPassages(either, claims, Trust())
    span = first.units[0].start, first.units[0].end
    (found,) = finder.to_sentence(first, *span)
    assert (found.uuid, found.why) == ("001.txt-0", "same noun: قتيل, 40 / 41")
    assert finder.to_sentence(first, *span, claims_only=True) == [found]
    assert RelatedPassages(either, Claims(), Trust()).to_sentence(first, *span, claims_only=True) == []


def test_a_claim_is_taken_apart_once_and_anew_when_it_has_changed(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, first = article(index, "001.txt"), article(index, "000.txt")
    claims = Claims(claim(second, 0, claimant="رئيس البلدية"))
    made: list[str] = []
    of_claim = related._of_claim
    monkeypatch.setattr(related, "_of_claim", lambda it, *more: made.append(it.uuid) or of_claim(it, *more))
    finder = RelatedPassages(index, claims, Trust())
    span = first.units[0].start, first.units[0].end
    before = finder.to_sentence(first, *span)
    assert finder.to_sentence(first, *span) == before
    assert made == ["001.txt-0"]
    claims.annotations = (claim(second, 0, claimant="المحافظ"),)
    finder.to_sentence(first, *span)
    assert made == ["001.txt-0"] * 2


class Counted(Claims):
    """Annotations of an article as a session keeps them: the same object until one of them changes."""

    def __init__(self, *annotations: Annotation) -> None:
        super().__init__(*annotations)
        self.kept: dict[str, list[Annotation]] = {}
        self.looked_at = 0

    def list(self, article_id: str | None = None) -> list[Annotation]:
        assert article_id is not None
        return self.kept.setdefault(article_id, super().list(article_id))

    def article(self, article_id: str) -> dict[str, object] | None:
        self.looked_at += 1
        return super().article(article_id)


def test_a_question_among_many_claims_costs_what_has_changed_since_the_one_before(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, first = article(index, "001.txt"), article(index, "000.txt")
    many = [msgspec.structs.replace(claim(second, 0), uuid=f"uuid-{number}") for number in range(100)]
    claims = Counted(*many)
    made: list[str] = []
    weighed: list[object] = []
    of_claim, weigh = related._of_claim, related.weighed
    monkeypatch.setattr(related, "_of_claim", lambda it, *more: made.append(it.uuid) or of_claim(it, *more))
    monkeypatch.setattr(related, "weighed", lambda *them: weighed.append(them) or weigh(*them))
    rests: list[None] = []
    finder = RelatedPassages(index, claims, Trust(), breathe=lambda: rests.append(None))
    span = first.units[0].start, first.units[0].end
    found = finder.to_sentence(first, *span)
    assert (len(made), len(weighed), claims.looked_at) == (100, 2, 2), "the sentence, and what all claims say"
    assert len(rests) > 100, "it lets others go on between any two claims"
    assert finder.to_sentence(first, *span) == found
    assert (len(made), len(weighed), claims.looked_at) == (100, 2, 2)
    claims.kept["001.txt"] = [*many[:50], claim(second, 0, claimant="المحافظ"), *many[50:]]
    finder.to_sentence(first, *span)
    assert (made[100:], len(weighed), claims.looked_at) == (["001.txt-0"], 2, 3)


def test_what_was_refused_stays_away_from_either_side(either: Index) -> None:
    first, second = article(either, "000.txt"), article(either, "001.txt")
    verdict = Verdict(
        uuid="v",
        annotator="me",
        created="2026-11-21T10:00:00.000Z",
        rule="figures",
        kind="pair",
        taken=False,
        noun="قتيل",
        pair=(sentence_key(first, 0), sentence_key(second, 0)),
    )
    finder = RelatedPassages(either, Claims(), Trust([verdict]))
    for one in (first, second):
        assert finder.to_sentence(one, one.units[0].start, one.units[0].end) == []
    four = [msgspec.structs.replace(verdict, pair=None, uuid=f"{n}") for n in range(4)]
    silent = RelatedPassages(either, Claims(), Trust(four))
    assert silent.to_sentence(first, first.units[0].start, first.units[0].end) == []


def test_a_claim_that_was_refused_by_its_own_words_stays_away_from_its_sentence(either: Index) -> None:
    first, second = article(either, "000.txt"), article(either, "001.txt")
    part = target_for(first.text, 20, first.units[0].end, 0)
    claims = Claims(msgspec.structs.replace(claim(first, 0), target=part), claim(second, 0))
    (change,) = refuse_pair(
        "figures", "قتيل", (passage_key("000.txt", part.quote), sentence_key(second, 0)), "me"
    )
    span = first.units[0].start, first.units[0].end
    assert RelatedPassages(either, claims, Trust()).to_sentence(first, *span)
    refused = Trust([change.record])
    assert RelatedPassages(either, claims, refused).to_sentence(first, *span) == []


def test_nothing_is_looked_for_in_an_article_that_is_set_aside(either: Index) -> None:
    aside: set[str] = set()
    finder = RelatedPassages(either, Claims(), Trust(), aside=lambda: frozenset(aside))
    first = article(either, "000.txt")
    span = first.units[0].start, first.units[0].end
    assert [it.article for it in finder.to_sentence(first, *span)] == ["001.txt"]
    aside.add("001.txt")
    assert finder.to_sentence(first, *span) == []
    aside.clear()
    assert [it.article for it in finder.to_sentence(first, *span)] == ["001.txt"]


def test_an_article_that_has_changed_is_read_again_though_it_has_as_many_sentences(
    index: Index, tmp_path: Path
) -> None:
    finder, first = RelatedPassages(index, Claims(), Trust()), article(index, "000.txt")
    span = first.units[0].start, first.units[0].end
    (before,) = finder.to_sentence(first, *span)
    path, sentences = tmp_path / "corpus" / "001.txt", index.sentences()
    path.write_text(TEXTS["001.txt"].replace("300", "4500"), encoding="utf-8")
    for _ in ArticleIndex(open_corpus([path.parent])).update():
        pass
    assert index.sentences() == sentences
    (after,) = finder.to_sentence(first, *span)
    assert ("300" in before.quote, "4500" in after.quote) == (True, True)


def test_an_article_that_has_gone_is_passed_over(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "SMALL", 0)
    first = article(index, "000.txt")
    path = index.find("001.txt").entry.path
    path.unlink()
    finder = RelatedPassages(index, Claims(), Trust())
    assert finder.to_sentence(first, first.units[0].start, first.units[0].end) == []


def test_a_number_is_written_with_its_bounds() -> None:
    from annotations.insight.figures import Figure

    assert written(Figure(article="a", start=0, end=1, quote="", min=1500.0)) == "≥1,500"
    assert written(Figure(article="a", start=0, end=1, quote="", value=3000.0, approx=True)) == "~3,000"


def test_a_claimant_that_was_taken_comes_before_one_that_was_only_read(either: Index) -> None:
    gallery = "سرقت لوحة ثمينة من متحف المدينة.\n"
    first = Article("900.txt", gallery)
    third = article(either, "002.txt")
    unit = third.units[1]
    taken = claim(third, 1, claimant="مدير المتحف")
    finder = RelatedPassages(either, Claims(taken), Trust())
    span = first.units[0].start, first.units[0].end
    plain = finder.to_sentence(first, *span)
    named = finder.to_sentence(first, *span, names=["مدير المتحف"])
    assert {it.article for it in plain} == {"000.txt", "002.txt"}
    assert (named[0].uuid, named[0].rule, named[0].start) == (taken.uuid, "name", unit.start)
    assert named[0].why == "same name: مدير المتحف"


def test_an_article_that_comes_while_one_reads_is_found(tmp_path: Path, index: Index) -> None:
    first = article(index, "000.txt")
    span = first.units[0].start, first.units[0].end
    finder = RelatedPassages(index, Claims(), Trust())
    assert len(finder.to_sentence(first, *span)) == 1
    (tmp_path / "corpus" / "004.txt").write_text("قتلت سيول وادي الرمل 70 شخصا أمس.\n", encoding="utf-8")
    articles = ArticleIndex(open_corpus([tmp_path / "corpus"]))
    for _ in articles.update():
        pass
    articles.close()
    assert {it.article for it in finder.to_sentence(first, *span)} == {"001.txt", "004.txt"}


def test_of_many_words_the_longest_are_asked_for_and_of_one_length_the_first(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A set of words has another order at each start: what is related must not hang on it."""
    monkeypatch.setattr(related, "SMALL", 0)
    asked: list[str] = []

    def having(term: str, most: int) -> list[int]:
        asked.append(term)
        return []

    monkeypatch.setattr(index, "having", having)
    words = [f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصضطظعغف"]
    subject = Passage("x.txt", 0, 1, frozenset(words) | {"أطولهاكلها"})
    RelatedPassages(index, Claims(), Trust())._by_index(subject, frozenset())
    assert asked == ["أطولهاكلها", *sorted(words)[:11]]
