"""Articles are found in what an API or a search engine lays around them, and read again by their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus_tools import Make, messages, texts

from annotations.corpus import Corpus, CorpusError, open_corpus
from annotations.corpus.formats.json_cutting import split_objects
from annotations.corpus.formats.json_sketch import sketch
from annotations.corpus.index import index_path
from annotations.corpus.record_path import record_path

A, B = "قال الوزير إن القوات وصلت", "أضاف المتحدث أن العدد ارتفع"
ROWS = [{"id": "n1", "title": "الأول", "text": A}, {"id": "n2", "title": "الثاني", "text": B}]
BOTH = {"n1": A, "n2": B}
DOCS = [{"title": "الأول", "text": A}, {"title": "الثاني", "text": B}]
HITS = [{"_index": "news", "_id": f"n{n}", "_score": 1.0, "_source": doc} for n, doc in enumerate(DOCS, 1)]


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


WRAPPED: dict[str, object] = {
    "NewsAPI": {"status": "ok", "totalResults": 2, "articles": ROWS},
    "an answer with a message": {"message": "two articles found", "data": ROWS},
    "data.items": {"data": {"page": 1, "items": ROWS}},
    "items": {"kind": "list", "items": ROWS},
    "results": {"count": 2, "next": None, "results": ROWS},
    "Event Registry": {"articles": {"page": 1, "pages": 9, "results": ROWS}},
    "Solr": {
        "responseHeader": {"status": 0, "params": {"q": "*:*"}},
        "response": {"numFound": 2, "docs": ROWS},
    },
    "Elasticsearch": {"took": 3, "hits": {"total": {"value": 2}, "max_score": 1.0, "hits": HITS}},
    "hits in an array": HITS,
    "JSON:API": {
        "data": [{"type": "articles", "id": f"n{n}", "attributes": doc} for n, doc in enumerate(DOCS, 1)],
        "links": {"next": None},
    },
    "GraphQL": {"data": {"articles": {"edges": [{"cursor": "x", "node": row} for row in ROWS]}}},
    "objects by id": {f"n{n}": doc for n, doc in enumerate(DOCS, 1)},
    "objects by id, wrapped": {"articles": {f"n{n}": doc for n, doc in enumerate(DOCS, 1)}},
    "a name of nobody's": {"meta": {"tags": ["a"], "people": [{"name": "x"}]}, "مقالات": ROWS},
    "phpMyAdmin": [
        {"type": "header", "version": "5.2"},
        {"type": "table", "name": "posts", "data": ROWS},
    ],
    "arrays in an array": [ROWS[:1], ROWS[1:]],
    "one article in an answer": {"status": "ok", "article": ROWS[0]},
}


@pytest.mark.parametrize("name", WRAPPED)
def test_articles_are_found_by_themselves(make: Make, name: str) -> None:
    corpus = open_corpus([make({"a.json": dump(WRAPPED[name])})])
    assert texts(corpus) == ({"n1": A} if name == "one article in an answer" else BOTH)
    assert corpus.problems == []
    assert corpus.read(corpus.entries[0]).title == "الأول"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (".articles[]", WRAPPED["NewsAPI"]),
        (".articles", WRAPPED["NewsAPI"]),
        ("articles", WRAPPED["NewsAPI"]),
        (".hits.hits[]._source", WRAPPED["Elasticsearch"]),
        (".[]", ROWS),
        (".[]._source", HITS),
        (".[]", WRAPPED["objects by id"]),
        (".data[].attributes", WRAPPED["JSON:API"]),
        ('."data"["articles"].edges[].node', WRAPPED["GraphQL"]),
        (".a.b", {"a": {"b": ROWS}, "articles": [{"text": "ليس هذا"}]}),
        (".مقالات[]", WRAPPED["a name of nobody's"]),
    ],
)
def test_a_path_as_jq_writes_it_says_where_they_are(make: Make, path: str, value: object) -> None:
    folder = make({"a.json": dump(value)})
    corpus = open_corpus([folder], records=path)
    assert texts(corpus) == BOTH
    assert corpus.problems == []


def test_a_path_that_finds_nothing_names_the_keys_that_there_are(make: Make) -> None:
    folder = make({"a.json": dump(WRAPPED["Elasticsearch"]), "whole.txt": "سليم"})
    assert messages(folder, records=".articles[]") == [
        "a.json: no article at .articles[]: there are the keys took, hits (say where: --records PATH)"
    ]
    assert messages(folder, records=".hits.docs[]") == [
        "a.json: no article at .hits.docs[]: at .hits there are the keys total, max_score, hits[] "
        "(say where: --records PATH)"
    ]


@pytest.mark.parametrize("path", ["", " ", "a b", ".a | .b", ".a[0]", "select(.a)", ".a..b", "*"])
def test_what_is_no_path_is_said_in_one_line(make: Make, path: str) -> None:
    with pytest.raises(CorpusError, match=r"^--records .*: expected where the articles lie") as caught:
        open_corpus([make({"a.json": "[]"})], records=path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "article",
    [
        {"text": A, "items": ROWS},
        {"items": ROWS, "text": A},
        {"id": "x", "body": A, "related": [{"title": "آخر", "text": B}], "data": {"items": ROWS}},
        {"content": [A], "results": ROWS},
    ],
)
def test_an_article_stays_one_whatever_lists_it_has(make: Make, article: dict[str, object]) -> None:
    assert list(texts(open_corpus([make({"a.json": dump(article)})])).values()) == [A]


def test_an_object_with_the_text_that_the_user_names_is_an_article(make: Make) -> None:
    folder = make({"a.json": dump({"خبر": A, "items": ROWS})})
    assert list(texts(open_corpus([folder], fields={"text": "خبر"})).values()) == [A]


def test_a_broken_object_costs_only_itself(make: Make) -> None:
    rows = [dump(row) for row in ROWS]
    for broken in ([rows[0], "{text: 1}", rows[1]], ["{text: 1}", *rows], [*rows, '{"text": }']):
        corpus = open_corpus([make({"a.json": '{"status":"ok","articles":[' + ",".join(broken) + "]}"})])
        assert texts(corpus) == BOTH
        assert [problem.message.split(":")[1] for problem in corpus.problems] == [" not JSON"]


def test_what_stands_before_a_record_is_not_read_again(make: Make) -> None:
    folder = make({"a.json": dump(WRAPPED["Elasticsearch"])})
    entry = open_corpus([folder]).entries[-1]
    path = folder / "a.json"
    path.write_bytes(b"x" * entry.start + path.read_bytes()[entry.start :])
    again = entry._replace(mtime=path.stat().st_mtime_ns)
    assert open_corpus([folder]).read(again).text == B


def test_articles_behind_much_else_are_found(make: Make) -> None:
    counts = {"buckets": [{"key": n, "doc_count": n} for n in range(10_000)]}
    folder = make({"a.json": dump({"aggregations": counts, "hits": {"hits": HITS}})})
    assert (folder / "a.json").stat().st_size > 1 << 17
    assert texts(open_corpus([folder])) == BOTH


def test_elasticsearch_dumps_and_bulk_lines_are_read(make: Make) -> None:
    bulk = "".join(
        dump({"index": {"_index": "news", "_id": f"n{n}"}}) + "\n" + dump(doc) + "\n"
        for n, doc in enumerate(DOCS, 1)
    )
    gone = dump({"delete": {"_id": "n9"}}) + "\n"
    assert texts(open_corpus([make({"dump/a.jsonl": "\n".join(map(dump, HITS))}) / "dump"])) == BOTH
    corpus = open_corpus([make({"bulk/b.ndjson": bulk + gone}) / "bulk"])
    assert texts(corpus) == BOTH
    assert corpus.problems == []
    assert [entry.number for entry in corpus.entries] == [2, 4]


def test_lines_that_are_answers_have_several_articles_each(make: Make) -> None:
    pages = [{"data": [row], "meta": {"result_count": 1}} for row in DOCS]
    corpus = open_corpus([make({"a.jsonl": "\n".join([dump(pages[0]), "{", dump(pages[1])])})])
    assert texts(corpus) == {"a.jsonl:1": A, "a.jsonl:2": B}
    assert [problem.message for problem in corpus.problems] == [
        "line 2: ends early, in or after record 1; what comes before it is read"
    ]


def test_a_path_goes_into_each_line(make: Make) -> None:
    folder = make({"a.jsonl": "\n".join(dump({"id": row["id"], "doc": {"in": row}}) for row in ROWS)})
    assert texts(open_corpus([folder], records=".doc.in")) == BOTH


class Dribble:
    """Gives a few bytes at a time, so that every cut between two reads is tried."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def tell(self) -> int:
        return self._at

    def read(self, _size: int = -1) -> bytes:
        part = self._data[self._at : self._at + 3]
        self._at += len(part)
        return part


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"a": [{"b": 1}], "c": {"a": [{"b": 2}]}}, ".a[]", ['{"b": 1}']),
        ({"c": "x", "a": [[{"b": 1}], {"b": 2}]}, ".a[]", ['{"b": 2}']),
        ({"a": {"x": {"b": "}"}, "y": 1, "z": {}}}, ".a[]", ['"x": {"b": "}"}', '"z": {}']),
        ([{"a": [{"b": 1}]}, {"a": [{"b": 2}]}], ".[].a[]", ['{"b": 1}', '{"b": 2}']),
        ({"a\u0301": [{"b": 1}], "a": 1}, '."a\u0301"[]', ['{"b": 1}']),
        ({"a": {"b": {"c": 1}}}, ".a.b", ['{"c": 1}']),
        ({"b": ["a", {"c": 1}]}, ".a", []),
    ],
)  # fmt: skip
def test_a_stream_is_cut_at_a_path_wherever_the_reads_fall(
    value: object, path: str, expected: list[str]
) -> None:
    for text in (dump(value), json.dumps(value, indent=2)):
        stream = Dribble(text.encode())
        found = [part for _, part in split_objects(stream, record_path(path).steps)]  # type: ignore[arg-type]
        assert [json.loads(b"{" + part + b"}" if part[:1] == b'"' else part) for part in found] == [
            json.loads("{" + part + "}" if part[:1] == '"' else part) for part in expected
        ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('{"a": [{"b": 1}, {"b": 2', {"a": [{"b": 1}]}),
        ('{"a": "x, y", "b": "c, d', {"a": "x, y"}),
        ('{"a": [1, 2]} {"b": 3}', {"a": [1, 2]}),
        ('window.x = [{"a": 1}, ', [{"a": 1}]),
        ('{"a": [{b}, {"c": 1}]}', {"a": [None, {"c": 1}]}),
        ("nothing", None),
        ("", None),
    ],
)
def test_the_beginning_of_a_file_is_parsed_as_far_as_it_goes(head: str, expected: object) -> None:
    assert sketch(head) == expected


