"""Networks as other programs lay them out, in plain torch: what the studio's own forms of them must agree with."""

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, conv_transpose2d, interpolate, pad


class Block(nn.Module):
    def __init__(self, maps: int, norm: type[nn.Module], *, dropout: bool) -> None:
        super().__init__()
        biased = norm is not nn.BatchNorm2d
        middle = [nn.Dropout(0.5)] if dropout else []
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3, bias=biased), norm(maps), nn.ReLU(), *middle,
            nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3, bias=biased), norm(maps),
        )  # fmt: skip

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.conv_block(seen)
        return seen + added


class CycleGANGenerator(nn.Module):
    """pytorch-CycleGAN-and-pix2pix: transposed convolutions, instance or batch norm."""

    def __init__(self, maps: int, blocks: int, norm: type[nn.Module] = nn.InstanceNorm2d, *, dropout: bool = False) -> None:
        super().__init__()
        biased = norm is not nn.BatchNorm2d
        parts: list[nn.Module] = [nn.ReflectionPad2d(3), nn.Conv2d(3, maps, 7, bias=biased), norm(maps), nn.ReLU()]
        for many in (maps, 2 * maps):
            parts += [nn.Conv2d(many, 2 * many, 3, 2, 1, bias=biased), norm(2 * many), nn.ReLU()]
        parts += [Block(4 * maps, norm, dropout=dropout) for _ in range(blocks)]
        for many in (4 * maps, 2 * maps):
            half = many // 2
            parts += [nn.ConvTranspose2d(many, half, 3, 2, 1, output_padding=1, bias=biased), norm(half), nn.ReLU()]
        self.model = nn.Sequential(*parts, nn.ReflectionPad2d(3), nn.Conv2d(maps, 3, 7), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        made: Tensor = self.model(pictures)
        return made


class Halve(nn.Module):
    """CUT's: a binomial blur of three, then every second pixel."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        line = torch.tensor([1.0, 2.0, 1.0])
        self.register_buffer("filt", (line[:, None] * line / 16).expand(maps, 1, 3, 3).clone())

    def forward(self, seen: Tensor) -> Tensor:
        return conv2d(
            pad(seen, (1, 1, 1, 1), "reflect"), self.get_buffer("filt"), stride=2, groups=len(self.get_buffer("filt"))
        )


class Double(nn.Module):
    """CUT's: zeros between the pixels, then a binomial blur of four."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        line = torch.tensor([1.0, 3.0, 3.0, 1.0])
        self.register_buffer("filt", (line[:, None] * line / 64 * 4).expand(maps, 1, 4, 4).clone())

    def forward(self, seen: Tensor) -> Tensor:
        filt = self.get_buffer("filt")
        made = conv_transpose2d(pad(seen, (1, 1, 1, 1), "replicate"), filt, stride=2, padding=2, groups=len(filt))
        return made[:, :, 1:, 1:][:, :, :-1, :-1]


class CUTGenerator(nn.Module):
    """CUT: strides replaced by blurs (Zhang 2019)."""

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        norm = nn.InstanceNorm2d
        parts: list[nn.Module] = [nn.ReflectionPad2d(3), nn.Conv2d(3, maps, 7), norm(maps), nn.ReLU()]
        for many in (maps, 2 * maps):
            parts += [nn.Conv2d(many, 2 * many, 3, 1, 1), norm(2 * many), nn.ReLU(), Halve(2 * many)]
        parts += [Block(4 * maps, norm, dropout=False) for _ in range(blocks)]
        for many in (4 * maps, 2 * maps):
            parts += [Double(many), nn.Conv2d(many, many // 2, 3, 1, 1), norm(many // 2), nn.ReLU()]
        self.model = nn.Sequential(*parts, nn.ReflectionPad2d(3), nn.Conv2d(maps, 3, 7), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        made: Tensor = self.model(pictures)
        return made


class PlainBlock(nn.Module):
    def __init__(self, maps: int) -> None:
        super().__init__()
        self.block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3), nn.InstanceNorm2d(maps), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(maps, maps, 3), nn.InstanceNorm2d(maps),
        )  # fmt: skip

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.block(seen)
        return seen + added


class PyTorchGANGenerator(nn.Module):
    """PyTorch-GAN's CycleGAN: pixels are repeated where it doubles, and blocks hold a `block`."""

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        norm = nn.InstanceNorm2d
        parts: list[nn.Module] = [nn.ReflectionPad2d(3), nn.Conv2d(3, maps, 7), norm(maps), nn.ReLU()]
        for many in (maps, 2 * maps):
            parts += [nn.Conv2d(many, 2 * many, 3, 2, 1), norm(2 * many), nn.ReLU()]
        parts += [PlainBlock(4 * maps) for _ in range(blocks)]
        for many in (4 * maps, 2 * maps):
            parts += [nn.Upsample(scale_factor=2), nn.Conv2d(many, many // 2, 3, 1, 1), norm(many // 2), nn.ReLU()]
        self.model = nn.Sequential(*parts, nn.ReflectionPad2d(3), nn.Conv2d(maps, 3, 7), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        made: Tensor = self.model(pictures)
        return made


class AffineNorm(nn.InstanceNorm2d):
    """Instance norm that learns scales and shifts, as some forks have it."""

    def __init__(self, maps: int) -> None:
        super().__init__(maps, affine=True)
        nn.init.normal_(self.weight, 1, 0.3)
        nn.init.normal_(self.bias, 0, 0.3)


class Convolution(nn.Module):
    def __init__(self, given: int, made: int, side: int, stride: int, *, double: bool = False) -> None:
        super().__init__()
        self.doubles = double
        self.reflection_pad = nn.ReflectionPad2d(side // 2)
        self.conv2d = nn.Conv2d(given, made, side, stride)

    def forward(self, seen: Tensor) -> Tensor:
        if self.doubles:
            seen = interpolate(seen, mode="nearest", scale_factor=2)
        made: Tensor = self.conv2d(self.reflection_pad(seen))
        return made


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.in1 = Convolution(128, 128, 3, 1), nn.InstanceNorm2d(128, affine=True)
        self.conv2, self.in2 = Convolution(128, 128, 3, 1), nn.InstanceNorm2d(128, affine=True)

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.in2(self.conv2(torch.relu(self.in1(self.conv1(seen)))))
        return seen + added


class FastNeuralStyle(nn.Module):
    """The transformer network of PyTorch's examples: numbers from 0 to 255 in and out."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.in1 = Convolution(3, 32, 9, 1), nn.InstanceNorm2d(32, affine=True)
        self.conv2, self.in2 = Convolution(32, 64, 3, 2), nn.InstanceNorm2d(64, affine=True)
        self.conv3, self.in3 = Convolution(64, 128, 3, 2), nn.InstanceNorm2d(128, affine=True)
        self.res1, self.res2, self.res3, self.res4, self.res5 = (Residual() for _ in range(5))
        self.deconv1, self.in4 = Convolution(128, 64, 3, 1, double=True), nn.InstanceNorm2d(64, affine=True)
        self.deconv2, self.in5 = Convolution(64, 32, 3, 1, double=True), nn.InstanceNorm2d(32, affine=True)
        self.deconv3 = Convolution(32, 3, 9, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        seen = torch.relu(self.in1(self.conv1(pictures)))
        seen = torch.relu(self.in2(self.conv2(seen)))
        seen = torch.relu(self.in3(self.conv3(seen)))
        for block in (self.res1, self.res2, self.res3, self.res4, self.res5):
            seen = block(seen)
        seen = torch.relu(self.in4(self.deconv1(seen)))
        seen = torch.relu(self.in5(self.deconv2(seen)))
        made: Tensor = self.deconv3(seen)
        return made


def layer(
    given: int, made: int, side: int = 3, stride: int = 1, around: tuple[int, int, int, int] | None = None, groups: int = 1
) -> nn.Sequential:
    half = side // 2
    return nn.Sequential(
        nn.ReflectionPad2d(around or (half, half, half, half)),
        nn.Conv2d(given, made, side, stride, groups=groups, bias=groups > 1),
        nn.GroupNorm(1, made),
        nn.LeakyReLU(0.2),
    )


class Inverted(nn.Module):
    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        wide = given * 2
        self.use_res_connect = given == made
        last = [nn.Conv2d(wide, made, 1, bias=False), nn.GroupNorm(1, made)]
        self.layers = nn.Sequential(layer(given, wide, 1), layer(wide, wide, 3, groups=wide), *last)

    def forward(self, seen: Tensor) -> Tensor:
        made: Tensor = self.layers(seen)
        return seen + made if self.use_res_connect else made


class AnimeGANv2(nn.Module):
    """The PyTorch form of AnimeGANv2's generator."""

    def __init__(self) -> None:
        super().__init__()
        odd = (0, 1, 0, 1)
        self.block_a = nn.Sequential(layer(3, 32, 7), layer(32, 64, 3, 2, odd), layer(64, 64))
        self.block_b = nn.Sequential(layer(64, 128, 3, 2, odd), layer(128, 128))
        inner = [Inverted(128, 256), Inverted(256, 256), Inverted(256, 256), Inverted(256, 256)]
        self.block_c = nn.Sequential(layer(128, 128), *inner, layer(256, 128))
        self.block_d = nn.Sequential(layer(128, 128), layer(128, 128))
        self.block_e = nn.Sequential(layer(128, 64), layer(64, 64), layer(64, 32, 7))
        self.out_layer = nn.Sequential(nn.Conv2d(32, 3, 1, bias=False), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        half = self.block_a(pictures)
        quarter = self.block_c(self.block_b(half))
        half = self.block_d(interpolate(quarter, scale_factor=2, mode="bilinear", align_corners=False))
        made: Tensor = self.out_layer(self.block_e(interpolate(half, scale_factor=2, mode="bilinear", align_corners=False)))
        return made
