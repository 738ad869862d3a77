"""Progressive growing: its parts against the paper's formulas, its plan, its growth, its training."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from ganstudio_plugins.progressive import Progressive, ProgressiveOptions
from ganstudio_plugins.progressive.networks import (
    Discriminator,
    EqualizedConv,
    Generator,
    LatentConv,
    append_deviation,
    double,
    halve,
    pixel_norm,
)
from torch import Tensor, nn

from ganstudio.api import OBJECTIVES, GanStudioError, Growing, NonSaturating, R1Penalty, WassersteinGP
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.events import Event, Finished, StageBegan
from tests.train.exact import Trial, listen, prove_exact

MAPS = {4: 16, 8: 16, 16: 8}
SMALL = {"width": 8, "latent": 8}


# The parts.


def test_weights_are_standard_normal_and_scaled_by_he() -> None:
    torch.manual_seed(0)
    conv = EqualizedConv(64, 64, 3, padding=1)
    assert abs(conv.weight.std().item() - 1) < 0.01
    x = torch.randn(8, 64, 16, 16)
    by_hand = F.conv2d(x, conv.weight * (2 / (64 * 9)) ** 0.5, padding=1)
    assert torch.allclose(conv(x), by_hand, atol=1e-5)
    assert abs(F.relu(conv(x)).square().mean().item() - 1) < 0.2  # He: the mean square survives the rectifier


def test_the_first_layer_is_the_padded_convolution_of_one_pixel() -> None:
    torch.manual_seed(0)
    first, z = LatentConv(8, 5), torch.randn(3, 8)
    kernels = first.weight.flip(2, 3).transpose(0, 1) * first.scale
    assert torch.allclose(first(z), F.conv2d(z[:, :, None, None], kernels, first.bias, padding=3), atol=1e-5)


def test_pixel_norm_gives_each_pixel_a_mean_square_of_one() -> None:
    x = torch.randn(2, 32, 4, 4) * 37
    assert torch.allclose(pixel_norm(x).square().mean(1), torch.ones(2, 4, 4), atol=1e-4)
    assert pixel_norm(x.bfloat16()).dtype == torch.bfloat16
    assert pixel_norm(torch.full((1, 8, 1, 1), 300.0, dtype=torch.float16)).isfinite().all()


@pytest.mark.parametrize(("batch", "group"), [(8, 4), (4, 4), (6, 6), (1, 1)])
def test_the_deviation_is_one_number_a_group(batch: int, group: int) -> None:
    x = torch.randn(batch, 5, 4, 4)
    with_map = append_deviation(x)
    assert with_map.shape == (batch, 6, 4, 4)
    assert with_map[:, :5].equal(x)
    groups = batch // group
    for number in range(batch):
        members = x[number % groups :: groups]
        wanted = (members.var(0, correction=0) + 1e-8).sqrt().mean()
        assert torch.allclose(with_map[number, 5], wanted.expand(4, 4), atol=1e-5)


def test_the_deviation_tells_a_collapsed_batch() -> None:
    same = torch.randn(1, 5, 4, 4).expand(4, 5, 4, 4)
    assert append_deviation(same)[:, 5].max() < 1e-3
    assert append_deviation(torch.randn(4, 5, 4, 4))[:, 5].min() > 0.3


# Growth.


def networks() -> tuple[Generator, Discriminator]:
    torch.manual_seed(0)
    return Generator(3, 16, MAPS), Discriminator(3, MAPS)


def test_both_grow() -> None:
    for network in networks():
        assert isinstance(network, Growing)


def test_a_fade_is_the_mixture_of_two_pictures() -> None:
    generator, _ = networks()
    z = torch.randn(4, 16)

    def made(resolution: int, alpha: float) -> Tensor:
        generator.grow(resolution, alpha)
        picture: Tensor = generator(z)
        return picture

    low, high = made(8, 1.0), made(16, 1.0)
    assert low.shape == (4, 3, 8, 8) and high.shape == (4, 3, 16, 16)
    assert torch.allclose(made(16, 0.3), 0.7 * double(low) + 0.3 * high, atol=1e-5)


def test_the_discriminator_at_alpha_0_sees_the_halved_picture() -> None:
    _, discriminator = networks()
    pictures = torch.rand(4, 3, 16, 16)
    discriminator.grow(8, 1.0)
    low = discriminator(halve(pictures))
    discriminator.grow(16, 0.0)
    assert torch.allclose(discriminator(pictures), low, atol=1e-5)
    discriminator.grow(16, 1.0)
    assert not torch.allclose(discriminator(pictures), low, atol=1e-3)


def test_growing_changes_no_key_and_leaves_sleeping_levels_alone() -> None:
    generator, _ = networks()
    before = {name: value.clone() for name, value in generator.state_dict().items()}
    generator.grow(8, 0.5)
    adam = torch.optim.Adam(generator.parameters(), lr=0.1)
    generator(torch.randn(4, 16)).square().mean().backward()
    adam.step()
    after = generator.state_dict()
    assert after.keys() == before.keys()
    changed = {name for name, value in after.items() if not value.equal(before[name])}
    assert {"start.first.weight", "ups.0.first.weight", "to_picture.0.weight", "to_picture.1.weight"} <= changed
    assert not [name for name in changed if name.startswith(("ups.1", "to_picture.2"))]


# The plan.


def test_half_of_the_training_is_left_to_the_last_level() -> None:
    plan = Progressive().plan(ProgressiveOptions(), 32, 100_000)
    assert plan == Plan(
        (Stage(4, 64, 10_000), Stage(8, 64, 20_000, 10_000), Stage(16, 32, 20_000, 10_000), Stage(32, 16, 50_000, 10_000))
    )


def test_long_trainings_have_the_papers_phases() -> None:
    plan = Progressive().plan(ProgressiveOptions(), 64, 20_000_000)
    assert [stage.images for stage in plan.stages] == [600_000, 1_200_000, 1_200_000, 1_200_000, 15_800_000]
    assert [stage.fade for stage in plan.stages] == [0, *[600_000] * 4]


def test_a_phase_can_be_chosen() -> None:
    plan = Progressive().plan(ProgressiveOptions(pictures_per_phase=60_000), 32, 600_000)
    assert [stage.images for stage in plan.stages] == [60_000, 120_000, 120_000, 300_000]


def test_a_training_that_would_never_reach_its_size_is_refused() -> None:
    with pytest.raises(GanStudioError, match="before it reaches 32 pixels; give it more than 300,000 pictures"):
        Progressive().plan(ProgressiveOptions(pictures_per_phase=60_000), 32, 300_000)


def test_the_papers_options_give_the_papers_maps() -> None:
    options = ProgressiveOptions(width=512, wide_to=32, latent=512)
    with torch.device("meta"):
        networks = Progressive().build(options, 256, 3)
    generator = networks.generator
    assert isinstance(generator, Generator)
    maps = [layer.weight.shape[1] for layer in generator.to_picture if isinstance(layer, EqualizedConv)]
    assert maps == [512, 512, 512, 512, 256, 128, 64]
    assert networks.latent == 512


# The objectives.


def squared(slope: float) -> nn.Module:
    """A critic whose score is `slope` times the sum of a picture."""

    class Plane(nn.Module):
        def forward(self, pictures: Tensor) -> Tensor:
            return slope * pictures.sum((1, 2, 3))

    return Plane()


def test_the_default_objective_is_the_papers() -> None:
    assert Progressive().objective(ProgressiveOptions()) == WassersteinGP(10.0, 1e-3)


@pytest.mark.parametrize("name", sorted(OBJECTIVES))
def test_each_objective_trains_with_the_critic_at_its_own_pace(name: str, tmp_path: Path) -> None:
    options = SMALL | {"objective": name, "discriminator_pace": 2.0}
    how = Progressive().optimisation(ProgressiveOptions.model_validate(options))
    assert (how.generator_rate, how.discriminator_rate) == (1e-3, 2e-3)
    trial = replace(EXACT["between levels"], options=options)
    events = listen(trial.run(tmp_path / "run"), trial.catalog)
    assert events[-1] == Finished(80, "done")


def test_r1_is_half_gamma_times_the_squared_slope_and_lazy() -> None:
    objective = R1Penalty(NonSaturating(), gamma=3.0, every=16)
    real, fake = torch.rand(2, 1, 4, 4), torch.rand(2, 1, 4, 4)
    penalty = objective.discriminator(squared(0.5), real, fake, 32)["penalty"]
    assert penalty.item() == pytest.approx(16 * 3 / 2 * 0.25 * 16)
    assert "penalty" not in objective.discriminator(squared(0.5), real, fake, 33)


# The training.

PLAN = Plan((Stage(4, 8, 24), Stage(8, 8, 32, fade=16), Stage(16, 4, 64, fade=32)))
EXACT = {
    "in mid-fade": Trial(Progressive(), 16, SMALL, plan=PLAN, images=80, first=68, sample_every=4, save_every=12),
    "between levels": Trial(Progressive(), 16, SMALL, plan=PLAN, images=80, first=56, sample_every=8),
    "by its own plan, R1": Trial(
        Progressive(), 32, SMALL | {"objective": "non-saturating"}, images=96, first=56, sample_every=8
    ),
}


@pytest.mark.proof
@pytest.mark.parametrize("name", EXACT)
def test_going_on_equals_never_having_stopped(name: str, tmp_path: Path) -> None:
    prove_exact(EXACT[name], tmp_path)


@pytest.mark.proof
def test_in_mid_fade_in_bfloat16(tmp_path: Path) -> None:
    prove_exact(replace(EXACT["in mid-fade"], precision="bfloat16"), tmp_path)


def test_a_training_passes_through_all_levels(tmp_path: Path) -> None:
    trial = EXACT["between levels"]
    run = trial.run(tmp_path / "run")
    events: list[Event] = listen(run, trial.catalog)
    stages = [(event.images, event.resolution, event.batch) for event in events if isinstance(event, StageBegan)]
    assert stages == [(0, 4, 8), (24, 8, 8), (56, 16, 4)]


@pytest.mark.proof
def test_it_learns_where_the_light_is() -> None:
    """Two hundred steps at 8 pixels: the generator's mean picture comes near the data's, which is bright on the left."""
    torch.manual_seed(0)
    architecture, options = Progressive(), ProgressiveOptions(width=16, latent=8)
    networks = architecture.build(options, 32, 1)
    left = torch.cat([torch.ones(1, 1, 8, 4), -torch.ones(1, 1, 8, 4)], 3)
    how = architecture.optimisation(options)
    sides = [networks.generator, networks.discriminator]
    adams = [torch.optim.Adam(side.parameters(), lr=how.generator_rate, betas=how.betas) for side in sides]
    for side in sides:
        assert isinstance(side, Growing)
        side.grow(8, 1.0)
    from ganstudio.api import Batch

    for step in range(200):
        latent = torch.randn(16, networks.latent)
        real = (left + 0.1 * torch.randn(16, 1, 8, 8)).clamp(-1, 1)
        batch = replace(Batch(real, latent, step), fake=networks.generator(latent))
        for adam, losses in zip(
            reversed(adams), (architecture.discriminator_losses, architecture.generator_losses), strict=True
        ):
            adam.zero_grad()
            torch.stack(list(losses(networks, batch, options).values())).sum().backward()  # type: ignore[no-untyped-call]
            adam.step()
    with torch.no_grad():
        mean = networks.generator(torch.randn(64, networks.latent)).mean(0, keepdim=True)
    assert (mean - left).abs().mean() < 0.35
