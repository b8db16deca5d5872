"""Finds reported speech in Arabic news: who says what, behind which word, and how firmly it is said.

Rules over a readable lexicon, since they can be explained in one line and corrected by the one who reads
them; pure functions of text, usable as a library. What is found is a suggestion, never a decision.

    from annotations.reporting import attributions
    from annotations.text.sentences import split

    units = split(text)
    for unit, found in zip(units, attributions(text, units), strict=True):
        for attribution in found:
            print(attribution.reported_as, text[attribution.content.start : attribution.content.end])

A verb is added as a row of `lexicon.TABLE`.
"""

from __future__ import annotations

from annotations.reporting.attributing import attributions, attributions_of
from annotations.reporting.records import Attribution, Span

__all__ = ["Attribution", "Span", "attributions", "attributions_of"]
