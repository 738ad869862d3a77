"""What the critic sees, and how its judgement is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from ganstudio_plugins.dcgan import DCGAN, DCGANOptions
from torch import Tensor, nn

from ganstudio.api.architecture import DiscriminatorInput
from ganstudio.api.losses import OBJECTIVES, Relativistic, slopes
from ganstudio.api.options import parse
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.errors import GanStudioError
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run_spec import RunSpec
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.adaptive_augment import _translate, augment_adaptively, diff_augment, sample_bilinear
from ganstudio.train.conditional import build_networks
from ganstudio.train.discriminator import AdaptiveAugment, DiscriminatorStep, noise_at, roc_auc
from ganstudio.train.forecast import forecast
from ganstudio.train.planner import plan_run
from ganstudio.train.recommend import recommend
from ganstudio.train.request import TrainRequest


@pytest.fixture
def pictures() -> Tensor:
    torch.manual_seed(0)
    return torch.rand(6, 3, 16, 16) * 2 - 1


@pytest.mark.parametrize("disguise", [diff_augment, lambda x: augment_adaptively(x, 1.0)])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_disguise_keeps_the_shape_and_lets_gradients_of_gradients_through(
    disguise: Callable[[Tensor], Tensor], channels: int, pictures: Tensor
) -> None:
    worn = disguise(pictures[:, :channels])
    assert worn.shape == pictures[:, :channels].shape
    assert not worn.equal(pictures[:, :channels])
    through = nn.Conv2d(channels, 1, 3)
    slopes(lambda x: through(disguise(x)).square().mean((1, 2, 3)), pictures[:, :channels]).sum().backward()  # type: ignore[no-untyped-call]
    assert through.weight.grad is not None
    assert through.weight.grad.abs().sum() > 0


def test_no_probability_is_no_disguise(pictures: Tensor) -> None:
    assert augment_adaptively(pictures, 0.0) is pictures


def test_sampling_at_its_own_places_gives_the_picture_back(pictures: Tensor) -> None:
    places = (torch.arange(16) * 2 + 1) / 16 - 1
    y, x = torch.meshgrid(places, places, indexing="ij")
    grid = torch.stack([x, y], -1).expand(6, -1, -1, -1)
    assert torch.allclose(sample_bilinear(pictures, grid), pictures, atol=1e-5)
    assert torch.allclose(sample_bilinear(pictures, -grid), pictures.flip(2, 3), atol=1e-5)
    assert torch.allclose(sample_bilinear(pictures, grid + 2), pictures.flip(2, 3), atol=1e-5)  # mirrored beyond its edges


def test_a_disguise_follows_from_the_seed(pictures: Tensor) -> None:
    made = []
    for _ in range(2):
        torch.manual_seed(3)
        made.append(augment_adaptively(pictures, 0.7))
    assert made[0].equal(made[1])


def test_the_probability_moves_towards_the_target_and_stays_in_bounds() -> None:
    disguise, seen = AdaptiveAugment(), DiscriminatorInput("adaptive", target=0.6)
    for _ in range(3):
        disguise.update(1.0, seen.target, batch=500, images=1000)
    assert disguise.p == 0.0  # it moves every fourth step
    disguise.update(1.0, seen.target, batch=500, images=1000)
    assert disguise.p == pytest.approx(0.01)
    assert AdaptiveAugment.from_tensor(disguise.to_tensor()) == disguise
    for _ in range(8):
        disguise.update(-1.0, seen.target, batch=500, images=1000)
    assert disguise.p == 0.0


def test_the_critic_keeps_its_first_judgement_of_real_and_fake(pictures: Tensor) -> None:
    real, fake = pictures[:3], pictures[3:]
    critic = DiscriminatorStep(lambda x: x.mean((1, 2, 3)) * 0 + x[:, 0, 0, 0], DiscriminatorInput(), 0.0, 0.0, real, fake)  # type: ignore[arg-type]
    assert critic.win_rate() is None
    Relativistic(every=1).discriminator(critic, real, fake.detach(), 0)
    assert critic.on_real is not None
    assert critic.on_real.equal(real[:, 0, 0, 0])
    found = critic.win_rate()
    assert found is not None
    assert found == roc_auc(real[:, 0, 0, 0], fake[:, 0, 0, 0])
    assert critic.r_t(0.0) == real[:, 0, 0, 0].sign().mean()
    assert critic.r_t(None) == (real[:, 0, 0, 0] - fake[:, 0, 0, 0]).sign().mean()


def test_noise_falls_to_none() -> None:
    seen = DiscriminatorInput(noise=0.4, noise_until=0.5)
    assert [noise_at(seen, images, 100) for images in (0, 25, 50, 99)] == [0.4, pytest.approx(0.2), 0.0, 0.0]


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_objective_goes_with_every_option(name: str) -> None:
    options = parse(DCGANOptions, {"objective": name, "r1": 1.0, "width": 8, "spectral_norm": True}, "DCGAN")
    assert isinstance(options, DCGANOptions)
    rules = DCGAN().objective(options)
    critic = nn.Sequential(nn.Flatten(), nn.Linear(48, 1))
    losses = rules.discriminator(critic, torch.rand(2, 3, 4, 4), torch.rand(2, 3, 4, 4), 0)
    assert "penalty" in losses
    assert all(loss.isfinite() for loss in losses.values())


def _spec(labels: tuple[str, ...]) -> RunSpec:
    return RunSpec(
        architecture="tiny", data="", labels=labels, size=8, latent=4, images=8, plan=Plan((Stage(8, 4, 8),)),
        sample_every=8, save_every=8,
    )  # fmt: skip


def test_a_projected_critic_adds_how_well_a_picture_fits_its_kind() -> None:
    torch.manual_seed(0)
    networks = build_networks(Tiny(), Tiny.Options(), _spec(("a", "b")))
    pictures, one, other = torch.rand(3, 3, 8, 8), torch.zeros(3).long(), torch.ones(3).long()
    scores = [networks.discriminator(pictures, labels) for labels in (one, other)]
    assert not torch.allclose(*scores)
    inner = networks.discriminator.network
    hidden = inner[:-1](pictures)  # type: ignore[index,operator]
    kinds = networks.discriminator.kinds.weight  # type: ignore[union-attr]
    expected = inner(pictures).flatten() + hidden @ kinds[0]  # type: ignore[operator,index]
    assert torch.allclose(scores[0], expected, atol=1e-6)
    latent = torch.randn(3, 4)
    assert not networks.generator(latent, one).equal(networks.generator(latent, other))


def test_a_critic_without_a_last_layer_is_one_sentence() -> None:
    class Odd(Tiny):
        def build(self, options, size, channels):  # type: ignore[no-untyped-def]
            return Tiny.build(self, options, size, channels).__class__(nn.Flatten(), nn.Flatten(), 4)

    with pytest.raises(GanStudioError, match="no last layer"):
        build_networks(Odd(), Tiny.Options(), _spec(("a", "b")))


def test_minutes_and_a_forecast(tmp_path: Path) -> None:
    catalog, data = Catalog({"tiny": Tiny()}), make_pictures(tmp_path / "pictures", 9)
    short, long = (
        plan_run(catalog, TrainRequest(architecture="tiny", data=data, minutes=minutes, device="cpu"))
        for minutes in (0.1, 10)
    )
    assert 3 * short.images < long.images
    assert sum(stage.images for stage in long.plan.stages) == long.images
    before = torch.random.get_rng_state()
    seen = forecast(Tiny(), long)
    assert before.equal(torch.random.get_rng_state())
    assert seen.seconds(long.plan) > 0
    assert seen.disk > 3 * 4 * sum(weight.numel() for weight in Tiny().build(Tiny.Options(), 8, 3).generator.parameters())


def test_a_preset_is_under_the_given_options(tmp_path: Path) -> None:
    catalog, data = Catalog({"dcgan": DCGAN()}), make_pictures(tmp_path / "pictures", 9)
    spec = plan_run(
        catalog, TrainRequest(architecture="dcgan", data=data, preset="laptop", options={"gamma": "0.5"}, device="cpu")
    )
    assert (spec.options["width"], spec.options["objective"], spec.options["gamma"]) == (32, "relativistic", 0.5)
    with pytest.raises(GanStudioError, match="laptop"):
        plan_run(catalog, TrainRequest(architecture="dcgan", data=data, preset="lapdog", device="cpu"))


def test_proposals_go_by_goal_pictures_and_machine() -> None:
    from ganstudio_plugins.dcgan import ADGAN
    from ganstudio_plugins.progressive import Progressive
    from ganstudio_plugins.r3gan import R3GAN

    catalog = Catalog({each.id: each for each in (DCGAN(), ADGAN(), R3GAN(), Progressive())})
    asked = {
        "adgan": (300, "cpu", 20), "dcgan": (5000, "cpu", 20), "progressive": (5000, "cpu", 480),
        "r3gan": (20_000, "cuda", 20),
    }  # fmt: skip
    for name, (pictures, device, minutes) in asked.items():
        found = recommend("new", catalog, pictures=pictures, side=256, device=device, minutes=minutes)
        assert found
        assert found.architecture == name
        assert (found.preset == "laptop") == (device == "cpu" and name != "progressive")
    assert recommend("style", catalog, pictures=1, side=256, device="cpu", minutes=5) is None


def test_a_shift_is_by_up_to_an_eighth_in_every_direction() -> None:
    torch.manual_seed(1)
    dots = torch.zeros(2000, 1, 32, 48)
    dots[:, :, 16, 24] = 1
    _, _, rows, columns = torch.nonzero(_translate(dots), as_tuple=True)
    assert len(rows) == 2000  # none was pushed out
    assert sorted(set((rows - 16).tolist())) == [*range(-4, 5)]
    assert sorted(set((columns - 24).tolist())) == [*range(-6, 7)]
