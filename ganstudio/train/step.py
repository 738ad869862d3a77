"""The step: the discriminator learns to tell real from fake, then the generator to pass."""

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
from ganstudio.train.data import Data, derive_seed, seeded_generator
from ganstudio.train.discriminator import DiscriminatorStep, noise_at
from ganstudio.train.option_changes import StepSettings
from ganstudio.train.state import State, optimised_weights

Losses = Mapping[str, Tensor]


def take_step(
    architecture: Architecture[Any], settings: StepSettings, state: State, data: Data, moment: Moment
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Train the discriminator and, when it is its turn, the generator; losses and values by name, on the device.

    Where the settings have several parts, gradients are summed over those of the batch, in less memory. The values, for the
    task “generate”: “win rate”, the share of pairs in which the real picture has the higher score (0 to 1), and
    “augmentation”, the probability p of adaptive augmentations.
    """
    spec = data.spec
    now = architecture.options_at(settings.options, state.images / spec.images)
    state.set_rates(architecture.optimisation(now), spec.images, settings.rate_factor)
    generators_turn = (state.step + 1) % state.optimisation.discriminator_steps == 0
    seed_step(spec, state.step)
    parts = _split_batch(_draw_batch(state, data, moment), settings.parts)
    once = len(parts) == 1

    def make_fakes(part: Batch, graph: bool) -> Batch:
        with autocast_for(spec), torch.set_grad_enabled(graph):
            made = replace(part, fake=architecture.fake(state.networks, part, now))
            return _with_discriminator(architecture, now, state, made, spec)

    # The discriminator learns to tell real from fake. The fakes of an undivided batch are made once for both networks.
    seen = (make_fakes(part, once and generators_turn) for part in parts)
    judging = partial(architecture.discriminator_losses, state.networks, options=now)
    losses, first = optimise(state.discriminator_adam, seen, judging, len(parts), state.optimisation, spec)

    # The generator learns to pass; the discriminator only judges, so its own gradients are not computed.
    if generators_turn:
        again = [first] if once else (make_fakes(part, True) for part in parts)
        passing = partial(architecture.generator_losses, state.networks, options=now)
        with frozen_weights(state.discriminator_adam):
            losses |= optimise(state.generator_adam, again, passing, len(parts), state.optimisation, spec)[0]

    # Counters and the moving average go on.
    values = _read_judgement(architecture, now, state, first.discriminator, moment, spec)
    state.images += moment.batch
    state.step += 1
    if generators_turn:
        state.update_ema(moment.batch * state.optimisation.discriminator_steps)
    return losses, values


def optimise(
    adam: torch.optim.Adam, parts: Iterable[Batch], losses_of: Callable[[Batch], Losses], count: int,
    settings: Optimisation, spec: RunSpec,
) -> tuple[dict[str, Tensor], Batch]:  # fmt: skip
    """One step of an optimiser on the mean of its parts' losses, where there are any; the losses, and the first part."""
    adam.zero_grad(set_to_none=True)
    sums: dict[str, Tensor] = {}
    first: Batch | None = None
    for part in parts:
        first = first or part
        with autocast_for(spec):
            losses = {name: loss / count for name, loss in losses_of(part).items()}
        if losses:
            torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        for name, loss in losses.items():
            sums[name] = sums[name] + loss.detach() if name in sums else loss.detach()
    if sums:
        if settings.clip:
            torch.nn.utils.clip_grad_norm_(optimised_weights(adam), settings.clip)
        adam.step()
    assert first is not None
    return sums, first


def _draw_batch(state: State, data: Data, moment: Moment) -> Batch:
    """The batch of a step: real pictures, latents, photos and labels, all by the seed and the step's number."""
    spec = data.spec
    real = data.draw_real(state.images, moment)
    latent = torch.randn(moment.batch, state.networks.latent, generator=seeded_generator(spec.seed, "latent", state.step))
    source, labels = data.draw_source(state.images, moment)
    return Batch(real, latent.to(spec.device), state.step, source=source, labels=labels)


def _split_batch(batch: Batch, count: int) -> list[Batch]:
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


def _with_discriminator(
    architecture: Architecture[Any], options: Options, state: State, batch: Batch, spec: RunSpec
) -> Batch:
    """The batch with the discriminator as it judges in this step, for the task “generate”."""
    if architecture.task != "generate":
        return batch
    assert batch.fake is not None
    given = architecture.discriminator_input(options)
    p = state.adaptive_augment.p if given.p is None else given.p
    noise = noise_at(given, state.images, spec.images)
    judge = DiscriminatorStep(state.networks.discriminator, given, p, noise, batch.real, batch.fake, batch.labels)
    return replace(batch, discriminator=judge)


def _read_judgement(
    architecture: Architecture[Any], options: Options, state: State, judge: object, moment: Moment, spec: RunSpec
) -> dict[str, Tensor]:
    """How the discriminator judged; where its augmentation adapts, p is moved by the mean sign of its scores."""
    if not isinstance(judge, DiscriminatorStep) or (win_rate := judge.win_rate()) is None:
        return {}
    values = {"win rate": win_rate}
    if judge.input.augment == "adaptive":
        values["augmentation"] = torch.tensor(judge.p)
        r_t = judge.r_t(architecture.objective(options).decision_threshold)
        if judge.input.p is None and r_t is not None:
            state.adaptive_augment.update(float(r_t), judge.input.target, moment.batch, spec.images)
    return values


def autocast_for(spec: RunSpec) -> AbstractContextManager[Any]:
    """The run's precision; one context for each network, because autocast keeps the weights that it cast until it ends."""
    return torch.autocast(spec.device, dtype=torch.bfloat16, enabled=spec.precision == "bfloat16")


@contextmanager
def frozen_weights(adam: torch.optim.Adam) -> Iterator[None]:
    """Compute no gradients of an optimiser's weights inside the context."""
    try:
        for weight in optimised_weights(adam):
            weight.requires_grad_(False)
        yield
    finally:
        for weight in optimised_weights(adam):
            weight.requires_grad_(True)


def seed_step(spec: RunSpec, step: int) -> None:
    """Seed torch's global random numbers (dropout and the like) for one step, so that nothing outside can disturb them."""
    seed = derive_seed(spec.seed, "step", step)
    torch.default_generator.manual_seed(seed)
    if spec.device == "cuda":
        torch.cuda.manual_seed(seed)
    elif spec.device == "mps":
        torch.mps.manual_seed(seed)
