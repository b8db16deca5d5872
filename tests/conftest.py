"""All tests share one Hypothesis profile, so that a run is the same at every hour, place and load.

`make test` draws the same examples each time (derandomised), with no limit of time on any and no health check
that measures some. `make fuzz` loads the profile `fuzz`: fresh seeds at each run, and what fails stays in
`.hypothesis` and is written into the tests as `@example`.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_TIMED = [HealthCheck.too_slow]
"""The one that measures time: how long drawing takes, which on a busy machine is anything."""

settings.register_profile("test", derandomize=True, deadline=None, suppress_health_check=_TIMED)
settings.register_profile(
    "fuzz", max_examples=1000, deadline=None, suppress_health_check=_TIMED, print_blob=True
)
settings.load_profile("test")  # `--hypothesis-profile fuzz` is read later, and wins
