"""Publishing: a trained run, of the task “translate”, becomes a style pack."""

import base64
from io import BytesIO
from pathlib import Path

import numpy as np
import torch

from ganstudio import __version__
from ganstudio.errors import GanStudioError
from ganstudio.files import resources
from ganstudio.options import parse
from ganstudio.packs.file import SUFFIX, write_pack
from ganstudio.packs.manifest import Manifest
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run

_PAINTER = "ema.painter."
_PREVIEW = 192


def publish(
    run: Run, catalog: Catalog, out: Path, *, name: str = "", author: str = "", licence: str = "", summary: str = "",
    which: int | None = 0,
) -> Manifest:  # fmt: skip
    """Write the painter of a run's newest checkpoint as a style pack; `which` of its styles, None: their mean."""
    architecture = catalog.architecture(run.spec.architecture)
    if architecture.task != "translate":
        raise GanStudioError(
            f"{architecture.title} makes pictures from noise; only what changes pictures can be a style pack."
        )
    if out.suffix != SUFFIX:
        raise GanStudioError(f"A style pack is a file that ends in {SUFFIX}; “{out}” does not.")
    last = checkpoint.latest(run.checkpoints)
    if last is None:
        raise GanStudioError(
            f"The training in {run.folder} has saved nothing yet: let it learn for a while, or stop it once."
        )
    options = parse(architecture.Options, run.spec.options, architecture.title)
    learned = {key.removeprefix(_PAINTER): value for key, value in last.tensors.items() if key.startswith(_PAINTER)}
    painter, chosen = architecture.published(learned, options, which)
    manifest = Manifest(
        name=name or out.stem,
        summary=summary,
        author=author,
        licence=licence,
        architecture=architecture.id,
        options=chosen.model_dump(mode="json"),
        margin=architecture.margin(chosen),
        scale=architecture.scale(chosen),
        images=last.counters.images,
        seconds=last.counters.seconds,
        version=__version__,
    )
    write_pack(out, manifest, dict(painter))
    write_pack(out, manifest.model_copy(update={"preview": _preview(out, catalog)}), dict(painter))
    return manifest


def _preview(path: Path, catalog: Catalog) -> str:
    """The studio's sample picture in the style, a small JPEG in base64."""
    from PIL import Image

    from ganstudio.pictures.picture import open_picture
    from ganstudio.plugins.packs import pack_style
    from ganstudio.style import Tile

    sample = open_picture(resources() / "samples" / "chelsea.jpg").resized(_PREVIEW)
    pixels = torch.from_numpy(np.ascontiguousarray(sample.pixels.transpose(2, 0, 1)))[None].float() / 255
    style = pack_style(path, catalog.architectures)
    with torch.inference_mode():
        made = style.apply(Tile(pixels, 0, 0, sample.width, sample.height), style.Options(), {})
    content = BytesIO()
    Image.fromarray(made[0].permute(1, 2, 0).mul(255).round().byte().numpy()).save(content, "JPEG", quality=85)
    return base64.b64encode(content.getvalue()).decode()
