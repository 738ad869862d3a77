"""A live picture: frames a second with each bundled pack and some classic styles, from a film over and over."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import torch

from benchmarks.figure import Figure
from ganstudio.api.style import Tile
from ganstudio.core.files import resources
from ganstudio.core.settings import Home, Settings
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.packs import backends
from ganstudio.packs.style import PackStyle
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.live import LiveState, live_frame
from ganstudio.stylize.look import Layer, Look
from ganstudio.video.container import require_av
from ganstudio.video.live_source import FrameReader, loop_film

SIZE, WARM, SECONDS, TURNS = 512, 3, 1.5, 5
CLASSIC = ("pencil", "halftone", "pixels", "riso", "cartoon", "watercolour", "oil")


def packs_and_classic_styles() -> list[Figure]:
    """Frames a second at 512 pixels, from the film to the painted pixels, one look after the other."""
    catalog = load_catalog(Home(), Settings())
    bundled = sorted(path.stem for path in (resources() / "packs").glob("*.ganstyle"))
    with _film() as film:
        packs = {name: _held(film, name, catalog) for name in bundled}
        classic = {name: _held(film, name, catalog) for name in CLASSIC}
        size, rate = _settled(film, bundled[0], catalog)
    slowest = min(packs, key=lambda name: packs[name])
    return [
        *(Figure(f"live at {SIZE} pixels, {name}", packs[name], "≥ 12", "/s") for name in bundled),
        *(Figure(f"live at {SIZE} pixels, {name}", classic[name], "", "/s") for name in CLASSIC),
        Figure(f"live at {SIZE} pixels, the median pack", median(packs.values()), "≥ 12", "/s"),
        Figure(f"live at {SIZE} pixels, the slowest pack ({slowest})", packs[slowest], "≥ 12", "/s"),
        Figure("live at the size it chooses itself, a pack", rate, "≥ 12", "/s"),
        Figure("the size it chooses itself, a pack", size, "", "px"),
    ]


def live_and_network() -> list[Figure]:
    """What is left of the network's own speed in a live picture of 512 pixels: frames a second of both, by turns."""
    catalog, name = load_catalog(Home(), Settings()), "village-street"
    with _film() as film:
        rates = [(_held(film, name, catalog), _alone(catalog, name)) for _ in range(TURNS)]
    return [
        Figure("live at 512 pixels ÷ the network alone", median(live / net for live, net in rates), "≥ 0.85", "×"),
        Figure("the network alone, 512×288", median(net for _, net in rates), "", "/s"),
    ]


def _alone(catalog: Catalog, name: str) -> float:
    """Pictures a second of a pack's network on the pixels of a live frame, on the quickest backend, nothing else done."""
    style = catalog.style(name)
    assert isinstance(style, PackStyle)
    tile = Tile(torch.rand(1, 3, SIZE * 9 // 16, SIZE), 0, 0, SIZE, SIZE * 9 // 16)
    with torch.inference_mode():
        run = backends.run_network(style.network, tile)
        for _ in range(WARM):
            run(tile.pixels)
        begin, count = time.perf_counter(), 0
        while time.perf_counter() - begin < SECONDS:
            run(tile.pixels)
            count += 1
    return count / (time.perf_counter() - begin)


def _held(film: Path, name: str, catalog: Catalog) -> float:
    """Frames a second where the size is kept."""
    going, stamps = LiveState(), list[float]()
    for _ in _frames(film, name, catalog, going):
        stamps.append(time.perf_counter())
        going.size = SIZE
        going.frame_times.clear()
        if len(stamps) > WARM + 3 and stamps[-1] - stamps[WARM] > SECONDS:
            break
    return (len(stamps) - 1 - WARM) / (stamps[-1] - stamps[WARM])


def _settled(film: Path, name: str, catalog: Catalog) -> tuple[float, float]:
    """The size that is chosen within some seconds, and the frames a second at it."""
    going, begin = LiveState(), time.perf_counter()
    recent: list[float] = []
    for _ in _frames(film, name, catalog, going):
        recent = [*recent[-20:], time.perf_counter()]
        if recent[-1] - begin > 3 * SECONDS and len(recent) > 10:
            break
    return float(going.size), (len(recent) - 1) / (recent[-1] - recent[0])


def _frames(film: Path, name: str, catalog: Catalog, going: LiveState) -> Iterator[object]:
    """Frame after frame, as the window asks for them."""
    look, stop, source = Look(layers=(Layer(style=name),)), threading.Event(), FrameReader(partial(loop_film, film))
    try:
        while True:
            yield from live_frame(source, look, catalog, going, stop=stop)
    finally:
        source.stop()
        source.join()


@contextmanager
def _film() -> Iterator[Path]:
    """A second of a view that moves over a picture, 1280×720, 30 frames a second, as cameras give them."""
    av = require_av()
    wide = Picture(np.tile(open_picture(resources() / "samples" / "coffee.jpg").pixels, (2, 3, 1))).pixels
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
            stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
            for step in range(60):
                view = np.ascontiguousarray(wide[step : step + 720, 4 * step : 4 * step + 1280])
                container.mux(stream.encode(av.VideoFrame.from_ndarray(view, "rgb24")))
            container.mux(stream.encode(None))
        yield path
