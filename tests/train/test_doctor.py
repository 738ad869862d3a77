"""Each diagnosis on a training that is broken on purpose; and silence on a healthy one."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import torch
from ganstudio_plugins.dcgan import ADGAN, DCGAN
from torch import Tensor, nn

from ganstudio.api.architecture import Batch, Networks
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.events import Diagnosed, Measured, Progress, Started
from ganstudio.core.files import resources
from ganstudio.images.dataset.scan import load, scan
from ganstudio.testing.synthetic import Tiny, TinyOptions
from ganstudio.train import discriminator
from ganstudio.train.monitor import doctor, evaluation, running_means
from ganstudio.train.monitor.doctor import Doctor
from tests.train.exact import Trial, listen

SMALL = {"width": 8}


@pytest.fixture(autouse=True)
def watched_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick after each step, measures at each sheet."""
    monkeypatch.setattr(running_means, "TICK_SECONDS", 0.0)
    monkeypatch.setattr(evaluation, "MAX_SHARE", float("inf"))
    monkeypatch.setattr(doctor, "FIRST_IMAGES", 0)


def told(trial: Trial, folder: Path) -> dict[str, Diagnosed]:
    """What the doctor says during a training."""
    heard = listen(trial.run(folder / "run"), trial.catalog)
    return {event.name: event for event in heard if isinstance(event, Diagnosed)}


@pytest.mark.proof
def test_a_healthy_training_is_left_in_peace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # as it is, not watched more closely
    with ZipFile(resources() / "samples" / "emoji.zip") as smileys:
        smileys.extractall(tmp_path / "pictures")
    trial = Trial(
        DCGAN(), 32, DCGAN.presets["laptop"] | {"width": 16}, images=16_000, batch=32, save_every=4000, sample_every=400
    )
    heard = listen(trial.run(tmp_path / "run"), trial.catalog)
    assert [event.name for event in heard if isinstance(event, Diagnosed) and event.severity != "good"] == []
    last = [event.values for event in heard if isinstance(event, Measured)][-1]
    assert last["diversity"] > 0.5  # it did learn: what it was silent about was a training


class Monotone(Tiny):
    """Its painter is deaf to chance: always the same picture."""

    def fake(self, networks: Networks, batch: Batch, options: TinyOptions) -> Tensor:
        return super().fake(networks, replace(batch, latent=torch.zeros_like(batch.latent)), options)

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        networks = super().build(options, size, channels)
        assert isinstance(networks.generator, nn.Sequential)
        nn.init.zeros_(networks.generator[0].weight)  # type: ignore[arg-type]
        return networks


def test_collapse(tmp_path: Path) -> None:
    found = told(Trial(Monotone(), 16, images=400, batch=8, save_every=100, sample_every=25), tmp_path)
    assert found["collapse"].severity == "bad"
    assert "repeats itself" in found["collapse"].message


@pytest.mark.proof
def test_a_critic_that_is_too_strong_and_a_painter_that_learns_nothing(tmp_path: Path) -> None:
    options = SMALL | {"generator_rate": 1e-6, "discriminator_rate": 2e-3}
    trial = Trial(DCGAN(), 32, options, images=1200, batch=8, save_every=600, sample_every=40)
    found = told(trial, tmp_path)
    assert found["discriminator too strong"].fix == {"discriminator_rate": 1e-3}
    assert "not learning" in found or "collapse" in found


def test_a_critic_that_is_too_weak(tmp_path: Path) -> None:
    class Blind(Tiny):
        """Its critic sees nothing but noise."""

        def discriminator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
            return {name: 0 * loss for name, loss in super().discriminator_losses(networks, batch, options).items()}

        def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
            networks = super().build(options, size, channels)
            for weight in networks.discriminator.parameters():
                nn.init.zeros_(weight)
            return networks

    assert "discriminator too weak" in told(
        Trial(Blind(), 16, images=600, batch=8, save_every=300, sample_every=60), tmp_path
    )


class Copier(nn.Module):
    """Makes nothing but the pictures that it was given."""

    def __init__(self, pictures: Tensor) -> None:
        super().__init__()
        self.pictures = nn.Parameter(pictures)

    def forward(self, latent: Tensor) -> Tensor:
        return self.pictures[(latent[:, 0] * 1000).long() % len(self.pictures)]


