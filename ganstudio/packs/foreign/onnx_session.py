"""Runs an ONNX model: converts pictures to its input, its output to pictures, and finds out by a probe how it wants them."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import grid_sample, interpolate, pad

from ganstudio.api.style import Tile
from ganstudio.core.devices import is_out_of_memory
from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import resources
from ganstudio.core.translation import tr
from ganstudio.images.open import open_picture
from ganstudio.packs.foreign.converter import refuse
from ganstudio.packs.foreign.onnx_file import read_model

if TYPE_CHECKING:
    from ganstudio.packs.foreign.onnx_layout import Layout, OnnxOptions, Probe, Span

_SPANS: "dict[Span, tuple[float, float]]" = {"0 to 1": (0, 1), "-1 to 1": (-1, 1), "0 to 255": (0, 255)}
_NUMBER_TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(uint8)": np.uint8}
_DECLARED = "ganstudio.numbers"  # where the studio's own exports say their span
_SIDE_MULTIPLE = 32  # models halve pictures up to five times
_TRIAL_SIDE = 256
_TRIAL_SECONDS = 60.0  # seconds that trying a model once may take


class Session:
    """A loaded model; GanStudioError where it does not take one picture and give one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._session = _open_session(path)
        takes, gives = self._session.get_inputs(), self._session.get_outputs()
        if len(takes) != 1 or len(gives) != 1:
            refuse(
                path,
                tr(
                    "an ONNX model with {inputs} inputs and {outputs} outputs",
                    inputs=len(takes),
                    outputs=len(gives),
                ),
            )
        self._input, self.shape = takes[0].name, list(takes[0].shape)
        if takes[0].type not in _NUMBER_TYPES or len(self.shape) != 4 or 3 not in (self.shape[1], self.shape[3]):
            refuse(
                path,
                tr("an ONNX model that takes no picture, but {type} of shape {shape}", type=takes[0].type, shape=self.shape),
            )
        self._numbers = _NUMBER_TYPES[takes[0].type]

    @property
    def declared_span(self) -> "Span | None":
        """The range of numbers that the model's metadata declares for input and output; None without a known one."""
        said = self._session.get_modelmeta().custom_metadata_map.get(_DECLARED)
        return next((span for span in _SPANS if span == said), None)

    def paint(self, pictures: Tensor, probe: "Probe", options: "OnnxOptions") -> Tensor:
        """What the model makes of 1×3×H×W in [0, 1]: the same, `probe.scale` times larger."""
        seen, (height, width) = _fit_input(pictures, probe)
        low, high = _SPANS[options.takes]
        made = self.run(_order_channels(seen, options) * (high - low) + low, probe.layout)
        low, high = _SPANS[options.gives]
        shown = _order_channels((made - low) / (high - low), options).clamp(0, 1)
        shown = shown[:, :, : probe.scale * height, : probe.scale * width]
        size = probe.scale * pictures.shape[2], probe.scale * pictures.shape[3]
        return shown if shown.shape[2:] == size else interpolate(shown, size, mode="bicubic", antialias=True).clamp(0, 1)

    def run(self, values: Tensor, layout: str, seconds: float = 0) -> Tensor:
        """The model's output for 1×3×H×W in its own numbers, float32 in the same layout; ended after `seconds`, if any."""
        given = values.cpu().numpy()
        given = given.transpose(0, 2, 3, 1) if layout == "NHWC" else given
        if self._numbers is np.uint8:
            given = given.round().clip(0, 255)
        try:
            with _time_limit(seconds) as options:
                (made,) = self._session.run(None, {self._input: np.ascontiguousarray(given.astype(self._numbers))}, options)
        except Exception as error:
            if is_out_of_memory(error):  # the engine takes smaller tiles then
                raise
            raise GanStudioError(
                "The model {path} could not paint: {reason}.", path=self.path.name, reason=_first_line(error)
            ) from error
        array = np.asarray(made)
        if array.ndim != 4 or array.shape[3 if layout == "NHWC" else 1] != 3:
            refuse(
                self.path, tr("an ONNX model that gives no picture, but numbers of shape {shape}", shape=list(array.shape))
            )
        array = array.transpose(0, 3, 1, 2) if layout == "NHWC" else array
        return torch.from_numpy(np.ascontiguousarray(array, np.float32))


def probe_model(path: Path) -> "Probe":
    """The layout and spans of a model's numbers, as it declares them; else those whose result is most like the picture.

    GanStudioError where the model cannot be used with any.
    """
    session = Session(path)
    layout, size = _read_layout(session)
    picture = _sample_picture(size or (_TRIAL_SIDE, _TRIAL_SIDE))
    spans = [session.declared_span] if session.declared_span else list(_SPANS)
    found = [_try_span(session, takes, layout, size, picture) for takes in spans]
    return max(found, key=lambda each: each[0])[1]


def _read_layout(session: Session) -> "tuple[Layout, tuple[int, int] | None]":
    """The axis of a model's channels, and the height and width of its input in pixels; None where it takes any."""
    from ganstudio.packs.foreign.onnx_layout import LARGEST

    layout: Layout = "NCHW" if session.shape[1] == 3 else "NHWC"
    height, width = session.shape[2:] if layout == "NCHW" else session.shape[1:3]
    if not (isinstance(height, int) and isinstance(width, int)):
        return layout, None
    if max(height, width) > LARGEST or min(height, width) < 0:
        refuse(session.path, tr("an ONNX model of pictures of {width} by {height} pixels", width=width, height=height))
    return layout, (height, width) if height else None


