"""What may change by itself is looked after as long as it may, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.session.store_watch import FOLLOW_SECONDS, RETRY_SECONDS, StoreWatch


class Annotations:
    """As much of an `AnnotationService` as is looked after."""

    alarm = ""
    settled = True
    readonly = False
    unsaved: frozenset[str] = frozenset()
    follows = 0

    def retry(self) -> bool:
        return not self.unsaved

    def follow(self) -> list[str]:
        self.follows += 1
        return ["a.txt"]


class Clock:
    """Timers that run when they are told to."""

    def __init__(self) -> None:
        self.running: dict[float, Callable[[], None]] = {}

    def set_interval(self, seconds: float, do: Callable[[], None]) -> Any:
        self.running[seconds] = do
        clock = self

        class Running:
            def stop(self) -> None:
                del clock.running[seconds]

        return Running()


def watched(annotations: Annotations) -> tuple[StoreWatch, Clock, list[str]]:
    clock, said = Clock(), list[str]()
    service: Any = annotations
    watch = StoreWatch(
        service, clock.set_interval, lambda: said.append("drawn"), lambda: said.append("all saved")
    )
    return watch, clock, said


def test_nothing_runs_while_nothing_can_change() -> None:
    watch, clock, said = watched(Annotations())
    watch.update()
    assert not clock.running
    assert not said


def test_what_the_disk_refuses_is_tried_again_until_it_is_saved() -> None:
    annotations = Annotations()
    annotations.unsaved = frozenset({"uuid"})
    watch, clock, said = watched(annotations)
    watch.update()
    watch.update()
    clock.running[RETRY_SECONDS]()
    assert not said
    annotations.unsaved = frozenset()
    clock.running[RETRY_SECONDS]()
    assert said == ["drawn", "all saved"]
    assert not clock.running


def test_what_another_saves_is_followed_while_one_can_only_look() -> None:
    annotations = Annotations()
    annotations.readonly, annotations.settled = True, False
    watch, clock, said = watched(annotations)
    watch.update()
    clock.running[FOLLOW_SECONDS]()
    assert (annotations.follows, said) == (1, ["drawn"])
    annotations.readonly, annotations.settled = False, True
    clock.running[FOLLOW_SECONDS]()
    assert not clock.running


def test_an_alarm_that_comes_or_goes_is_drawn() -> None:
    annotations = Annotations()
    annotations.settled, annotations.alarm = False, "the file lags behind"
    watch, clock, said = watched(annotations)
    watch.update()
    clock.running[FOLLOW_SECONDS]()
    assert not said
    annotations.alarm = ""
    clock.running[FOLLOW_SECONDS]()
    assert said == ["drawn"]
