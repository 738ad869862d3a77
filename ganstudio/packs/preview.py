"""The small picture that shows on a card what a pack paints."""

import base64
from io import BytesIO
from typing import TYPE_CHECKING

from ganstudio.api.style import Tile
from ganstudio.core.files import resources

if TYPE_CHECKING:
    from ganstudio.packs.style import PackStyle

SIDE = 256


def make_preview(style: "PackStyle") -> str:
    """The studio's sample picture in a pack's style, a small JPEG in base64."""
    import numpy as np
    import torch
    from PIL import Image

    from ganstudio.images.open import open_picture

    sample = open_picture(resources() / "samples" / "chelsea.jpg").resize(SIDE)
    pixels = torch.from_numpy(np.ascontiguousarray(sample.pixels.transpose(2, 0, 1)))[None].float() / 255
    with torch.inference_mode():
        made = style.apply(Tile(pixels, 0, 0, sample.width, sample.height), style.Options(), style.statistics(pixels))
    content = BytesIO()
    Image.fromarray(made[0].permute(1, 2, 0).mul(255).round().byte().numpy()).save(content, "JPEG", quality=85)
    return base64.b64encode(content.getvalue()).decode()
