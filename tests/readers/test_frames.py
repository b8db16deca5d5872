"""pandas and polars have the same of a project, with dates as dates, and take three lines to get there."""

from pathlib import Path

import pandas
import polars
from sample_claims import corpus_with_claims

from annotations.project import open_project


def test_both_frames_have_the_same_claims(tmp_path: Path) -> None:
    corpus_with_claims(tmp_path / "event", linked=True)
    with open_project(tmp_path / "event") as project:
        by_pandas = project.annotations(tags=["claim"]).to_pandas()
        by_polars = project.annotations(tags=["claim"]).to_polars()
        articles = project.articles().to_pandas()
    assert len(by_pandas) == len(by_polars) == 6
    assert list(by_pandas.columns) == by_polars.columns
    for name in ("uuid", "claimant", "source", "quote", "certainty"):
        assert by_pandas[name].replace({pandas.NA: None}).tolist() == by_polars[name].to_list()
    assert pandas.api.types.is_datetime64_any_dtype(by_pandas["published"])
    assert by_polars["published"].dtype == polars.Date
    assert [len(links) for links in by_polars["links"]] == [0, 1, 1, 1, 1, 1]
    assert articles["claims"].sum() == 6