def test_memorising(tmp_path: Path) -> None:
    class Copying(Tiny):
        def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
            pictures, _ = load(scan(tmp_path / "pictures").files, size, channels)
            networks = super().build(options, size, channels)
            return replace(networks, generator=Copier(pictures.float() / 127.5 - 1))

    trial = Trial(Tiny(), 16, images=200, batch=8, save_every=100, sample_every=20)
    trial.run(tmp_path / "first")  # its pictures lie there now
    found = told(replace(trial, architecture=Copying()), tmp_path)
    assert "memorising" in found


def test_exploding(tmp_path: Path) -> None:
    class Shaking(Tiny):
        """Its losses become a thousand times steeper."""

        def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
            (loss,) = super().generator_losses(networks, batch, options).values()
            return {"generator": loss * (1000 if batch.step > 60 else 1)}

    found = told(Trial(Shaking(), 16, images=640, batch=8, save_every=320, sample_every=320), tmp_path)
    assert found["exploding"].severity == "bad"


@pytest.mark.proof
def test_disguises_leak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discriminator, "FASTEST_RISE", 150)
    options = SMALL | {"target": 0.1, "discriminator_rate": 3e-3, "generator_rate": 1e-6}
    trial = Trial(ADGAN(), 32, options, images=700, batch=8, save_every=350, sample_every=350)
    assert told(trial, tmp_path)["disguises leak"].fix == {"target": 0.75}


def history(measures: list[dict[str, float]], total: int = 1000, **options: Any) -> list[Diagnosed]:
    """What a doctor says to measures that come evenly, as a long training had them."""
    listener, found = Doctor(total, options), list[Diagnosed]()
    found += listener.process_event(Started(0, total, "cpu", "float32", 1222))
    for number, values in enumerate(measures, 1):
        images = total * number // len(measures)
        found += listener.process_event(Progress(images, images, {}, {"win rate": 0.8}))
        found += listener.process_event(Measured(images, values))
    return found


EMOJI = [  # thirty measures of a training on 1,222 emoji of 32 pixels, of 300,000 pictures: it overfits half-way
    {"distance": distance, "overfit": overfit, "diversity": 0.9, "copied": 1.0}
    for distance, overfit in zip(
        [
            0.3,
            0.2,
            0.16,
            0.12,
            0.1,
            0.08,
            0.07,
            0.066,
            0.06,
            0.055,
            0.05,
            0.045,
            0.04,
            0.035,
            0.03,
            0.05,
            0.07,
            0.09,
            0.1,
            0.11,
            0.11,
            0.12,
            0.13,
            0.14,
            0.15,
            0.15,
            0.16,
            0.16,
            0.17,
            0.17,
        ],
        [0.5 + number * 0.02 for number in range(30)],
        strict=True,
    )
]


def test_overfitting_and_a_plateau_are_seen_in_a_training_that_had_them() -> None:
    found = {each.name: each for each in history(EMOJI, augment="off")}
    assert found["overfitting"].fix == {"augment": "adaptive"}
    assert found["plateau"].severity == "good"
    assert "500 pictures seen" in found["plateau"].message
    assert found["plateau"].images > 700
    assert set(found) == {"overfitting", "plateau"}


def test_what_comes_back_soon_is_not_told_again() -> None:
    well, ill = {"distance": 1.0, "diversity": 0.9}, {"distance": 1.0, "diversity": 0.1}
    often = history([*[well] * 20, *[ill, ill, ill, well] * 2, *[well] * 12])
    assert [each.name for each in often].count("collapse") == 1


def test_going_back_forgets_what_was_told() -> None:
    listener = Doctor(1000, {}, [Measured(100, {"distance": 1.0})])
    list(listener.process_event(Progress(400, 1.0, {}, {})))
    listener.present["collapse"] = Diagnosed(400, "collapse", "bad", "", "")
    assert listener.first_diagnosis() == 400
    list(listener.process_event(Started(200, 1000, "cpu", "float32", 10)))
    assert listener.first_diagnosis() is None
    assert [each.images for each in listener.history.measurements] == [100]


def test_a_plan_that_grows_is_no_illness(tmp_path: Path) -> None:
    from tests.train.growing import TinyGrowing

    plan = Plan((Stage(8, 8, 200), Stage(16, 8, 600, fade=100)))
    found = told(Trial(TinyGrowing(), 16, plan=plan, images=800, save_every=400, sample_every=40), tmp_path)
    assert "exploding" not in found
