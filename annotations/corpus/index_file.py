"""Says where the index of a corpus is kept, without SQLite, which a first start doesn't need."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.corpus.corpus import Corpus


def index_path(corpus: Corpus, folder: Path) -> Path:
    """Return where the index of a corpus is kept: one file for each set of roots and way of reading them."""
    real = sorted(str(root.real) for root in corpus.roots)
    options = corpus.options
    read_as = json.dumps([real, options.encoding, sorted(options.fields.items()), options.max_size])
    digest = hashlib.sha256(read_as.encode()).hexdigest()[:12]
    name = corpus.roots[0].path.name if len(corpus.roots) == 1 else "corpus"
    return (
        folder / f"{os.fsencode(name).decode('ascii', 'replace').replace(chr(0xFFFD), '_')}-{digest}.sqlite"
    )
