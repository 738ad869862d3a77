"""The transformer network of fast neural style (Johnson 2016), as PyTorch's examples have it."""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn.functional import interpolate, relu

from ganstudio.api.options import Options as Layout
from ganstudio.packs.foreign.norms import Norm


class Transformer:
    """Recognised by `conv1.conv2d`, `res5` and `deconv3`."""

    title = "a fast-neural-style network"
    Options = Layout

    def recognise(self, weights: Mapping[str, Tensor]) -> Layout | None:
        """Its one layout; None where the weights are another's."""
        wanted = ("conv1.conv2d.weight", "res5.conv2.conv2d.weight", "deconv3.conv2d.weight")
        return Layout() if all(name in weights for name in wanted) else None

    def build_painter(self, options: Layout) -> nn.Module:  # noqa: ARG002
        """The network, its parts named as in the file."""
        return _Network()

    def margin(self, options: Layout) -> int:  # noqa: ARG002
        """What its convolutions see."""
        return 4 + 2 * (1 + 2) + 4 * 10 + 2 * 2 + 2 + 4 + 4

    def trim(self, weights: Mapping[str, Tensor], options: Layout) -> dict[str, Tensor]:  # noqa: ARG002
        """The weights without what old versions counted in training."""
        counted = ("running_mean", "running_var", "num_batches_tracked")
        return {name: weight for name, weight in weights.items() if not name.endswith(counted)}


class _Network(nn.Module):
    exact = True

    def __init__(self) -> None:
        super().__init__()
        sizes = {"1": (3, 32, 9, 1), "2": (32, 64, 3, 2), "3": (64, 128, 3, 2)}
        for number, size in sizes.items():
            self.add_module(f"conv{number}", _Convolution(*size))
            self.add_module(f"in{number}", Norm(size[1], learned=True))
        for block in range(1, 6):
            self.add_module(f"res{block}", _Block(128))
        self.deconv1, self.in4 = _Convolution(128, 64, 3, 1), Norm(64, learned=True)
        self.deconv2, self.in5 = _Convolution(64, 32, 3, 1), Norm(32, learned=True)
        self.deconv3 = _Convolution(32, 3, 9, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        seen = (pictures + 1) * 127.5  # it was taught on numbers from 0 to 255
        for number in "123":
            seen = relu(self.get_submodule(f"in{number}")(self.get_submodule(f"conv{number}")(seen)))
        for block in range(1, 6):
            seen = self.get_submodule(f"res{block}")(seen)
        seen = relu(self.in4(self.deconv1(interpolate(seen, scale_factor=2.0))))
        seen = relu(self.in5(self.deconv2(interpolate(seen, scale_factor=2.0))))
        made: Tensor = self.deconv3(seen)
        return made / 127.5 - 1


class _Convolution(nn.Module):
    def __init__(self, given: int, made: int, side: int, stride: int) -> None:
        super().__init__()
        self.conv2d = nn.Conv2d(given, made, side, stride, side // 2, padding_mode="reflect")

    def forward(self, seen: Tensor) -> Tensor:
        made: Tensor = self.conv2d(seen)
        return made


class _Block(nn.Module):
    def __init__(self, maps: int) -> None:
        super().__init__()
        self.conv1, self.in1 = _Convolution(maps, maps, 3, 1), Norm(maps, learned=True)
        self.conv2, self.in2 = _Convolution(maps, maps, 3, 1), Norm(maps, learned=True)

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.in2(self.conv2(relu(self.in1(self.conv1(seen)))))
        return seen + added


KIND = Transformer()
