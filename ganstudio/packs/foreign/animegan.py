"""The generator of AnimeGANv2 (Chen 2020) in its PyTorch form."""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn.functional import interpolate

from ganstudio.api.options import Options as Layout
from ganstudio.packs.foreign.norms import Norm

_HALVING = (0, 1, 0, 1)


class AnimeGAN:
    """Recognised by `block_a` to `block_e` and `out_layer`."""

    title = "an AnimeGANv2 generator"
    Options = Layout

    def recognise(self, weights: Mapping[str, Tensor]) -> Layout | None:
        """Its one layout; None where the weights are another's."""
        wanted = ("block_a.0.1.weight", "block_c.1.layers.0.1.weight", "block_e.2.1.weight", "out_layer.0.weight")
        return Layout() if all(name in weights for name in wanted) else None

    def build_painter(self, options: Layout) -> nn.Module:  # noqa: ARG002
        """The network, its parts named as in the file."""
        return _Generator()

    def margin(self, options: Layout) -> int:  # noqa: ARG002
        """What its convolutions and enlargements see."""
        return 3 + 2 + 2 * (1 + 2) + 4 * (1 + 1 + 4 + 1 + 1) + 2 * (1 + 2) + 1 + 1 + 1 + 3 + 8

    def trim(self, weights: Mapping[str, Tensor], options: Layout) -> dict[str, Tensor]:  # noqa: ARG002
        """All of them."""
        return dict(weights)


class _Generator(nn.Module):
    exact = True

    def __init__(self) -> None:
        super().__init__()
        self.block_a = nn.Sequential(_Layer(3, 32, 7), _Layer(32, 64, 3, 2, _HALVING), _Layer(64, 64))
        self.block_b = nn.Sequential(_Layer(64, 128, 3, 2, _HALVING), _Layer(128, 128))
        blocks = [_Block(128, 256), _Block(256, 256), _Block(256, 256), _Block(256, 256)]
        self.block_c = nn.Sequential(_Layer(128, 128), *blocks, _Layer(256, 128))
        self.block_d = nn.Sequential(_Layer(128, 128), _Layer(128, 128))
        self.block_e = nn.Sequential(_Layer(128, 64), _Layer(64, 64), _Layer(64, 32, 7))
        self.out_layer = nn.Sequential(nn.Conv2d(32, 3, 1, bias=False), nn.Tanh())

    def forward(self, pictures: Tensor) -> Tensor:
        seen = self.block_c(self.block_b(self.block_a(pictures)))
        for block in (self.block_d, self.block_e):  # aligned by centres, so that tiles agree
            seen = block(interpolate(seen, scale_factor=2.0, mode="bilinear", align_corners=False))
        made: Tensor = self.out_layer(seen)
        return made


class _Layer(nn.Sequential):
    """Reflection, convolution, norm over all maps, leaky ReLU."""

    def __init__(
        self, given: int, made: int, side: int = 3, stride: int = 1, around: tuple[int, int, int, int] | None = None,
        groups: int = 1,
    ) -> None:  # fmt: skip
        half = side // 2
        super().__init__(
            nn.ReflectionPad2d(around or (half, half, half, half)),
            nn.Conv2d(given, made, side, stride, groups=groups, bias=groups > 1),
            Norm(made, learned=True, together=True),
            nn.LeakyReLU(0.2),
        )


class _Block(nn.Module):
    """Wide inside, each map by itself there (Sandler 2018)."""

    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        wide = 2 * given
        self.layers = nn.Sequential(
            _Layer(given, wide, 1),
            _Layer(wide, wide, 3, groups=wide),
            nn.Conv2d(wide, made, 1, bias=False),
            Norm(made, learned=True, together=True),
        )

    def forward(self, seen: Tensor) -> Tensor:
        made: Tensor = self.layers(seen)
        return seen + made if seen.shape == made.shape else made


KIND = AnimeGAN()
