"""The step: one round of the game between generator and discriminator."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from ganstudio.architecture import Architecture, Batch
from ganstudio.options import Options
from ganstudio.plan import Moment
from ganstudio.spec import RunSpec
from ganstudio.train.data import Data, chance, seed_of
from ganstudio.train.state import State, weights


def take_step(
    architecture: Architecture[Any], options: Options, state: State, data: Data, moment: Moment
) -> dict[str, Tensor]:
    """Let the discriminator learn and, when it is its turn, the generator; the losses by name, still on the device."""
    spec, players = data.spec, state.players
    generators_turn = (state.step + 1) % state.optimisation.critic_steps == 0

    # What the step is given: real pictures and latents, both by the seed and the step's number.
    seed_all(spec, state.step)
    real = data.real(state.images, moment)
    latent = torch.randn(moment.batch, players.latent, generator=chance(spec.seed, "latent", state.step))
    source, labels = data.source(state.images, moment)
    batch = Batch(real, latent.to(spec.device), state.step, source=source, labels=labels)
    state.slow_down(spec.images)

    # The fakes, made once for both sides.
    with computing(spec), torch.set_grad_enabled(generators_turn):
        batch = replace(batch, fake=architecture.fake(players, batch, options))

    # The discriminator learns to tell them apart.
    with computing(spec):
        losses = dict(architecture.discriminator_losses(players, batch, options))
    learn(state.discriminator_adam, losses.values(), state.optimisation.clip)

    # The generator learns to pass; the discriminator only judges, so its own gradients are not computed.
    if generators_turn:
        require_gradients(state.discriminator_adam, False)
        with computing(spec):
            passing = architecture.generator_losses(players, batch, options)
        learn(state.generator_adam, passing.values(), state.optimisation.clip)
        require_gradients(state.discriminator_adam, True)
        losses.update(passing)

    # On to the next one.
    state.images += moment.batch
    state.step += 1
    if generators_turn:
        state.average(moment.batch * state.optimisation.critic_steps)
    return losses


def learn(adam: torch.optim.Adam, losses: Collection[Tensor], clip: float | None = None) -> None:
    """One step of an optimiser down the sum of the losses, where there are any."""
    if not losses:
        return
    adam.zero_grad(set_to_none=True)
    torch.stack(list(losses)).sum().backward()  # type: ignore[no-untyped-call]
    if clip:
        torch.nn.utils.clip_grad_norm_(weights(adam), clip)
    adam.step()


def computing(spec: RunSpec) -> AbstractContextManager[Any]:
    """The run's precision; a context for each side, because weights that were cast are kept until it ends."""
    return torch.autocast(spec.device, dtype=torch.bfloat16, enabled=spec.precision == "bfloat16")


def require_gradients(adam: torch.optim.Adam, wanted: bool) -> None:
    """Compute gradients for an optimiser's weights, or do not."""
    for weight in weights(adam):
        weight.requires_grad_(wanted)


def seed_all(spec: RunSpec, step: int) -> None:
    """Begin a step's own random numbers (dropout and the like), so that nothing outside of the training can disturb them."""
    seed = seed_of(spec.seed, "step", step)
    torch.default_generator.manual_seed(seed)
    if spec.device == "cuda":
        torch.cuda.manual_seed(seed)
    elif spec.device == "mps":
        torch.mps.manual_seed(seed)
