"""WebAnno TSV 3 as INCEpTION writes it, as others do, and as we do."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_samples import ARTICLES, FIRST, SECOND, StoredAnnotations, sample

from annotations.exchange import ExchangeError, registry
from annotations.exchange.import_plan import ImportPlan
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT

ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"

# نفى المتحدث 🚨🚨 ذلك.: نفى 0-3, المتحدث 4-11, 🚨 12-14 and 14-16, ذلك 17-20 in UTF-16; وقال begins at 22,
# كرّر at 32
SENTENCES = (
    ("نفى المتحدث 🚨🚨 ذلك.", [(0, 3), (4, 11), (12, 16), (17, 20), (20, 21)]),
    ("وقال: لا.", [(22, 26), (26, 27), (28, 30), (30, 31)]),
    ("كرّر: لا.", [(32, 36), (36, 37), (38, 40), (40, 41)]),
)
IN_CODE_POINTS = (
    ("نفى المتحدث 🚨🚨 ذلك.", [(0, 3), (4, 11), (12, 14), (15, 18), (18, 19)]),
    ("وقال: لا.", [(20, 24), (24, 25), (26, 28), (28, 29)]),
    ("كرّر: لا.", [(30, 34), (34, 35), (36, 38), (38, 39)]),
)


def read(path: Path, name: str = "") -> ImportPlan:
    return registry.read(name, path, ARTICLES, DEFAULT, StoredAnnotations(), "me")  # type: ignore[arg-type]


def tsv(
    folder: Path, header: str, cells: dict[str, str], sentences: object = SENTENCES, version: str = "3.3"
) -> Path:
    """Write a file; `cells` has the columns after the first three by the token's name."""
    columns = header.count("|")
    lines = [f"#FORMAT=WebAnno TSV {version}", *header.splitlines(), ""]
    text = SECOND.text.encode("utf-16-le")
    for number, (sentence, tokens) in enumerate(sentences, 1):  # type: ignore[arg-type, var-annotated]
        lines += ["", f"#Text={sentence}"]
        for at, (start, end) in enumerate(tokens, 1):
            word = text[2 * start : 2 * end].decode("utf-16-le", "replace")
            if sentences is IN_CODE_POINTS:
                word = SECOND.text[start:end]
            name = f"{number}-{at}"
            given = cells.get(name, "\t".join("_" * columns))
            lines.append(f"{name}\t{start}-{end}\t{word}\t{given}\t")
            lines += [line for part, line in cells.items() if part.startswith(f"{name}.")]
    path = folder / "doc.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def by_quote(plan: ImportPlan) -> dict[str, Annotation]:
    assert not plan.faults, [*plan.lines()]
    return {entry.annotation.target.quote: entry.annotation for entry in plan.new}


def test_a_span_of_several_tokens_and_stacked_ones(tmp_path: Path) -> None:
    path = tsv(
        tmp_path,
        f"#T_SP={ENTITY}|identifier|value",
        {"1-1": "*[1]|*[2]\tCLAIM[1]|VERB[2]", "1-2": "http://w/Q\\_1[1]\tCLAIM[1]", "1-4": "*\tTHAT"},
    )
    found = by_quote(read(path))
    assert {quote: annotation.tags for quote, annotation in found.items()} == {
        "نفى المتحدث": ("CLAIM",),
        "نفى": ("VERB",),
        "ذلك": ("THAT",),
    }
    assert found["نفى المتحدث"].attributes == {"identifier": "http://w/Q_1"}


def test_relations_lead_from_their_origin_to_the_token_that_they_stand_at(tmp_path: Path) -> None:
    path = tsv(
        tmp_path,
        "#T_SP=webanno.custom.Span|value\n#T_RL=webanno.custom.Relation|value|BT_webanno.custom.Span",
        {"1-1": "A[1]\t_\t_", "1-2": "A[1]\t_\t_", "2-1": "B\tdenies\t1-1[1_0]"},
    )
    found = by_quote(read(path))
    assert [(link.type, link.to) for link in found["نفى المتحدث"].links] == [("denies", found["وقال"].uuid)]
    assert not found["وقال"].links


def test_slots_and_chains_are_links(tmp_path: Path) -> None:
    path = tsv(
        tmp_path,
        "#T_SP=webanno.custom.Frame|ROLE_webanno.custom.Frame:roles_webanno.custom.FrameLink|"
        "webanno.custom.Who\n#T_SP=webanno.custom.Who|\n"
        "#T_CH=webanno.custom.CorefLink|referenceRelation|referenceType",
        {
            "1-1": "speaker;*\t1-2;2-1\t_\t_\t_",
            "1-2": "_\t_\t*\tsame->1-1\tname[1]",
            "2-1": "_\t_\t*\t*->1-2\tpronoun[1]",
        },
    )
    plan = read(path)
    assert not plan.faults, [*plan.lines()]
    made = {(entry.annotation.target.quote, entry.annotation.tags): entry.annotation for entry in plan.new}
    frame, who, said = made["نفى", ("Frame",)], made["المتحدث", ("Who",)], made["وقال", ("Who",)]
    assert [(link.type, link.to) for link in frame.links] == [("speaker", who.uuid), ("roles", said.uuid)]
    chained = made["المتحدث", ("name",)].links
    assert [(link.type, link.to) for link in chained] == [("same", made["وقال", ("pronoun",)].uuid)]


