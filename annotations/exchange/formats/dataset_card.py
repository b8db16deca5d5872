"""Writes the card of a data set: what a reader of a paper asks of one, as far as the program can know it.

The header is for the Hub and for `datasets`; below it stand the scheme, who has annotated how much and how
far they agree, where the articles are from and of which days, and places to be filled in: nobody but those
who publish it can say what the licence is, or how the articles were chosen.

Names and descriptions come from outside, and Markdown of theirs must not act: they are escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotations.exchange.export_job import AnnotatedArticle, PairAgreement
from annotations.model.scheme import Attribute, Scheme

_LISTED = 50
"""Sources and annotators that are listed, those with most first."""

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>()#|!~&])")
_KINDS = {
    "choice": "one of its values",
    "text": "free text",
    "date": "a day, ISO 8601",
    "number": "a number",
    "span": "words of the text with their offsets",
    "numbers": "amounts, with unit and range",
}


class DatasetCounts:
    """Counts what a card says of a data set, while its articles are written."""

    def __init__(self) -> None:
        self.articles = self.spans = 0
        self.tags: Counter[str] = Counter()
        self.annotators: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.values: dict[str, Counter[str]] = {}
        """Of each attribute how often it is set, by value where the value is a choice."""
        self.published: list[str] = []
        """The first and the last day of the articles."""
        self.worked: list[str] = []
        """The first and the last day of the annotations."""

    def add(self, document: AnnotatedArticle, known: Mapping[str, Any]) -> None:
        """Count an article with its annotations."""
        self.articles += 1
        self.sources[str(known.get("source") or "")] += 1
        _widen(self.published, str(known.get("published") or "")[:10])
        for annotation in document.annotations:
            self.spans += 1
            self.tags.update(annotation.tags)
            self.annotators[annotation.annotator] += 1
            _widen(self.worked, annotation.created[:10])
            for name, value in annotation.attributes.items():
                if value is not None:
                    self.values.setdefault(name, Counter())[value if isinstance(value, str) else ""] += 1


def _widen(days: list[str], day: str) -> None:
    """Take a day into a first and a last one; what is no ISO day is left aside."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        days[:] = [min([day, *days]), max([day, *days])]


def card(
    scheme: Scheme,
    counts: DatasetCounts,
    agreement: Sequence[PairAgreement],
    info: Mapping[str, Any],
    data: str,
) -> str:
    """Return the card: YAML that the library reads, then Markdown for people.

    Args:
        scheme: its tags and attributes are described.
        counts: what was written.
        agreement: of each two annotators who have decided the same sentences.
        info: the features and splits, as `datasets` has them.
        data: the name of the file.
    """
    header = {
        "pretty_name": "Claims in Arabic news",
        "language": ["ar"],
        "license": "other",
        "license_name": "fill-in",
        "annotations_creators": ["expert-generated"],
        "multilinguality": ["monolingual"],
        "size_categories": [next((name for most, name in _SIZES if counts.articles < most), "n>1M")],
        "task_categories": ["token-classification", "text-classification"],
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": data}]}],
        "dataset_info": info,
    }
    # A JSON document is a YAML document too (YAML 1.2, 1.3), and needs no library to be written.
    parts = [
        f"---\n{msgspec.json.format(msgspec.json.encode(header), indent=2).decode()}\n---",
        "# Claims in Arabic news",
        f"{_many(counts.articles, 'article')} with {_many(counts.spans, 'span')}, marked by people and"
        " exported by claimreader."
        " Offsets are Unicode code points: `text[start:end] == quote` holds for every span.",
        *_scheme_parts(scheme, counts),
        *_people_parts(counts, agreement),
        *_article_parts(counts),
        "## Licence",
        "**To be filled in** (`license` and `license_name` above). The annotations are yours to license; the"
        " texts belong to their publishers (`source`, `url`), and may not be yours to pass on.",
        "## To be filled in",
        "- How the articles were chosen, and what was left out.\n"
        "- Who the annotators are, how they were trained and paid, and how disagreements were settled.\n"
        "- What the data set may be used for, and what not; whom to ask; how to cite it.",
    ]
    return "\n\n".join(parts) + "\n"


