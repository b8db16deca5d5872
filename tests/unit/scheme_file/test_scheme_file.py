"""A scheme of one's own: what a file may leave out, and every mistake told with its line and its remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.scheme import DEFAULT
from annotations.scheme_file.loader import FILE, SchemeError, check, find, load
from annotations.scheme_file.template import default_toml

RESERVED = {"j": "next sentence", "q": "back"}
IN_DETAILS = {"u": "undo"}


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / FILE
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_default_is_a_file_that_can_be_edited(tmp_path: Path) -> None:
    text = default_toml()
    assert load(written(tmp_path, text)) == DEFAULT
    assert text.count("\n#") > 10
    assert 'arabic = "ادعاء"' in text


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    assert load(written(tmp_path, "\ufeff" + default_toml().replace("\n", "\r\n"))) == DEFAULT


def test_an_id_and_a_key_make_a_tag(tmp_path: Path) -> None:
    scheme = load(written(tmp_path, '[[tags]]\nid = "rumour"\nkey = "8"\n'))
    tag = scheme.by_key["8"]
    assert (tag.id, tag.label, tag.arabic, tag.implies, tag.exclusive) == (
        "rumour",
        "rumour",
        "rumour",
        (),
        False,
    )
    assert scheme.attributes == DEFAULT.attributes
    assert scheme.toggled((), "rumour") == ("rumour",)


def test_attributes_can_be_none_at_all(tmp_path: Path) -> None:
    assert load(written(tmp_path, 'attributes = []\n[[tags]]\nid = "rumour"\nkey = "8"\n')).attributes == ()


def test_rules_between_tags_are_the_project_s_own(tmp_path: Path) -> None:
    text = """
        tags = [
            {id = "a", key = "a"}, {id = "b", key = "b", implies = ["a"]},
            {id = "c", key = "c", implies = ["b"]},
            {id = "none", key = "0", exclusive = true},
        ]
    """
    scheme = load(written(tmp_path, text))
    assert scheme.toggled((), "c") == ("a", "b", "c")
    assert scheme.toggled(("a", "b", "c"), "b") == ("a",)
    assert scheme.toggled(("a", "b", "c"), "none") == ("none",)
    assert scheme.toggled(("none",), "a") == ("a",)


def test_a_tag_that_was_taken_out_stays_visible_on_old_annotations(tmp_path: Path) -> None:
    scheme = load(written(tmp_path, '[[tags]]\nid = "claim"\nkey = "c"\n'))
    assert scheme.letters(("claim", "quantity")) == "c?"
    assert scheme.ordered(("quantity", "claim")) == ["claim", "quantity"]


def test_names_that_are_one_persons_are_read_also_beside_the_default_tags(tmp_path: Path) -> None:
    people = '[claimants]\nsame = [["وزارة الري", "الوزارة"], ["هند", "السيدة هند"]]\n'
    expected = (("وزارة الري", "الوزارة"), ("هند", "السيدة هند"))
    alone = load(written(tmp_path, people))
    assert (alone.tags, alone.attributes, alone.same_claimants) == (
        DEFAULT.tags,
        DEFAULT.attributes,
        expected,
    )
    with_tags = load(written(tmp_path, f'[[tags]]\nid = "rumour"\nkey = "8"\n{people}'))
    assert (len(with_tags.tags), with_tags.same_claimants) == (1, expected)


def test_nouns_that_are_counted_as_one_are_read_also_beside_the_default_tags(tmp_path: Path) -> None:
    nouns = '[figures]\nnouns = [["بحار", "غواص"], ["خيمة"]]\n'
    alone = load(written(tmp_path, nouns))
    assert (alone.tags, alone.counted_nouns) == (DEFAULT.tags, (("بحار", "غواص"), ("خيمة",)))
    with_tags = load(written(tmp_path, f'[[tags]]\nid = "rumour"\nkey = "8"\n{nouns}'))
    assert (len(with_tags.tags), with_tags.counted_nouns) == (1, alone.counted_nouns)


NO_TAGS = 'has no tags; begin one with [[tags]], id = "claim" and key = "c"'
NO_KEY = "is no key; use one Latin letter or digit (also for Arabic layouts)"
NO_VALUES = 'choice "x" has no values; add values = ["yes", "no"]'
KINDS = "one of choice, text, date, number, span, numbers"
A = '[[tags]]\nid = "claim"\nkey = "c"\n'
X = A + '[[attributes]]\nid = "x"\n'
B = '[[tags]]\nid = "rumour"\nkey = "8"\n'
MISTAKES = [
    ("", 1, NO_TAGS),
    ("tags = []\n", 1, NO_TAGS),
    (A + "\n# mine\n" + B.replace("8", "c"), 8,
     'key "c" is bound to "claim" and to "rumour"; change one of them'),
    (A + B.replace("rumour", "claim"), 5, 'id "claim" is there twice, first in line 2; change one of them'),
    (A.replace('"c"', '"j"'), 3,
     'key "j" of "claim" is "next sentence" already; use another, such as 8, 9, b'),
    (A.replace('"c"', '"cc"'), 3, f'"cc" {NO_KEY}'),
    (A.replace('"c"', '"ت"'), 3, f'"ت" {NO_KEY}'),
    (A.replace('"c"', '" "'), 3, f'" " {NO_KEY}'),
    (A + '[[tags]]\nkey = "8"\n', 4, 'tag 2 has no id; add id = "a_short_name"'),
    (A + '[[tags]]\nid = "rumour"\n', 4,
     'tag "rumour" has no key; add key = "8", or another free digit or letter'),
    (A + B + 'colour = "#ffffff"\n', 7, 'unknown field "colour"; perhaps "color", or take it away'),
    (A + "zzz = 1\n", 4, 'unknown field "zzz"; take it away'),
    ("[[tag]]\n" + A, 1, 'unknown field "tag"; perhaps "tags", or take it away'),
    (A + 'color = "red"\n', 4, '"red" is no colour; write # and six hex digits, as in #5fafff'),
    (A + "label = 3\n", 4, 'label has to be text in quotes, "..."'),
    (A + 'label = "a\\nb"\n', 4, "label holds a line end or an invisible character; take it away"),
    (A + 'label = "a\\u202eb"\n', 4, "label holds a line end or an invisible character; take it away"),
    (A + 'exclusive = "yes"\n', 4, "exclusive has to be true or false"),
    (A + 'implies = "x"\n', 4, 'implies has to be a list of texts, ["...", "..."]'),
    (A + 'implies = [\n  1,\n]\n', 4, 'implies has to be a list of texts, ["...", "..."]'),
    (A + B + 'implies = ["clam"]\n', 7,
     '"rumour" implies "clam", which is no tag; perhaps "claim", or take it away'),
    (A + "exclusive = true\n" + B + 'implies = ["claim"]\n', 8,
     '"rumour" implies "claim", but "claim" is exclusive; take one of the two away'),
    (A.replace('"claim"', '"a b"'), 2, '"a b" is no id; use letters, digits and _, a letter first'),
    ('tags = "claim"\n', 1, "tags has to be a list of tables; begin each with [[tags]]"),
    ("[tags]\nid = 1\n", 1, "tags has to be a list of tables; begin each with [[tags]]"),
    (X, 4, 'attribute "x" has no kind; add ' + KINDS),
    (X + 'kind = "chioce"\n', 6,
     '"chioce" is no kind; use perhaps "choice", or ' + KINDS),
    (X + 'kind = "choice"\n', 6, NO_VALUES),
    (X + 'kind = "choice"\nvalues = []\n', 7, NO_VALUES),
    (X + 'kind = "choice"\nvalues = ["a", "a"]\n', 7, '"x" has an empty value or one twice; take it away'),
    (X + 'kind = "text"\nvalues = ["a"]\n', 7,
     '"x" is a text; make it kind = "choice" or take the values away'),
    (X + 'kind = "text"\nkey = "a"\n[[attributes]]\nid = "y"\nkind = "text"\nkey = "a"\n', 11,
     'key "a" is bound to "x" and to "y"; change one of them'),
    (X + 'kind = "text"\nkey = "u"\n', 7, 'key "u" of "x" is "undo" already; use another, such as 8, 9, b'),
    ("claimants = 3\n", 1,
     'claimants has to be a table; begin it with [claimants], same = [["...", "..."]]'),
    (A + "[claimants]\nsme = []\n", 5, 'unknown field "sme"; perhaps "same", or take it away'),
    (A + "[claimants]\nsame = 'x'\n", 5, 'same has to be a list of lists of names, same = [["...", "..."]]'),
    (A + "[claimants]\n\nsame = ['x', 'y']\n", 6,
     'same has to be a list of lists of names, same = [["...", "..."]]'),
    (A + "[claimants]\nsame = [['x', 3]]\n", 5,
     'a name has to be text in quotes, same = [["...", "..."]]'),
    (A + "[claimants]\nsame = [['x', ' ']]\n", 5,
     'a name has to be text in quotes, same = [["...", "..."]]'),
    (A + '[claimants]\nsame = [["x", "a\\u202eb"]]\n', 5,
     "a name holds a line end or an invisible character; take it away"),
    (A + "[claimants]\nsame = [['x']]\n", 5,
     "one name alone says nothing; add another of the same person, or take it away"),
    (A + "[claimants]\nsame = [['هيئة', 'x'], ['y', 'هيئه']]\n", 5,
     '"هيئه" is in two groups, first in line 5; make one group of them'),
    ("figures = 3\n", 1, 'figures has to be a table; begin it with [figures], nouns = [["...", "..."]]'),
    (A + "[figures]\nnoun = []\n", 5, 'unknown field "noun"; perhaps "nouns", or take it away'),
    (A + "[figures]\nnouns = ['x']\n", 5,
     'nouns has to be a list of lists of nouns, nouns = [["...", "..."]]'),
    (A + "[figures]\nnouns = [['x', '']]\n", 5, 'a noun has to be text in quotes, nouns = [["...", "..."]]'),
    (A + "[figures]\nnouns = [['خيمة', 'x'], ['y', 'خيمه']]\n", 5,
     '"خيمه" is in two groups, first in line 5; make one group of them'),
    ("[[tags]]\nid = claim\n", 2, "invalid value; mend the TOML there"),
    ("[[tags]]\nid = 'claim'\nid = 'claim'\n", 3, "cannot overwrite a value; mend the TOML there"),
    ("[[tags]]\nlabel = \"\"\"claim\n\n", 2, "unterminated string; mend the TOML there"),
    (A + "# 9\n\ncolor = " + "9" * 5000 + "\n", 6, "a number is too long; shorten it"),
    (A + "x = [\n  1,\n  -" + "9_9" * 2500 + ",\n]\n", 4, "a number is too long; shorten it"),
    (A + "label = '...'\na" + ".a" * 60_000 + " = 1\n", 5, "a name of too many parts; take it away"),
    (b"[[tags]]\nid = \"\xe1\"\n", 2, "not UTF-8; save the file as UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES, ids=[mistake[2] for mistake in MISTAKES])
def test_every_mistake_is_told_with_file_line_and_remedy(
    tmp_path: Path, text: str | bytes, line: int, message: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SchemeError) as error:
        load(path, reserved=RESERVED, reserved_in_details=IN_DETAILS)
    assert str(error.value) == f"{path}, line {line}: {message}"
    checked = check(path, reserved=RESERVED, reserved_in_details=IN_DETAILS)
    assert checked.mistakes == [str(error.value)]
    assert checked.scheme is None


SEVERAL = """\
[[tags]]
id = "claim"
key = "cc"
color = "red"
colour = "#ffffff"

