"""Saliency: where the discriminator looks, in real pictures and in made ones (SmoothGrad, Smilkov 2017)."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import conv2d, pad

from ganstudio.core.devices import pick_device
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import TileDone
from ganstudio.explore.trained_networks import TrainedGenerator, load_network, load_newest, require_generator, to_pixels
from ganstudio.images.dataset.scan import kind_of, load, scan
from ganstudio.images.picture import Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.data import resize_to_moment, seeded_generator

_NOISE = 0.15  # of the range of values, as in SmoothGrad
_BRIGHTEST = 0.99  # the share of pixels that are not all as bright as can be
_AMBER = (232, 163, 61)

Heat = NDArray[np.float32]
LabelledPictures = tuple[Tensor, Tensor | None]  # pictures N×C×H×W in [-1, 1], and their kinds where they are told apart


@dataclass(frozen=True)
class Saliency:
    """Pictures N×H×W×3 uint8, the saliency of each pixel, N×H×W in [0, 1], and N scores: higher is more real."""

    pictures: Pixels
    heat: Heat
    scores: NDArray[np.float32]


@dataclass(frozen=True)
class SaliencyPair:
    """The saliency in pictures of the folder, and in made ones."""

    real: Saliency
    made: Saliency


def compute_saliency(
    run: Run, catalog: Catalog, *, count: int = 8, seed: int = 0, draws: int = 1, device: str = "auto", stop: threading.Event
) -> Iterator[TileDone | SaliencyPair]:
    """Where the discriminator of the newest checkpoint looks in `count` pictures: of the folder, and made ones.

    They are as large as the networks have grown, and drawn by the seed. With several `draws` the pictures are looked at
    through as much noise and the gradients averaged (SmoothGrad, Smilkov 2017); 8 are enough. Ends early where stopped.
    """
    require_generator(run, catalog)
    last, where = load_newest(run), pick_device(device)
    discriminator = load_network(run, catalog, last, "discriminator").to(where)
    trained = TrainedGenerator(run, load_network(run, catalog, last, "ema").to(where), last.counters.images, where)
    seen: list[Saliency] = []
    for pictures, labels in (_draw_real(trained, count, seed), _make_fakes(trained, count, seed)):
        slopes: list[Tensor] = []
        for slope in _score_gradients(discriminator, pictures, labels, draws, seed):
            if stop.is_set():
                return
            slopes.append(slope)
            yield TileDone(len(seen) * draws + len(slopes), 2 * draws)
        seen.append(_summarise(discriminator, pictures, labels, slopes))
    yield SaliencyPair(*seen)


def saliency_of(
    discriminator: nn.Module, pictures: Tensor, labels: Tensor | None = None, *, draws: int = 1, seed: int = 0
) -> Saliency:
    """Where a discriminator looks in pictures N×C×H×W in [-1, 1]: how strongly each pixel moves its score.

    The absolute gradient of the score, averaged over the colours, slightly smoothed, the brightest hundredth of each
    picture's pixels set to 1. All pictures are looked at together: a discriminator may compare them.
    """
    slopes = list(_score_gradients(discriminator, pictures, labels, draws, seed))
    return _summarise(discriminator, pictures, labels, slopes)


def _score_gradients(
    discriminator: nn.Module, pictures: Tensor, labels: Tensor | None, draws: int, seed: int
) -> Iterator[Tensor]:
    """The gradient of the scores at the pictures, one for each draw of noise; a single one is without."""
    noise = seeded_generator(seed, "saliency")
    for _ in range(draws):
        veil = torch.randn(pictures.shape, generator=noise).to(pictures.device) * 2 * _NOISE if draws > 1 else 0
        at = (pictures + veil).detach().requires_grad_()
        yield torch.autograd.grad(_scores(discriminator, at, labels).sum(), at)[0]


def _summarise(discriminator: nn.Module, pictures: Tensor, labels: Tensor | None, slopes: Sequence[Tensor]) -> Saliency:
    with torch.inference_mode():
        scores = _scores(discriminator, pictures, labels)
        heat = _smooth_heat(torch.stack(list(slopes)).mean(0).abs().mean(1))
    return Saliency(to_pixels(pictures.expand(-1, 3, -1, -1)), heat.cpu().numpy(), scores.cpu().numpy())


def _scores(discriminator: nn.Module, pictures: Tensor, labels: Tensor | None) -> Tensor:
    """N scores; the mean over places of one that scores patches."""
    scores: Tensor = discriminator(pictures) if labels is None else discriminator(pictures, labels)
    return scores.float().reshape(len(pictures), -1).mean(1)


def overlay(picture: Pixels, heat: Heat) -> Pixels:
    """A picture H×W×3 uint8 in dark grey, and over it in amber where the critic looked, H×W in [0, 1]."""
    grey = picture.astype(np.float32) @ np.array((0.299, 0.587, 0.114), np.float32)
    share = heat[..., None] ** 2  # what is looked at everywhere a little would only veil the picture
    mixed = 0.45 * grey[..., None] * (1 - share) + np.array(_AMBER, np.float32) * share
    pixels: Pixels = mixed.round().astype(np.uint8)
    return pixels


def _smooth_heat(slopes: Tensor) -> Tensor:
    """N×H×W of any size to [0, 1], smoothed over about a thirty-second of the side."""
    sigma = slopes.shape[-1] / 32
    reach = max(1, round(2 * sigma))
    places = torch.arange(-reach, reach + 1, device=slopes.device)
    line = torch.softmax(-places.square() / (2 * sigma**2), 0)
    soft = pad(slopes[:, None], (reach,) * 4, mode="replicate")
    soft = conv2d(conv2d(soft, line[None, None, None]), line[None, None, :, None])[:, 0]
    brightest = soft.flatten(1).quantile(_BRIGHTEST, dim=1).clamp_min(1e-12)
    return (soft / brightest[:, None, None]).clamp(0, 1)


def _draw_real(trained: TrainedGenerator, count: int, seed: int) -> LabelledPictures:
    """Pictures of the folder as the networks see them now, and their kinds."""
    spec, folder = trained.run.spec, Path(trained.run.spec.data)
    files = scan(folder).files
    drawn = torch.randperm(len(files), generator=seeded_generator(seed, "saliency")).tolist()
    chosen = list(islice(_read_readable((files[place] for place in drawn), spec), count))
    if not chosen:
        raise GanStudioError("None of the pictures in {folder} could be read.", folder=folder)
    bright = torch.cat([square for _, square in chosen]).to(trained.device).float().div(127.5).sub(1)
    pictures = resize_to_moment(bright, spec.plan.at(trained.images))
    if not spec.labels:
        return pictures, None
    return pictures, torch.tensor([spec.labels.index(kind_of(file, folder)) for file, _ in chosen], device=trained.device)


def _read_readable(files: Iterable[Path], spec: RunSpec) -> Iterator[tuple[Path, Tensor]]:
    for file in files:
        with suppress(GanStudioError):
            yield file, load([file], spec.size, spec.channels, spec.aspect, spec.ground)[0]


@torch.no_grad()
def _make_fakes(trained: TrainedGenerator, count: int, seed: int) -> LabelledPictures:
    """New pictures, as large as the generator makes them now, and their kinds."""
    inputs = [trained.inputs(seed, number) for number in range(count)]
    pictures = torch.cat([trained.network(*one).float() for one in inputs])
    return pictures, torch.cat([one[1] for one in inputs]) if trained.run.spec.labels else None
