"""The catalogues: each has every text of the code and no other, and its compiled form is up to date."""

from __future__ import annotations

import ast
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest
import write_locale

from tui import i18n

ROOT = Path(__file__).parents[3]
CATALOGUE = write_locale.translated("ar")
MESSAGES = [message for message in CATALOGUE if message.id]


@pytest.fixture
def arabic() -> None:
    i18n.choose("ar")


def ids(message: object) -> tuple[str, ...]:
    found = message.id  # type: ignore[attr-defined]
    return found if isinstance(found, tuple) else (found,)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_but_english_has_one() -> None:
    assert sorted(i18n.LANGUAGES) == sorted(["en", *write_locale.LANGUAGES])


@pytest.mark.parametrize("language", write_locale.LANGUAGES)
def test_it_is_what_make_locale_writes(language: str) -> None:
    text = write_locale.written(language, write_locale.updated(language))
    assert write_locale.po(language).read_bytes() == text, "texts have come or gone: make locale"
    assert write_locale.mo(language).read_bytes() == write_locale.compiled(language, text)


@pytest.mark.parametrize("language", write_locale.LANGUAGES)
def test_nothing_is_missing_or_doubtful(language: str) -> None:
    catalogue = write_locale.translated(language)
    assert not write_locale.missing(catalogue)
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert not catalogue.obsolete


def test_a_new_language_begins_with_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_locale, "po", lambda language: tmp_path / language / "x" / "claimreader.po")
    monkeypatch.setattr(write_locale, "LANGUAGES", ["fr"])
    (tmp_path / "fr").mkdir()
    assert write_locale.main() == 1
    catalogue = write_locale.translated("fr")
    assert len(write_locale.missing(catalogue)) == len(MESSAGES)
    assert catalogue.num_plurals == 2
    assert write_locale.mo("fr").exists()
    before = write_locale.po("fr").read_bytes()
    assert write_locale.main() == 1
    assert write_locale.po("fr").read_bytes() == before


def test_every_call_is_found_in_the_code() -> None:
    # Babel doesn't see a call in an f-string of Python 3.11, nor a text that isn't written out.
    known = {text for message in MESSAGES for text in ids(message)}
    seen = set()
    for file in (ROOT / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in write_locale.KEYWORDS
            ):
                seen |= {
                    one.value
                    for one in node.args
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    assert seen | {text for _, text in write_locale.of_the_domain()} == known


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: ids(message)[0][:40])
def test_placeholders_are_those_of_the_text(message: object) -> None:
    wanted = placeholders(ids(message)[0])
    forms = write_locale.forms(message)  # type: ignore[arg-type]
    assert all(placeholders(form) <= wanted for form in forms)
    # Arabic says none, one and two in words.
    assert all(placeholders(form) == wanted for form in (forms if len(forms) == 1 else forms[3:]))


@pytest.mark.parametrize(
    ("n", "wanted"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (11, "11 مقالًا"),
        (100, "100 مقال"),
        (103, "103 مقالات"),
        (1211, "1,211 مقالًا"),
    ],
)
@pytest.mark.usefixtures("arabic")
def test_arabic_has_six_plural_forms(n: int, wanted: str) -> None:
    assert i18n.plural("{n:,} article", "{n:,} articles", n) == wanted


def test_the_plural_rule_is_that_of_cldr() -> None:
    from babel.core import Locale

    rule = Locale("ar").plural_form
    order = ("zero", "one", "two", "few", "many", "other")
    with write_locale.mo("ar").open("rb") as file:
        plural = GNUTranslations(file).plural  # type: ignore[attr-defined]  # the compiled rule
    assert all(order[plural(n)] == rule(n) for n in range(1000))


@pytest.mark.usefixtures("arabic")
def test_numbers_and_dates_have_western_digits() -> None:
    digits = {
        char
        for message in MESSAGES
        for form in write_locale.forms(message)
        for char in form
        if char.isdigit()
    }
    assert digits <= set("0123456789")


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"LC_ALL": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "ar"}, "ar"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LANG": "ar_EG.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ar_EG.UTF-8"}, "en"),
        ({"LANG": "fr_FR"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_decides_where_nothing_is_set(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], wanted: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert i18n.choose() == wanted
    assert i18n.choose("en") == "en"


def test_messages_stand_one_after_the_other_with_the_marks_of_the_language(arabic: None) -> None:
    assert i18n.one_by_one(["يناقض", "جملة"]) == "يناقض؛ جملة"
    assert i18n.enumerated(["ادعاء", "عدد"]) == "ادعاء، عدد"


def test_no_screen_puts_a_latin_semicolon_between_messages() -> None:
    found = [
        str(path.relative_to(ROOT))
        for folder in ("screens", "widgets", "presenters")
        for path in sorted((ROOT / "tui" / folder).rglob("*.py"))
        if '"; ".join(' in path.read_text(encoding="utf-8")
    ]
    assert not found, "tui.i18n.one_by_one does it in the language in use"
