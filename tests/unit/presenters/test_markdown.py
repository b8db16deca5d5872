"""Guidelines as blocks of text: what is a heading, a list, bold; nothing of it acts."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.scheme import DEFAULT, Scheme, Tag
from tui.presenters.default_guidelines import guidelines
from tui.presenters.markdown import STEP, Block, Table, blocks

PIECES = st.sampled_from(["# ", "- ", "  ", "1. ", "> ", "```", "**", "`", "[", "](", ")", "<b>", "&amp;",
                          "| a | b |\n| --- | --- |\n| c |",
                          "نص", "text", "\n", "\n\n", "\x1b[2J", "\u202e", "---", "!["])  # fmt: skip


def test_headings_and_strong_words_are_bold() -> None:
    title, text = blocks("# عنوان\n\nنص **مهم جدا** هنا")
    assert title == Block("عنوان", [(0, 5)], heading=True)
    assert text.text == "نص مهم جدا هنا"
    assert [text.text[slice(*span)] for span in text.bold] == ["مهم جدا"]


def test_lists_are_marked_and_set_in() -> None:
    found = blocks("- a\n- b\n  1. c\n  2. d\n\nend")
    assert [(one.text, one.indent) for one in found] == [
        ("• a", 0), ("• b", 0), ("1. c", STEP), ("2. d", STEP), ("end", 0),
    ]  # fmt: skip
    assert [one.apart for one in found] == [True, False, False, False, True]


def test_a_second_paragraph_of_an_item_stands_under_it() -> None:
    assert [(one.text, one.indent) for one in blocks("- a\n\n  b\n\nc")] == [
        ("• a", 0),
        ("b", STEP),
        ("c", 0),
    ]


def test_html_links_and_pictures_are_text() -> None:
    texts = [one.text for one in blocks("<b onclick=x>y</b> [z](http://e.org/) ![w](p.png)\n\n<script>\n")]
    assert texts == ["<b onclick=x>y</b> z (http://e.org/) w", "<script>"]


def test_code_keeps_its_lines() -> None:
    assert [one.text for one in blocks("```\na  b\n# c\n```")] == ["a  b", "# c"]


def test_code_in_a_line_is_told_from_its_text() -> None:
    [text] = blocks("press `c` or `--db FILE`")
    assert isinstance(text, Block)
    assert [text.text[slice(*span)] for span in text.code] == ["c", "--db FILE"]


def test_a_table_has_a_heading_and_rows_of_as_many_cells() -> None:
    [table] = blocks("| key | |\n| --- | --- |\n| `c` | claim |\n| `0` |\n")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.heading] == ["key", ""]
    assert [[cell.text for cell in row] for row in table.rows] == [["c", "claim"], ["0", ""]]


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_becomes_lines_with_spans_inside(text: str) -> None:
    shown = blocks(text)
    cells = [cell for table in shown if isinstance(table, Table) for row in table.rows for cell in row]
    for block in [*(block for block in shown if isinstance(block, Block)), *cells]:
        assert "\n" not in block.text
        assert all(0 <= start <= end <= len(block.text) for start, end in block.bold)
        assert block.indent >= 0


def test_the_default_guidelines_name_every_tag_and_detail() -> None:
    texts = [one.text for one in blocks(guidelines(DEFAULT))]
    for tag in DEFAULT.tags:
        assert any(text.startswith(f"• {tag.key} {tag.label} ({tag.arabic}): ") for text in texts), tag
    for attribute in DEFAULT.attributes:
        assert any(text.startswith(f"• {attribute.label}") for text in texts), attribute


def test_what_a_scheme_says_of_its_tags_is_no_markdown() -> None:
    tag = Tag("x", "x", "*a* [b](c) `d` <e> # 1. \\", "ا", "#ffffff", "_f_ **g**")
    texts = [one.text for one in blocks(guidelines(Scheme((tag,), ())))]
    assert texts[-1] == "• x *a* [b](c) `d` <e> # 1. \\ (ا): _f_ **g**"


def test_a_project_s_own_take_their_place() -> None:
    assert guidelines(Scheme(DEFAULT.tags, (), "# قواعد")) == "# قواعد"
