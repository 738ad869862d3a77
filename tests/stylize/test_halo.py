"""What is hidden in a picture does not show in its looks: no dark and no white rim, whatever lies under the transparency."""

import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.events import Rendered
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look

BLACK, WHITE = 0, 255


def emoji(samples: Path, hidden: int) -> Picture:
    """A yellow face at 128 pixels, with a colour of no meaning where nothing shows."""
    with zipfile.ZipFile(samples / "emoji.zip") as bundle, bundle.open("1f600.png") as file:
        values = np.asarray(Image.open(file).convert("RGBA").resize((128, 128), Image.Resampling.BICUBIC))
    alpha = np.ascontiguousarray(values[..., 3])
    return Picture(np.where(alpha[..., None] > 0, values[..., :3], np.uint8(hidden)), alpha=alpha)


def over(made: Picture, ground: tuple[int, int, int]) -> Pixels:
    assert made.alpha is not None
    share = made.alpha[..., None] / 255
    return np.asarray(made.pixels * share + np.array(ground) * (1 - share) + 0.5).astype(np.uint8)


@pytest.mark.parametrize("style", ["oil", "watercolour", "pencil", "kanagawa"])
def test_no_rim_shows_over_another_ground(samples: Path, style: str, bundled: Catalog) -> None:
    made: list[Picture] = []
    for hidden in (BLACK, WHITE):
        source = emoji(samples, hidden)
        *_, last = render(source, Look(layers=(Layer(style=style),)), bundled, stop=threading.Event())
        assert isinstance(last, Rendered)
        assert source.alpha is not None and np.array_equal(last.picture.alpha, source.alpha)  # type: ignore[arg-type]
        made.append(last.picture)
    assert np.array_equal(over(made[0], (30, 60, 200)), over(made[1], (30, 60, 200)))
