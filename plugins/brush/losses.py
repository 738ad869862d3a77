"""The brush's losses: near the photo in what it shows, near the painting in how it is painted."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, normalize, relu

from ganstudio.api import Batch, Networks

from .margins import without_margins
from .networks import Generator
from .teachers import CONTENT, LEVELS, BaseTeacher, Teacher, sample_features, sliced_wasserstein

if TYPE_CHECKING:
    from . import BrushOptions

_NEAREST, _FEATURES = 40.0, (1024, 6000)  # of the nearest features: its weight, how many of a picture and of a painting
_CONTENT, _STYLE, _PALETTE, _COLOUR, _CONTOURS, _RANGE, _PATCHES = 0.8, 16.0, 7.5, 1.5, 1.0, 10.0, 0.2
_FINE = (1, 2)  # the levels that see strokes and lines
_LUMA = (0.299, 0.587, 0.114)


def painter_losses(networks: Networks, batch: Batch, options: "BrushOptions") -> Mapping[str, Tensor]:
    """How far a picture is from the photo in content, contours and broad colours, from the painting in style and palette.

    By turns it is seen as it is, and at half the size: there large strokes and content are judged, here the fine ones.
    """
    assert batch.fake is not None and batch.labels is not None
    judge, made = cast(Teacher, networks.discriminator), batch.fake.float()
    photos, half = _photos(networks), bool(torch.rand(()) < 0.5)
    whole = half or bool(torch.rand(()) < 0.25)  # the painting at half the size, so that more of it is in a part
    real = [without_margins(each[None]) for each in batch.real]
    features = judge(avg_pool2d(made, 2), LEVELS[-1]) if half else judge(made, CONTENT)
    zoomed = [_zoom(each, options.strokes / (2 if whole else 1)) for each in real]
    targets = [judge.features_of(each, number) for each, number in zip(zoomed, batch.labels.tolist(), strict=True)]
    return (
        _style_losses(features, targets, options)
        | ({"content": _CONTENT * _content(judge, features[CONTENT], avg_pool2d(photos, 2))} if half else {})
        | {
            "contours": _CONTOURS * options.calm * (1 - _correlation(_contours(made), _contours(photos))),
            "palette": _PALETTE * _palette(made, real),
            "colour": _COLOUR * avg_pool2d(made - photos, 16).abs().mean(),
            "range": _RANGE * relu(made.abs() - 1).mean(),
        }
        | _patch_losses(judge, made, options)
    )


def _photos(networks: Networks) -> Tensor:
    """The photos that the generator painted last, recoloured, B×3×H×W in [-1, 1]."""
    shown = cast(Generator, networks.generator).photos
    assert shown is not None
    return shown.mul(2).sub(1)


def _style_losses(
    features: dict[int, Tensor], targets: Sequence[Mapping[int, Tensor]], options: "BrushOptions"
) -> dict[str, Tensor]:
    """How far features are from those of the paintings: as distributions, and part by part where that is wanted."""
    losses = {"style": _STYLE * options.style * _style(features, targets, options.lines)}
    if options.nearest:
        losses["nearest"] = _NEAREST * options.nearest * nearest_distance(features, targets)
    return losses


def _patch_losses(judge: Teacher, made: Tensor, options: "BrushOptions") -> dict[str, Tensor]:
    """How much a teacher that tells patches of paintings from made ones takes these for paintings; nothing without one."""
    if not isinstance(judge, BaseTeacher):
        return {}
    return {"patches": -_PATCHES * options.style * judge.patches(made).float().mean()}


def patch_losses(networks: Networks, batch: Batch, options: "BrushOptions") -> Mapping[str, Tensor]:
    """How badly the critic of patches tells paintings from what was made (hinge); nothing where the teacher has none."""
    teacher = networks.discriminator
    if not isinstance(teacher, BaseTeacher):
        return {}
    assert batch.fake is not None
    real = _part(_zoom(batch.real, options.strokes), batch.fake.shape[-1])
    passed = teacher.patches(real).float(), teacher.patches(batch.fake.detach()).float()
    return {"discriminator": relu(1 - passed[0]).mean() + relu(1 + passed[1]).mean()}


def _style(features: dict[int, Tensor], targets: Sequence[Mapping[int, Tensor]], lines: float) -> Tensor:
    """The sliced Wasserstein distances of all levels, each over the variance that the painting has there."""
    found = torch.zeros((), device=features[CONTENT].device)
    for place, painting in enumerate(targets):
        for level, maps in features.items():
            apart = sliced_wasserstein(maps[place].float().flatten(1), painting[level])
            found = found + (lines if level in _FINE else 1.0) * apart / _variance(painting[level])
    return found / len(targets)


def nearest_distance(features: dict[int, Tensor], targets: Sequence[Mapping[int, Tensor]]) -> Tensor:
    """How far each place is from the place of the painting that is most like it, in the coarse levels (Kolkin 2022).

    One less the cosine of the angle between their features, the painting's mean taken off; 0 to 2 for each level.
    """
    found = torch.zeros((), device=features[CONTENT].device)
    for place, painting in enumerate(targets):
        for level in (each for each in features if each not in _FINE):
            mean = painting[level].mean(1, keepdim=True)
            made = normalize(sample_features(features[level][place].float().flatten(1), _FEATURES[0]) - mean, dim=0)
            other = normalize(sample_features(painting[level], _FEATURES[1]) - mean, dim=0)
            with torch.no_grad():
                which = (made.T @ other).argmax(1)
            found = found + 1 - (made * other[:, which]).sum(0).mean()
    return found / len(targets)


def _content(judge: Teacher, features: Tensor, shown: Tensor) -> Tensor:
    """How differently features B×C×h×w and those of the picture that was shown, B×3×H×W, are spread."""
    with torch.no_grad():
        wanted = _standardise(judge(shown, CONTENT)[CONTENT].float())
    return (_standardise(features.float()) - wanted).square().mean()


def _variance(features: Tensor) -> Tensor:
    """The variance of features C×N, not near nothing where a painting is plain."""
    return features.var(1).mean() + 0.01 * features.square().mean() + 1e-6


def _palette(made: Tensor, paintings: list[Tensor]) -> Tensor:
    """How far the colours are from the painting's, strokes averaged away."""
    pairs = zip(avg_pool2d(made, 4), paintings, strict=True)
    apart = [sliced_wasserstein(one.flatten(1), avg_pool2d(other, 8)[0].flatten(1), 24) for one, other in pairs]
    return torch.stack(apart).mean()


