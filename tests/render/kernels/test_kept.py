"""Results that are kept: computed once, the one not asked for longest goes first."""

from render.kernels.kept import Kept


def test_computes_once_and_forgets_the_oldest() -> None:
    computed: list[str] = []
    kept: Kept[str] = Kept(2)

    def get(key: str) -> str:
        def compute() -> str:
            computed.append(key)
            return key.upper()

        return kept.get(key, compute)

    assert [get("a"), get("b"), get("a"), get("c"), get("a"), get("b")] == ["A", "B", "A", "C", "A", "B"]
    assert computed == ["a", "b", "c", "b"]
    assert list(kept.values()) == ["A", "B"]


def test_clear() -> None:
    kept: Kept[int] = Kept(3)
    kept.get("a", lambda: 1)
    kept.clear()
    assert list(kept.values()) == []
    assert kept.get("a", lambda: 2) == 2
