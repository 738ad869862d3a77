"""What a brush learns by: the features of VGG-16, a network that knows what is in pictures (Gatys 2016, Johnson 2016)."""

from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import conv2d, max_pool2d, relu

from ganstudio.api import GanStudioError, find_vgg16

from .teachers import LEVELS, Teacher

BLOCKS = {1: 2, 2: 2, 3: 3, 4: 3}  # block: its convolutions; the features are taken after the last of each
TORCHVISION = "vgg16-397923af.pth"
_PLACES = {"1": (0, 2), "2": (5, 7), "3": (10, 12, 14), "4": (17, 19, 21)}  # where torchvision's file has them
_MEAN = (123.68, 116.779, 103.939)


class VGGTeacher(Teacher):
    """The features of VGG-16; it learns nothing itself."""

    def __init__(self) -> None:
        super().__init__()
        for name, weight in _weights(find_vgg16()).items():
            kept = weight.contiguous(memory_format=torch.channels_last) if weight.dim() == 4 else weight
            self.register_buffer(name.replace(".", "_"), kept, persistent=False)
        self.register_buffer("mean", torch.tensor(_MEAN).view(1, 3, 1, 1), persistent=False)

    def forward(self, pictures: Tensor, coarsest: int = LEVELS[-1]) -> dict[int, Tensor]:
        """The features of each block up to the coarsest for pictures B×3×H×W in [-1, 1]."""
        seen = ((pictures.float() + 1) * 127.5 - self.get_buffer("mean")).contiguous(memory_format=torch.channels_last)
        features: dict[int, Tensor] = {}
        for block, count in list(BLOCKS.items())[:coarsest]:
            seen = max_pool2d(seen, 2) if block > 1 else seen
            for number in range(1, count + 1):
                name = f"conv{block}_{number}"
                seen = relu(conv2d(seen, self.get_buffer(f"{name}_weight"), self.get_buffer(f"{name}_bias"), padding=1))
            features[block] = seen
        return features


def _weights(file: Path) -> dict[str, Tensor]:
    """The convolutions by their names in the paper, for RGB from 0 to 255 less the mean."""
    try:
        with file.open("rb") as opened:
            zipped = opened.read(4) == b"PK\x03\x04"
        return _torchvision(file) if zipped else _original(file)
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        raise GanStudioError(
            "{file} is not a VGG-16 that can be read ({reason}); get torchvision's {torchvision}.",
            file=file,
            reason=error,
            torchvision=TORCHVISION,
        ) from error
    except Exception as error:
        if type(error).__name__ not in ("SafetensorError", "UnpicklingError"):
            raise
        raise GanStudioError(
            "{file} is not a VGG-16 that can be read ({reason}); get torchvision's {torchvision}.",
            file=file,
            reason=error,
            torchvision=TORCHVISION,
        ) from error


def _original(file: Path) -> dict[str, Tensor]:
    """The convolutions as the paper's authors gave them, for BGR, in a safetensors file."""
    from safetensors.torch import load_file

    loaded = {name: weight.float() for name, weight in load_file(file).items() if name.startswith("conv")}
    return loaded | {"conv1_1.weight": loaded["conv1_1.weight"].flip(1)}


def _torchvision(file: Path) -> dict[str, Tensor]:
    """The convolutions of torchvision's file, made for RGB from 0 to 1, its mean taken off and divided by its deviation."""
    loaded = torch.load(file, weights_only=True, map_location="cpu")
    names = {f"conv{block}_{n}": place for block, places in _PLACES.items() for n, place in enumerate(places, 1)}
    found = {
        f"{name}.{kind}": loaded[f"features.{place}.{kind}"] for name, place in names.items() for kind in ("weight", "bias")
    }
    deviation = 255 * torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)  # its mean is ours, 255 · (0.485, 0.456, 0.406)
    return found | {"conv1_1.weight": found["conv1_1.weight"] / deviation}
