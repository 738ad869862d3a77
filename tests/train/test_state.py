from pathlib import Path

import pytest
import torch
from ganstudio_plugins.dcgan import DCGAN, DCGANOptions

from ganstudio.api.schedule import Plan, Stage
from ganstudio.runs.checkpoint import Checkpoint
from ganstudio.runs.run_spec import RunSpec
from ganstudio.testing.synthetic import Tiny, TinyOptions
from ganstudio.train.data import Data
from ganstudio.train.monitor.running_means import RunningMeans
from ganstudio.train.option_changes import StepSettings
from ganstudio.train.sample_sheet import arrange_sheet, make_samples, write_sheet
from ganstudio.train.state import State, create_state
from ganstudio.train.step import take_step

SPEC = RunSpec(
    architecture="dcgan",
    data="x",
    size=32,
    latent=100,
    images=64,
    plan=Plan((Stage(32, 4, 64),)),
    sample_every=8,
    save_every=8,
)
SMALL = DCGANOptions(width=8)


def new() -> State:
    return create_state(DCGAN(), SMALL, SPEC)


def play(state: State, steps: int) -> None:
    data = Data(torch.arange(5 * 3 * 32 * 32).remainder(251).byte().view(5, 3, 32, 32), SPEC)
    for _ in range(steps):
        state.advance_to(SPEC.plan.at(state.images))
        take_step(DCGAN(), StepSettings(SMALL), state, data, SPEC.plan.at(state.images))


def test_weights_follow_from_the_seed_alone() -> None:
    torch.manual_seed(1)
    one = new().tensors()
    torch.manual_seed(2)
    other = new().tensors()
    assert all(one[name].equal(other[name]) for name in one)


def test_the_average_starts_as_the_generator_and_follows_it_slowly() -> None:
    state = new()
    play(state, 1)  # after so few pictures the average has a short memory
    tensors = state.tensors()
    assert torch.allclose(tensors["ema.0.linear.weight"], tensors["generator.0.linear.weight"], atol=1e-6)
    state.images = 1_000_000
    state.networks.generator[0].linear.weight.data.add_(1.0)  # type: ignore[index]
    state.update_ema(10_000)  # one half-life
    moved = state.tensors()["ema.0.linear.weight"] - tensors["ema.0.linear.weight"]
    assert torch.allclose(moved, torch.tensor(0.5), atol=1e-5)


def test_buffers_of_the_average_are_copied() -> None:
    state = new()
    state.images = 1_000_000
    play(state, 2)
    tensors = state.tensors()
    assert tensors["ema.1.running_mean"].equal(tensors["generator.1.running_mean"])
    assert not tensors["ema.0.linear.weight"].equal(tensors["generator.0.linear.weight"])


def test_a_state_comes_back_whole_and_laid_out_as_before() -> None:
    state = new()
    play(state, 2)
    back = create_state(DCGAN(), SMALL, SPEC, Checkpoint(state.counters, state.tensors()))
    assert back.counters == state.counters
    assert all(tensor.equal(state.tensors()[name]) for name, tensor in back.tensors().items())
    for mine, its in zip(back.discriminator_adam.state.items(), state.discriminator_adam.state.items(), strict=True):
        assert mine[1]["exp_avg"].stride() == its[1]["exp_avg"].stride()


def test_a_checkpoint_holds_everything_that_moves() -> None:
    state = new()
    before = state.tensors()
    play(state, 2)
    after = state.tensors()
    still = {name for name in before if before[name].equal(after[name])}
    assert still == {"disguise"}  # nothing is disguised here
    assert {name.split(".")[0] for name in after} == {
        "generator",
        "discriminator",
        "ema",
        "generator_adam",
        "disguise",
        "discriminator_adam",
    }


def test_weights_that_are_no_numbers_are_found() -> None:
    state = new()
    assert state.is_finite()
    next(state.networks.discriminator.parameters()).data[0, 0] = float("inf")
    assert not state.is_finite()


def test_a_sheet_lays_pictures_out_in_rows() -> None:
    pictures = torch.linspace(-1, 1, 4)[:, None, None, None].expand(4, 3, 2, 2)
    pixels = arrange_sheet(pictures, 4)
    assert pixels.shape == (8, 8, 3)
    assert pixels[::4, ::4, 0].flatten().tolist() == [0, 85, 170, 255]


def test_grey_pictures_make_a_grey_sheet(tmp_path: Path) -> None:
    from PIL import Image

    spec = SPEC.model_copy(update={"channels": 1})
    write_sheet(create_state(DCGAN(), SMALL, spec), Data(torch.zeros(0), spec), tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as picture:
        assert (picture.mode, picture.size) == ("L", (256, 256))


def test_sampling_changes_nothing() -> None:
    state = new()
    play(state, 1)
    before = state.tensors()
    first = make_samples(state, Data(torch.zeros(0), SPEC))
    assert make_samples(state, Data(torch.zeros(0), SPEC)).equal(first)
    assert all(tensor.equal(before[name]) for name, tensor in state.tensors().items())
    assert first.shape == (64, 3, 32, 32)


def test_meters_give_means_and_begin_anew() -> None:
    meters = RunningMeans()
    for value in (1.0, 2.0, 6.0):
        meters.add({"generator": torch.tensor(value)}, {"win rate": torch.tensor(value / 10)})
    meters.add({"penalty": torch.tensor(4.0)}, {})
    losses, values = meters.read()
    assert losses == {"generator": 3.0, "penalty": 4.0}
    assert values["win rate"] == pytest.approx(0.3)
    assert meters.read() == ({}, {})


@pytest.mark.parametrize("frozen", [True, False])
def test_what_an_architecture_froze_stays_frozen(frozen: bool) -> None:
    class Frozen(Tiny):
        def build(self, options: TinyOptions, size: int, channels: int):  # type: ignore[no-untyped-def]
            networks = super().build(options, size, channels)
            next(networks.discriminator.parameters()).requires_grad_(not frozen)
            return networks

    spec = SPEC.model_copy(update={"latent": 4})
    state = create_state(Frozen(), TinyOptions(), spec)
    first = next(state.networks.discriminator.parameters())
    before = first.detach().clone()
    data = Data(torch.randint(0, 256, (5, 3, 32, 32), dtype=torch.uint8), spec)
    for _ in range(2):
        take_step(Frozen(), StepSettings(TinyOptions()), state, data, spec.plan.at(0))
    assert first.equal(before) == frozen
    assert first.requires_grad == (not frozen)