def test_a_wrapped_file_costs_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.json"
    row = dump({"text": A * 200}).encode()
    with path.open("wb") as file:
        file.write(b'{"status":"ok","articles":[' + row)
        for _ in range(4000):
            file.write(b"," + row)
        file.write(b"]}")
    corpus: Corpus = open_corpus([tmp_path])
    tracemalloc.start()
    try:
        assert sum(1 for _ in corpus.each_entry()) == 4001
        assert tracemalloc.get_traced_memory()[1] < path.stat().st_size // 2 < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_name_in_another_encoding_is_known_too(make: Make) -> None:
    data = dump({"المقالات": [*ROWS, {"id": "n3", "text": f"{A} {B}"}]}).encode("cp1256")
    assert list(texts(open_corpus([make({"a.json": data})]))) == ["n1", "n2", "n3"]


def test_an_action_belongs_to_the_next_line_that_is_not_blank(make: Make) -> None:
    lines = [
        dump({"create": {"_id": "n1"}}),
        "",
        dump(DOCS[0]),
        dump({"update": {"_id": "n2"}}),
        dump({"doc": DOCS[1]}),
    ]
    assert texts(open_corpus([make({"a.jsonl": "\n".join(lines)})])) == BOTH


def test_an_index_that_was_read_in_one_way_is_not_taken_for_another(make: Make, cache: Path) -> None:
    folder = make({"a.json": dump(ROWS)})
    ways = (open_corpus([folder]), open_corpus([folder], records=".[]"), open_corpus([folder], chat="day"))
    assert len({index_path(corpus, cache) for corpus in ways}) == 3
    assert index_path(open_corpus([folder], chat="message"), cache) == index_path(ways[0], cache)
