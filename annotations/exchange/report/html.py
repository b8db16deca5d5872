"""The page around the report: its style, its policy, and the only ways in which text gets into it.

The page has no script, loads nothing and says so (Content-Security-Policy: everything forbidden but this one
style, by its digest). Text from articles is always escaped, stands in an element with its own direction, and
controls that could reorder or hide what a person reads are shown by their code points (Trojan Source,
CVE-2021-42574), and so is all else that is hidden and can change what is seen
(`annotations.text.hidden_characters`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from itertools import islice
from urllib.parse import quote

from annotations.exchange.report.messages import Words
from annotations.text.amounts import LRI, PDI
from annotations.text.hidden_characters import COUNTED, HIDDEN, find_hidden
from annotations.text.web_addresses import host_of

STYLE = """
:root{color-scheme:light}
body{font:16px/1.6 "Noto Naskh Arabic","Segoe UI",Tahoma,system-ui,sans-serif;margin:2rem auto;
max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1,h2,h3{line-height:1.3}h2{border-bottom:2px solid #888;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{border:1px solid #bbb;padding:.35rem .5rem;text-align:start;vertical-align:top}
th{background:#f0f0f0}thead{display:table-header-group}tr{break-inside:avoid}
td.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}.day{white-space:nowrap}
blockquote{margin:.3rem 0;font-size:1.1em;padding-inline-start:.7rem;border-inline-start:4px solid #39c;
white-space:pre-wrap;overflow-wrap:anywhere}
.claim{margin:1rem 0 1.4rem;break-inside:avoid}.claim:target blockquote{background:#ffc}
.meta{color:#444;font-size:.9em}.tag{border:1px solid #555;border-radius:.3rem;padding:0 .35rem;
margin-inline-end:.3rem;font-size:.85em;unicode-bidi:isolate}
.note{white-space:pre-wrap;background:#f6f6ee;padding:.3rem .6rem;margin:.3rem 0;overflow-wrap:anywhere}
.ctl{font-size:.75em;color:#a00;border:1px dotted #a00;direction:ltr;unicode-bidi:isolate}
td,th{overflow-wrap:break-word}td[dir]{overflow-wrap:anywhere;min-width:14rem}td bdi{max-width:16rem;
display:inline-block}a{color:#04609a}
svg{width:100%;height:auto;max-height:26rem}svg.mark{width:1em;height:1em;vertical-align:middle}
svg text{font:12px sans-serif;fill:#222}.left{text-anchor:end}.middle{text-anchor:middle}
.grid{stroke:#ccc;fill:none}.range{stroke-width:2;fill:none;stroke:currentColor}
svg g path,svg.mark path{fill:currentColor;stroke:currentColor;stroke-width:1.5}svg g path.about{fill:#fff}
.s0{color:#0b62a8}.s1{color:#b5410f}.s2{color:#2b7a2b}.s3{color:#7a3b9c}.s4{color:#555}
@media print{body{margin:0;max-width:none;font-size:11pt}a{color:inherit;text-decoration:none}h2,
h3{break-after:avoid}table{font-size:9pt}td[dir]{min-width:0}@page{margin:18mm}}
"""

_ISOLATES = re.compile(f"[{LRI}{PDI}]")
_CONTROL = re.compile(
    "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff]"
)
_BESIDE = '<span class="ctl">U+{:04X}</span>'
_NUMBER = re.compile(f"\\d(?:[{HIDDEN}.,:/\u066b\u066c-]*+\\d)*+")
"""Digits with what parts and what hides between them."""
_ARABIC = re.compile("[\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\ufb50-\\ufdff\\ufe70-\\ufefc]")


def head(words: Words, title: str) -> str:
    """Return the page up to its first heading."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html>\n<!-- # claimreader -->\n"
        f'<html lang="{words.lang}" dir="{words.direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{bare(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )


def text(value: object) -> str:
    """Return a text for the inside of an element.

    A number with hidden characters inside stands in an isolate from left to right: the code points that are
    shown between its digits would put these into another order.
    """
    raw = str(value)
    places = _hidden_places(raw)
    if not places:
        return escape(raw, quote=True)
    parts, at = [], 0
    for match in _NUMBER.finditer(raw):
        if places.intersection(range(*match.span())):
            parts.append(_shown(raw, at, match.start(), places))
            parts.append(f"<bdi dir=ltr>{_shown(raw, *match.span(), places)}</bdi>")
            at = match.end()
    return "".join([*parts, _shown(raw, at, len(raw), places)])


def bare(value: object) -> str:
    """Return a text for an attribute or a title, where no element can be."""
    raw = str(value)
    return _shown(raw, 0, len(raw), _hidden_places(raw), "U+{:04X}")


def _hidden_places(raw: str) -> set[int]:
    """Return where the characters stand that are shown by their code points."""
    if raw.isascii() and raw.isprintable():
        return set()
    return {match.start() for match in _CONTROL.finditer(raw)} | {one.offset for one in find_hidden(raw)}


def _shown(raw: str, start: int, end: int, places: set[int], form: str = _BESIDE) -> str:
    return "".join(
        form.format(ord(raw[place])) if place in places else escape(raw[place], quote=True)
        for place in range(start, end)
    )


def hidden_line(quote: str, words: Words) -> str:
    """Return what is hidden in a quote, by kind, and that what stands above is in the order of the text."""
    kinds: dict[str, list[str]] = {}
    for one in islice(find_hidden(quote), COUNTED):
        codes = kinds.setdefault(words.hidden_kinds[one.kind], [])
        if one.code not in codes:
            codes.append(one.code)
    said = " · ".join(f"{text(kind)} {isolated(', '.join(codes))}" for kind, codes in kinds.items())
    return f"{words.hidden}: {said}" if said else ""


def isolated(value: object) -> str:
    """Return a text as a run of its own, which disturbs nothing around it (UAX #9, isolates)."""
    return f"<bdi>{text(value)}</bdi>"


def amounts(value: str) -> str:
    """Return what `annotations.text.amounts` writes for the inside of an element, its isolates as such."""
    parts = _ISOLATES.split(value)  # what is between two of them is isolated
    shown = (f'<bdi dir="ltr">{text(part)}</bdi>' if n % 2 else text(part) for n, part in enumerate(parts))
    return f"<bdi>{''.join(shown)}</bdi>"


def bare_amounts(value: str) -> str:
    """Return the same for an attribute or a title: its isolates as characters, referred to by number."""
    parts = [bare(part) for part in _ISOLATES.split(value)]
    return "".join(f"&#x2066;{part}&#x2069;" if n % 2 else part for n, part in enumerate(parts))


def direction(value: str) -> str:
    """Return the attributes of an element with an article's text: Arabic is right-to-left throughout."""
    return 'lang="ar" dir="rtl"' if _ARABIC.search(value) else 'dir="auto"'


def web_link(url: object, quoted: str, words: str) -> str:
    """Return a link to the quote in its page (Text Fragments), with its host; empty for no web address."""
    host = host_of(url)
    if host is None:
        return ""
    address = bare(_without_fragment(str(url))) + "#:~:text=" + _fragment(quoted)
    return f'<a href="{address}" rel="noreferrer noopener">{words}</a> <bdi dir="ltr">{text(host)}</bdi>'


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _fragment(quoted: str) -> str:
    words = quoted.split()
    ends = quote(" ".join(words[:5]), safe="", errors="replace")
    if len(words) > 10:
        ends += "," + quote(" ".join(words[-5:]), safe="", errors="replace")
    elif len(words) > 5:
        ends = quote(" ".join(words), safe="", errors="replace")
    return ends.replace("-", "%2D")
