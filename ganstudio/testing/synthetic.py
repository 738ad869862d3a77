"""Things made for tests: pictures, the smallest architecture that trains, and a small style."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ganstudio.api.architecture import Architecture, Networks
from ganstudio.api.options import Options, length, option
from ganstudio.api.style import Statistics, Style, Tile, View

if TYPE_CHECKING:
    from torch import Tensor


def make_pictures(folder: Path, count: int) -> Path:
    """Fill a folder with `count` pictures of coloured discs, the same ones each time; every third is a JPEG."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        make_picture(folder / f"{number:03d}.{'jpg' if number % 3 == 2 else 'png'}", number)
    return folder


def make_picture(path: Path, number: int) -> Path:
    """Save a disc on a plain ground: 40 + `number` mod 24 pixels wide, 40 high, colours by the number."""
    from PIL import Image, ImageDraw

    width = 40 + number % 24
    ground, disc = [((number * step) % 200, (number * 67) % 256, 255 - (number * step) % 256) for step in (29, 97)]
    picture = Image.new("RGB", (width, 40), ground)
    ImageDraw.Draw(picture).ellipse((8, 6, 36, 34), fill=disc, outline="white")
    picture.save(path)
    return path


class TinyOptions(Options):
    """How small the smallest architecture is."""

    width: int = option(8, "Numbers in the hidden layer.", least=1, most=64)


class Tiny(Architecture[TinyOptions]):
    """Two layers a side: enough to train, sample, save and go on."""

    id = "tiny"
    title = "Tiny"
    summary = "Two layers a side, for tests."
    sizes = (8, 16, 32)
    Options = TinyOptions

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        """A multilayer perceptron on each side."""
        from torch import nn

        pixels = channels * size * size
        generator = nn.Sequential(
            nn.Linear(4, options.width),
            nn.ReLU(),
            nn.Linear(options.width, pixels),
            nn.Tanh(),
            nn.Unflatten(1, (channels, size, size)),
        )
        discriminator = nn.Sequential(
            nn.Flatten(), nn.Linear(pixels, options.width), nn.LeakyReLU(0.2), nn.Linear(options.width, 1)
        )
        return Networks(generator, discriminator, 4)

    def default_batch(self, options: TinyOptions, size: int) -> int:  # noqa: ARG002
        """Eight pictures a step."""
        return 8


class HazeOptions(Options):
    """How thick the haze is."""

    width: float = length(8, "How far the haze spreads.", least=0, most=50)
    depth: float = option(0.5, "How much of the haze lies over the picture.", least=0, most=1)


class Haze(Style[HazeOptions]):
    """The picture through a haze of its own mean colour: it has a margin, and it measures."""

    id = "haze"
    title = "Haze"
    summary = "Soft, and drawn towards the picture's mean colour."
    prompt_words: ClassVar = {"en": ("haze", "fog")}
    Options = HazeOptions

    def margin(self, options: HazeOptions) -> int:
        """As far as the haze spreads."""
        return round(options.width)

    def measure(self, view: View, options: HazeOptions) -> Statistics:  # noqa: ARG002
        """The mean colour, 1×3×1×1."""
        return {"mean": view.small(64).mean((2, 3), keepdim=True)}

    def apply(self, tile: Tile, options: HazeOptions, statistics: Statistics) -> "Tensor":
        """A mean over a square, mixed with the mean colour."""
        from torch.nn.functional import avg_pool2d

        reach = self.margin(options)
        soft = avg_pool2d(tile.pixels, 2 * reach + 1, stride=1, padding=reach, count_include_pad=False)
        return soft.lerp(statistics["mean"].to(soft.device), options.depth / 2)
