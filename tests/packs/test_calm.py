"""Calm: plain areas keep little of a network's strokes, others all; tiles meet."""

import torch

from ganstudio.packs.plain_areas import REACH, calm_plain_areas


def test_plain_areas_are_calm_and_others_painted() -> None:
    shown, painted = torch.full((1, 3, 64, 128), 0.5), torch.rand(1, 3, 64, 128, generator=torch.Generator().manual_seed(0))
    shown[..., 64:] = (
        torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(1)).repeat_interleave(4, 2).repeat_interleave(4, 3)
    )
    made = calm_plain_areas(shown, painted, 0.6)
    assert torch.allclose(made[..., :32] - 0.5, 0.4 * (painted[..., :32] - 0.5), atol=1e-4)
    assert (made - painted)[..., 96:].abs().mean() < 0.1 * (shown - painted)[..., 96:].abs().mean()
    assert torch.equal(calm_plain_areas(shown, painted, 0.0), painted)


def test_a_tile_is_as_calm_as_the_whole() -> None:
    by = torch.Generator().manual_seed(0)
    shown, painted = torch.rand(1, 3, 128, 128, generator=by) * 0.1, torch.rand(1, 3, 128, 128, generator=by)
    whole, part = calm_plain_areas(shown, painted, 0.6), calm_plain_areas(shown[..., 32:, 32:], painted[..., 32:, 32:], 0.6)
    inside = slice(32 + REACH, 128)
    assert torch.allclose(part[..., REACH:, REACH:], whole[..., inside, inside], atol=1e-6)