def _standardise(features: Tensor) -> Tensor:
    """Features with mean 0 and deviation 1 in each map, so that colours are free (cf. Kolkin 2019)."""
    deviation, mean = torch.std_mean(features, (2, 3), keepdim=True)
    return (features - mean) / (deviation + 1e-3 * deviation.mean() + 1e-6)


def _contours(pictures: Tensor) -> Tensor:
    """The steepness of lightness at half the size, a little blurred, B×1×h×w."""
    weights = torch.tensor(_LUMA, device=pictures.device).view(1, 3, 1, 1)
    light = avg_pool2d((pictures * weights).sum(1, keepdim=True), 2)
    across, down = light[:, :, :-1, 1:] - light[:, :, :-1, :-1], light[:, :, 1:, :-1] - light[:, :, :-1, :-1]
    return avg_pool2d((across.square() + down.square() + 4e-6).sqrt(), 2)


def _correlation(one: Tensor, other: Tensor) -> Tensor:
    one, other = (each - each.mean((1, 2, 3), keepdim=True) for each in (one, other))
    size = one.square().mean((1, 2, 3)) * other.square().mean((1, 2, 3))
    return ((one * other).mean((1, 2, 3)) / (size + 1e-12).sqrt()).mean()


def _zoom(paintings: Tensor, scale: float) -> Tensor:
    """Paintings with strokes as large as they are to become."""
    return paintings if scale == 1 else interpolate(paintings, scale_factor=scale, mode="bilinear", antialias=True)


def _part(paintings: Tensor, side: int) -> Tensor:
    """A square of that side from each painting, by chance; all of those that are smaller."""
    top, left = (int(torch.randint(max(1, length - side + 1), ())) for length in paintings.shape[2:])
    return paintings[:, :, top : top + side, left : left + side]
