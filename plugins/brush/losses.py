"""The brush's losses: near the photo in what it shows, near the painting in how it is painted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

from ganstudio import Batch

from .perceptual import BLOCKS, CONTENT, Critic, distance, gram

if TYPE_CHECKING:
    from . import BrushOptions

_STYLE, _CALM, _RANGE = 2.5, 0.8, 10.0
_FINE = (1, 2)  # the blocks that see strokes and lines


def copying(made: Tensor, photo: Tensor) -> Mapping[str, Tensor]:
    """How far the painter is from leaving the photo as it is."""
    return {"copy": (made.float() - photo).abs().mean()}


def painting(critic: nn.Module, batch: Batch, options: "BrushOptions") -> Mapping[str, Tensor]:
    """Content, style, calm (total variation), and a bound on what no screen can show."""
    assert batch.source is not None and batch.fake is not None and batch.labels is not None
    judge, made = cast(Critic, critic), batch.fake.float()
    with torch.no_grad():
        shown = judge(batch.source)[CONTENT].float()
        wanted = judge.targets(batch.real, batch.labels)
    seen = judge(made)
    content = (seen[CONTENT].float() - shown).square().mean() / shown.var()
    style = sum((_weight(block, options) * distance(gram(seen[block]), wanted[block]) for block in BLOCKS), torch.zeros(()))
    calm = (made[:, :, 1:] - made[:, :, :-1]).abs().mean() + (made[:, :, :, 1:] - made[:, :, :, :-1]).abs().mean()
    beyond = (made.abs() - 1).clamp_min(0).mean()
    weight = _STYLE * options.style
    return {"content": content, "style": weight * style, "calm": _CALM * options.calm * calm, "range": _RANGE * beyond}


def _weight(block: int, options: "BrushOptions") -> float:
    return options.lines if block in _FINE else 1.0
