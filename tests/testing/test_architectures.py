"""The conformance check passes what is well, and says in words what is not."""

from collections.abc import Mapping
from typing import Any

import pytest
import torch
from ganstudio_plugins.dcgan import DCGAN
from ganstudio_plugins.gan import GAN
from ganstudio_plugins.progressive import Progressive, ProgressiveOptions
from ganstudio_plugins.progressive.networks import Generator
from torch import Tensor, nn

from ganstudio.api.architecture import Architecture, Batch, Networks
from ganstudio.api.options import option
from ganstudio.api.schedule import Plan, Stage
from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.synthetic import Tiny, TinyOptions
from tests.train.growing import TinyGrowing

GAMES = ("non-saturating", "least squares", "hinge", "wasserstein", "relativistic")


@pytest.mark.proof
@pytest.mark.parametrize("kind", [GAN, DCGAN, Progressive, Tiny])
def test_the_bundled_architectures_conform(kind: type[Architecture[Any]]) -> None:
    check_architecture(kind())


@pytest.mark.proof
@pytest.mark.parametrize("game", GAMES)
def test_each_game_of_dcgan_conforms(game: str) -> None:
    check_architecture(DCGAN(), objective=game)


@pytest.mark.proof
def test_the_other_game_of_progressive_conforms() -> None:
    check_architecture(Progressive(), objective="non-saturating")


class Loud(Tiny):
    id = "Loud!"


class Helpless(Tiny):
    class Options(TinyOptions):
        speed: float = option(1.0, "")


class Boundless(Tiny):
    class Options(TinyOptions):
        speed: float = option(1.0, "How fast it goes.")


class Forgetful(Tiny):
    def plan(self, options: TinyOptions, size: int, images: int) -> Plan:
        return Plan((Stage(size, 8, images // 2),))


class Wrong(Tiny):
    """The generator's pictures are half as large as was asked for."""

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        networks = super().build(options, size, channels)
        return Networks(nn.Sequential(networks.generator, nn.AvgPool2d(2)), networks.discriminator, networks.latent)


class Far(Tiny):
    def fake(self, networks: Networks, batch: Batch, options: TinyOptions) -> Tensor:
        return 255 * super().fake(networks, batch, options).abs() + 255


class Idle(Tiny):
    """The generator has a weight that nothing uses."""

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        networks = super().build(options, size, channels)
        networks.generator.register_parameter("idle", nn.Parameter(torch.zeros(1)))
        return networks


class Broken(Tiny):
    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
        return {name: loss * torch.inf for name, loss in super().generator_losses(networks, batch, options).items()}


class Twice(Tiny):
    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
        return {"discriminator": super().generator_losses(networks, batch, options)["generator"]}


class Backwards(Tiny):
    """The discriminator raises what it should lower."""

    def discriminator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
        lower = super().discriminator_losses(networks, batch, options)["discriminator"]
        return {"discriminator": -lower + 2 * lower.detach()}


class Restless(Tiny):
    """Not all of the weights are drawn from torch's random state."""

    count = 0

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        networks = super().build(options, size, channels)
        Restless.count += 1
        nn.init.constant_(networks.generator[1 - 1].bias, Restless.count)  # type: ignore[index]
        return networks


class Centred(nn.Module):
    def forward(self, latent: Tensor) -> Tensor:
        return latent - latent.mean(0)


class Crowd(Tiny):
    """A picture depends on the others of its batch, even when nothing is learned."""

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        networks = super().build(options, size, channels)
        return Networks(nn.Sequential(Centred(), networks.generator), networks.discriminator, networks.latent)


class Stiff(Tiny):
    def plan(self, options: TinyOptions, size: int, images: int) -> Plan:
        return Plan((Stage(4, 8, 100), Stage(size, 8, images - 100)))


class Sudden(Progressive):  # type: ignore[misc]
    """The new level is there at once, whatever alpha says."""

    def fake(self, networks: Networks, batch: Batch, options: ProgressiveOptions) -> Tensor:
        generator = networks.generator
        assert isinstance(generator, Generator)
        generator.alpha = 1.0
        made: Tensor = super().fake(networks, batch, options)
        return made


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (Loud(), "the id “Loud!” has more"),
        (Helpless(), "option “speed” has no sentence of help"),
        (Boundless(), "option “speed” has no bounds"),
        (Forgetful(), "plan for 1,000 pictures of 8 pixels counts 500"),
        (Wrong(), r"have the shape \(4, 3, 4, 4\) instead of \(4, 3, 8, 8\)"),
        (Far(), "far from"),
        (Idle(), "the gradient of the generator's idle is missing"),
        (Broken(), "the loss “generator” is inf"),
        (Twice(), "the loss “discriminator” is on both sides"),
        (Backwards(), "did not fall in 40 steps"),
        (Restless(), "one seed gave two generators: 0.bias"),
        (Crowd(), "depends on the others of its batch"),
        (Stiff(), "ends at|but the networks do not grow|have the shape"),
        (Sudden(), "alpha 0 the generator's pictures are not those of 4 pixels"),
    ],
)
def test_what_is_broken_is_named(broken: Architecture[Any], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.testing.architectures.check_lightness", lambda _: None)  # these live among tests
    with pytest.raises(AssertionError, match=sentence):
        check_architecture(broken, **({"width": 8} if isinstance(broken, Tiny) else {}))


@pytest.mark.proof
def test_a_heavy_import_is_named() -> None:
    with pytest.raises(AssertionError, match="The module of TinyGrowing imports torch"):
        check_architecture(TinyGrowing())


def test_the_random_state_is_left_as_it_was() -> None:
    before = torch.random.get_rng_state()
    check_architecture(Tiny())
    assert torch.random.get_rng_state().equal(before)
