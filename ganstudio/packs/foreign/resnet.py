"""The residual generators of pytorch-CycleGAN-and-pix2pix (Zhu 2017) and of CUT (Park 2020)."""

from collections.abc import Mapping
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, conv_transpose2d, pad

from ganstudio.options import Options, option
from ganstudio.packs.foreign.norms import Norm


class ResNetOptions(Options):
    """How such a generator is laid out."""

    maps: int = option(64, "Maps of the first layer.", least=1, most=128)
    blocks: int = option(9, "Residual blocks.", least=1, most=16)
    norm: Literal["instance", "batch"] = option("instance", "The kind of norm.")
    smooth: bool = option(False, "Whether it halves and doubles through a blur, as CUT's does (Zhang 2019).")
    dropout: bool = option(False, "Whether it was trained with dropout.")


class ResNet:
    """Recognised by `model.1` with 7×7 convolutions and blocks of the name `conv_block`."""

    title = "a CycleGAN or CUT generator"
    Options = ResNetOptions

    def recognise(self, weights: Mapping[str, Tensor]) -> ResNetOptions | None:
        """How the network of these weights is laid out; None where they are another's."""
        first = weights.get("model.1.weight")
        blocks = {name.split(".")[1] for name in weights if ".conv_block." in name}
        if first is None or first.shape[1:] != (3, 7, 7) or not blocks:
            return None
        begin = min(map(int, blocks))
        return ResNetOptions(
            maps=len(first),
            blocks=len(blocks),
            norm="batch" if "model.2.weight" in weights else "instance",
            smooth=begin == 12,
            dropout=f"model.{begin}.conv_block.6.weight" in weights,
        )

    def painter(self, options: ResNetOptions) -> nn.Module:
        """The network, its parts named as in the file."""
        return _Generator(options)

    def margin(self, options: ResNetOptions) -> int:
        """What its convolutions see."""
        return 3 + 2 * (1 + 2) + 4 * 2 * options.blocks + 2 * (2 + 1) + 4 + 3 + 6

    def trimmed(self, weights: Mapping[str, Tensor], options: ResNetOptions) -> dict[str, Tensor]:
        """The weights without what old versions counted in training."""
        counted = (
            ("num_batches_tracked",) if options.norm == "batch" else ("num_batches_tracked", "running_mean", "running_var")
        )
        return {name: weight for name, weight in weights.items() if not name.endswith(counted)}


class _Generator(nn.Module):
    exact = True

    def __init__(self, options: ResNetOptions) -> None:
        super().__init__()
        maps, biased = options.maps, options.norm == "instance"

        def layer(convolution: nn.Module, made: int) -> list[nn.Module]:
            return [convolution, _norm(options, made), nn.ReLU()]

        parts: list[nn.Module] = [nn.ReflectionPad2d(3), *layer(nn.Conv2d(3, maps, 7, bias=biased), maps)]
        for given in (maps, 2 * maps):
            stride = 1 if options.smooth else 2
            parts += layer(nn.Conv2d(given, 2 * given, 3, stride, 1, bias=biased), 2 * given)
            parts += [_Halve(2 * given)] * options.smooth
        parts += [_Block(4 * maps, options) for _ in range(options.blocks)]
        for made in (2 * maps, maps):
            if options.smooth:
                parts += [_Double(2 * made), *layer(nn.Conv2d(2 * made, made, 3, 1, 1, bias=biased), made)]
            else:
                parts += layer(nn.ConvTranspose2d(2 * made, made, 3, 2, 1, 1, bias=biased), made)
        self.model = nn.Sequential(*parts, nn.ReflectionPad2d(3), nn.Conv2d(maps, 3, 7), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        made: Tensor = self.model(pictures)
        return made


class _Block(nn.Module):
    def __init__(self, maps: int, options: ResNetOptions) -> None:
        super().__init__()
        biased = options.norm == "instance"
        first = [nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3, bias=biased), _norm(options, maps), nn.ReLU()]
        second = [nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3, bias=biased), _norm(options, maps)]
        self.conv_block = nn.Sequential(*first, *([nn.Identity()] * options.dropout), *second)

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.conv_block(seen)
        return seen + added


class _Halve(nn.Module):
    """Every second pixel, after a blur."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.register_buffer("filt", torch.zeros(maps, 1, 3, 3))

    def forward(self, seen: Tensor) -> Tensor:
        return conv2d(pad(seen, (1, 1, 1, 1), mode="reflect"), self.get_buffer("filt"), stride=2, groups=seen.shape[1])


class _Double(nn.Module):
    """Twice the side, blurred."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.register_buffer("filt", torch.zeros(maps, 1, 4, 4))

    def forward(self, seen: Tensor) -> Tensor:
        around = pad(seen, (1, 1, 1, 1), mode="replicate")
        made = conv_transpose2d(around, self.get_buffer("filt"), stride=2, padding=2, groups=seen.shape[1])
        return made[:, :, 1:-1, 1:-1]


def _norm(options: ResNetOptions, maps: int) -> nn.Module:
    return nn.BatchNorm2d(maps) if options.norm == "batch" else Norm(maps, learned=False)


KIND = ResNet()
