"""Duotone: a picture printed with two inks."""

from typing import TYPE_CHECKING, Literal

from ganstudio.api import Options, Statistics, Style, Tile, View, length, option

if TYPE_CHECKING:
    from torch import Tensor

INKS = {
    "night": ((0.05, 0.05, 0.20), (0.98, 0.86, 0.70)),
    "forest": ((0.03, 0.16, 0.12), (0.93, 0.95, 0.80)),
    "poster": ((0.55, 0.02, 0.10), (1.00, 0.95, 0.85)),
}


class DuotoneOptions(Options):
    """What can be set of duotone."""

    inks: Literal["night", "forest", "poster"] = option("night", "The dark and the light ink.")
    contrast: float = option(0.5, "How far dark and light are driven apart.", least=0, most=1)
    glow: float = length(6, "How far light spreads into the dark.", least=0, most=40)


class Duotone(Style[DuotoneOptions]):
    """Two inks, from the darkest to the lightest place of the picture."""

    id = "duotone"
    title = "Duotone"
    summary = "Two inks, one for the dark and one for the light."
    prompt_words = {"en": ("duotone", "two colours"), "zh": ("双色",)}
    Options = DuotoneOptions

    def margin(self, options: DuotoneOptions) -> int:
        """The glow reads this many pixels beyond a tile's edge."""
        return round(options.glow)

    def measure(self, view: View, options: DuotoneOptions) -> Statistics:
        """The darkest and the lightest grey of the whole picture."""
        grey = view.small(256).mean(1)
        return {"dark": float(grey.min()), "light": float(grey.max())}

    def apply(self, tile: Tile, options: DuotoneOptions, statistics: Statistics) -> "Tensor":
        """The tile in two inks."""
        import torch
        from torch.nn.functional import avg_pool2d

        reach = self.margin(options)
        grey = tile.pixels.mean(1, keepdim=True)
        soft = avg_pool2d(grey, 2 * reach + 1, stride=1, padding=reach, count_include_pad=False)
        light = torch.maximum(grey, 0.5 * (grey + soft))
        span = max(statistics["light"] - statistics["dark"], 1e-3)
        light = ((light - statistics["dark"]) / span).clamp(0, 1)
        light = torch.lerp(light, light * light * (3 - 2 * light), options.contrast)
        dark_ink, light_ink = (torch.tensor(ink, device=grey.device)[None, :, None, None] for ink in INKS[options.inks])
        return torch.lerp(dark_ink, light_ink, light)