def _sample_picture(size: tuple[int, int]) -> Tensor:
    """A photograph at that height and width, 1×3×H×W in [0, 1]."""
    pixels = torch.from_numpy(open_picture(resources() / "samples" / "chelsea.jpg").pixels.copy())
    return interpolate(pixels.permute(2, 0, 1)[None].float() / 255, size, mode="bilinear", antialias=True)


def _try_span(
    session: Session, takes: "Span", layout: "Layout", size: tuple[int, int] | None, picture: Tensor
) -> "tuple[float, Probe]":
    """What a model makes of a picture whose numbers have that span: how like the picture it is, and how to use it."""
    from ganstudio.packs.foreign.onnx_layout import Probe

    low, high = _SPANS[takes]
    made = session.run(picture * (high - low) + low, layout, _TRIAL_SECONDS)
    gives, scale = session.declared_span or _guess_span(made), _measure_scale(session.path, picture, made)
    if scale > 1 and size:
        refuse(session.path, tr("an ONNX model that enlarges pictures of one size only"))
    likeness = _measure_likeness(picture, made, _SPANS[gives]) + 0.1 * (takes == gives)
    return likeness, Probe(*(size or (0, 0)), layout, takes, gives, scale)


@contextmanager
def _time_limit(seconds: float) -> Iterator[Any]:
    """A runtime's options, which end a run after so many seconds: a model may hold a loop without end."""
    import onnxruntime

    options = onnxruntime.RunOptions()
    timer = threading.Timer(seconds, lambda: setattr(options, "terminate", True))
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield options
    finally:
        timer.cancel()


def sample_tile(whole: Tensor, tile: Tile) -> Tensor:
    """The part of a picture, painted at another size, where a tile lies, 1×3×h×w: cubic, the same in each tile."""
    height, width = tile.pixels.shape[2:]
    rows = (torch.arange(tile.top, tile.top + height) + 0.5) * 2 / tile.height - 1
    columns = (torch.arange(tile.left, tile.left + width) + 0.5) * 2 / tile.width - 1
    across, down = torch.meshgrid(columns, rows, indexing="xy")
    grid = torch.stack([across, down], 2)[None].to(tile.pixels.device)
    return grid_sample(whole.to(tile.pixels.device), grid, mode="bicubic", padding_mode="border", align_corners=False).clamp(
        0, 1
    )


def _fit_input(pictures: Tensor, probe: "Probe") -> tuple[Tensor, tuple[int, int]]:
    """Pictures padded on the right and below to the size of the model's input, and the height and width before that."""
    height, width = pictures.shape[2:]
    if not probe.height:
        return pad(pictures, (0, -width % _SIDE_MULTIPLE, 0, -height % _SIDE_MULTIPLE), mode="replicate"), (height, width)
    factor = min(probe.height / height, probe.width / width)
    size = max(1, round(height * factor)), max(1, round(width * factor))
    seen = interpolate(pictures, size, mode="bicubic", antialias=True).clamp(0, 1)
    return pad(seen, (0, probe.width - size[1], 0, probe.height - size[0]), mode="replicate"), size


def _order_channels(pictures: Tensor, options: "OnnxOptions") -> Tensor:
    return pictures.flip(1) if options.order == "BGR" else pictures


def _measure_scale(path: Path, seen: Tensor, made: Tensor) -> int:
    """How many times larger the model paints; GanStudioError where that is no whole number."""
    scale: int = made.shape[2] // seen.shape[2]
    if not 1 <= scale <= 8 or list(made.shape[2:]) != [scale * side for side in seen.shape[2:]]:
        refuse(
            path,
            tr(
                "an ONNX model that makes {shape} pixels of {shape2}",
                shape=list(made.shape[2:]),
                shape2=list(seen.shape[2:]),
            ),
        )
    return scale


def _guess_span(made: Tensor) -> "Span":
    """The span of numbers that an output seems to have."""
    if float(made.abs().quantile(0.9) if made.numel() < 1e7 else made.abs().max()) > 4:
        return "0 to 255"
    return "-1 to 1" if float((made < -0.05).float().mean()) > 0.005 else "0 to 1"


def _measure_likeness(seen: Tensor, made: Tensor, span: tuple[float, float]) -> float:
    """The correlation of the output's lightness with the picture's, less the share of values outside of the span."""
    low, high = span
    grey = interpolate(made.mean(1, keepdim=True), seen.shape[2:], mode="area").flatten()
    outside = float(((made < low - 0.02 * (high - low)) | (made > high + 0.02 * (high - low))).float().mean())
    both = torch.stack([seen.mean(1).flatten(), grey])
    alike = float(torch.corrcoef(both)[0, 1].nan_to_num()) if bool(torch.isfinite(grey).all()) else -1.0
    return abs(alike) - outside


def _open_session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise GanStudioError(
            "{path} is an ONNX model, for which the studio needs onnxruntime: pip install onnxruntime.", path=path.name
        ) from error
    content = read_model(path)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.log_severity_level = torch.get_num_threads(), 4
    try:
        with warnings.catch_warnings(action="ignore"):
            return onnxruntime.InferenceSession(content, settings, providers=["CPUExecutionProvider"])
    except Exception as error:
        refuse(path, tr("a damaged ONNX model, or something else ({reason})", reason=_first_line(error)))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200].rstrip(".") if str(error) else type(error).__name__
