"""The report says who stands where, with which amounts, and where each row comes from, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pytest
from reports import making, material

from annotations.exchange.articles import Articles
from annotations.exchange.report.content import document
from annotations.exchange.report.document import (
    Bullets,
    Document,
    Facts,
    Line,
    Notes,
    Plot,
    Row,
    Section,
    Table,
    plain,
)
from annotations.exchange.report.material import AnnotatorShare, PairAgreement, SetAside
from annotations.exchange.report.messages import ARABIC, ENGLISH, LANGUAGES, Words
from annotations.exchange.report.wording import Digits, Wording
from annotations.insight.wire_copies import Voices
from annotations.model.article import Article
from annotations.model.people import People
from annotations.model.records import Annotation, ArticleRef, Link, Suggested, target_for
from annotations.model.scheme import DEFAULT, Attribute
from annotations.text.numbers.amounts import LRI, PDI
from tui import i18n
from tui.presenters.annotation import choice_label

TEXT = "قال سالم إن 40 جنديا وصلوا. نفى بدر ذلك تماما. قال سالم إن 900 جندي وصلوا. لم يصل أحد إلى الوادي."
PLACES = ((0, 27), (28, 46), (47, 74), (75, 98))
"""The four sentences of the text."""


def article(name: str, source: str = "", published: str = "", **more: str) -> Article:
    known = {"source": source, "published": published, **more}
    return Article(name, TEXT, metadata={key: value for key, value in known.items() if value})


NAHR = article("nahr.txt", "صوت النهر", "2025-05-03", title="قوات في الوادي", url="https://nahr.example/1")
SAHEL = article("sahel.txt", "الساحل", "2025-05-04", title="الوادي هادئ", url="https://sahel.example/2")
BARE = article("bare.txt")
ARTICLES = Articles.of([NAHR, SAHEL, BARE])


def claim(
    uuid: str,
    of: Article,
    sentence: int = 0,
    by: str = "sara",
    links: Iterable[tuple[str, str]] = (),
    **attributes: Any,
) -> Annotation:
    return Annotation(
        uuid=uuid,
        article=ArticleRef(of.id, of.sha256),
        target=target_for(TEXT, *PLACES[sentence], sentence),
        tags=("claim", "event"),
        attributes=attributes,
        links=tuple(Link(kind, to) for kind, to in links),
        annotator=by,
        created="2026-11-20T10:00:00.000Z",
        updated="2026-11-21T10:00:00.000Z",
    )


def soldiers(**bounds: float | bool) -> list[dict[str, Any]]:
    return [{"unit": "جندي", "quote": "", **bounds}]


def said(
    annotations: Iterable[Annotation], words: Words = ENGLISH, digits: Digits = "western", **more: Any
) -> Document:
    return document(material(annotations, ARTICLES, **more), Wording(words, digits))


def section(report: Document, anchor: str) -> Section:
    return next(section for section in report.sections if section.anchor == anchor)


def blocks(section: Section) -> Iterator[Any]:
    yield from section.blocks
    for part in section.parts:
        yield from part.blocks


def bare(line: Line) -> str:
    return plain(line).replace(LRI, "").replace(PDI, "")


def tables(section: Section) -> list[Table]:
    return [block for block in blocks(section) if isinstance(block, Table)]


def cells(row: Row) -> list[str]:
    return [" / ".join(map(bare, cell.lines)) for cell in row.cells]


def facts(report: Document) -> dict[str, list[str]]:
    """Return what is said of how the report was made, by name."""
    block = next(block for block in blocks(section(report, "making")) if isinstance(block, Facts))
    return {name: [bare(line) for line in told] for name, told in block.facts}


def lines(section: Section) -> list[str]:
    return [bare(line) for block in blocks(section) if isinstance(block, Bullets) for line in block.lines]


DISPUTE = [
    claim("a", NAHR, 0, claimant="سالم", reported_as="asserted"),
    claim("b", NAHR, 1, claimant="بدر", reported_as="denied", links=[("contradicts", "a")]),
    claim("c", SAHEL, 2, claimant="بدر", reported_as="confirmed", links=[("supports", "a")]),
]


def test_the_summary_says_who_stands_on_which_side_since_when_and_who_turned() -> None:
    report = said(DISPUTE)
    assert report.sections[0].anchor == "summary"
    assert lines(report.sections[0])[:3] == [
        "confirmed: سالم (3 May 2025) [1], بدر (4 May 2025) [2]",
        "denied: بدر (3 May 2025) [1]",
        "Turned: بدر: denied on 3 May 2025, confirmed on 4 May 2025",
    ]


def test_each_claim_of_a_question_is_a_row_with_its_side_claimant_day_and_place() -> None:
    (table,) = tables(section(said(DISPUTE), "questions"))
    assert [cells(row)[:4] for row in table.rows] == [
        ["A confirmed", "سالم", "3 May 2025", "asserted"],
        ["A confirmed", "بدر", "4 May 2025", "confirmed"],
        ["B denied", "بدر", "3 May 2025", "denied"],
    ]
    assert cells(table.rows[1])[-1] == "الساحل [2] / 4 May 2025 · sahel:3"


def test_the_matrix_has_a_letter_where_a_source_takes_a_side() -> None:
    (table,) = tables(section(said(DISPUTE), "matrix"))
    assert table.columns[1:] == ["صوت النهر", "الساحل"]
    assert [cells(row)[1:] for row in table.rows] == [["A B", "A"]]


def test_a_question_of_figures_asks_how_many() -> None:
    report = said([
        claim("a", NAHR, 0, numbers=soldiers(value=40)),
        claim("b", SAHEL, 2, numbers=soldiers(min=900), links=[("contradicts", "a")]),
    ])  # fmt: skip
    (part,) = section(report, "questions").parts
    assert plain(part.title) == "1. How many: جندي"
    assert [cells(row)[0] for row in tables(section(report, "questions"))[0].rows] == ["A 40", "B ≥900"]


def test_amounts_of_one_noun_are_plotted_and_those_that_differ_are_named() -> None:
    report = said([
        claim("a", NAHR, 0, numbers=soldiers(value=40)),
        claim("b", SAHEL, 2, numbers=soldiers(value=900)),
        claim("c", BARE, 1, numbers=soldiers(max=50)),
    ])  # fmt: skip
    plot, table = [one for one in blocks(section(report, "quantities")) if isinstance(one, Plot | Table)]
    assert [mark.number for mark in plot.wide.marks] == ["1", "2", "3"]
    rows = [cells(row) for row in table.rows]
    assert [row[1] for row in rows] == ["40 جندي", "900 جندي", "≤50 جندي"]
    assert [row[3] for row in rows] == ["3 May 2025", "4 May 2025", "no date"]
    assert [row[4] for row in rows] == ["≠ 2", "≠ 1, 3", "≠ 2"]
    assert lines(section(report, "summary")) == ["جندي: 40; ≤50; 900 (3 amounts · 3 claimants · 3 articles)"]


def test_claims_without_a_day_come_last_in_the_timeline() -> None:
    report = said([claim("a", BARE), claim("b", NAHR, when="2025-06-01"), claim("c", SAHEL)])
    days = [cells(row)[0] for row in tables(section(report, "timeline"))[0].rows]
    assert days == ["4 May 2025", "1 June 2025", "no date"]


def test_sources_count_what_they_confirm_deny_and_are_contradicted_in() -> None:
    rows = [cells(row) for row in tables(section(said([*DISPUTE, claim("d", BARE)]), "sources"))[0].rows]
    assert [(row[0], *row[2:]) for row in rows] == [
        ("صوت النهر", "2", "0", "1", "2"),
        ("الساحل", "1", "1", "0", "1"),
        ("source unknown [3]", "1", "0", "0", "0"),
    ]


def test_copies_of_one_agency_text_are_one_voice_and_said_to_be() -> None:
    report = said(DISPUTE, voices=Voices([["nahr.txt", "sahel.txt"]]))
    sources = section(report, "sources")
    assert plain(sources.blocks[0].lines[0]).endswith("count as one: 2 sources, 1 voice.")  # type: ignore[union-attr]
    assert "same agency text as [2]: one voice" in cells(tables(sources)[0].rows[0])[1]
    (notes,) = section(report, "notes").blocks
    assert isinstance(notes, Notes)
    assert [plain(note.lines[-1]) for note in notes.notes] == [
        "same agency text as [2]: one voice",
        "same agency text as [1]: one voice",
    ]
    assert cells(tables(section(report, "timeline"))[0].rows[0])[-1].startswith("صوت النهر [1] = [2] / ")
    assert lines(section(report, "summary"))[-1].endswith("(2 amounts · 2 claimants · 2 articles · 1 voice)")
    (part,) = section(report, "questions").parts
    assert "1 source" in plain(part.blocks[0].lines[0])  # type: ignore[union-attr]


def test_spellings_of_one_person_are_one_claimant_and_rows_keep_theirs() -> None:
    annotations = [
        claim("a", NAHR, 0, claimant="سالم", numbers=soldiers(value=40)),
        claim("b", SAHEL, 2, claimant="العقيد سالم", numbers=soldiers(value=900)),
    ]
    report = said(annotations, people=People([["سالم", "العقيد سالم"]]))
    rows = tables(section(report, "quantities"))[0].rows
    assert [cells(row)[2] for row in rows] == ["سالم", "العقيد سالم / = سالم"]
    assert len({row.cells[0].shape for row in rows}) == 1, "one mark in the plot"
    assert "سالم = العقيد سالم" in facts(report)["One person, several spellings"]


def test_what_two_annotators_say_of_the_same_words_is_one_row_with_what_differs() -> None:
    report = said([
        claim("a", NAHR, claimant="سالم", reported_as="asserted", certainty="certain"),
        claim("b", NAHR, by="omar", claimant="بدر", reported_as="asserted", numbers=soldiers(value=40)),
        claim("c", NAHR, claimant="بدر"),
    ])  # fmt: skip
    (table,) = tables(section(report, "claims"))
    assert len(table.rows) == 2, "two claims of one annotator in one sentence stay two"
    row = cells(table.rows[0])
    assert "by sara + omar" in row[1]
    assert row[2:5] == ["سالم / omar: بدر", "asserted / certain", "omar: 40 جندي"]


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_row_leads_to_a_note_with_title_source_and_address(words: Words) -> None:
    report = said([*DISPUTE, claim("d", BARE, numbers=soldiers(value=3))], words)
    (notes,) = section(report, "notes").blocks
    assert isinstance(notes, Notes)
    for note, of in zip(notes.notes, (NAHR, SAHEL, BARE), strict=True):
        told = "\n".join(map(plain, note.lines))
        assert of.id in told
        for key in ("title", "source", "url"):
            assert of.metadata.get(key, "") in told
    anchors = {f"#{note.anchor}" for note in notes.notes}
    rows = 0
    for anchor in ("questions", "quantities", "timeline", "claims", "sources"):
        for table in tables(section(report, anchor)):
            for row in table.rows:
                runs = [run for cell in row.cells for line in cell.lines for run in line]
                cited = {run.to for run in runs if run.look == "cite"}
                assert cited
                assert cited <= anchors
                rows += 1
    assert rows == 3 + 3 + 4 + 4 + 3
    targets = {row.anchor for table in tables(section(report, "claims")) for row in table.rows}
    led = {
        run.to[1:]
        for one in report.sections
        for table in tables(one)
        for row in table.rows
        for cell in row.cells
        for line in cell.lines
        for run in line
        if run.to.startswith("#c")
    }
    assert led <= targets


def test_how_it_was_made_names_annotators_days_tags_agreement_and_what_was_left_out() -> None:
    made = making(
        "الوادي",
        annotators=[
            AnnotatorShare("sara", 11, 4, "2026-11-01", "2026-11-20"),
            AnnotatorShare("omar", 2, 1, "2026-11-03", "2026-11-03"),
        ],
        agreements=[PairAgreement("sara", "omar", 1, 0.5, 0.25, -0.5, 1.0)],
        set_aside=[SetAside("خبر بعيد", "irrelevant"), SetAside("نسخة", "duplicate", "قوات في الوادي")],
    )
    report = said(DISPUTE, making=made)
    told = facts(report)
    assert told["Who, when"] == [
        "sara: 11 annotations, 4 claims, 1 November 2026 to 20 November 2026",
        "omar: 2 annotations, 1 claim, 3 November 2026 to 3 November 2026",
    ]
    assert told["Agreement"] == [
        "sara and omar: the same tags in 50% of 1 sentence that both decided; "
        "Cohen's kappa 0.25 (95%: -0.50 to 1.00)"
    ]
    assert told["Articles"] == ["الوادي", "3 of 9 have annotations", "20 of 50 sentences decided there"]
    assert told["Scheme"] == ["claimreader's own; tags used: event"]
    assert told["Set aside"] == [
        "2 articles were set aside and left out",
        "خبر بعيد: irrelevant ",
        "نسخة: repeats قوات في الوادي",
    ]
    assert plain(report.about[1]) == "Made on 29 November 2026 by sara, omar."


def test_values_taken_from_suggestions_are_said_to_be() -> None:
    taken = msgspec.structs.replace(DISPUTE[0], suggested=(Suggested("claimant", "verb-then-subject"),))
    told = "1 claim with values that an annotator took from the program's suggestions"
    assert told in facts(said([taken, DISPUTE[1]]))["Suggestions"]
    assert "Suggestions" not in facts(said(DISPUTE))


def test_without_claims_it_says_so() -> None:
    report = said([])
    assert plain(report.sections[0].blocks[0].lines[0]) == "Nothing is tagged as a claim yet."  # type: ignore[union-attr]
    assert not any(tables(one) and tables(one)[0].rows for one in report.sections)


def test_in_arabic_all_values_numbers_and_dates_are_arabic() -> None:
    said_so = {"claimant": "سالم", "reported_as": "asserted", "certainty": "probable"}
    annotations = [
        claim("a", NAHR, 0, numbers=soldiers(min=1500), **said_so),
        claim("b", SAHEL, 1, reported_as="denied", links=[("contradicts", "a")]),
    ]
    report = said(annotations, ARABIC, "arabic")
    (table,) = tables(section(report, "timeline"))
    assert cells(table.rows[0])[0] == "٣ مايو ٢٠٢٥"
    assert "لا يقل عن ١٬٥٠٠ جندي" in cells(table.rows[0])
    assert plain(report.about[0]) == "ادعاءان · مقالان · مصدران · نُشرت بين ٣ مايو ٢٠٢٥ و٤ مايو ٢٠٢٥"
    (questions,) = tables(section(report, "questions"))
    assert [cells(row)[3] for row in questions.rows] == ["مؤكَّد قولًا / مرجّح", "منفي"]
    ours = " ".join(
        plain(run_line)
        for one in report.sections
        for table in tables(one)
        for row in table.rows
        for cell in row.cells
        for run_line in cell.lines
    )
    assert "asserted" not in ours
    assert "denied" not in ours
    western = said(annotations, ARABIC)
    assert cells(tables(section(western, "timeline"))[0].rows[0])[0] == "3 مايو 2025"


@pytest.mark.parametrize(
    ("n", "claims"),
    [
        (0, "لا ادعاءات"),
        (1, "ادعاء واحد"),
        (2, "ادعاءان"),
        (3, "3 ادعاءات"),
        (10, "10 ادعاءات"),
        (11, "11 ادعاءً"),
        (100, "100 ادعاء"),
        (102, "102 ادعاء"),
        (103, "103 ادعاءات"),
        (1_111, "1,111 ادعاءً"),
    ],
)
def test_counted_things_have_the_plural_of_their_number(n: int, claims: str) -> None:
    assert Wording(ARABIC).count(ARABIC.n_claims, n) == claims
    assert Wording(ENGLISH).count(ENGLISH.n_claims, n) == (f"{n:,} claim" if n == 1 else f"{n:,} claims")


def test_values_have_the_same_words_as_on_the_screen() -> None:
    values = {value for attribute in DEFAULT.attributes for value in attribute.values} - {"1", "2", "3"}
    for language, words in LANGUAGES.items():
        i18n.choose(language)
        try:
            shown = {value: choice_label(value) for value in values if language == "ar" or value != "none"}
        finally:
            i18n.choose("en")
        assert {value: words.values[value] for value in shown} == shown
        assert words.values.keys() == values


def test_a_value_has_the_name_that_its_scheme_has_for_it_in_arabic() -> None:
    harm = Attribute("harm", "choice", "harm", "الضرر", ("health",), arabic_values=("الصحة",))
    assert Wording(ARABIC).value("health", harm) == "الصحة"
    assert Wording(ARABIC).value("other", harm) == "other"
    assert Wording(ENGLISH).value("health", harm) == "health"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2025-05-03", "3 May 2025"),
        ("2025-05-03T10:00:00Z", "3 May 2025"),
        ("2025-05", "May 2025"),
        ("2025", "2025"),
        ("2025-13-01", "2025"),
        ("منذ ساعتين", "منذ ساعتين"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(value: str | None, shown: str) -> None:
    assert Wording(ENGLISH).day(value) == shown


def test_what_is_no_date_is_no_end_of_the_time_that_the_report_covers() -> None:
    late = article("late.txt", "الجبل", "منذ ساعتين")
    odd = article("odd.txt", "الوادي", "2025 تقريبا")
    told = [claim("a", NAHR), claim("b", SAHEL), claim("c", late), claim("d", odd)]
    report = document(material(told, Articles.of([NAHR, SAHEL, late, odd])), Wording(ENGLISH, "western"))
    assert "published 3 May 2025 to 4 May 2025" in " ".join(map(bare, report.about))
