"""The domain of claimreader, usable as a library: articles, sentences, annotations, where they are kept.

Nothing here knows of a screen: neither textual nor rich nor `tui` is imported (import-linter and a test see
to it). Import from the modules, as in `from annotations.model.records import Annotation`: the name
`annotations` itself is taken by `from __future__ import annotations`.
"""
