"""An analyst is told whose claim a sentence reports, by which word, how firmly, and what is claimed.

Most is in two files of `tests/data/reported_speech`: sentences of our own, each with all that it reports, and
what a person found in the five sample articles, as offsets. Every sentence of the first has to come out
exactly; in the articles there is room for what two readers see differently.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import seeds
from annotations.model.article import Article
from annotations.reporting import Attribution, Span, attributions
from annotations.text.sentences import Sentence, split

DATA = Path(__file__).parents[2] / "data" / "reported_speech"
Claim = tuple[str, str, str, str]


def own_sentences() -> list[tuple[str, list[Claim]]]:
    sentences: list[tuple[str, list[Claim]]] = []
    for line in (DATA / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            cue, claimant, reported_as, content = (part.strip() for part in line[2:].split("|"))
            sentences[-1][1].append((cue, claimant, reported_as, content))
        elif line and not line.startswith("#"):
            sentences.append((line, []))
    return sentences


def as_words(text: str, claims: list[Attribution]) -> list[Claim]:
    def words(span: Span | None) -> str:
        return text[span.start : span.end] if span else "-"

    return [
        (words(claim.cue), words(claim.claimant), claim.reported_as, words(claim.content)) for claim in claims
    ]


@pytest.mark.parametrize(("text", "claims"), own_sentences())
def test_a_sentence_says_who_claims_what(text: str, claims: list[Claim]) -> None:
    unit = Sentence(0, len(text), "body")
    assert as_words(text, attributions(text, [unit])[0]) == claims


def read(text: str) -> list[Claim]:
    return [claim for unit in attributions(text, split(text)) for claim in as_words(text, unit)]


def test_a_speaker_who_goes_on_is_the_one_named_before() -> None:
    text = "قالت الوزيرة ليلى الكرماني إن السد آمن. وأضافت أن المياه تنخفض."
    assert read(text)[1] == ("أضافت", "الوزيرة ليلى الكرماني", "asserted", "المياه تنخفض")


def test_a_pronoun_stands_for_who_agrees_with_the_verb() -> None:
    text = "قالت الوزيرة ليلى الكرماني إن السد آمن. وصل المهندس سالم الدهني إلى السد. وقالت إن المياه تنخفض."
    assert read(text)[1][1] == "الوزيرة ليلى الكرماني"


def test_a_quotation_that_goes_on_is_still_its_speakers() -> None:
    text = "وقال المهندس سالم الدهني: “السد آمن. لن ينهار. ونحن نراقبه”. غادر السكان القرية."
    assert read(text)[1:] == [
        ("-", "المهندس سالم الدهني", "asserted", "لن ينهار"),
        ("-", "المهندس سالم الدهني", "asserted", "ونحن نراقبه"),
    ]


def test_a_mark_that_was_forgotten_makes_no_quotation_of_the_rest() -> None:
    text = "وقال المهندس: “السد آمن.\n" + "وصل القطار إلى المدينة.\n" * 6 + "وسموه «قطار الشرق».\n"
    assert [claim[0] for claim in read(text)] == ["قال"]


def test_that_begins_a_sentence_where_a_report_goes_on() -> None:
    text = "وأكد الوزير أن السد آمن. وأن المياه تنخفض."
    assert read(text)[1] == ("-", "الوزير", "asserted", "المياه تنخفض")


def test_spelling_decides_nothing() -> None:
    plain = "أكدت وزارة الري أن السد آمن."
    for other in (
        "اكدت وزارة الري ان السد آمن.",
        "أَكَّدَتْ وِزَارَةُ الرِّيِّ أَنَّ السَّدَّ آمِنٌ.",
        "أكـــدت وزارة الري أن السد آمن.",
        "\u200fأكدت وزارة الري أن السد آمن.",
    ):
        ((cue, claimant, reported_as, content),) = read(other)
        assert reported_as == read(plain)[0][2] == "confirmed"
        assert other.index(cue) < other.index(claimant) < other.index(content)
        assert content.endswith(other.rstrip(".")[-3:])


def test_latin_commas_and_every_quotation_mark_are_read() -> None:
    for opening, closing in ('""', "“”", "”“", "«»", "„“", "''", "‘’"):
        text = f"وقال الوزير, في بيان, {opening}السد آمن{closing}."
        assert read(text) == [("قال", "الوزير", "asserted", "السد آمن")], opening


def test_a_claim_says_by_which_rule_and_words_it_was_found() -> None:
    text = "وأفادت وزارة الري بأن السد آمن."
    ((claim,),) = attributions(text, split(text))
    assert (claim.rule, claim.words, claim.antecedent) == ("verb-then-subject", "أفادت", False)


def test_what_a_person_found_in_the_sample_articles_is_found() -> None:
    sentences = [json.loads(line) for line in (DATA / "seeds.jsonl").read_text("utf-8").splitlines()]
    texts = {name: (seeds.FOLDER / name).read_text("utf-8") for name in {line["file"] for line in sentences}}
    found = {
        name: [claim for unit in attributions(text, Article(name, text).units) for claim in unit]
        for name, text in texts.items()
    }
    right = wanted = given = 0
    for sentence in sentences:
        here = [
            [_pair(claim.cue), _pair(claim.claimant), claim.reported_as]
            for claim in found[sentence["file"]]
            if sentence["start"] <= (claim.cue or claim.content).start < sentence["end"]
        ]
        gold = [[claim["cue"], claim["claimant"], claim["reported_as"]] for claim in sentence["claims"]]
        right += sum(claim in gold for claim in here)
        wanted += len(gold)
        given += len(here)
    assert wanted > 80
    assert right >= 0.97 * max(wanted, given)


def _pair(span: Span | None) -> list[int] | None:
    return span and [span.start, span.end]
