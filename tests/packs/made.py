"""A small style pack, made for the tests: a brush with weights by chance."""

from pathlib import Path

import torch
from ganstudio_plugins.brush import Brush, BrushOptions

from ganstudio.packs.file import write_pack
from ganstudio.packs.manifest import Manifest

SMALL = BrushOptions(maps=8, blocks=1)


def make_pack(path: Path, name: str = "Blue night", **said: object) -> Path:
    """Write one; what it says of itself may be changed."""
    torch.manual_seed(3)
    painter = Brush().build_painter(SMALL)
    told = {"options": SMALL.model_dump(), "architecture": "brush", "margin": Brush().margin(SMALL), "licence": "CC0-1.0"}
    write_pack(path, Manifest.model_validate({"name": name} | told | said), painter.state_dict())
    return path