[[tags]]
label = 3
key = "j"

[[attributes]]
id = "how"
kind = "chioce"
values = ["a", "a"]
arabic_values = ["ا"]

[claimants]
same = [["هند"]]
"""


def test_what_is_alike_is_looked_for_only_where_a_mistake_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To compare 5,000 misspelt names with 5,000 tags would take minutes."""
    looked: list[str] = []
    monkeypatch.setattr("annotations.scheme_file.loader.nearest", lambda wrong, known: looked.append(wrong))
    names = ", ".join(f'"gat{number}"' for number in range(600))
    assert check(written(tmp_path, f"{A}implies = [{names}]\n")).mistakes
    assert 0 < len(looked) <= 200


def test_all_mistakes_of_a_file_are_told_in_its_order(tmp_path: Path) -> None:
    path = written(tmp_path, SEVERAL)
    lines = [mistake.removeprefix(f"{path}, line ") for mistake in check(path, reserved=RESERVED).mistakes]
    assert [(int(line.partition(":")[0]), line.partition(": ")[2].partition(";")[0]) for line in lines] == [
        (3, '"cc" is no key'),
        (4, '"red" is no colour'),
        (5, 'unknown field "colour"'),
        (7, "tag 2 has no id"),
        (8, 'label has to be text in quotes, "..."'),
        (9, 'key "j" of "" is "next sentence" already'),
        (13, '"chioce" is no kind'),
        (14, '"how" has an empty value or one twice'),
        (15, '"how" has 2 values and 1 in Arabic'),
        (18, "one name alone says nothing"),
    ]


