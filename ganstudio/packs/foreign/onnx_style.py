"""Styles of ONNX models that map one picture to one: probed once, the result stored and open to change."""

from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from ganstudio.api.options import option
from ganstudio.api.style import Statistics, Style, Tile, View
from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import read_limited
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.core.translation import tr
from ganstudio.packs.foreign.converter import readable_name
from ganstudio.packs.foreign.onnx_layout import OnnxOptions, Probe, Span
from ganstudio.packs.manifest import id_of

if TYPE_CHECKING:
    from torch import Tensor

    from ganstudio.packs.foreign.onnx_session import Session

SUFFIX = ".onnx"
_MOST_FOUND = 4096  # bytes of the file beside a model that holds its probe
REACH = 32  # pixels beyond a tile's edge that an enlarging model is given


class OnnxStyle(Style[Any]):
    """A style whose network is an ONNX model; it paints the whole picture at one size, or enlarges it tile by tile."""

    trained = True

    def __init__(self, path: Path, probe: Probe) -> None:
        self.path, self.probe = path, probe
        self.title = readable_name(path)  # type: ignore[misc]
        self.id, self.scale = id_of(self.title), probe.scale  # type: ignore[misc]
        size = f"{probe.width}×{probe.height}" if probe.width else tr("any size")
        self.summary = tr(  # type: ignore[misc]
            "An ONNX model: {size}, {layout}, takes {takes}, gives {gives}.",
            size=size,
            layout=probe.layout,
            takes=probe.takes,
            gives=probe.gives,
        )
        self.Options = _make_options(probe)

    @cached_property
    def session(self) -> "Session":
        """The model, ready to run."""
        from ganstudio.packs.foreign.onnx_session import Session

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
        from ganstudio.packs.foreign.onnx_session import sample_tile

        if self.scale > 1:
            return self.session.paint(tile.pixels, self.probe, options).to(tile.pixels.device)
        finer = tile.pixels - sample_tile(statistics["seen"], tile)
        return (sample_tile(statistics["paint"], tile) + options.detail * finer).clamp(0, 1)


def open_model(path: Path) -> OnnxStyle:
    """The style of a model in any folder; its input and output are probed now."""
    from ganstudio.packs.foreign.onnx_session import probe_model

    return OnnxStyle(path, probe_model(path))


def open_installed_model(path: Path) -> OnnxStyle:
    """The style of a model in the studio's own folder, as it was found out when it was installed; the model is not opened.

    GanStudioError where it was not installed, or the file with its probe is damaged.
    """
    found = description_file(path)
    try:
        return OnnxStyle(path, TypeAdapter(Probe).validate_python(decode("model", read_limited(found, _MOST_FOUND), found)))
    except NewerError:
        raise
    except FileNotFoundError as error:
        raise GanStudioError(
            "{path} was put there without being installed; move it elsewhere, and install it with: plugins --install FILE.",
            path=path,
        ) from error
    except (OSError, ValueError, GanStudioError) as error:
        raise GanStudioError("{found} is damaged; remove the model and install it anew.", found=found) from error


def describe_model(style: OnnxStyle) -> bytes:
    """What was found out about a model, to be kept beside it."""
    return encode("model", asdict(style.probe))


def _make_options(probe: Probe) -> type[OnnxOptions]:
    """The options of a model, with the probe's findings as their defaults."""
    fixed = max(probe.width, probe.height)

    class Found(OnnxOptions):
        side: int = option(
            fixed or 1024, OnnxOptions.model_fields["side"].description or "", least=fixed or 64, most=fixed or 4096
        )
        takes: Span = option(probe.takes, OnnxOptions.model_fields["takes"].description or "", expert=True)
        gives: Span = option(probe.gives, OnnxOptions.model_fields["gives"].description or "", expert=True)

    return Found


def description_file(path: Path) -> Path:
    """The JSON file beside a model that holds its probe."""
    return path.with_name(f"{path.name}.json")