def _scheme_parts(scheme: Scheme, counts: DatasetCounts) -> list[str]:
    tags = [
        f"| `{_code(tag.id)}` | {_text(tag.arabic)} | {counts.tags[tag.id]:,} | {_text(tag.description)} |"
        for tag in scheme.tags
    ]
    more = sorted(counts.tags.keys() - scheme.by_id.keys())
    tags += [f"| `{_code(tag)}` | | {counts.tags[tag]:,} | not in the scheme |" for tag in more]
    attributes = [_attribute_row(attribute, counts) for attribute in scheme.attributes]
    parts = ["## Scheme"]
    if scheme.about:
        parts.append(_text(scheme.about))
    parts += ["| tag | Arabic | spans | meaning |\n| --- | --- | --- | --- |\n" + "\n".join(tags)]
    if attributes:
        head = "| attribute | Arabic | spans | kind | values |\n| --- | --- | --- | --- | --- |\n"
        parts.append(head + "\n".join(attributes))
    return parts


def _attribute_row(attribute: Attribute, counts: DatasetCounts) -> str:
    set_values = counts.values.get(attribute.id, Counter())
    values = ", ".join(f"`{_code(value)}` ({set_values[value]:,})" for value in attribute.values)
    name = f"`{_code(attribute.id)}` ({_text(attribute.label)})"
    total = sum(set_values.values())
    return f"| {name} | {_text(attribute.arabic)} | {total:,} | {_KINDS[attribute.kind]} | {values} |"


def _people_parts(counts: DatasetCounts, agreement: Sequence[PairAgreement]) -> list[str]:
    rows = [f"| {_text(name)} | {count:,} |" for name, count in counts.annotators.most_common(_LISTED)]
    parts = ["## Annotators", "| annotator | spans |\n| --- | --- |\n" + "\n".join(rows)]
    if counts.worked:
        parts.append(f"First and last day of their work: {counts.worked[0]}, {counts.worked[1]}.")
    parts.append("## Agreement")
    if not agreement:
        parts.append("No sentence was decided by two annotators, so there is no agreement to measure.")
        return parts
    head = "| annotators | sentences | agreement | Cohen's kappa | Krippendorff's alpha |\n"
    lines = [
        f"| {_text(pair.first)}, {_text(pair.second)} | {pair.sentences:,} | {_percent(pair.percent)}"
        f" | {_figure(pair.kappa)} | {_figure(pair.alpha)} |"
        for pair in agreement
    ]
    parts.append(head + "| --- | --- | --- | --- | --- |\n" + "\n".join(lines))
    parts.append(
        "The items are sentences that both have decided, the labels the whole set of a sentence's tags"
        " (`claimreader compare` has intervals, single tags and spans)."
    )
    return parts


def _article_parts(counts: DatasetCounts) -> list[str]:
    named = [(name, count) for name, count in counts.sources.most_common() if name]
    rows = [f"| {_text(name)} | {count:,} |" for name, count in named[:_LISTED]]
    if len(named) > _LISTED:
        rows.append(f"| {len(named) - _LISTED:,} more | {sum(count for _, count in named[_LISTED:]):,} |")
    if counts.sources[""]:
        rows.append(f"| not known | {counts.sources['']:,} |")
    parts = ["## Articles", "| source | articles |\n| --- | --- |\n" + "\n".join(rows)]
    if counts.published:
        first, last = counts.published
        parts.append(f"First and last day of publication: {first}, {last}. Language: Arabic.")
    return parts


def _text(text: str) -> str:
    """Return a text of one line, in which no sign of Markdown or HTML acts."""
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))


def _code(name: str) -> str:
    """Return a name that stands between backticks in a table."""
    return " ".join(name.split()).replace("`", "'").replace("|", "/")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _percent(value: float | None) -> str:
    return "undefined" if value is None else f"{100 * value:.1f} %"


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
