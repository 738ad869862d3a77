"""Where the critic looks."""

import threading
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import torch
from ganstudio_plugins.progressive import Progressive
from torch import Tensor, nn

from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import TileDone
from ganstudio.explore.saliency import SaliencyPair, compute_saliency, overlay, saliency_of
from ganstudio.explore.trained_networks import load_network, load_newest
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from tests.train.exact import Trial, listen


def gaze(run: Run, catalog: Catalog, count: int = 5, seed: int = 0, draws: int = 1) -> SaliencyPair:
    *_, last = compute_saliency(run, catalog, count=count, seed=seed, draws=draws, device="cpu", stop=threading.Event())
    assert isinstance(last, SaliencyPair)
    return last


class Corner(nn.Module):
    """A critic that looks at the upper left alone."""

    def forward(self, pictures: Tensor) -> Tensor:
        return pictures[:, :, :4, :4].square().sum((1, 2, 3), keepdim=True)


@pytest.mark.parametrize("draws", [1, 8])
def test_it_is_bright_where_the_critic_looks(draws: int) -> None:
    pictures = torch.rand(3, 3, 16, 16, generator=torch.Generator().manual_seed(0)) * 2 - 1
    seen = saliency_of(Corner(), pictures, draws=draws)
    assert seen.heat.shape == (3, 16, 16) and seen.heat.dtype == np.float32
    assert seen.heat.min() >= 0 and (seen.heat.max((1, 2)) == 1).all()
    assert seen.heat[:, :4, :4].mean() > 0.3 and seen.heat[:, 8:, 8:].max() == 0
    assert np.allclose(seen.scores, pictures[:, :, :4, :4].square().sum((1, 2, 3)).numpy(), rtol=1e-4)


def test_a_critic_that_sees_nothing_is_dark() -> None:
    class Blind(nn.Module):
        def forward(self, pictures: Tensor) -> Tensor:
            return 0 * pictures.sum((1, 2, 3)) + 2

    seen = saliency_of(Blind(), torch.zeros(2, 1, 8, 8))
    assert not seen.heat.any() and seen.scores.tolist() == [2, 2] and seen.pictures.shape == (2, 8, 8, 3)


def test_real_and_made_pictures_of_a_run(run: Run, tiny_catalog: Catalog) -> None:
    before = torch.random.get_rng_state()
    events = list(compute_saliency(run, tiny_catalog, count=5, draws=2, device="cpu", stop=threading.Event()))
    assert [event for event in events if isinstance(event, TileDone)] == [TileDone(done, 4) for done in range(1, 5)]
    seen = events[-1]
    assert isinstance(seen, SaliencyPair)
    for side in (seen.real, seen.made):
        assert side.pictures.shape == (5, 8, 8, 3) and side.heat.shape == (5, 8, 8) and side.scores.shape == (5,)
        assert 0 < side.heat.mean() < 1
    critic = load_network(run, tiny_catalog, load_newest(run), "discriminator")
    shown = torch.from_numpy(seen.real.pictures).permute(0, 3, 1, 2).float().div(127.5).sub(1)
    assert np.allclose(seen.real.scores, critic(shown).numpy().ravel(), atol=1e-4)
    again = gaze(run, tiny_catalog, draws=2)
    assert np.array_equal(again.made.heat, seen.made.heat) and np.array_equal(again.real.heat, seen.real.heat)
    assert torch.random.get_rng_state().equal(before)


def test_kinds_are_told_to_the_critic(kinds: Run, tiny_catalog: Catalog) -> None:
    seen = gaze(kinds, tiny_catalog, 4)
    critic = load_network(kinds, tiny_catalog, load_newest(kinds), "discriminator")
    shown = torch.from_numpy(seen.made.pictures).permute(0, 3, 1, 2).float().div(127.5).sub(1)
    assert np.allclose(seen.made.scores, critic(shown, torch.tensor([0, 1, 0, 1])).numpy().ravel(), atol=0.02)
    assert seen.real.scores.shape == (4,)


def test_a_growing_critic_looks_as_far_as_it_has_grown(tmp_path: Path) -> None:
    plan = Plan((Stage(4, 8, 24), Stage(8, 8, 32, fade=32), Stage(16, 4, 64, fade=32)))
    trial = Trial(Progressive(), 16, {"width": 8, "latent": 8}, plan=plan, images=40)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    seen = gaze(run, trial.catalog, 4)
    assert seen.real.heat.shape == seen.made.heat.shape == (4, 8, 8)


def test_unreadable_pictures_are_passed_over(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    data = Path(copytree(run.spec.data, tmp_path / "data"))
    run._write(run.spec.model_copy(update={"data": str(data)}))
    for file in sorted(data.iterdir())[1:]:
        file.write_bytes(b"no picture")
    assert len(gaze(Run.open(run.folder), tiny_catalog).real.scores) == 1


def test_stopped_and_not_begun(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(compute_saliency(run, tiny_catalog, device="cpu", stop=stop)) == []
    fresh = Trial(tiny_catalog.architecture("tiny"), 8).run(tmp_path / "new")
    with pytest.raises(GanStudioError, match="has saved nothing yet"):
        gaze(fresh, tiny_catalog)


def test_the_overlay_is_amber_where_it_is_hot() -> None:
    picture = np.full((2, 2, 3), 200, np.uint8)
    shown = overlay(picture, np.array([[1, 0], [0, 0.5]], np.float32))
    assert shown[0, 0].tolist() == [232, 163, 61] and shown[0, 1].tolist() == [90, 90, 90]
    assert shown[1, 1, 0] > shown[1, 1, 2]