def test_a_part_of_a_token_is_a_span(tmp_path: Path) -> None:
    cells = {"2-1": "_", "2-1.1": "2-1.1\t23-26\tقال\tverb\t"}
    path = tsv(tmp_path, "#T_SP=webanno.custom.Span|value", cells)
    assert by_quote(read(path))["قال"].tags == ("verb",)


def test_a_file_that_counts_code_points_is_read_as_such(tmp_path: Path) -> None:
    path = tsv(tmp_path, "#T_SP=webanno.custom.Span|value", {"1-4": "A", "2-1": "B"}, IN_CODE_POINTS)
    assert by_quote(read(path)).keys() == {"ذلك", "وقال"}


def test_escaped_signs_come_back(tmp_path: Path) -> None:
    cell = r"a\|b\[1\]\_\*\->\;\\\tc\n[1]"
    path = tsv(tmp_path, "#T_SP=webanno.custom.Span|value|x", {"1-1": f"A[1]\t{cell}"})
    assert by_quote(read(path))["نفى"].attributes == {"x": "a|b[1]_*->;\\\tc\n"}


def test_an_older_version_with_escapes_of_java_is_read(tmp_path: Path) -> None:
    path = tsv(tmp_path, "#T_SP=webanno.custom.Span|value", {"1-1": "A"}, version="3.1")
    escaped = "".join(f"\\u{ord(char):04X}" if char > "~" else char for char in "وقال: لا.")
    path.write_text(path.read_text(encoding="utf-8").replace("#Text=وقال: لا.", f"#Text={escaped}"), "utf-8")
    assert by_quote(read(path)).keys() == {"نفى"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\t22-26\t", "\t2-26\t", "the sentence begins inside of the one before"),
        ("\t22-26\t", "\t999999999-26\t", "blanks before the sentence"),
        ("\t22-26\t", "\tx-26\t", "has no offsets"),
        ("\tوقال\t_\t", "\tوقال", "has 3 columns, not 4"),
        ("TSV 3.3", "TSV 2", "neither UIMA CAS XMI, UIMA CAS JSON nor WebAnno TSV 3"),
    ],
)
def test_damage_is_one_line(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = tsv(tmp_path, "#T_SP=webanno.custom.Span|value", {"1-1": "A"})
    data = path.read_text(encoding="utf-8")
    assert old in data
    path.write_text(data.replace(old, new), encoding="utf-8")
    with pytest.raises(ExchangeError, match=message):
        read(path, "webanno-tsv")


def test_ours_has_the_shape_that_inception_reads(tmp_path: Path) -> None:
    one = [annotation for annotation in sample() if annotation.uuid[-1] == "4"]
    registry.export("webanno-tsv", one, ARTICLES, DEFAULT, tmp_path / "out")
    lines = next((tmp_path / "out").glob("*.tsv")).read_text(encoding="utf-8").split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    assert lines[1].startswith("#T_SP=webanno.custom.ClaimSpan|label|")
    assert lines[1].endswith("|claimreader")
    assert lines[2:5] == ["", "", "#Text=نفى المتحدث 🚨🚨 ذلك."]
    columns = lines[1].count("|")
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    assert [(row[0], row[1], row[2]) for row in rows[:4]] == [
        ("1-1", "0-3", "نفى"),
        ("1-2", "4-11", "المتحدث"),
        ("1-3", "12-14", "🚨"),
        ("1-4", "14-16", "🚨"),
    ]
    assert all(len(row) == 3 + columns + 1 and row[-1] == "" for row in rows)
    assert rows[0][3] == "claim[1]"
    assert [row[3] for row in rows if row[0].startswith("2-")] == ["_"] * 4


def test_tags_that_were_changed_in_inception_are_taken(tmp_path: Path) -> None:
    one = [annotation for annotation in sample() if annotation.uuid[-1] == "2"]
    registry.export("webanno-tsv", one, ARTICLES, DEFAULT, tmp_path / "out")
    path = next((tmp_path / "out").glob("*.tsv"))
    path.write_text(path.read_text("utf-8").replace("\tclaim, event[1]", "\tclaim, blame[1]"), "utf-8")
    plan = read(tmp_path / "out")
    assert [entry.annotation.tags for entry in plan.new] == [("blame", "claim")]
    assert plan.new[0].annotation.target.start == FIRST.text.index("الوَزِير.")
