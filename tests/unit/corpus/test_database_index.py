"""A corpus in PostgreSQL answers as its folder does, to who may only read it; what goes wrong is one line."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from corpus_tools import Make, indexed, without_spaces
from dispatch import OUTLETS

from annotations.corpus import ArticleError, CorpusError
from annotations.corpus.article_index import ArticleIndex
from annotations.corpus.corpus_index import CorpusIndex
from annotations.corpus.index import Index
from annotations.corpus.indexing import update
from annotations.corpus.listing import FIRST, ORDERS, RELEVANCE, ArticleRow, Listing
from annotations.corpus.query import Query
from annotations.corpus.records import IndexFailedError
from annotations.corpus.search import results
from annotations.model.records import ArticleRef, timestamp
from annotations.model.side_records import ArticleCorrection, correction_uuid
from annotations.services.concordance import Concordance
from annotations.services.concordance_query import read_query
from annotations.services.wire_copies import voices_of_index

psycopg = pytest.importorskip("psycopg")

from postgresql_server import BINARIES, Server  # noqa: E402 - it needs psycopg

from annotations.corpus.database import filling, index, word_search  # noqa: E402 - the same
from annotations.corpus.database.filling import Filled, fill  # noqa: E402 - the same
from annotations.corpus.database.opening import open_database, tables_at  # noqa: E402 - the same
from annotations.corpus.database.tables import CorpusTables  # noqa: E402 - the same

pytestmark = pytest.mark.skipif(not BINARIES, reason="no PostgreSQL is installed")

TEXT = (
    "قوات القوات وقواته صاروخ صواريخ للصاروخ روسيا الروسية الناتو حلف كوريا الشمالية الجنوبية مصر مصرع السد "
    "للسد أوكرانيا اوكرانيا الوزير وزير قال وأضاف منظمة KN-23 2024 3,000 المؤسسة مؤسسات رئيس الرئيس"
)
QUERIES = (
    "قوات", "صاروخ", "مصر", '"كوريا الشمالية"', '"الشمالية الجنوبية مصر"', "صاروخ*", "الو*", "روسيا -الناتو",
    '"روسيا الناتو"~2', '"روسيا الناتو الوزير"~9', '-"كوريا الشمالية"', "-قوات", '-"روسيا الناتو"~1 قوات',
    "KN-23", "3000", "لاشيء", "لاشيء قوات", '"قوات صاروخ', "ستيب", "وكالة المؤسسة", "'", "\\", "عبدالله",
    "قوات قوات",
)  # fmt: skip
COUNT = 450


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.remove()


@pytest.fixture
def database(server: Server) -> str:
    return server.corpus()


def news(count: int = COUNT) -> dict[str, str | bytes]:
    """Return files of articles of all kinds: records, texts, dates that are none, lines that pages share."""
    choose = random.Random(7)

    def some(least: int, most: int) -> str:
        return " ".join(choose.choices(TEXT.split(), k=choose.randint(least, most)))

    dates = ["2024-10-03", "2025-01-31", "2024-10-03", "يوم الأحد", "", "2023-05-05T10:00:00"]
    records = [
        {
            "text": "\n\n".join(
                ["القائمة الرئيسية للموقع", *(f"{some(5, 14)}." for _ in range(3)), "تابعونا على فيسبوك هنا"]
            ),
            "title": some(2, 4) if number % 5 else "",
            "source": choose.choice(["وكالة ستيب", "المؤسسة", ""]),
            "published": choose.choice(dates),
            "url": f"https://news{number % 3}.example/{number}",
        }
        for number in range(count)
    ]
    files: dict[str, str | bytes] = {"a.jsonl": "\n".join(map(json.dumps, records))}
    files |= {f"ب/{number}.txt": f"{some(3, 5)}\n\n{some(20, 40)}.\n" for number in range(9)}
    files |= {f"dispatch/{name}": text for name, text in OUTLETS.items()}
    return files


class Both:
    """A corpus in a folder and in a database."""

    def __init__(self, folder: Path, cache: Path, server: Server, database: str) -> None:
        self.server, self.database = server, database
        self.local = indexed(cache, folder)
        self.opened: list[ArticleIndex] = []
        self.fill()
        self.remote = self.read()

    def fill(self, *, role: str = "crawler", rebuild: bool = False) -> Filled:
        list(update(self.local))
        into = tables_at(self.server.address(self.database, role))
        steps = fill(self.local, into, rebuild=rebuild)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                into.close()
                return end.value  # type: ignore[no-any-return]

    def read(self, role: str = "noor") -> CorpusIndex:
        corpus = open_database(self.server.address(self.database, role))
        self.opened.append(ArticleIndex(corpus))
        corpus.layers.note_repetition(self.opened[-1])
        return self.opened[-1].opened

    def close(self) -> None:
        self.local.close()
        for opened in self.opened:
            opened.close()


BothOf = Callable[[Path], Both]


@pytest.fixture
def both_of(cache: Path, server: Server, database: str) -> Iterator[BothOf]:
    made: list[Both] = []

    def both(folder: Path) -> Both:
        made.append(Both(folder, cache, server, database))
        return made[-1]

    yield both
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def whole(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("whole")
    for name, content in news().items():
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    made = Both(folder / "corpus", folder / "cache", server, server.corpus())
    yield made
    made.close()


@pytest.fixture
def both(whole: Both) -> Iterator[Both]:
    """Give a corpus that stays as it is."""
    yield whole
    whole.local.corpus.corrections.clear()  # type: ignore[attr-defined] # a dict
    whole.remote.corpus.corrections.clear()  # type: ignore[attr-defined] # the same


def said(row: ArticleRow) -> tuple[object, ...]:
    return row.entry.id, row.entry.number, *row[1:]


def rows(listing: Listing) -> list[tuple[object, ...]]:
    return [said(row) for row in listing]


def newest_first(local: Index) -> list[tuple[object, ...]]:
    """Return all rows as they come where nothing says more of one than of another."""
    files = list(local.listing())
    dated = [row for row in files if row.published and row.published[:4].isdecimal()]
    others = [row for row in files if row.published and row not in dated]
    in_order = [
        *sorted(dated, key=lambda row: row.published or "", reverse=True),
        *sorted(others, key=lambda row: row.published or "", reverse=True),
        *(row for row in files if not row.published),
    ]
    return list(map(said, in_order))


# ---------------------------------------------------------------- the same answers


def test_lists_are_the_same_in_every_order(both: Both) -> None:
    assert len(both.local.listing()) == COUNT + 9 + len(OUTLETS)
    for order in (*ORDERS, RELEVANCE):
        for descending in (False, True):
            expected = both.local.listing(order=order, descending=descending)
            there = both.remote.listing(order=order, descending=descending)
            assert (order, rows(there)) == (order, rows(expected))
            assert len(there) == len(expected)


@pytest.mark.parametrize(
    ("ranked", "few", "many"), [(word_search.RANKED, index.FEW, 10**9), (20, 20, 10**9), (20, 20, -1)]
)
def test_searches_find_the_same_in_every_order(
    both: Both, monkeypatch: pytest.MonkeyPatch, ranked: int, few: int, many: int
) -> None:
    monkeypatch.setattr(index, "RANKED", ranked)
    monkeypatch.setattr(index, "FEW", few)
    monkeypatch.setattr(index, "_MANY", many)
    newest = newest_first(both.local)
    for query in QUERIES:
        for order, descending in [("file", False), ("title", False), ("published", True), (RELEVANCE, False)]:
            expected = both.local.listing(query, order=order, descending=descending)
            there = both.remote.listing(query, order=order, descending=descending)
            assert (query, len(there)) == (query, len(expected))
            wanted = rows(expected)
            if order == RELEVANCE and (len(expected) > ranked or many < 0) and Query(query):
                ids = {row[0] for row in wanted}  # too many to be ranked: the newest first
                wanted = [row for row in newest if row[0] in ids]
            assert (query, order, rows(there)) == (query, order, wanted)


@pytest.mark.parametrize("order", ["file", "title", "published", "source"])
def test_pages_are_the_same_wherever_one_goes(
    both: Both, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(index, "FEW", 100)
    for query in ("", "قال", "-الناتو"):
        expected = list(both.local.listing(query, order=order, descending=order == "published"))
        listing = both.remote.listing(query, order=order, descending=order == "published")
        assert len(expected) > 2 * 64 < FIRST
        for offset in (128, 64, len(expected) - 5, FIRST + 64, 300, len(expected) - 40, 0, 118):
            page = listing.page(offset, 64)
            assert list(map(said, page)) == list(map(said, expected[offset : offset + 64]))
        for place in (0, len(expected) // 2, len(expected) - 1):
            key = both.remote.key(expected[place].entry.id)
            assert key is not None
            assert listing.position(key) == (place if not query or place < 64 else None)
        assert listing.position(10**6) is None
        assert list(listing.load()) == [both.remote.key(row.entry.id) for row in expected]


def test_articles_and_what_is_found_in_them_are_the_same(both: Both) -> None:
    for query in ("قوات", '"كوريا الشمالية"', "ستيب"):
        expected = list(results(both.local, query))
        there = list(results(both.remote, query))
        assert [(said(it.row), it.text, it.start, it.hits) for it in there] == [
            (said(it.row), it.text, it.start, it.hits) for it in expected
        ]
    for own, other in zip(both.local.listing(), both.remote.listing(), strict=True):
        article, same = both.local.corpus.read(own.entry), both.remote.corpus.read(other.entry)
        assert (article.text, article.metadata, article.site, article.encoding) == (
            same.text, same.metadata, same.site, same.encoding,
        )  # fmt: skip
        assert (article.title, article.source, article.published) == (same.title, same.source, same.published)


def test_concordances_are_the_same(both: Both) -> None:
    asked = read_query("قوات source:ستيب from:2024-10")
    hits = [
        [(hit.article.id, hit.sentence, hit.boilerplate, hit.around, hit.first) for of in lines for hit in of]
        for lines in (Concordance(both.local, asked), Concordance(both.remote, asked))
    ]
    assert hits[0]
    assert hits[1] == hits[0]


def test_all_else_that_is_asked_is_the_same(both: Both) -> None:
    local, remote = both.local, both.remote
    both.local.corpus.layers.note_repetition(SimpleNamespace(repeated=local.repeated, repetitions=None))
    assert any(local.repeated(row.entry.id) for row in local.listing())
    assert [each[1:] for each in remote.outlines()] == [each[1:] for each in local.outlines()]
    assert list(remote.texts()) == list(local.texts())
    asked = [*dict(local.texts()), "none", "a\0b"]
    assert remote.texts_of(asked) == local.texts_of(asked) == dict(local.texts())
    assert sorted(text for _, text in remote.keys_and_texts()) == sorted(
        text for _, text in local.keys_and_texts()
    )
    assert remote.sentences() == local.sentences()
    assert voices_of_index(remote).groups == voices_of_index(local).groups != ()
    assert remote.keys_by_id().keys() == local.keys_by_id().keys()
    assert remote.state()[0] == local.state()[0]
    assert remote.complete()
    for row in local.listing().page(0, 20):
        article = local.corpus.read(row.entry)
        assert set(remote.repeated(row.entry.id)) == set(local.repeated(row.entry.id))
        for name in article.line_names:
            assert remote.repetitions(article.site, name) == local.repetitions(article.site, name)
        assert [said(it) for it in remote.same_text(row.sha256)] == [
            said(it) for it in local.same_text(row.sha256)
        ]
        assert said(remote.find(row.entry.id)) == said(local.find(row.entry.id))
        for nothing in ("not-a-digest", row.sha256.upper(), f" {row.sha256}"):
            assert remote.same_text(nothing) == local.same_text(nothing) == []
    for part in ("صار", "روس", "و"):
        found_there = set(remote.ids(remote.having(part, 1000)).values())
        assert found_there == set(local.ids(local.having(part, 1000)).values()) != set()
    for query in map(Query, QUERIES):
        assert remote.known_words(query) == local.known_words(query)
    for wrong in ("ب/", "نعم"):
        with pytest.raises(CorpusError, match="several articles" if wrong == "ب/" else "no article"):
            remote.find(wrong)
        with pytest.raises(CorpusError, match="several articles" if wrong == "ب/" else "no article"):
            remote.corpus.find(wrong)
    assert [entry.id for entry in remote.corpus.entries] == [entry.id for entry in local.corpus.entries]


def test_what_people_have_corrected_is_shown_and_found(both: Both) -> None:
    local, remote = both.local, both.remote
    chosen = [row.entry.id for row in local.listing().page(3, 2)]
    now = timestamp()
    for article_id in chosen:
        said_of = ArticleCorrection(
            uuid=correction_uuid(article_id),
            article=ArticleRef(article_id, "0" * 64),
            annotator="noor",
            created=now,
            updated=now,
            title="زيتونة برية",
            source="كوكب",
        )
        local.corpus.corrections[article_id] = remote.corpus.corrections[article_id] = said_of  # type: ignore[index] # a dict
    for query in ("زيتونة", "كوكب -زيتونة", "قوات", "-قوات", "ستيب"):
        assert sorted(map(repr, rows(remote.listing(query)))) == sorted(map(repr, rows(local.listing(query))))
    assert {row.entry.id for row in remote.listing("زيتونة")} == set(chosen)


def test_phrases_are_found_in_texts_that_are_too_long_for_their_places(make: Make, both_of: BothOf) -> None:
    many = " ".join(f"كلمة{number}" for number in range(20_000))
    files: dict[str, str | bytes] = {
        "long.txt": f"{many}. نهاية النص الطويل جدا.",
        "often.txt": "سلام " * 400 + "على الجميع. نهاية النص.",
        "short.txt": "نهاية الطويل النص.",
    }
    both = both_of(make(files))
    for query in (
        '"نهاية النص الطويل"',
        '"سلام على الجميع"',
        '-"نهاية النص"',
        '"نهاية الطويل"~1',
        "سلام",
        "كلمة777",
    ):
        assert (query, rows(both.remote.listing(query))) == (query, rows(both.local.listing(query)))


def test_texts_that_the_database_cannot_hold_come_back_as_they_were(make: Make, both_of: BothOf) -> None:
    odd = {"text": f"قبل \0 بعد {'كلمة ' * 99}", "title": "عنوان \0 غريب"}
    both = both_of(make({"odd.jsonl": json.dumps(odd)}))
    entry = both.remote.corpus.find("odd.jsonl:1")
    article = both.remote.corpus.read(entry)
    assert article.text == odd["text"]
    assert (
        article.metadata["title"]
        == both.local.corpus.read(both.local.find("odd.jsonl:1").entry).metadata["title"]
    )
    (row,) = both.remote.rows([entry.start])
    assert row.sha256 == article.sha256


LATIN = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz", k=3000))
ARABIC = "".join(random.Random(3).choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=3426))
"""Words of which PostgreSQL can pack the letters hardly smaller."""


def test_words_of_any_length_are_filled_in_and_found_if_a_vector_holds_them(
    make: Make, both_of: BothOf
) -> None:
    held, latin = ARABIC[-1000:], LATIN[-2000:]
    files: dict[str, str | bytes] = {
        "arabic.txt": f"قبل {ARABIC} بعد",
        "glued.txt": without_spaces(),
        "held.txt": f"قبل {held} بعد {latin} ثم",
        "latin.txt": f"قبل {LATIN} بعد",
        "short.txt": "قال الوزير إن القوات تقدمت",
    }
    both = both_of(make(files))
    again = both.fill(rebuild=True)
    assert (again.articles, again.written) == (5, 5)
    said = "1 of its different words can't be found: they are too many, or too long"
    assert [problem.message for problem in again.problems] == [said] * 3
    for typed in (held, f'"{latin} ثم"', f'"قبل {held} بعد"', f"قبل -{held}", f"-{held}", f"{held[:400]}*"):
        assert (typed, rows(both.remote.listing(typed))) == (typed, rows(both.local.listing(typed)))
    assert [row.entry.id for row in both.remote.listing(held)] == ["held.txt"]


@pytest.mark.parametrize("length", [2001, 2046, 2100, 3000, 6000])
@pytest.mark.parametrize("letters", [ARABIC, LATIN], ids=["arabic", "latin"])
def test_a_word_that_no_vector_holds_finds_nothing_and_harms_no_other_question(
    both: Both, letters: str, length: int
) -> None:
    word = (letters * 2).encode()[: length + length % 2 * (letters == ARABIC)].decode()
    everything, forces = rows(both.remote.listing()), rows(both.remote.listing("قوات"))
    for typed in (word, f'"{word}"', f'"{word} قوات"', f"{word}*", f'"{word} قوات"~3', f"قوات {word}"):
        for order in ("file", RELEVANCE):
            assert rows(both.remote.listing(typed, order=order)) == []
    for typed in (f"-{word}", f'-"{word}"', f"-{word}*", f'-"{word} قوات"', f'-"{word} قوات"~3'):
        assert rows(both.remote.listing(typed)) == everything
        assert rows(both.remote.listing(f"قوات {typed}")) == forces
    assert list(both.remote.having(word, 9)) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("do $$ begin raise query_canceled; end $$", "doesn't answer in time"),
        (f"select '{'x' * 3000}'::tsquery", "refuses what is asked (word is too long in tsquery"),
        ("do $$ begin raise out_of_memory; end $$", "refuses what is asked"),
        ("do $$ begin raise lock_not_available; end $$", "refuses what is asked"),
    ],
    ids=["cancelled", "too long", "no memory", "locked"],
)
def test_what_the_database_refuses_or_has_no_time_for_keeps_it_from_nothing_else(
    both: Both, monkeypatch: pytest.MonkeyPatch, statement: str, said: str
) -> None:
    monkeypatch.setattr("annotations.corpus.database.tables._RESTS", 3600.0)
    tables = both.remote.corpus.source
    assert isinstance(tables, CorpusTables)
    with pytest.raises(IndexFailedError, match=re.escape(said)):
        tables.fetch(statement)
    assert len(both.remote.listing()) == len(both.local.listing())


def test_a_query_that_no_tsquery_has_room_for_is_one_line_and_no_more(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.corpus.database.tables._RESTS", 3600.0)
    phrases = (" ".join(LATIN[at + of : 1900 + of] for at in range(20)) for of in range(32))
    with pytest.raises(IndexFailedError, match="refuses what is asked"):
        both.remote.listing(" ".join(f'"{phrase}"' for phrase in phrases))
    assert len(both.remote.listing()) == len(both.local.listing())


# ---------------------------------------------------------------- filling it again


def test_only_what_has_changed_is_written_again(make: Make, both_of: BothOf) -> None:
    both = both_of(
        make({"1.txt": "الأول", "2.txt": "الثاني", "3.jsonl": '{"text": "الثالث"}\n', "4.txt": "رابع"})
    )
    before = {row.entry.id: row.entry.start for row in both.remote.listing()}
    assert both.fill()[1:] == (0, 0, [])
    folder = make({"0.txt": "جديد", "2.txt": "الثاني المعدل"})
    (folder / "1.txt").unlink()
    (folder / "4.txt").touch()
    assert both.fill()[:3] == (4, 2, 1)
    assert rows(both.remote.listing()) == rows(both.local.listing())
    after = {row.entry.id: row.entry.start for row in both.remote.listing()}
    assert {name for name in after if after[name] == before.get(name)} == {"3.jsonl:1", "4.txt"}
    assert after["2.txt"] > max(before.values())
    assert [row.entry.id for row in both.remote.listing("المعدل")] == ["2.txt"]
    with pytest.raises(ArticleError, match="no longer there"):
        both.remote.corpus.read(both.remote.corpus.find("2.txt")._replace(start=before["2.txt"]))


def test_who_is_stopped_goes_on_from_there(
    make: Make, both_of: BothOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = both_of(make({"1.txt": "الأول"}))
    monkeypatch.setattr(filling, "_ARTICLES", 10)
    make(news(60))
    list(update(both.local))
    into = tables_at(both.server.address(both.database, "crawler"))
    steps = fill(both.local, into)
    for step in steps:
        if not step.comparing and step.articles >= 30:
            break
    steps.close()
    assert not both.remote.complete()
    assert both.remote.state()[0] == len(both.remote.listing()) == 31
    assert len(list(both.remote.listing("قال"))) == len(both.remote.listing("قال"))
    filled = both.fill()
    assert filled.written == filled.articles - 31
    assert both.remote.complete()
    assert rows(both.remote.listing()) == rows(both.local.listing())


def test_another_corpus_is_not_put_in_the_place_of_one_by_mistake(
    make: Make, both_of: BothOf, tmp_path: Path
) -> None:
    both = both_of(make({f"{number}.txt": f"مقال {number}" for number in range(5)}))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.txt").write_text("غيره", encoding="utf-8")
    both.local = indexed(tmp_path / "cache2", tmp_path / "other")
    with pytest.raises(IndexFailedError, match="5 of the 5 articles there aren't in this corpus"):
        both.fill()
    assert len(both.remote.listing()) == 5
    both.fill(rebuild=True)
    assert rows(both.remote.listing()) == rows(both.local.listing())


def test_two_do_not_fill_it_at_once(both: Both) -> None:
    first = fill(both.local, tables_at(both.server.address(both.database, "crawler")))
    next(first)
    with pytest.raises(IndexFailedError, match="another claimreader is filling"):
        both.fill()
    first.close()
    both.fill()


# ---------------------------------------------------------------- who may, and what goes wrong


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://noor:geheim@db.example/news",
        "postgres://noor:geheim@/news",
        "postgresql://db.example/news?password=geheim",
        "postgresql://db.example/news?pass%77ord=geheim",
        "postgresql://db.example/news?sslpassword=geheim",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(CorpusError, match="can't hold a password") as refused:
        open_database(address)
    assert "geheim" not in str(refused.value)


def test_who_may_only_read_can_read_and_not_write(both: Both) -> None:
    assert len(both.remote.listing("قوات")) > 0
    with pytest.raises(IndexFailedError, match="administrator grants"):
        both.fill(role="noor", rebuild=True)
    assert rows(both.remote.listing()) == rows(both.local.listing())


def test_who_has_no_right_is_told_so(both: Both) -> None:
    both.server.execute("postgres", "drop role if exists stranger", "create role stranger login")
    with pytest.raises(IndexFailedError, match="administrator grants claimreader_reader") as refused:
        both.read("stranger").listing()
    assert "\n" not in str(refused.value)


def test_a_database_without_tables_or_articles_says_what_to_do(server: Server, database: str) -> None:
    for name, remedy in ((database, "index FOLDER --to fills it"), ("postgres", "index --sql prints")):
        unfilled = ArticleIndex(open_database(server.address(name, "noor")))
        with pytest.raises(IndexFailedError, match=f"claimreader {remedy}"):
            unfilled.opened.listing()
        unfilled.close()


def test_a_server_that_goes_and_comes_back_costs_one_line_and_no_more(
    make: Make, both_of: BothOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.corpus.database.tables._RESTS", 0.0)
    both = both_of(make(news(30)))
    listing = both.remote.listing()
    entry = both.remote.corpus.find("a.jsonl:1")
    text = both.remote.corpus.read(entry).text
    both.server.stop()
    try:
        with pytest.raises(IndexFailedError, match="can't be reached") as lost:
            both.remote.listing("قوات")
        assert "\n" not in str(lost.value)
        with pytest.raises(ArticleError, match="can't be reached") as unread:
            both.remote.corpus.read(entry)
        assert unread.value.passing
        assert both.remote.corpus.problems == []
    finally:
        both.server.start()
    assert both.remote.corpus.read(entry).text == text
    assert rows(listing) == rows(both.local.listing())


def test_a_server_that_did_not_answer_is_not_asked_for_every_row(
    make: Make, both_of: BothOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.corpus.database.tables._RESTS", 3600.0)
    both = both_of(make(news(3)))
    tried: list[object] = []
    monkeypatch.setattr("annotations.postgresql_connection.connect", lambda _: tried.append(1) or refused())
    both.remote.close()
    said = set()
    for _ in range(20):
        with pytest.raises(IndexFailedError, match="can't be reached") as lost:
            both.remote.listing()
        said.add(str(lost.value))
    assert len(tried) == len(said) == 1


def refused() -> None:
    raise psycopg.OperationalError("connection refused")


def test_a_connection_that_was_cut_is_made_anew_without_a_word(both: Both) -> None:
    expected = rows(both.remote.listing("قوات"))
    both.server.execute(
        "postgres", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'noor'"
    )
    assert rows(both.remote.listing("قوات")) == expected


def test_a_server_that_stands_still_is_one_line_in_bounded_time(
    make: Make, both_of: BothOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = both_of(make(news(5)))
    both.remote.listing()
    monkeypatch.setattr("annotations.corpus.database.tables._RESTS", 0.0)
    monkeypatch.setattr("annotations.corpus.database.tables.HANGS", 0.3)
    monkeypatch.setattr("annotations.postgresql_connection.HANGS", 0.3)
    both.server.freeze(frozen=True)
    try:
        with pytest.raises(IndexFailedError, match="can't be reached"):
            both.remote.listing()
    finally:
        both.server.freeze(frozen=False)
    assert len(both.remote.listing()) > 0


@pytest.mark.parametrize(
    "statement",
    [
        "update claimreader_corpus.article set outline = 'abc'",
        "update claimreader_corpus.line set names = 'x', marks = 'y', laid = 'z'",
        "update claimreader_corpus.text set metadata = '[1]'",
        "update claimreader_corpus.text set damage = '{\"a\": 1}'",
        "update claimreader_corpus.text set exact = '\\xff'",
        "update claimreader_corpus.text set body = repeat('x', 3000000)",
        "update claimreader_corpus.article set sha256 = 'x', label = E'\\x1b[31m', file = '../../etc/passwd'",
        "alter table claimreader_corpus.article alter sentences type text",
        "update claimreader_corpus.corpus set version = 99",
        "update claimreader_corpus.article set length = -1, place = -1, number = -1, encoding = ''",
    ],
)
def test_what_others_have_put_there_harms_nobody(
    make: Make, both_of: BothOf, server: Server, database: str, statement: str
) -> None:
    both = both_of(make(news(3)))
    entries = list(both.remote.corpus.entries)
    server.execute(database, statement)
    both.remote.corpus.options = both.remote.corpus.options._replace(max_size=2_000_000)
    for asked in (
        lambda: list(both.remote.listing()),
        lambda: list(both.remote.outlines()),
        lambda: list(results(both.remote, "قال")),
        *(lambda entry=entry: both.remote.corpus.read(entry).sentences for entry in entries),  # type: ignore[misc]
    ):
        try:
            asked()
        except (CorpusError, ArticleError) as error:
            assert "\n" not in str(error)  # noqa: PT017 - either is right
