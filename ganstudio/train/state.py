"""State: the networks, the generator's moving average, the optimisers and the counters; to a checkpoint and back."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.api.architecture import Architecture, Growing, Networks, Optimisation
from ganstudio.api.options import Options
from ganstudio.api.schedule import Moment
from ganstudio.core.devices import isolated_rng
from ganstudio.core.errors import GanStudioError
from ganstudio.runs.checkpoint import Checkpoint, Counters
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.conditional import build_networks
from ganstudio.train.data import derive_seed
from ganstudio.train.discriminator import AdaptiveAugment


@dataclass
class State:
    """A training at one moment. `ema` is the generator's moving average: what samples are made with."""

    networks: Networks
    ema: nn.Module
    optimisation: Optimisation
    generator_adam: torch.optim.Adam
    discriminator_adam: torch.optim.Adam
    adaptive_augment: AdaptiveAugment = field(default_factory=AdaptiveAugment)
    images: int = 0
    step: int = 0
    stage: int = -1
    seconds: float = 0.0

    def grow(self, moment: Moment) -> None:
        """Pass resolution and fade on to the networks that grow."""
        for network in (self.networks.generator, self.networks.discriminator, self.ema):
            if isinstance(network, Growing):
                network.grow(moment.resolution, moment.alpha)

    def advance_to(self, moment: Moment) -> bool:
        """Go to a moment of the plan; True where a new stage begins there."""
        self.grow(moment)
        if moment.stage == self.stage:
            return False
        if self.stage >= 0 and self.optimisation.restart:
            self._restart()
        self.stage = moment.stage
        return True

    def _restart(self) -> None:
        """New optimisers for the same networks."""
        self.generator_adam, self.discriminator_adam = _make_adams(self.networks, self.optimisation)

    def set_rates(self, optimisation: Optimisation, images: int, rate_factor: float = 1.0) -> None:
        """Set both learning rates, times a factor, in a training of `images` pictures: near its end they decay."""
        how = self.optimisation = optimisation
        late = max(0.0, 1 - (images - self.images) / (images * how.decay)) if how.decay else 0.0
        for adam, rate in ((self.generator_adam, how.generator_rate), (self.discriminator_adam, how.discriminator_rate)):
            adam.param_groups[0].update(lr=rate * rate_factor * (1 - 0.9 * min(1.0, late)), betas=how.betas)

    @torch.no_grad()
    def update_ema(self, batch: int) -> None:
        """Move the average towards the generator, `batch` pictures further on: parameters averaged, buffers copied."""
        half_life = min(self.optimisation.ema_images, self.images / 20)
        pull = 1 - 0.5 ** (batch / half_life) if half_life else 1.0
        generator = self.networks.generator
        torch._foreach_lerp_(list(self.ema.parameters()), list(generator.parameters()), pull)
        for mine, its in zip(self.ema.buffers(), generator.buffers(), strict=True):
            mine.copy_(its)

    @property
    def counters(self) -> Counters:
        """Where the training stands."""
        return Counters(images=self.images, step=self.step, stage=self.stage, seconds=self.seconds)

    def tensors(self) -> dict[str, Tensor]:
        """All that a checkpoint holds, by name, contiguous and on the CPU."""
        return {name: tensor.detach().cpu().contiguous().clone() for name, tensor in self._named_tensors()}

    def checkpoint_bytes(self) -> int:
        """About how many bytes a checkpoint takes on the disk."""
        return sum(tensor.numel() * tensor.element_size() for _, tensor in self._named_tensors())

    def is_finite(self) -> bool:
        """Whether all weights are finite."""
        every = [*optimised_weights(self.generator_adam), *optimised_weights(self.discriminator_adam)]
        return bool(torch.stack(torch._foreach_norm([weight.detach() for weight in every])).isfinite().all())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Load a checkpoint; GanStudioError where it was made by other networks."""
        left = dict(checkpoint.tensors)
        try:
            for name, network in self._named_networks():
                network.load_state_dict({key: left.pop(f"{name}.{key}") for key in network.state_dict()})
            for name, adam in self._named_adams():
                _restore_adam(adam, name, left)
        except (KeyError, RuntimeError) as error:
            raise _mismatch() from error
        if "disguise" in left:
            self.adaptive_augment = AdaptiveAugment.from_tensor(left.pop("disguise"))
        if left:
            raise _mismatch()
        for name, value in checkpoint.counters:
            setattr(self, name, value)

    def load_matching(self, tensors: Mapping[str, Tensor]) -> "MatchedWeights":
        """Take over another training's weights where name and shape agree.

        A network that tells kinds of pictures apart has the plain one inside, so either takes over from the other.
        """
        matched, reshaped, total = 0, 0, 0
        for name, network in self._named_networks():
            own = {key.removeprefix(f"{name}."): value for key, value in tensors.items() if key.startswith(f"{name}.")}
            its = {_strip_wrapper(key): value for key, value in own.items()}
            mine = network.state_dict()
            named = {key: its[_strip_wrapper(key)] for key in mine if _strip_wrapper(key) in its}
            alike = {key: value for key, value in named.items() if value.shape == mine[key].shape}
            network.load_state_dict(mine | alike)
            matched, reshaped, total = matched + len(alike), reshaped + len(named) - len(alike), total + len(mine)
        return MatchedWeights(matched, reshaped, total)

    def _named_networks(self) -> list[tuple[str, nn.Module]]:
        networks = self.networks
        return [("generator", networks.generator), ("discriminator", networks.discriminator), ("ema", self.ema)]

    def _named_adams(self) -> list[tuple[str, torch.optim.Adam]]:
        return [("generator_adam", self.generator_adam), ("discriminator_adam", self.discriminator_adam)]

    def _named_tensors(self) -> Iterator[tuple[str, Tensor]]:
        for name, network in self._named_networks():
            yield from ((f"{name}.{key}", value) for key, value in network.state_dict().items())
        for name, adam in self._named_adams():
            for number, weight in enumerate(optimised_weights(adam)):
                yield from ((f"{name}.{number}.{key}", value) for key, value in adam.state.get(weight, {}).items())
        yield "disguise", self.adaptive_augment.to_tensor()


@dataclass(frozen=True)
class MatchedWeights:
    """How many of the `total` tensors another training's weights were loaded into, and how many have another shape there."""

    matched: int
    reshaped: int
    total: int


