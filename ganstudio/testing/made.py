"""Things made for tests: pictures, and the smallest architecture that trains."""

from pathlib import Path

from ganstudio.architecture import Architecture, Players
from ganstudio.options import Options, option


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

    def build(self, options: TinyOptions, size: int, channels: int) -> Players:
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
        critic = nn.Sequential(
            nn.Flatten(), nn.Linear(pixels, options.width), nn.LeakyReLU(0.2), nn.Linear(options.width, 1)
        )
        return Players(generator, critic, 4)

    def batch(self, options: TinyOptions, size: int) -> int:  # noqa: ARG002
        """Eight pictures a step."""
        return 8
