"""All tests share one Hypothesis profile, and a home that is nobody's: a run is the same wherever it is.

`make test` draws the same examples each time (derandomised), with no limit of time on any and no health check
that measures some. `make fuzz` loads the profile `fuzz`: fresh seeds at each run, and what fails stays in
`.hypothesis` and is written into the tests as `@example`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

_TIMED = [HealthCheck.too_slow]
"""The one that measures time: how long drawing takes, which on a busy machine is anything."""

settings.register_profile("test", derandomize=True, deadline=None, suppress_health_check=_TIMED)
settings.register_profile(
    "fuzz", max_examples=1000, deadline=None, suppress_health_check=_TIMED, print_blob=True
)
settings.load_profile("test")  # `--hypothesis-profile fuzz` is read later, and wins


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a test that says nothing of its home out of that of whoever runs it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CLAIMREADER_HOME", str(tmp_path_factory.mktemp("nobody")))
        environment.delenv("CLAIMREADER_DB", raising=False)
        environment.delenv("CLAIMREADER_ANNOTATOR", raising=False)
        yield
