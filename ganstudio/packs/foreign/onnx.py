"""ONNX models that turn one picture into one: how they want it is found out by trying, kept, and may be changed."""

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ganstudio.errors import GanStudioError
from ganstudio.options import Options, option
from ganstudio.packs.foreign.reading import readable_name
from ganstudio.packs.manifest import id_of
from ganstudio.style import Statistics, Style, Tile, View

if TYPE_CHECKING:
    from torch import Tensor

    from ganstudio.packs.foreign.session import Session

Layout = Literal["NCHW", "NHWC"]
Span = Literal["0 to 1", "-1 to 1", "0 to 255"]
SUFFIX = ".onnx"
REACH = 32  # pixels beyond a tile's edge that an enlarging model is given


@dataclass(frozen=True)
class Probe:
    """How a model wants a picture: height and width (0: any), its numbers, how many times larger it paints."""

    height: int = 0
    width: int = 0
    layout: Layout = "NCHW"
    takes: Span = "0 to 1"
    gives: Span = "0 to 1"
    scale: int = 1


class OnnxOptions(Options):
    """What can be set of every model; those that were found out are for experts."""

    side: int = option(
        1024, "Pixels of the longer side at which it paints: larger shows finer strokes.", least=64, most=4096
    )
    detail: float = option(0.4, "How much of the picture's own fine detail is laid over the paint.", least=0, most=1)
    takes: Span = option("0 to 1", "What numbers the model takes for black and white.", expert=True)
    gives: Span = option("0 to 1", "What numbers the model gives for black and white.", expert=True)
    order: Literal["RGB", "BGR"] = option("RGB", "The order of the colours that it wants.", expert=True)


class OnnxStyle(Style[Any]):
    """A style whose network is an ONNX model; it paints the whole picture at one size, or enlarges it tile by tile."""

    trained = True

    def __init__(self, path: Path, probe: Probe) -> None:
        self.path, self.probe = path, probe
        self.title = readable_name(path)  # type: ignore[misc]
        self.id, self.scale = id_of(self.title), probe.scale  # type: ignore[misc]
        size = f"{probe.width}×{probe.height}" if probe.width else "any size"
        self.summary = f"An ONNX model: {size}, {probe.layout}, takes {probe.takes}, gives {probe.gives}."  # type: ignore[misc]
        self.Options = _options(probe)

    @cached_property
    def session(self) -> "Session":
        """The model, ready to run."""
        from ganstudio.packs.foreign.session import Session

        return Session(self.path)

    def margin(self, options: OnnxOptions) -> int:  # noqa: ARG002
        """Enlarging models see a little beyond their tile."""
        return REACH if self.scale > 1 else 0

    def measure(self, view: View, options: OnnxOptions) -> Statistics:
        """The paint of the whole picture at one size, and the picture at that size."""
        if self.scale > 1:
            return {}
        seen = view.small(max(self.probe.width, self.probe.height) or options.side)
        return {"paint": self.session.paint(seen, self.probe, options), "seen": seen}

    def apply(self, tile: Tile, options: OnnxOptions, statistics: Statistics) -> "Tensor":
        """The paint where the tile lies, with the tile's own fine detail; or the tile, enlarged."""
        from ganstudio.packs.foreign.session import part

        if self.scale > 1:
            return self.session.paint(tile.pixels, self.probe, options).to(tile.pixels.device)
        finer = tile.pixels - part(statistics["seen"], tile)
        return (part(statistics["paint"], tile) + options.detail * finer).clamp(0, 1)


def onnx_style(path: Path) -> OnnxStyle:
    """The style of a model; what was found out about it lies beside it, or is found out now."""
    found = beside(path)
    try:
        said = json.loads(found.read_text(encoding="utf-8"))
        return OnnxStyle(path, Probe(**said))
    except FileNotFoundError:
        from ganstudio.packs.foreign.session import probe

        return OnnxStyle(path, probe(path))
    except (OSError, ValueError, TypeError) as error:
        raise GanStudioError(f"{found} is damaged; remove the model and install it anew.") from error


def described(style: OnnxStyle) -> bytes:
    """What was found out about a model, to be kept beside it."""
    return json.dumps(asdict(style.probe)).encode()


def _options(probe: Probe) -> type[OnnxOptions]:
    """The options with what was found out as their defaults."""
    fixed = max(probe.width, probe.height)

    class Found(OnnxOptions):
        side: int = option(
            fixed or 1024, OnnxOptions.model_fields["side"].description or "", least=fixed or 64, most=fixed or 4096
        )
        takes: Span = option(probe.takes, OnnxOptions.model_fields["takes"].description or "", expert=True)
        gives: Span = option(probe.gives, OnnxOptions.model_fields["gives"].description or "", expert=True)

    return Found


def beside(path: Path) -> Path:
    """Where what was found out about a model is kept."""
    return path.with_name(f"{path.name}.json")
