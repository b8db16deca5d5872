"""Brings the Arabic catalogue up to date with the texts in the code, and compiles it.

`make locale`, or `python tests/write_locale.py`: new texts come in without a translation and are listed,
texts that are gone leave, what is translated stays. Fill in what is listed, and run it once more.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from annotations.model.scheme import DEFAULT
from tui.i18n import DOMAIN, FOLDER

PO = FOLDER / "ar" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
WHEN = datetime(2024, 1, 1, tzinfo=UTC)
"""Stands in the compiled form, which is to be the same whenever it is made."""
HEADER = r"""# Arabic of claimreader's screen; `make locale` brings it up to date.
msgid ""
msgstr ""
"Language: ar\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
"n%100>=11 ? 4 : 5);\n"

"""
"""The first lines; the plural forms are CLDR's zero, one, two, few, many and other."""


def extracted() -> Catalog:
    """Return the texts of the code, and of the default scheme."""
    catalogue = Catalog(domain=DOMAIN)
    for file, _line, text, _comments, _context in extract_from_dir(FOLDER.parent, keywords=KEYWORDS):
        catalogue.add(text, locations=[(f"tui/{Path(file).as_posix()}", 0)])
    for text in of_the_scheme():
        catalogue.add(text, locations=[("annotations/model/scheme.py", 0)])
    return catalogue


def of_the_scheme() -> list[str]:
    """Return the default scheme's texts that have no Arabic of their own there."""
    return [tag.description for tag in DEFAULT.tags]


def translated() -> Catalog:
    """Return the catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, locale="ar", domain=DOMAIN)


def updated() -> Catalog:
    """Return the catalogue with the texts of the code and no others."""
    catalogue = translated()
    catalogue.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as text: sorted, without dates and line numbers, so that little changes."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    return HEADER.encode() + body.getvalue()


def compiled(text: bytes) -> bytes:
    """Return the compiled form of a catalogue's text."""
    catalogue = read_po(io.BytesIO(text), locale="ar", domain=DOMAIN)
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
    """Write both files; 1 if something is not translated."""
    catalogue = updated()
    text = written(catalogue)
    PO.write_bytes(text)
    MO.write_bytes(compiled(text))
    for name in missing(catalogue):
        print(name)
    return bool(missing(catalogue))


if __name__ == "__main__":
    sys.exit(main())
