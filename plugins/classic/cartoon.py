"""Cartoon: ink lines over flat colours in a few steps of light (Winnemöller 2006; lines of 2012)."""

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import from_oklab, luma, oklab
from .filters import gaussian, reach
from .flow import doubled, tensor, tensor_reach
from .kuwahara import kuwahara, kuwahara_reach
from .lines import flow, lines, lines_reach
from .styles import CartoonOptions

CALM = 0.6


def margin(options: CartoonOptions) -> int:
    """What a flat of colour and a line see."""
    return (
        max(
            tensor_reach(options.flats * CALM) + kuwahara_reach(options.flats),
            lines_reach(options.line) + reach(options.line),
        )
        + 1
    )


def paint(tile: Tile, options: CartoonOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture as a cartoon."""
    flat = kuwahara(tile.pixels, doubled(tensor(tile.pixels, options.flats * CALM)), options.flats)
    coloured = from_oklab(stepped(oklab(flat.clamp(0, 1)), options))
    if not options.ink:
        return coloured
    light = gaussian(luma(tile.pixels), max(options.line, 0.6) * 0.5)
    inked = lines(light, flow(tile.pixels, options.line), options.line, strength=22.0, threshold=0.30, softness=0.22)
    return coloured * (1 - options.ink * (1 - inked))


def stepped(lab: Tensor, options: CartoonOptions) -> Tensor:
    """Lightness in soft steps, colours fuller."""
    scaled = lab[:, :1] * options.tones
    middle = scaled.floor() + 0.5
    soft = (middle + 0.5 * torch.tanh((scaled - middle) * 2 * 1.3) / torch.tanh(torch.tensor(1.3)) * 0.55) / options.tones
    light = (soft * 1.04 + 0.015).clamp(0, 1)
    return torch.cat((light, lab[:, 1:] * (1 + 0.55 * options.vividness)), 1)
