from pathlib import Path
from typing import TypeVar

import pytest
import torch
from ganstudio_plugins.dcgan import DCGAN, DCGANOptions, architectures
from PIL import Image
from torch import nn

from ganstudio.api.losses import OBJECTIVES
from ganstudio.api.options import fields
from tests.plugins.colours import one_colour
from tests.train.exact import Trial, listen

M = TypeVar("M", bound=nn.Module)


def parts(network: nn.Module, kind: type[M]) -> list[M]:
    return [part for part in network.modules() if isinstance(part, kind)]


@pytest.mark.parametrize("size", DCGAN.sizes)
def test_the_layout_is_the_papers(size: int) -> None:
    networks = DCGAN().build(DCGANOptions(width=8), size, 3)
    pictures = networks.generator(torch.randn(2, networks.latent))
    assert pictures.shape == (2, 3, size, size)
    assert pictures.abs().max() <= 1
    assert networks.discriminator(pictures).shape == (2, 1, 1, 1)
    ups, downs = parts(networks.generator, nn.ConvTranspose2d), parts(networks.discriminator, nn.Conv2d)
    assert len(ups) == len(downs) - 1 == {32: 3, 64: 4, 128: 5}[size]
    assert len(parts(networks.generator, nn.BatchNorm2d)) == len(ups)  # everywhere but at the end
    assert len(parts(networks.discriminator, nn.BatchNorm2d)) == len(downs) - 2  # nor at the beginning


def test_at_full_width_it_has_the_papers_weights() -> None:
    networks = DCGAN().build(DCGANOptions(), 64, 3)
    count = [sum(weight.numel() for weight in side.parameters()) for side in (networks.generator, networks.discriminator)]
    assert count == [3_576_704 + 3, 2_765_568 + 65]  # as published, and a bias for the two outer convolutions of each
    weights = torch.cat([part.weight.flatten() for part in parts(networks.generator, nn.ConvTranspose2d)])
    assert float(weights.detach().std()) == pytest.approx(0.02, rel=0.02)


def test_grey_pictures_are_possible() -> None:
    networks = DCGAN().build(DCGANOptions(width=8), 32, 1)
    assert networks.discriminator(networks.generator(torch.randn(2, 100))).shape == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("options", "norm"),
    [
        ({}, nn.BatchNorm2d),
        ({"objective": "wasserstein"}, nn.GroupNorm),
        ({"objective": "relativistic"}, None),
        ({"spectral_norm": True}, None),
    ],
)
def test_penalties_and_spectral_norm_do_without_batch_norm(options: dict[str, object], norm: type[nn.Module] | None) -> None:
    critic = DCGAN().build(DCGANOptions.model_validate({"width": 8} | options), 32, 3).discriminator
    kinds = {type(part) for part in critic.modules()}
    assert kinds & {nn.BatchNorm2d, nn.GroupNorm} == ({norm} if norm else set())


def test_spectral_norm_holds_every_layer_of_the_critic() -> None:
    critic = DCGAN().build(DCGANOptions(width=8, spectral_norm=True), 32, 3).discriminator
    for _ in range(30):
        critic(torch.randn(2, 3, 32, 32))
    for layer in parts(critic, nn.Conv2d):
        assert float(torch.linalg.matrix_norm(layer.weight.detach().flatten(1), 2)) == pytest.approx(1, abs=0.05)


def test_each_objective_learns_as_its_paper_says() -> None:
    how = {name: DCGAN().optimisation(DCGANOptions.model_validate({"objective": name})) for name in OBJECTIVES}
    assert {name: one.discriminator_steps for name, one in how.items()} == dict.fromkeys(OBJECTIVES, 1) | {"wasserstein": 5}
    assert how["non-saturating"].betas == (0.5, 0.999)
    assert how["wasserstein"].betas == (0.0, 0.9)
    assert how["relativistic"].betas == (0.0, 0.99)
    two = DCGAN().optimisation(DCGANOptions(generator_rate=1e-4, discriminator_rate=4e-4))
    assert (two.generator_rate, two.discriminator_rate) == (1e-4, 4e-4)


def test_every_option_speaks_to_an_artist() -> None:
    for field in fields(DCGANOptions):
        assert field.help.endswith(".")
        assert len(field.help) > 30
    assert [made.id for made in architectures()] == ["dcgan", "adgan", "dngan"]


@pytest.mark.proof
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_it_learns_a_colour(objective: str, tmp_path: Path) -> None:
    data = one_colour(tmp_path / "pictures", (230, 120, 30))
    rates = {"generator_rate": 1e-3, "discriminator_rate": 1e-3}
    images = 8 * 300 if objective == "wasserstein" else 8 * 120
    trial = Trial(DCGAN(), 32, {"width": 8, "objective": objective} | rates, images=images, batch=8, sample_every=4000)
    run = trial.run(tmp_path / "run")
    assert run.spec.data == str(data)
    listen(run, trial.catalog)
    with Image.open(run.samples()[-1][1]) as sheet:
        red, green, blue = (sum(band.tobytes()) / len(band.tobytes()) for band in sheet.split())
    assert red > green + 40 > blue + 80, (red, green, blue)
