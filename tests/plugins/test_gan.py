from pathlib import Path

import pytest
import torch
from ganstudio_plugins.gan import GAN, GANOptions, architectures
from PIL import Image
from torch import nn

from ganstudio.api.options import fields
from tests.plugins.colours import one_colour
from tests.train.exact import Trial, listen


@pytest.mark.parametrize("size", GAN.sizes)
@pytest.mark.parametrize("channels", [1, 3])
def test_latents_become_pictures_and_pictures_scores(size: int, channels: int) -> None:
    networks = GAN().build(GANOptions(width=16), size, channels)
    pictures = networks.generator(torch.randn(2, networks.latent))
    assert pictures.shape == (2, channels, size, size)
    assert pictures.abs().max() <= 1
    assert networks.discriminator(pictures).shape == (2, 1)


def test_it_is_fully_connected_with_dropout_in_the_critic_only() -> None:
    networks = GAN().build(GANOptions(dropout=0.4), 32, 3)
    kinds = {type(part) for side in (networks.generator, networks.discriminator) for part in side.modules()}
    assert kinds == {nn.Sequential, nn.Linear, nn.LeakyReLU, nn.Dropout, nn.Tanh, nn.Flatten, nn.Unflatten}
    assert {part.p for part in networks.discriminator.modules() if isinstance(part, nn.Dropout)} == {0.4}
    assert not [part for part in networks.generator.modules() if isinstance(part, nn.Dropout)]


def test_its_rates_are_the_options() -> None:
    how = GAN().optimisation(GANOptions(generator_rate=1e-3))
    assert (how.generator_rate, how.discriminator_rate, how.betas) == (1e-3, 2e-4, (0.5, 0.999))


def test_every_option_speaks_to_an_artist() -> None:
    assert all(field.help.endswith(".") and len(field.help) > 30 for field in fields(GANOptions))
    assert [made.id for made in architectures()] == ["gan"]


@pytest.mark.proof
def test_it_learns_a_colour(tmp_path: Path) -> None:
    one_colour(tmp_path / "pictures", (230, 120, 30))
    trial = Trial(GAN(), 16, {"width": 32, "generator_rate": 1e-3}, images=8 * 200, batch=8, sample_every=4000)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    with Image.open(run.samples()[-1][1]) as sheet:
        red, green, blue = (sum(band.tobytes()) / len(band.tobytes()) for band in sheet.split())
    assert red > green + 40 > blue + 80, (red, green, blue)
