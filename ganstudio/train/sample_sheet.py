"""Sheet: the samples of the fixed latents, one picture file."""

from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.core.files import write_atomically
from ganstudio.images.colour import Pixels
from ganstudio.images.dataset.scan import undo_anamorphosis
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.data import Data, DegradedPairs, Pairs, seeded_generator
from ganstudio.train.state import State
from ganstudio.train.step import seed_step


def write_sheet(state: State, data: Data, path: Path) -> None:
    """Let the averaged generator make its pictures of the fixed latents or photos, and write them as one PNG."""
    write_atomically(path, encode_png(arrange_sheet(make_samples(state, data), data.spec.size, data.spec.aspect)))


def write_seed_sheet(state: State, data: Data, seed: int, path: Path) -> None:
    """The same of another seed's latents; of photos there is but one sheet."""
    if isinstance(data, Pairs):
        write_sheet(state, data, path)
        return
    across = _count_columns(data.spec)
    pictures = draw_samples(state, data.spec, across**2, seed, across)
    write_atomically(path, encode_png(arrange_sheet(pictures, data.spec.size, data.spec.aspect)))


def make_samples(state: State, data: Data) -> Tensor:
    """The averaged generator's pictures of the run's fixed latents or photos, B×C×H×W in [-1, 1]."""
    spec = data.spec
    across = _count_columns(spec)
    if isinstance(data, Pairs):
        return translate_samples(state, data, 16 if isinstance(data, DegradedPairs) else across**2)
    return draw_samples(state, spec, across**2, spec.seed, across)


def _count_columns(spec: RunSpec) -> int:
    return 8 if spec.size <= 128 else 4


def draw_samples(state: State, spec: RunSpec, count: int, seed: int, across: int = 1) -> Tensor:
    """The averaged generator's pictures of a seed's latents, B×C×H×W in [-1, 1]; a row of each kind."""
    latent = torch.randn(count, spec.latent, generator=seeded_generator(seed, "samples")).to(spec.device)
    labels = (torch.arange(count, device=spec.device) // across % len(spec.labels),) if spec.labels else ()
    with torch.inference_mode():
        made: Tensor = state.ema(latent, *labels)
    return made


@torch.inference_mode()
def translate_samples(state: State, data: Pairs, count: int) -> Tensor:
    """The averaged generator's pictures of the run's photos; where it repairs, each beside what it was given."""
    seed_step(data.spec, 0)
    given = data.sheet_inputs(count)
    labels = torch.arange(len(given), device=given.device)
    alone = zip(torch.split(given, 1), torch.split(labels, 1), strict=True)  # one by one: photos are large
    made = torch.cat([state.ema(*one) for one in alone])
    if not isinstance(data, DegradedPairs):
        return made
    return torch.stack([interpolate(given, size=made.shape[2:]), made], 1).flatten(0, 1)


def arrange_sheet(pictures: Tensor, size: int, aspect: float = 1.0) -> Pixels:
    """A square number of pictures side by side, uint8 H×W×C; small ones are enlarged to `size`, squeezed ones drawn out."""
    large = interpolate(pictures.float(), size=(size, size), mode="nearest").permute(0, 2, 3, 1)
    squares = large.add(1).mul(127.5).round().clamp(0, 255).byte().cpu().numpy()
    cells = squares if aspect == 1 else np.stack([undo_anamorphosis(square, aspect) for square in squares])
    across = int(len(cells) ** 0.5)
    _, high, wide, channels = cells.shape
    page: Pixels = (
        cells.reshape(across, across, high, wide, channels).swapaxes(1, 2).reshape(across * high, across * wide, channels)
    )
    return page


def encode_png(pixels: Pixels) -> bytes:
    """A sheet as the bytes of a PNG."""
    from PIL import Image

    content = BytesIO()
    Image.fromarray(pixels.squeeze(2) if pixels.shape[2] == 1 else pixels).save(content, "PNG")
    return content.getvalue()
