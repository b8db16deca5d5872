"""What the reader starts without is no more than Textual takes from it, and is there when it is wanted."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import textual
from textual.command import CommandPalette
from textual.css.tokenizer import Expect

from tui.textual_ext import slim_import
from tui.textual_ext.slim_import import PALETTE, PALETTE_NAMES, PUT_OFF

SOURCE = Path(textual.__file__).parent


def run(code: str) -> str:
    """Return what a new Python says that has imported Textual as the reader does."""
    begin = "import sys; from tui.textual_ext.slim_import import import_textual; import_textual(); "
    done = subprocess.run([sys.executable, "-c", begin + code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def taken_from_palette(path: Path) -> set[str]:
    """Return the names that a module takes from the palette when it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == PALETTE]
    return {alias.name for node in imports for alias in node.names}


def test_the_empty_palette_has_what_textual_takes_from_it_and_no_more() -> None:
    early = (SOURCE / f"{name}.py" for name in ("app", "theme", "screen", "widget"))
    assert set().union(*map(taken_from_palette, early)) == PALETTE_NAMES


def test_textual_opens_its_palette_only_where_an_app_has_one() -> None:
    from tui.app import ClaimReader

    assert not ClaimReader.ENABLE_COMMAND_PALETTE
    opening = (SOURCE / "app.py").read_text(encoding="utf-8").split("def action_command_palette")[1]
    assert "if self.use_command_palette and not CommandPalette" in opening.split("def ")[0]


def test_the_palette_is_not_loaded_and_can_be() -> None:
    assert run(f"print({PALETTE!r} in sys.modules)") == "False"
    assert run("from textual.command import CommandPalette as C; print(C.__mro__[1].__name__)") == (
        CommandPalette.__mro__[1].__name__
    )


def test_asyncio_works_without_tls_and_tls_can_be_loaded() -> None:
    assert run("print('ssl' in sys.modules)") == "False"
    assert run("import asyncio; print(asyncio.run(asyncio.sleep(0, 'slept')))") == "slept"
    assert run("import ssl; print(bool(ssl.create_default_context))") == "True"


def test_hashes_are_the_same_without_openssl_and_it_can_be_loaded() -> None:
    begin = "import sys, hashlib; from tui.textual_ext.slim_import import import_hashlib; import_hashlib(); "
    without = begin.replace(", hashlib", "").replace(
        "import_hashlib(); ", "import_hashlib(); import hashlib, secrets; ", 1
    )
    digests = "print(*(hashlib.new(name, b'x').hexdigest() for name in sorted(hashlib.algorithms_guaranteed) "
    digests += "if not name.startswith('shake')), '_hashlib' in sys.modules)"

    def said(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert not done.stderr
        return done.stdout.strip()

    *with_it, loaded = said(begin + digests).split()
    assert said(without + digests).split() == [*with_it, "False"]
    assert loaded == "True"
    assert said(without + "import ssl, _hashlib; print(_hashlib.openssl_sha256(b'').digest_size)") == "32"


def test_hashes_are_left_to_openssl_where_python_has_not_all_of_them() -> None:
    code = "import sys; from tui.textual_ext import slim_import as it; it.OWN_HASHES = ('_sha_not_built',); "
    code += "it.import_hashlib(); print('hashlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_who_has_tls_keeps_it() -> None:
    code = (
        "import asyncio, ssl; from tui.textual_ext.slim_import import import_textual; import_textual(); "
        "import asyncio.sslproto as it; print(it.ssl is ssl)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_what_is_put_off_is_whole_when_it_is_used() -> None:
    assert run("import textual.app; print(textual.app.mimetypes.guess_type('a.txt')[0])") == "text/plain"
    for name in PUT_OFF:
        assert run(f"import {name}; print(type({name}).__name__)") == "module"


def test_markup_and_style_sheets_read_as_ever() -> None:
    said = run(
        "from textual.content import Content; from textual.css.stylesheet import Stylesheet; "
        "sheet = Stylesheet(); sheet.add_source('A { height: 3; }'); sheet.parse(); "
        "print(Content.from_markup('[b]a[/b] $x', x='[c]').plain, sheet.rules[0].styles.height)"
    )
    assert said == "a [c] 3"


def test_a_pattern_that_is_put_off_keeps_what_was_asked_of_it() -> None:
    class Copy(Expect):
        """Textual's own class stays as it is in this process."""

    slim_import.put_off_patterns(Copy)
    expect = Copy("a number", number=r"\d+").expect_eof(True).expect_semicolon(False)
    assert "match" not in vars(expect)
    assert expect.match("12 ", 0).group() == "12"
    assert (expect._expect_eof, expect._expect_semicolon, expect._extract_text) == (True, False, False)
    assert (expect.names, expect.description) == (["number"], "Expected a number")
