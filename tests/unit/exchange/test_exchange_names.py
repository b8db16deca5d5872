"""What an export reports is what is in its files, whatever the articles are called, on every file system.

Ids differ only in `.txt`, in case, in normalisation, in characters that no file name may have, in what
Windows reserves; each has two annotations, which are counted by reading the files back.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from exchange_samples import StoredAnnotations
from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.files import Names, safe_name
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, target_for
from annotations.model.scheme import DEFAULT

IDS = [
    *("a", "a.txt", "a.txt.txt", "A", "A.txt", "a.TXT"),
    *("caf\u00e9.txt", "cafe\u0301.txt", "\u0622.txt", "\u0627\u0653.txt", "ﬀ", "ff", "straße", "strasse"),
    *("a/b.txt", "a%2Fb.txt", "a\\b", "a:b", "a?b", "a*b", 'a"b', "a<b", "a|b", "a b", "a\tb", "a\nb"),
    *("nul", "NUL.txt", "con.txt", "com1.txt", "lpt9.tar", "aux.", "prn ", "com\u00b9", "nul.nul"),
    *(".", "..", "...", "a.", "a..", ".a", "", "~", "annotation", "claimreader", "annotation.conf"),
    *("x" * 300, "x" * 301, "ب" * 200, "ب" * 200 + ".txt", "a-0123456789ab", "\u202etxt.a", "articles.jsonl"),
]
FOLDERS = [name for name, form in registry.FORMATS.items() if form.folder]
TWO_WAY = [name for name, form in registry.FORMATS.items() if form.imports]


def marked(ids: Sequence[str]) -> tuple[Articles, list[Annotation]]:
    """Return an article of its own text per id, and two annotations of each."""
    articles = [Article(identity, f"قال الأول {number}. ونفى الثاني.") for number, identity in enumerate(ids)]
    annotations = []
    for number, article in enumerate(articles):
        for place, quote in enumerate(("قال", "ونفى")):
            start = article.text.index(quote)
            annotations.append(
                Annotation(
                    uuid=f"0199a000-0000-7000-8000-{number:06}{place:06}",
                    article=ArticleRef(article.id, article.sha256),
                    target=target_for(article.text, start, start + len(quote), place),
                    tags=("Claim", "claim") if place else ("claim",),
                    annotator="me",
                    created="2026-11-20T10:00:00.000Z",
                    updated="2026-11-20T10:00:00.000Z",
                )
            )
    return Articles.of(articles), annotations


@pytest.mark.parametrize("name", TWO_WAY)
def test_what_is_reported_is_what_can_be_read_back(name: str, tmp_path: Path) -> None:
    articles, annotations = marked(IDS)
    target = tmp_path / f"x{registry.FORMATS[name].suffix}"
    report = registry.export(name, annotations, articles, DEFAULT, target)
    plan = registry.read(name, target, articles, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]
    assert report.annotations == len(annotations) == len(plan.new)
    assert not plan.faults
    counts = Counter(entry.annotation.article.id for entry in plan.new)
    assert counts == Counter(entry.article.id for entry in annotations)


def test_what_is_reported_is_what_can_be_counted_in_formats_that_are_only_written(tmp_path: Path) -> None:
    articles, annotations = marked(IDS)
    datasets = registry.export("datasets", annotations, articles, DEFAULT, tmp_path / "datasets")
    lines = (tmp_path / "datasets" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum(len(json.loads(line)["spans"]) for line in lines) == datasets.annotations == len(annotations)
    claims = registry.export("claim", annotations, articles, DEFAULT, tmp_path / "x.jsonld")
    graph = json.loads((tmp_path / "x.jsonld").read_bytes())["@graph"]
    assert len({item["@id"] for item in graph}) == claims.annotations == len(annotations)


@pytest.mark.parametrize("name", FOLDERS)
def test_no_two_files_of_a_folder_are_one_anywhere(name: str, tmp_path: Path) -> None:
    articles, annotations = marked(IDS)
    registry.export(name, annotations, articles, DEFAULT, tmp_path / "out")
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert len(set(map(forgiving, names))) == len(names)
    assert not [name for name in names if reserved(name)]


def forgiving(name: str) -> str:
    """Return a name as file systems that fold case, normalise or drop what stands at its end compare it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).rstrip(". ")


def reserved(name: str) -> bool:
    """Say whether Windows takes it for a device, or can't have it."""
    stem = name.partition(".")[0].rstrip(" ").upper()
    devices = {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"),
    }
    return stem in devices or name.endswith((".", " ")) or bool(set('<>:"/\\|?*\0') & set(name))


@given(st.lists(st.text(max_size=12) | st.sampled_from(IDS), unique=True, max_size=30))
def test_names_are_unique_and_harmless_for_any_ids(ids: list[str]) -> None:
    names = Names()
    given_out = [names.name(identity) for identity in ids]
    assert len(set(map(forgiving, given_out))) == len(ids)
    for name in given_out:
        assert name == Path(name).name
        assert not reserved(name)
        assert not name.startswith(".")
        assert len(name.encode()) <= 120


def test_names_are_those_of_before_where_they_were_good() -> None:
    assert safe_name("002_3ab0a48c1437315e.txt") == "002_3ab0a48c1437315e"
    assert safe_name("ب 2.txt") == "ب%202"
    assert safe_name("nul") == "%6Eul-" + safe_name("nul").partition("-")[2]
    assert safe_name("a.txt") == safe_name("a")