def test_of_thousands_of_mistakes_the_first_are_told_and_how_many_more_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, A + B + "implies = [\n" + '"x",\n' * 5000 + "]\n" + "[claimants]\nsme = 1\n")
    *told, last = check(path).mistakes
    assert len(told) <= 200
    assert last == f"{path}: and {5001 - len(told)} more; mend these first"


def test_a_scheme_without_mistakes_is_the_one_that_is_loaded(tmp_path: Path) -> None:
    path = written(tmp_path, A + 'arabic_description = "نص"\n' + B)
    assert check(path).mistakes == []
    assert check(path).scheme == load(path)
    assert load(path).by_id["claim"].arabic_description == "نص"


def test_guidelines_or_attributes_alone_come_beside_the_default_tags(tmp_path: Path) -> None:
    scheme = load(written(tmp_path, 'arabic_guidelines = "# نص"\nabout = "x"\n'))
    assert (scheme.tags, scheme.attributes) == (DEFAULT.tags, DEFAULT.attributes)
    assert (scheme.arabic_guidelines, scheme.about) == ("# نص", "x")
    scheme = load(written(tmp_path, '[[attributes]]\nid = "x"\nkind = "text"\n'))
    assert (scheme.tags, [attribute.id for attribute in scheme.attributes]) == (DEFAULT.tags, ["x"])


