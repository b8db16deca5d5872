"""What was used last is kept."""

from __future__ import annotations

from tui.session.lru_cache import LRUCache


def test_what_was_not_used_for_longest_goes_first() -> None:
    cache: LRUCache[str, int] = LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_a_value_can_be_replaced_and_let_go() -> None:
    cache: LRUCache[str, int] = LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.put("a", 3)
    cache.put("c", 4)
    assert [cache.get(key) for key in "abc"] == [3, None, 4]
    cache.discard("a")
    cache.discard("a")
    assert cache.get("a") is None
    cache.clear()
    assert cache.get("c") is None
