"""Brings the catalogues of all languages up to date with the texts in the code, and compiles them.

`make locale`, or `python tests/write_locale.py`: new texts come in without a translation and are listed,
texts that are gone leave, what is translated stays. Fill in what is listed, and run it once more. A language
is a folder in `tui/locale`: an empty one gets a catalogue.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from annotations.exchange.registry import FORMATS
from annotations.insight.reasons import WHY
from annotations.model.scheme import DEFAULT
from tui.cli import COMMANDS
from tui.i18n import DOMAIN, FOLDER

LANGUAGES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
WHEN = datetime(2024, 1, 1, tzinfo=UTC)
"""Stands in the compiled form, which is to be the same whenever it is made."""
HEADER = r"""# {name} of claimreader's screen; `make locale` brings it up to date.
msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""
"""The first lines of a new catalogue; those of one that is there stay: for Arabic Babel has another rule."""


def po(language: str) -> Path:
    """Return where a language's translations are."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo(language: str) -> Path:
    """Return where their compiled form is."""
    return po(language).with_suffix(".mo")


def extracted() -> Catalog:
    """Return the texts of the code, and those of `of_the_domain`."""
    catalogue = Catalog(domain=DOMAIN)
    for file, _line, text, _comments, _context in extract_from_dir(FOLDER.parent, keywords=KEYWORDS):
        catalogue.add(text, locations=[(f"tui/{Path(file).as_posix()}", 0)])
    for place, text in of_the_domain():
        catalogue.add(text, locations=[(place, 0)])
    return catalogue


def of_the_domain() -> list[tuple[str, str]]:
    """Return texts of tables that know no catalogue, each with its module."""
    return [
        *(("annotations/model/scheme.py", tag.description) for tag in DEFAULT.tags),
        *(("annotations/exchange/registry.py", format_.description) for format_ in FORMATS.values()),
        *(("annotations/insight/reasons.py", text) for text in WHY.values()),
        *(("tui/cli.py", text) for text in COMMANDS.values()),
    ]


def header(language: str) -> str:
    """Return the first lines of a language's catalogue, up to its first text."""
    if po(language).exists():
        return po(language).read_text(encoding="utf-8").partition("\n\n")[0] + "\n\n"
    return HEADER.format(
        name=Locale.parse(language).english_name,
        language=language,
        plural_forms=Catalog(locale=language).plural_forms,
    )


def translated(language: str) -> Catalog:
    """Return a language's catalogue as it is; an empty one if there is none."""
    text = po(language).read_bytes() if po(language).exists() else header(language).encode()
    return read_po(io.BytesIO(text), locale=language, domain=DOMAIN)


def updated(language: str) -> Catalog:
    """Return a language's catalogue with the texts of the code and no others."""
    catalogue = translated(language)
    catalogue.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def written(language: str, catalogue: Catalog) -> bytes:
    """Return a catalogue as text: sorted, without dates and line numbers, so that little changes."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    return header(language).encode() + body.getvalue()


def compiled(language: str, text: bytes) -> bytes:
    """Return the compiled form of a catalogue's text."""
    catalogue = read_po(io.BytesIO(text), locale=language, domain=DOMAIN)
    catalogue.creation_date = catalogue.revision_date = WHEN
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def forms(message: Message) -> list[str]:
    """Return the translations of a text: one, or one for each plural form; empty where there is none."""
    translations = [message.string] if isinstance(message.id, str) else list(message.string or [""])
    return [form or "" for form in translations]


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts without a translation, or without one of its plural forms."""
    return [str(message.id) for message in catalogue if message.id and not all(forms(message))]


def main() -> int:
    """Write both files of each language; 1 if something is not translated."""
    untranslated = 0
    for language in LANGUAGES:
        catalogue = updated(language)
        text = written(language, catalogue)
        po(language).parent.mkdir(exist_ok=True)
        po(language).write_bytes(text)
        mo(language).write_bytes(compiled(language, text))
        for name in missing(catalogue):
            print(f"{language}: {name}")
            untranslated += 1
    return bool(untranslated)


if __name__ == "__main__":
    sys.exit(main())
