"""How large tiles are: as margins want them, as memory allows."""

import pytest

from ganstudio.stylize import tile_memory


@pytest.mark.parametrize(("margin", "side"), [(0, 512), (170, 512), (171, 768), (300, 1024), (5000, 2048)])
def test_wide_margins_have_large_tiles(margin: int, side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_memory, "_free_memory", lambda device: 2**42)
    assert tile_memory.tile_side(margin, "cpu") == side
    assert tile_memory.tile_side(margin, "cuda:0") == max(side, 1024)


def test_little_memory_has_small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = []
    for free in (2**42, 2**33, 2**31, 2**20):
        monkeypatch.setattr(tile_memory, "_free_memory", lambda device, free=free: free)
        sides.append(tile_memory.tile_side(300, "cpu"))
        assert (sides[-1] + 600) ** 2 * 800 <= free / 4 or sides[-1] == tile_memory.LEAST_SIDE
    assert sides == sorted(sides, reverse=True) and sides[-1] == tile_memory.LEAST_SIDE