def test_a_file_that_is_not_there_or_much_too_large_or_too_deep_is_one_line_too(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.toml", tmp_path, written(tmp_path, "#" * 300_000)):
        with pytest.raises(SchemeError, match=r"^[^\n]+; name another file with --scheme FILE$"):
            load(path)
    with pytest.raises(SchemeError, match=r"^[^\n]+$"):
        load(written(tmp_path, "a = " + "[" * 100_000))


def test_nothing_from_the_file_acts_on_the_terminal(tmp_path: Path) -> None:
    for text in ('"\\u001b[31m" = 1\n', A.replace('"claim"', '"\\u202eclaim"'), 'tags = ["\\u0007"]\n'):
        with pytest.raises(SchemeError) as error:
            load(written(tmp_path, text))
        assert str(error.value).isprintable()


LINES = [
    *default_toml().splitlines(),
    "[[tags]]",
    "[claimants]",
    'same = [["a", "b"]]',
    "[figures]",
    'nouns = [["a", "b"]]',
    "values = [",
    "]",
    "'",
    '"""',
    "key = 3",
]


@given(lines=st.lists(st.sampled_from(LINES), max_size=30))
def test_whatever_lines_come_together_load_or_are_refused_in_one_line(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.getbasetemp(), "\n".join(lines))
    refused = ""
    try:
        assert load(path).tags
    except SchemeError as error:
        refused = str(error)
    assert refused.isprintable()
    assert not refused or f"{path}, line " in refused


def test_a_scheme_is_found_beside_the_corpus(tmp_path: Path) -> None:
    folder, other = tmp_path / "news", tmp_path / "more"
    folder.mkdir()
    other.mkdir()
    article = folder / "article.txt"
    article.write_text("نص")
    assert find([folder]) is None
    path = written(folder, default_toml())
    assert find([folder]) == find([article]) == find([folder, article, other]) == path.resolve()
    written(other, default_toml())
    with pytest.raises(SchemeError, match="are two schemes; choose one with --scheme FILE"):
        find([folder, other])
