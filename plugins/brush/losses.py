"""The brush's losses: near the photo in what it shows, near the painting in how it is painted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate, relu

from ganstudio import Batch

from .teachers import CONTENT, LEVELS, BaseTeacher, Teacher, distance, gram

if TYPE_CHECKING:
    from . import BrushOptions

_STYLE, _CALM, _RANGE, _COLOUR, _PATCHES = 2.5, 0.8, 10.0, 8.0, 0.1
_PLAIN, _NOTHING = 3.0, 0.06  # how much more plain areas are to be calm; how little unrest makes an area plain
_FINE = (1, 2)  # the levels that see strokes and lines
_LUMA = (0.299, 0.587, 0.114)


def copying(made: Tensor, photo: Tensor) -> Mapping[str, Tensor]:
    """How far the painter is from leaving the photo as it is."""
    return {"copy": (made.float() - photo).abs().mean()}


def painting(teacher: nn.Module, batch: Batch, options: "BrushOptions") -> Mapping[str, Tensor]:
    """Content, style, calm (total variation), a bound on what no screen can show, and what else the options ask for."""
    assert batch.source is not None and batch.fake is not None and batch.labels is not None
    judge, made = cast(Teacher, teacher), batch.fake.float()
    with torch.no_grad():
        shown = judge(_toned(batch.source, options))[CONTENT].float()
        wanted = judge.targets(_toned(_zoomed(batch.real, options), options), batch.labels)
    seen = judge(_toned(made, options))
    content = (seen[CONTENT].float() - shown).square().mean() / shown.var()
    style = sum((_weight(level, options) * distance(gram(seen[level]), wanted[level]) for level in LEVELS), torch.zeros(()))
    calm = _unrest(made).mean() + _PLAIN * _blotches(made, batch.source)
    beyond = (made.abs() - 1).clamp_min(0).mean()
    losses = {"content": content, "style": _STYLE * options.style * style}
    losses |= {"calm": _CALM * options.calm * calm, "range": _RANGE * beyond}
    if options.colours < 1:
        losses["colours"] = _COLOUR * (1 - options.colours) * (_hues(made) - _hues(batch.source)).abs().mean()
    if isinstance(judge, BaseTeacher):
        losses["patches"] = -_PATCHES * options.style * judge.patches(_toned(made, options)).float().mean()
    return losses


def judging(teacher: nn.Module, batch: Batch, options: "BrushOptions") -> Mapping[str, Tensor]:
    """How badly the critic of patches tells paintings from what was made (hinge); nothing where the teacher has none."""
    if not isinstance(teacher, BaseTeacher):
        return {}
    assert batch.fake is not None
    real = _toned(_part(_zoomed(batch.real, options), batch.fake.shape[-1]), options)
    passed = teacher.patches(real).float(), teacher.patches(_toned(batch.fake.detach(), options)).float()
    return {"critic": relu(1 - passed[0]).mean() + relu(1 + passed[1]).mean()}


def _unrest(pictures: Tensor) -> Tensor:
    """How much each pixel differs from its neighbours on the right and below, B×1×(H-1)×(W-1) (total variation)."""
    across = (pictures[:, :, :-1, 1:] - pictures[:, :, :-1, :-1]).abs()
    down = (pictures[:, :, 1:, :-1] - pictures[:, :, :-1, :-1]).abs()
    return (across + down).mean(1, keepdim=True)


def _blotches(made: Tensor, photos: Tensor) -> Tensor:
    """The unrest, small and large, where photos show nothing, like a clear sky."""
    found = []
    for scale in (1, 4, 16):
        around = avg_pool2d(_unrest(avg_pool2d(photos, scale)), 5, 1, 2, count_include_pad=False)
        found.append((torch.exp(-around / _NOTHING) * _unrest(avg_pool2d(made, scale))).mean())
    return torch.stack(found).sum()


def _weight(level: int, options: "BrushOptions") -> float:
    return options.lines if level in _FINE else 1.0


def _zoomed(paintings: Tensor, options: "BrushOptions") -> Tensor:
    """Paintings with strokes as large as they are to become."""
    if options.strokes == 1:
        return paintings
    return interpolate(paintings, scale_factor=options.strokes, mode="bilinear", antialias=True)


def _part(paintings: Tensor, side: int) -> Tensor:
    """A square of that side from each painting, by chance; all of those that are smaller."""
    top, left = (int(torch.randint(max(1, length - side + 1), ())) for length in paintings.shape[2:])
    return paintings[:, :, top : top + side, left : left + side]


def _toned(pictures: Tensor, options: "BrushOptions") -> Tensor:
    """Pictures with as much of their colours as is to be learned; the rest is grey."""
    if options.colours == 1:
        return pictures
    return pictures - (1 - options.colours) * _hues(pictures)


def _hues(pictures: Tensor) -> Tensor:
    """What makes pictures coloured: how far each channel is from the grey that is as bright."""
    weights = torch.tensor(_LUMA, device=pictures.device).view(1, 3, 1, 1)
    return pictures - (pictures * weights).sum(1, keepdim=True)
