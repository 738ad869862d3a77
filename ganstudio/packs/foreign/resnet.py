"""The residual generators of pytorch-CycleGAN-and-pix2pix (Zhu 2017) and of CUT (Park 2020)."""

import re
from collections.abc import Mapping
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, conv_transpose2d, pad

from ganstudio.api.options import Options, option
from ganstudio.packs.foreign.norms import Norm


class ResNetOptions(Options):
    """How such a generator is laid out."""

    maps: int = option(64, "Maps of the first layer.", least=1, most=128)
    blocks: int = option(9, "Residual blocks.", least=1, most=16)
    norm: Literal["instance", "batch"] = option("instance", "The kind of norm.")
    smooth: bool = option(False, "Whether it halves and doubles through a blur, as CUT's does (Zhang 2019).")
    dropout: bool = option(False, "Whether it was trained with dropout.")
    affine: bool = option(False, "Whether its instance norms have learned scales and shifts.")
    bias: Literal["by the norm", "yes", "no"] = option(
        "by the norm", "Whether the convolutions before a norm have a bias; by the norm: with instance norm."
    )
    up: Literal["as it halves", "transposed", "blur", "repeated"] = option("as it halves", "How it doubles.")
    block: Literal["conv_block", "block"] = option("conv_block", "What the inside of a residual block is called.")

    @property
    def biased(self) -> bool:
        """Whether the convolutions before a norm have a bias."""
        return self.norm == "instance" if self.bias == "by the norm" else self.bias == "yes"

    @property
    def doubles(self) -> str:
        """How it doubles the side: “transposed”, “blur” or “repeated”."""
        return ("blur" if self.smooth else "transposed") if self.up == "as it halves" else self.up


class ResNet:
    """Recognised by `model.1` with 7×7 convolutions and blocks of the name `conv_block`, or `block` in PyTorch-GAN's."""

    title = "a CycleGAN or CUT generator"
    Options = ResNetOptions

    def recognise(self, weights: Mapping[str, Tensor]) -> ResNetOptions | None:
        """How the network of these weights is laid out; None where they are another's."""
        first = weights.get("model.1.weight")
        inside, blocks = _find_blocks(weights)
        if first is None or first.shape[1:] != (3, 7, 7) or not blocks:
            return None
        begin, end = min(blocks), max(blocks) + 1
        counted = {"model.2.weight", "model.2.running_mean"} <= weights.keys()  # old instance norms only count
        return ResNetOptions(
            maps=len(first),
            blocks=len(blocks),
            norm="batch" if counted else "instance",
            smooth=begin == 12,
            dropout=f"model.{begin}.{inside}.5.weight" not in weights,
            affine="model.2.weight" in weights and not counted,
            bias="yes" if "model.1.bias" in weights else "no",
            up=_doubling_kind(weights, end),
            block=inside,
        )

    def build_painter(self, options: ResNetOptions) -> nn.Module:
        """The network, its parts named as in the file."""
        return _Generator(options)

    def margin(self, options: ResNetOptions) -> int:
        """What its convolutions see."""
        return 3 + 2 * (1 + 2) + 4 * 2 * options.blocks + 2 * (2 + 1) + 4 + 3 + 6

    def trim(self, weights: Mapping[str, Tensor], options: ResNetOptions) -> dict[str, Tensor]:
        """The weights without what old versions counted in training."""
        counted = (
            ("num_batches_tracked",) if options.norm == "batch" else ("num_batches_tracked", "running_mean", "running_var")
        )
        return {name: weight for name, weight in weights.items() if not name.endswith(counted)}


def _find_blocks(weights: Mapping[str, Tensor]) -> tuple[Literal["conv_block", "block"], set[int]]:
    """What the inside of a residual block is called, and the numbers of the layers that are such blocks."""
    inside: Literal["conv_block", "block"] = "block" if any(".block." in name for name in weights) else "conv_block"
    return inside, {int(name.split(".")[1]) for name in weights if re.match(rf"model\.\d+\.{inside}\.", name)}


def _doubling_kind(weights: Mapping[str, Tensor], end: int) -> Literal["transposed", "blur", "repeated"]:
    """How the network doubles after the last of its blocks."""
    if f"model.{end}.weight" in weights:
        return "transposed"
    return "blur" if f"model.{end}.filt" in weights else "repeated"


class _Generator(nn.Module):
    exact = True

    def __init__(self, options: ResNetOptions) -> None:
        super().__init__()
        maps, biased = options.maps, options.biased

        def layer(convolution: nn.Module, made: int) -> list[nn.Module]:
            return [convolution, _make_norm(options, made), nn.ReLU()]

        parts: list[nn.Module] = [nn.ReflectionPad2d(3), *layer(nn.Conv2d(3, maps, 7, bias=biased), maps)]
        for given in (maps, 2 * maps):
            stride = 1 if options.smooth else 2
            parts += layer(nn.Conv2d(given, 2 * given, 3, stride, 1, bias=biased), 2 * given)
            parts += [_BlurDown(2 * given)] * options.smooth
        parts += [_Block(4 * maps, options) for _ in range(options.blocks)]
        for made in (2 * maps, maps):
            if options.doubles != "transposed":
                double = _BlurUp(2 * made) if options.doubles == "blur" else nn.Upsample(scale_factor=2)
                parts += [double, *layer(nn.Conv2d(2 * made, made, 3, 1, 1, bias=biased), made)]
            else:
                parts += layer(nn.ConvTranspose2d(2 * made, made, 3, 2, 1, 1, bias=biased), made)
        self.model = nn.Sequential(*parts, nn.ReflectionPad2d(3), nn.Conv2d(maps, 3, 7), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        made: Tensor = self.model(pictures)
        return made


class _Block(nn.Module):
    def __init__(self, maps: int, options: ResNetOptions) -> None:
        super().__init__()
        biased = options.biased
        first = [nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3, bias=biased), _make_norm(options, maps), nn.ReLU()]
        second = [nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3, bias=biased), _make_norm(options, maps)]
        self.inside = options.block
        self.add_module(options.block, nn.Sequential(*first, *([nn.Identity()] * options.dropout), *second))

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.get_submodule(self.inside)(seen)
        return seen + added


class _BlurDown(nn.Module):
    """Every second pixel, after a blur."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.register_buffer("filt", torch.zeros(maps, 1, 3, 3))

    def forward(self, seen: Tensor) -> Tensor:
        return conv2d(pad(seen, (1, 1, 1, 1), mode="reflect"), self.get_buffer("filt"), stride=2, groups=seen.shape[1])


class _BlurUp(nn.Module):
    """Twice the side, blurred."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.register_buffer("filt", torch.zeros(maps, 1, 4, 4))

    def forward(self, seen: Tensor) -> Tensor:
        around = pad(seen, (1, 1, 1, 1), mode="replicate")
        made = conv_transpose2d(around, self.get_buffer("filt"), stride=2, padding=2, groups=seen.shape[1])
        return made[:, :, 1:-1, 1:-1]


def _make_norm(options: ResNetOptions, maps: int) -> nn.Module:
    return nn.BatchNorm2d(maps) if options.norm == "batch" else Norm(maps, learned=options.affine)


KIND = ResNet()