def _strip_wrapper(key: str) -> str:
    """A tensor's name as it is in the network that is not made conditional."""
    return key.removeprefix("network.")


def create_state(
    architecture: Architecture[Any], options: Options, spec: RunSpec, last: Checkpoint | None = None,
    pictures: Tensor | None = None,
) -> State:  # fmt: skip
    """The state that a checkpoint holds, or a new one whose weights follow from the seed and what it takes of pictures."""
    with isolated_rng():
        torch.manual_seed(derive_seed(spec.seed, "weights"))
        networks = build_networks(architecture, options, spec)
    for network in (networks.generator, networks.discriminator):
        network.to(device=spec.device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
    if pictures is not None and not last:
        architecture.prepare(networks.generator, pictures, options)
    ema = deepcopy(networks.generator).eval().requires_grad_(False)
    optimisation = architecture.optimisation(options)
    state = State(networks, ema, optimisation, *_make_adams(networks, optimisation))
    if last:
        state.restore(last)
    return state


def gradient_norms(state: State) -> dict[str, float]:
    """The norms of both networks' last gradients, by the names under which events carry them."""
    norms = {}
    for name, adam in (("generator gradient", state.generator_adam), ("discriminator gradient", state.discriminator_adam)):
        known = [weight.grad for weight in optimised_weights(adam) if weight.grad is not None]
        if known:
            norms[name] = float(torch.stack(torch._foreach_norm(known)).norm())
    return norms


def _make_adams(networks: Networks, optimisation: Optimisation) -> tuple[torch.optim.Adam, torch.optim.Adam]:
    """New optimisers, of the generator and of the discriminator."""
    return (
        _make_adam(networks.generator, optimisation.generator_rate, optimisation),
        _make_adam(networks.discriminator, optimisation.discriminator_rate, optimisation),
    )


def _make_adam(network: nn.Module, rate: float, optimisation: Optimisation) -> torch.optim.Adam:
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    return torch.optim.Adam([{"params": weights}], lr=rate, betas=optimisation.betas, fused=True)  # there may be none


def optimised_weights(adam: torch.optim.Adam) -> list[Tensor]:
    """The weights that an optimiser moves, in their order."""
    moved: list[Tensor] = adam.param_groups[0]["params"]
    return moved


def _restore_adam(adam: torch.optim.Adam, name: str, left: dict[str, Tensor]) -> None:
    """Fill an optimiser from the tensors that are its own, laid out in memory as its weights are."""
    for number, weight in enumerate(optimised_weights(adam)):
        start = f"{name}.{number}."
        saved: Mapping[str, Tensor] = {key.removeprefix(start): left.pop(key) for key in list(left) if key.startswith(start)}
        if saved:
            adam.state[weight] = {key: _copy_laid_out(weight, value) for key, value in saved.items()}


def _copy_laid_out(weight: Tensor, value: Tensor) -> Tensor:
    if value.shape != weight.shape:  # the count of steps
        return value.to(weight.device)
    return torch.empty_like(weight).copy_(value)


def _mismatch() -> GanStudioError:
    return GanStudioError(
        "The checkpoint was made by networks that differ from this architecture's; "
        "use the version of the plugin that the training began with, or begin a new one."
    )
