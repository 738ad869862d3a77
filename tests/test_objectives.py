from math import log
from typing import get_args

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from ganstudio.api.adversarial import ObjectiveName
from ganstudio.api.losses import OBJECTIVES, Hinge, LeastSquares, NonSaturating, Relativistic, WassersteinGP, slopes


class Linear(nn.Module):
    """Scores by one weight a pixel, so that the slope is known at every picture."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight)

    def forward(self, pictures: Tensor) -> Tensor:
        return (pictures * self.weight).sum(dim=(1, 2, 3))


@pytest.fixture
def pictures() -> tuple[Tensor, Tensor]:
    chance = torch.Generator().manual_seed(0)
    return torch.randn(6, 3, 4, 4, generator=chance), torch.randn(6, 3, 4, 4, generator=chance)


def test_every_objective_can_be_chosen() -> None:
    assert get_args(ObjectiveName) == tuple(OBJECTIVES)


@pytest.fixture
def critic() -> Linear:
    return Linear(torch.full((3, 4, 4), 0.5))


def total(losses: object) -> float:
    assert isinstance(losses, dict)
    return sum(float(loss.detach()) for loss in losses.values())


def test_non_saturating_is_cross_entropy(critic: Linear, pictures: tuple[Tensor, Tensor]) -> None:
    real, fake = pictures
    ones, zeros = torch.ones(6), torch.zeros(6)
    want = binary_cross_entropy_with_logits(critic(real), ones) + binary_cross_entropy_with_logits(critic(fake), zeros)
    assert total(NonSaturating().discriminator(critic, real, fake, 0)) == pytest.approx(float(want.detach()))
    want = binary_cross_entropy_with_logits(critic(fake), ones)
    assert total(NonSaturating().generator(critic, real, fake, 0)) == pytest.approx(float(want.detach()))


def test_a_critic_that_knows_nothing_costs_what_the_papers_say() -> None:
    blind, picture = Linear(torch.zeros(3, 4, 4)), torch.ones(2, 3, 4, 4)
    costs = {"non-saturating": 2 * log(2), "least squares": 0.5, "hinge": 2.0, "wasserstein": 10.0, "relativistic": log(2)}
    for name, cost in costs.items():
        assert total(OBJECTIVES[name]().discriminator(blind, picture, picture, 0)) == pytest.approx(cost, rel=1e-4)


def test_hinge_asks_for_no_more_than_a_distance_of_one(pictures: tuple[Tensor, Tensor]) -> None:
    sure = Linear(torch.full((3, 4, 4), 1.0))
    bright, dark = torch.ones(2, 3, 4, 4), -torch.ones(2, 3, 4, 4)
    assert total(Hinge().discriminator(sure, bright, dark, 0)) == 0
    assert total(LeastSquares().discriminator(sure, bright, dark, 0)) > 100


def test_slopes_are_exact_for_a_linear_critic(critic: Linear, pictures: tuple[Tensor, Tensor]) -> None:
    assert slopes(critic, pictures[0]).tolist() == pytest.approx([48 * 0.25] * 6)


def test_wasserstein_wants_a_slope_of_one(pictures: tuple[Tensor, Tensor]) -> None:
    for weight, penalty in ((1.0, 0.0), (3.0, 40.0)):
        unit = Linear(torch.full((3, 4, 4), weight / 48**0.5))
        losses = WassersteinGP().discriminator(unit, *pictures, 0)
        assert float(losses["penalty"].detach()) == pytest.approx(penalty, abs=1e-3)


def test_penalties_are_lazy_and_count_for_the_steps_between(critic: Linear, pictures: tuple[Tensor, Tensor]) -> None:
    game = Relativistic(gamma=2.0, every=4)
    taken = [game.discriminator(critic, *pictures, step) for step in range(8)]
    assert [step for step, losses in enumerate(taken) if "penalty" in losses] == [0, 4]
    assert float(taken[0]["penalty"].detach()) == pytest.approx(4 * 2.0 / 2 * (12 + 12))


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("name", OBJECTIVES)
def test_both_sides_learn_in_float32_losses_also_under_autocast(
    name: str, half: bool, pictures: tuple[Tensor, Tensor]
) -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(3, 8, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(8, 1, 2))
    real, fake = pictures[0], pictures[1].clone().requires_grad_()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        losses = OBJECTIVES[name]().discriminator(network, real, fake.detach(), 0)
    assert {loss.dtype for loss in losses.values()} == {torch.float32}
    torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
    for name_, weight in network.named_parameters():
        if name_.endswith("weight"):
            assert weight.grad is not None
            assert weight.grad.abs().sum() > 0
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        losses = OBJECTIVES[name]().generator(network, real, fake, 0)
    torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
    assert fake.grad is not None
    assert fake.grad.abs().sum() > 0


def test_the_penalty_under_autocast_equals_the_one_without(pictures: tuple[Tensor, Tensor]) -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(3, 8, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(8, 1, 2))
    plain = slopes(network, pictures[0])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        network(pictures[0])  # fills the cache of cast weights
        assert slopes(network, pictures[0]).equal(plain)


def test_a_flat_critic_does_not_break_the_penalty(pictures: tuple[Tensor, Tensor]) -> None:
    flat = Linear(torch.zeros(3, 4, 4))
    WassersteinGP().discriminator(flat, *pictures, 0)["penalty"].backward()  # type: ignore[no-untyped-call]
    assert flat.weight.grad is not None
    assert flat.weight.grad.isfinite().all()
