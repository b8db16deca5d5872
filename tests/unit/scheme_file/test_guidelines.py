"""The guidelines that a project's scheme brings: the text itself, or a Markdown file beside it."""

from pathlib import Path

import pytest

from annotations.paths import LARGEST_SCHEME
from annotations.scheme_file.loader import FILE, SchemeError, load

TAGS = '\n[[tags]]\nid = "claim"\nkey = "c"\n'


def written(folder: Path, guidelines: str) -> Path:
    path = folder / FILE
    path.write_text(f"# a scheme\nguidelines = {guidelines}\n{TAGS}", encoding="utf-8")
    return path


def test_the_text_stands_in_the_scheme(tmp_path: Path) -> None:
    assert load(written(tmp_path, '"""\n# ادعاء\n\n- نص\n"""')).guidelines == "# ادعاء\n\n- نص\n"


@pytest.mark.parametrize("name", ["rules.md", "more/rules.markdown", "قواعد.txt"])
def test_a_name_is_that_of_a_file_beside_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("\ufeff# قواعد", encoding="utf-8")
    assert load(written(tmp_path, f'"{name}"')).guidelines == "# قواعد"


def test_there_need_be_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TAGS, encoding="utf-8")
    assert load(tmp_path / FILE).guidelines == ""


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ("3", "guidelines has to be text"),
        ('["a"]', "guidelines has to be text"),
        ('"missing.md"', 'no file "missing.md" is beside this one; take the line away'),
        ('"folder.md"', 'no file "folder.md" is beside this one'),
        ('"/etc/motd.txt"', "is not beside this file"),
        ('"../other.md"', "is not beside this file"),
        ('"a\\u0000b.md"', 'no file "a\\u0000b.md" is beside this one'),
        (f'"{"a" * 300}.md"', "File name too long; put a text there, or take the line away"),
        ('"latin.md"', "is not UTF-8; save it as UTF-8"),
        ('"large.md"', f"has {LARGEST_SCHEME + 1} bytes; {LARGEST_SCHEME} bytes at most"),
    ],
)
def test_what_is_wrong_names_the_line_and_the_remedy(tmp_path: Path, given: str, wrong: str) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "latin.md").write_bytes("é".encode("latin-1"))
    (tmp_path / "large.md").write_bytes(b"x" * (LARGEST_SCHEME + 1))
    with pytest.raises(SchemeError) as caught:
        load(written(tmp_path, given))
    message = str(caught.value)
    assert wrong in message
    assert message.startswith(f"{tmp_path / FILE}, line 2: ")
    assert "\n" not in message
