"""Sheet: the samples of the fixed latents, one picture file."""

from io import BytesIO
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.files import write_atomically
from ganstudio.train.data import Clean, Data, Pairs, chance
from ganstudio.train.state import State
from ganstudio.train.step import seed_all


def write_sheet(state: State, data: Data, path: Path) -> None:
    """Let the averaged generator make its pictures of the fixed latents or photos, and write them as one PNG."""
    write_atomically(path, png(sheet(sample(state, data), data.spec.size)))


def sample(state: State, data: Data) -> Tensor:
    """The averaged generator's pictures of the run's fixed latents or photos, B×C×H×W in [-1, 1]."""
    spec = data.spec
    across = 8 if spec.size <= 128 else 4
    if isinstance(data, Pairs):
        return translated(state, data, 16 if isinstance(data, Clean) else across**2)
    latent = torch.randn(across**2, spec.latent, generator=chance(spec.seed, "samples"))
    with torch.inference_mode():
        made: Tensor = state.ema(latent.to(spec.device))
    return made


@torch.inference_mode()
def translated(state: State, data: Pairs, count: int) -> Tensor:
    """The averaged generator's pictures of the run's photos; where it repairs, each beside what it was given."""
    seed_all(data.spec, 0)
    given = data.shown(count)
    labels = torch.arange(len(given), device=given.device)
    alone = zip(torch.split(given, 1), torch.split(labels, 1), strict=True)  # one by one: photos are large
    made = torch.cat([state.ema(*one) for one in alone])
    if not isinstance(data, Clean):
        return made
    return torch.stack([interpolate(given, size=made.shape[2:]), made], 1).flatten(0, 1)


def sheet(pictures: Tensor, size: int) -> Tensor:
    """A square number of pictures side by side, uint8 H×W×C; pictures smaller than `size` are enlarged."""
    across = int(len(pictures) ** 0.5)
    large = interpolate(pictures.float(), size=(size, size), mode="nearest")
    rows = large.reshape(across, across, -1, size, size).permute(0, 3, 1, 4, 2).reshape(across * size, across * size, -1)
    return rows.add(1).mul(127.5).round().clamp(0, 255).byte().cpu()


def png(pixels: Tensor) -> bytes:
    """A sheet as the bytes of a PNG."""
    from PIL import Image

    content = BytesIO()
    Image.fromarray(pixels.squeeze(2).numpy()).save(content, "PNG")
    return content.getvalue()
