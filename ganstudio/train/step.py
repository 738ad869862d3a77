"""The step: one round of the game between generator and discriminator."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from ganstudio.api.architecture import Architecture, Batch, Optimisation
from ganstudio.api.options import Options
from ganstudio.api.schedule import Moment
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.data import Data, chance, seed_of
from ganstudio.train.discriminator import DiscriminatorStep, noise_at
from ganstudio.train.option_changes import StepSettings
from ganstudio.train.state import State, weights

Losses = Mapping[str, Tensor]


def take_step(
    architecture: Architecture[Any], terms: StepSettings, state: State, data: Data, moment: Moment
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Let the discriminator learn and, when it is its turn, the generator; losses and values by name, on the device.

    Where the terms have several parts each side learns from those of the batch one after another, in less memory. The
    values, for the task “generate”: “critic”, how often a real picture outscored a new one.
    """
    spec = data.spec
    now = architecture.options_at(terms.options, state.images / spec.images)
    state.obey(architecture.optimisation(now), spec.images, terms.slower)
    generators_turn = (state.step + 1) % state.optimisation.discriminator_steps == 0
    seed_all(spec, state.step)
    parts = _parts(_given(state, data, moment), terms.parts)
    once = len(parts) == 1

    def faked(part: Batch, graph: bool) -> Batch:
        with computing(spec), torch.set_grad_enabled(graph):
            return _watched(architecture, now, state, replace(part, fake=architecture.fake(state.networks, part, now)), spec)

    # The discriminator learns to tell real from fake. The fakes of an undivided batch are made once for both sides.
    seen = (faked(part, once and generators_turn) for part in parts)
    judging = partial(architecture.discriminator_losses, state.networks, options=now)
    losses, first = learn(state.discriminator_adam, seen, judging, len(parts), state.optimisation, spec)

    # The generator learns to pass; the discriminator only judges, so its own gradients are not computed.
    if generators_turn:
        again = [first] if once else (faked(part, True) for part in parts)
        passing = partial(architecture.generator_losses, state.networks, options=now)
        with judging_only(state.discriminator_adam):
            losses |= learn(state.generator_adam, again, passing, len(parts), state.optimisation, spec)[0]

    # On to the next one.
    values = _judgement(architecture, now, state, first.discriminator, moment, spec)
    state.images += moment.batch
    state.step += 1
    if generators_turn:
        state.average(moment.batch * state.optimisation.discriminator_steps)
    return losses, values


def learn(
    adam: torch.optim.Adam, parts: Iterable[Batch], losses_of: Callable[[Batch], Losses], count: int,
    how: Optimisation, spec: RunSpec,
) -> tuple[dict[str, Tensor], Batch]:  # fmt: skip
    """One step of an optimiser down the mean of its parts' losses, where there are any; the losses, and the first part."""
    adam.zero_grad(set_to_none=True)
    sums: dict[str, Tensor] = {}
    first: Batch | None = None
    for part in parts:
        first = first or part
        with computing(spec):
            losses = {name: loss / count for name, loss in losses_of(part).items()}
        if losses:
            torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        for name, loss in losses.items():
            sums[name] = sums[name] + loss.detach() if name in sums else loss.detach()
    if sums:
        if how.clip:
            torch.nn.utils.clip_grad_norm_(weights(adam), how.clip)
        adam.step()
    assert first is not None
    return sums, first


def _given(state: State, data: Data, moment: Moment) -> Batch:
    """Real pictures, latents, and what goes with them, all by the seed and the step's number."""
    spec = data.spec
    real = data.real(state.images, moment)
    latent = torch.randn(moment.batch, state.networks.latent, generator=chance(spec.seed, "latent", state.step))
    source, labels = data.source(state.images, moment)
    return Batch(real, latent.to(spec.device), state.step, source=source, labels=labels)


def _parts(batch: Batch, count: int) -> list[Batch]:
    """The batch cut into at most so many parts of about equal size."""
    whole = len(batch.real)
    if count == 1 or whole < 2:
        return [batch]
    ends = [whole * number // min(count, whole) for number in range(min(count, whole) + 1)]
    cuts = [slice(start, end) for start, end in pairwise(ends)]

    def part(tensor: Tensor | None, cut: slice) -> Tensor | None:
        return None if tensor is None else tensor[cut]

    return [
        replace(batch, real=batch.real[cut], latent=batch.latent[cut], source=part(batch.source, cut),
                labels=part(batch.labels, cut))
        for cut in cuts
    ]  # fmt: skip


def _watched(architecture: Architecture[Any], options: Options, state: State, batch: Batch, spec: RunSpec) -> Batch:
    """The batch with the critic that is to judge it, where pictures are made from noise."""
    if architecture.task != "generate":
        return batch
    assert batch.fake is not None
    seen = architecture.discriminator_input(options)
    p, noise = state.disguise.p if seen.p is None else seen.p, noise_at(seen, state.images, spec.images)
    critic = DiscriminatorStep(state.networks.discriminator, seen, p, noise, batch.real, batch.fake, batch.labels)
    return replace(batch, discriminator=critic)


def _judgement(
    architecture: Architecture[Any], options: Options, state: State, critic: object, moment: Moment, spec: RunSpec
) -> dict[str, Tensor]:
    """How the critic judged; where its disguise adapts, it is moved by how sure the critic was."""
    if not isinstance(critic, DiscriminatorStep) or (wins := critic.wins()) is None:
        return {}
    values = {"critic": wins}
    if critic.seen.augment == "adaptive":
        values["augmentation"] = torch.tensor(critic.p)
        sureness = critic.sureness(architecture.objective(options).decision_threshold)
        if critic.seen.p is None and sureness is not None:
            state.disguise.hear(float(sureness), critic.seen, moment.batch, spec.images)
    return values


def computing(spec: RunSpec) -> AbstractContextManager[Any]:
    """The run's precision; a context for each side, because weights that were cast are kept until it ends."""
    return torch.autocast(spec.device, dtype=torch.bfloat16, enabled=spec.precision == "bfloat16")


@contextmanager
def judging_only(adam: torch.optim.Adam) -> Iterator[None]:
    """No gradients for an optimiser's weights in the meantime."""
    try:
        for weight in weights(adam):
            weight.requires_grad_(False)
        yield
    finally:
        for weight in weights(adam):
            weight.requires_grad_(True)


def seed_all(spec: RunSpec, step: int) -> None:
    """Begin a step's own random numbers (dropout and the like), so that nothing outside of the training can disturb them."""
    seed = seed_of(spec.seed, "step", step)
    torch.default_generator.manual_seed(seed)
    if spec.device == "cuda":
        torch.cuda.manual_seed(seed)
    elif spec.device == "mps":
        torch.mps.manual_seed(seed)
