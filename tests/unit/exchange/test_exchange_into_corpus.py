"""An export that is written into the folder of the articles is no article, in any format, under any name."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_samples import ARTICLES, FIRST, sample
from reports import material, write_report

from annotations.corpus import open_corpus
from annotations.corpus.formats import SUFFIXES
from annotations.corpus.own_files import KNOWN_BY_CONTENT, WRITTEN_BY_US
from annotations.exchange import ExchangeError, registry
from annotations.exchange.losses import ExportReport
from annotations.exchange.report import page
from annotations.exchange.report.messages import ENGLISH
from annotations.exchange.report.wording import Wording
from annotations.model.scheme import DEFAULT

REFUSED = SUFFIXES - (WRITTEN_BY_US - KNOWN_BY_CONTENT)
HERE = [name for name, form in registry.FORMATS.items() if form.library != "spacy"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one article."""
    (tmp_path / "مقال.txt").write_text(FIRST.text, encoding="utf-8")
    return tmp_path


def export(name: str, target: Path) -> ExportReport:
    return registry.export(name, sample(), ARTICLES, DEFAULT, target)


def listed(folder: Path) -> list[str]:
    """Return all that the folder holds for a reader: articles, and what is wrong with the other files."""
    corpus = open_corpus([folder])
    return [entry.id for entry in corpus.entries] + [str(problem) for problem in corpus.problems]


@pytest.mark.parametrize("name", HERE)
def test_exporting_into_the_corpus_adds_no_article(name: str, folder: Path) -> None:
    report = export(name, folder / f"x{registry.FORMATS[name].suffix}")
    (folder / "losses.json").write_bytes(report.json())
    assert report.annotations > 0
    assert listed(folder) == ["مقال.txt"]


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("name", [name for name in HERE if not registry.FORMATS[name].needs_path])
def test_nor_does_it_under_the_suffix_of_another_format(name: str, suffix: str, folder: Path) -> None:
    if suffix in REFUSED:
        with pytest.raises(ExchangeError, match=rf"x{suffix}: nothing is written as {suffix}; "):
            export(name, folder / f"x{suffix}")
    else:
        export(name, folder / f"x{suffix}")
    assert listed(folder) == ["مقال.txt"]


def test_nor_does_one_without_claims(folder: Path) -> None:
    registry.export("claim", [], ARTICLES, DEFAULT, folder / "x.json")
    assert listed(folder) == ["مقال.txt"]


def test_the_report_for_people_is_none_either(folder: Path) -> None:
    for suffix in (".html", ".docx", ".csv"):
        write_report(sample(), ARTICLES, folder / f"report{suffix}", title="تقرير")
    with pytest.raises(ExchangeError, match="nothing is written as"):
        page.write(material(sample(), ARTICLES), Wording(ENGLISH), folder / "report.txt")
    assert listed(folder) == ["مقال.txt"]


def test_nothing_is_written_as_if_it_were_packed(folder: Path) -> None:
    with pytest.raises(ExchangeError, match="nothing is written as"):
        export("doccano", folder / "x.jsonl.gz")
    assert listed(folder) == ["مقال.txt"]


def test_what_only_looks_like_an_export_is_still_an_article(folder: Path) -> None:
    for number, line in enumerate(
        (
            '{"text": "{\\"claimreader\\":\\"doccano\\"", "id": "0"}',
            '{"article": "نص طويل", "sha256": "x"}',
            '{"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": "نص"}',
        )
    ):
        (folder / f"{number}.jsonl").write_text(line, encoding="utf-8")
    assert len(listed(folder)) == 4
