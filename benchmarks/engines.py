"""The engine's ways against the same network whole in plain torch, by turns; and how soon a classic style shows."""

import threading
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from PIL import Image
from torch import nn

from benchmarks.figure import Figure
from ganstudio.core.events import Rendered
from ganstudio.core.files import resources
from ganstudio.core.settings import Home, Settings
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.packs import backends
from ganstudio.packs.backends import Backend
from ganstudio.packs.style import PackStyle
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look

STYLE = "kanagawa"
TARGETS = {"torch float32": "", "torch bfloat16": "≥ 1.4", "OpenVINO float32": "≥ 2", "OpenVINO bfloat16": "≥ 2"}
SEEN, SIDES = (1100, 760), (320, 900)  # pixels of the canvas at 1:1; of the draft and of the preview that the window shows


def full_hd() -> list[Figure]:
    """1920×1080 with a bundled pack, engine and all, against its network alone, whole, float32, contiguous."""
    return list(_against_whole("1080p", photo(1920, 1080), 5))


def large() -> list[Figure]:
    """The same with 24 megapixels; the network alone would take tens of gigabytes, so it is given four strips in turn."""
    return list(_against_whole("24 MP", photo(6000, 4000), 1, pieces=4))


def live() -> list[Figure]:
    """Each classic style on 12 megapixels: the draft and the preview of what is seen, and exactly 1100×760 pixels of it."""
    catalog = load_catalog(Home(), Settings(), safe_mode=True)
    picture = photo(4000, 3000)
    region = Region(1450, 1120, *SEEN)
    figures = []
    for name in next(plugin.styles for plugin in catalog.plugins if plugin.name == "classic"):
        for longest in SIDES:
            what = f"12 MP, {name}, previewed at {longest} pixels"
            took = median(_times(partial(_render, picture.resize(longest), name, catalog), 5))
            figures.append(Figure(what, 1000 * took, "≤ 300" if longest == SIDES[0] else "", "ms"))
        took = median(_times(partial(_render, picture, name, catalog, region), 3))
        figures.append(Figure(f"12 MP, {name}, {SEEN[0]}×{SEEN[1]} pixels exactly", 1000 * took, "", "ms"))
    slowest = max((figure for figure in figures if figure.target), key=lambda figure: figure.value)
    return [*figures, replace(slowest, name=f"12 MP, the slowest of the drafts: {slowest.name.split(', ')[1]}")]


def photo(width: int, height: int) -> Picture:
    """A photograph, enlarged."""
    pixels = open_picture(resources() / "samples" / "coffee.jpg").pixels
    return Picture(np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)))


def _against_whole(what: str, picture: Picture, rounds: int, pieces: int = 1) -> Iterator[Figure]:
    catalog = load_catalog(Home(), Settings(), safe_mode=True)
    style = catalog.style(STYLE)
    assert isinstance(style, PackStyle)
    plain = deepcopy(style.network).to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    there = list(backends.list_backends(style.network))
    works: dict[str, Callable[[], Any]] = {"plain": partial(_alone, plain, picture, pieces)}
    works |= {backend: partial(_sent, backend, picture, catalog) for backend in there}
    for backend in there:  # the conversion is done once in a session
        _sent(backend, photo(1920, 1080), catalog)
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(_seconds(work))
    yield Figure(f"{what}, the network alone in plain torch", median(times["plain"]), "", "s")
    for backend in there:
        ratio = median(slow / fast for slow, fast in zip(times["plain"], times[backend], strict=True))
        yield Figure(f"{what}, the network alone ÷ the engine with {backend}", ratio, TARGETS[backend], "×")


@torch.inference_mode()
def _alone(network: nn.Module, picture: Picture, pieces: int) -> None:
    """The network as textbooks run it: eager, float32, all at once, or in so many strips."""
    for strip in np.array_split(picture.pixels, pieces):
        seen = torch.from_numpy(np.ascontiguousarray(strip.transpose(2, 0, 1)))[None].float().div(127.5).sub(1)
        network(seen).add(1).mul(127.5).clamp(0, 255).to(torch.uint8).numpy()


def _sent(backend: Backend, picture: Picture, catalog: Catalog) -> None:
    """The engine, its networks sent along one backend."""
    with patch.object(backends, "find_fastest_backend", lambda _: backend), patch.object(backends, "LARGE", 1):
        _render(picture, STYLE, catalog)


def _render(picture: Picture, style: str, catalog: Catalog, region: Region | None = None) -> None:
    options = {"stroke": 0.2} if style == STYLE else {}  # the network sees every pixel, as it does alone
    look = Look(layers=(Layer(style=style, options=options),))
    events = render(picture, look, catalog, region=region, stop=threading.Event())
    assert any(isinstance(event, Rendered) for event in events)


def _times(work: Callable[[], Any], rounds: int) -> list[float]:
    work()  # warms up
    return [_seconds(work) for _ in range(rounds)]


def _seconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
