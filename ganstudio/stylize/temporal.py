"""Temporal stabilisation: where a film does not move, the pixels of the frame before are kept.

Each place of the paint that is shown has a source: what the film looked like when it was painted. As long as the film
still looks like that, the new paint is mixed into the old; where it does not, the new paint replaces it at once.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ganstudio.images.bit_depth import Pixels
from ganstudio.stylize.tiles import to_pixels, to_tensor

if TYPE_CHECKING:
    from torch import Tensor

_LONGEST = 480  # pixels of the longer side at which movement is looked for
_STILL, _MOVED = 3 / 255, 12 / 255  # a difference that noise makes, and one that it does not
_AROUND = 5  # pixels that a moving thing is taken to be wider: its paint is, too


@dataclass(frozen=True)
class FlickerMeter:
    """How much still places of a film change from one frame to the next: sums over `places`, shown and without steadying."""

    shown: float = 0.0
    plain: float = 0.0
    places: float = 0.0

    @property
    def values(self) -> dict[str, float]:
        """The means in 1/255; nothing where no place ever stood still."""
        if not self.places:
            return {}
        return {"flicker": 255 * self.shown / self.places, "flicker plain": 255 * self.plain / self.places}


@dataclass(frozen=True)
class TemporalState:
    """What a frame hands on to the next: 1×3×H×W in [0, 1].

    `film` is the frame as it was, `plain` its paint, `source` what the paint that is `shown` was made from.
    """

    film: "Tensor"
    plain: "Tensor"
    source: "Tensor"
    shown: "Tensor"
    flicker: FlickerMeter = FlickerMeter()

    @property
    def pixels(self) -> Pixels:
        """What is shown, H×W×3 of 8 bits."""
        import numpy as np

        return to_pixels(self.shown, np.dtype(np.uint8))


def stabilise(before: TemporalState | None, film: Pixels, styled: Pixels, steady: float, device: str) -> TemporalState:
    """The next frame of a film and its paint, H×W×3, after those before; at `steady` 1 still places are painted once."""
    now, plain = to_tensor(film, device), to_tensor(styled, device)
    if before is None or before.shown.shape != plain.shape or before.film.shape != now.shape:
        return TemporalState(now, plain, now, plain)
    kept = _still(now, before.source) * (1 - (1 - steady) ** 2)
    shown = plain.lerp(before.shown, _upscale(kept, plain))
    source = now.lerp(before.source, _upscale(kept, now))
    held = TemporalState(now, plain, source, shown)
    return replace(held, flicker=_count_flicker(before, held))


def _count_flicker(before: TemporalState, held: TemporalState) -> FlickerMeter:
    """The flicker so far, and that between two frames."""
    still = _upscale((_still(held.film, before.film) == 1).float(), held.plain)
    shown, plain = (
        float(((new - old).abs().mean(1, keepdim=True) * still).double().sum())
        for new, old in ((held.shown, before.shown), (held.plain, before.plain))
    )
    sums = before.flicker
    return FlickerMeter(sums.shown + shown, sums.plain + plain, sums.places + float(still.double().sum()))


def _still(now: "Tensor", before: "Tensor") -> "Tensor":
    """The stillness of each place, 1×1×h×w from 0 to 1; places near moving ones count as moving."""
    from torch.nn.functional import avg_pool2d, interpolate, max_pool2d

    apart = (now - before).abs().amax(1, keepdim=True)
    factor = _LONGEST / max(apart.shape[-2:])
    if factor < 1:
        apart = interpolate(apart, [max(1, round(side * factor)) for side in apart.shape[-2:]], mode="area")
    apart = avg_pool2d(apart, 3, 1, 1, count_include_pad=False)
    apart = max_pool2d(apart, _AROUND, 1, _AROUND // 2)
    apart = avg_pool2d(apart, _AROUND, 1, _AROUND // 2, count_include_pad=False)
    still = ((_MOVED - apart) / (_MOVED - _STILL)).clamp(0, 1)
    return still * still * (3 - 2 * still)


def _upscale(small: "Tensor", like: "Tensor") -> "Tensor":
    """A map in the size of a picture."""
    from torch.nn.functional import interpolate

    if small.shape[-2:] == like.shape[-2:]:
        return small
    return interpolate(small, like.shape[-2:], mode="bilinear", align_corners=False)
