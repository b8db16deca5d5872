"""Text of others does nothing where an export is put: in a page, in a labelling config, in a sheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from exchange_samples import ALL, ARTICLES, FIRST, StoredAnnotations, sample

from annotations.exchange import registry
from annotations.exchange.articles import Articles
from annotations.exchange.formats import label_studio
from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, Link, target_for
from annotations.model.scheme import DEFAULT, Attribute

HOSTILE = "</script><script>alert(1)</script><!--&amp;\u2028\u2029"


def hostile() -> tuple[Articles, Annotation]:
    article = Article("x</script>.txt", f"قال {HOSTILE} نعم.", metadata={"title": HOSTILE, "source": HOSTILE})
    start = article.text.index("<")
    return Articles.of([article]), Annotation(
        uuid="0199a000-0000-7000-8000-000000000001",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, start, start + len(HOSTILE), 0),
        tags=("claim", "<b>&"),
        attributes={"claimant": HOSTILE, "when": HOSTILE, "status": "false"},
        note=HOSTILE,
        annotator="</script>",
        created="2026-11-20T10:00:00.000Z",
        updated="2026-11-20T10:00:00.000Z",
    )


def test_a_claim_can_stand_in_a_page_as_it_is() -> None:
    articles, annotation = hostile()
    stream = io.BytesIO()
    registry.export("claim", [annotation], articles, DEFAULT, stream)
    data = stream.getvalue().decode()
    assert not set("<>&\u2028\u2029") & set(data)
    (review,) = json.loads(data)["@graph"]
    assert review["claimReviewed"] == HOSTILE
    assert review["itemReviewed"]["keywords"] == ["claim", "<b>&"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("https://bbc.com@evil.com/", False),
        ("javascript:alert(1)", False),
        ("https://bbc.com\\@evil.com/", False),
    ],
)
def test_a_claim_appears_at_web_addresses_only(url: str, kept: bool) -> None:
    _, annotation = hostile()
    article = Article(annotation.article.id, f"قال {HOSTILE} نعم.", metadata={"url": url})
    stream = io.BytesIO()
    registry.export("claim", [annotation], Articles.of([article]), DEFAULT, stream)
    appearance = json.loads(stream.getvalue())["@graph"][0]["itemReviewed"]["appearance"]
    assert appearance.get("url") == (url if kept else None)


CONTROLS = "a\x01\x1b[2J\x0b\ufffe\x7f<&\"'"


def test_the_labelling_config_is_xml_whatever_the_scheme_holds(tmp_path: Path) -> None:
    place = Attribute("place", "choice", CONTROLS, CONTROLS, values=("good", CONTROLS))
    tags = tuple(msgspec.structs.replace(tag, description=CONTROLS, arabic=CONTROLS) for tag in DEFAULT.tags)
    scheme = msgspec.structs.replace(DEFAULT, tags=tags, attributes=(*DEFAULT.attributes, place))
    root = ElementTree.fromstring(label_studio.config(scheme, [CONTROLS], [CONTROLS]))  # noqa: S314 - our own
    choices = next(annotation for annotation in root.iter("Choices") if annotation.get("name") == "place")
    assert [annotation.get("value") for annotation in choices] == ["good"]

    annotation, other = sample()[1:3]
    annotation = msgspec.structs.replace(
        annotation, attributes={"place": CONTROLS}, links=(Link(CONTROLS, other.uuid),), note=CONTROLS
    )
    target = tmp_path / "x.json"
    registry.export("label-studio", [annotation, other], ARTICLES, scheme, target)
    ElementTree.parse(tmp_path / "x.config.xml")  # noqa: S314 - our own
    results = json.loads(target.read_bytes())[0]["annotations"][0]["result"]
    assert not [item for item in results if item["type"] in {"choices", "relation"}]
    plan = registry.read("label-studio", target, ARTICLES, scheme, StoredAnnotations(), "me")  # type: ignore[arg-type]
    (back,) = [item.annotation for item in plan.new if item.annotation.uuid == annotation.uuid]
    assert (back.attributes, back.links, back.note) == (
        annotation.attributes,
        annotation.links,
        annotation.note,
    )


def test_no_cell_of_a_table_is_a_formula() -> None:
    def evil(text: str) -> dict[str, Any]:
        return {"title": text, "source": text, "published": text, "url": text}

    for begin in ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1"):
        article = Article(FIRST.id, FIRST.text, metadata=evil(begin))
        annotation = msgspec.structs.replace(sample()[1], note=begin, attributes={"claimant": begin})
        stream = io.BytesIO()
        registry.export("csv", [annotation], Articles.of([article, *ALL[1:]]), DEFAULT, stream)
        rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]
