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
from ganstudio.train.data import seed_of
from ganstudio.train.discriminator import AdaptiveAugment


@dataclass
class State:
    """A training at one moment. `ema` is the generator's moving average: what samples are made with."""

    networks: Networks
    ema: nn.Module
    optimisation: Optimisation
    generator_adam: torch.optim.Adam
    discriminator_adam: torch.optim.Adam
    disguise: AdaptiveAugment = field(default_factory=AdaptiveAugment)
    images: int = 0
    step: int = 0
    stage: int = -1
    seconds: float = 0.0

    def grow(self, moment: Moment) -> None:
        """Tell the networks that grow where they stand."""
        for network in (self.networks.generator, self.networks.discriminator, self.ema):
            if isinstance(network, Growing):
                network.grow(moment.resolution, moment.alpha)

    def enter(self, moment: Moment) -> bool:
        """Stand at a moment of the plan; True where a new stage begins there."""
        self.grow(moment)
        if moment.stage == self.stage:
            return False
        if self.stage >= 0 and self.optimisation.restart:
            self._restart()
        self.stage = moment.stage
        return True

    def _restart(self) -> None:
        """New optimisers for the same networks."""
        self.generator_adam = _adam(self.networks.generator, self.optimisation.generator_rate, self.optimisation)
        self.discriminator_adam = _adam(self.networks.discriminator, self.optimisation.discriminator_rate, self.optimisation)

    def obey(self, how: Optimisation, images: int, slower: float = 1.0) -> None:
        """Learn in this way, `slower` times as fast, in a training of so many pictures: near its end the rates fall."""
        self.optimisation = how
        late = max(0.0, 1 - (images - self.images) / (images * how.decay)) if how.decay else 0.0
        for adam, rate in ((self.generator_adam, how.generator_rate), (self.discriminator_adam, how.discriminator_rate)):
            adam.param_groups[0].update(lr=rate * slower * (1 - 0.9 * min(1.0, late)), betas=how.betas)

    @torch.no_grad()
    def average(self, batch: int) -> None:
        """Draw the average towards the generator, `batch` pictures further on: parameters averaged, buffers copied."""
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
        return {name: tensor.detach().cpu().contiguous().clone() for name, tensor in self._named()}

    def bytes(self) -> int:
        """How much room a checkpoint takes on the disk, about."""
        return sum(tensor.numel() * tensor.element_size() for _, tensor in self._named())

    def healthy(self) -> bool:
        """Whether all weights are finite."""
        every = [*weights(self.generator_adam), *weights(self.discriminator_adam)]
        return bool(torch.stack(torch._foreach_norm([weight.detach() for weight in every])).isfinite().all())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Become what a checkpoint holds; GanStudioError where it was made by other networks."""
        left = dict(checkpoint.tensors)
        try:
            for name, network in self._networks():
                network.load_state_dict({key: left.pop(f"{name}.{key}") for key in network.state_dict()})
            for name, adam in self._adams():
                _restore(adam, name, left)
        except (KeyError, RuntimeError) as error:
            raise _foreign() from error
        if "disguise" in left:
            self.disguise = AdaptiveAugment.of(left.pop("disguise"))
        if left:
            raise _foreign()
        for name, value in checkpoint.counters:
            setattr(self, name, value)

    def adopt(self, tensors: Mapping[str, Tensor]) -> "Adopted":
        """Take over another training's weights where name and shape agree.

        A network that tells kinds of pictures apart has the plain one inside, so either takes over from the other.
        """
        fitting, others, every = 0, 0, 0
        for name, network in self._networks():
            its = {
                _plain(key.removeprefix(f"{name}.")): value for key, value in tensors.items() if key.startswith(f"{name}.")
            }
            mine = network.state_dict()
            named = {key: its[_plain(key)] for key in mine if _plain(key) in its}
            alike = {key: value for key, value in named.items() if value.shape == mine[key].shape}
            network.load_state_dict(mine | alike)
            fitting, others, every = fitting + len(alike), others + len(named) - len(alike), every + len(mine)
        return Adopted(fitting, others, every)

    def _networks(self) -> list[tuple[str, nn.Module]]:
        networks = self.networks
        return [("generator", networks.generator), ("discriminator", networks.discriminator), ("ema", self.ema)]

    def _adams(self) -> list[tuple[str, torch.optim.Adam]]:
        return [("generator_adam", self.generator_adam), ("discriminator_adam", self.discriminator_adam)]

    def _named(self) -> Iterator[tuple[str, Tensor]]:
        for name, network in self._networks():
            yield from ((f"{name}.{key}", value) for key, value in network.state_dict().items())
        for name, adam in self._adams():
            for number, weight in enumerate(weights(adam)):
                yield from ((f"{name}.{number}.{key}", value) for key, value in adam.state.get(weight, {}).items())
        yield "disguise", self.disguise.tensor()


@dataclass(frozen=True)
class Adopted:
    """What was taken of another training's weights: of `every` tensors so many fit, so many have another shape there."""

    fitting: int
    others: int
    every: int


def _plain(key: str) -> str:
    """A tensor's name as it is in the network that is not made conditional."""
    return key.removeprefix("network.")


def begin(
    architecture: Architecture[Any], options: Options, spec: RunSpec, last: Checkpoint | None = None,
    pictures: Tensor | None = None,
) -> State:  # fmt: skip
    """The state that a checkpoint holds, or a new one whose weights follow from the seed and what it takes of pictures."""
    with isolated_rng():
        torch.manual_seed(seed_of(spec.seed, "weights"))
        networks = build_networks(architecture, options, spec)
    for network in (networks.generator, networks.discriminator):
        network.to(device=spec.device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
    if pictures is not None and not last:
        architecture.prepare(networks.generator, pictures, options)
    ema = deepcopy(networks.generator).eval().requires_grad_(False)
    optimisation = architecture.optimisation(options)
    generator_adam = _adam(networks.generator, optimisation.generator_rate, optimisation)
    discriminator_adam = _adam(networks.discriminator, optimisation.discriminator_rate, optimisation)
    state = State(networks, ema, optimisation, generator_adam, discriminator_adam)
    if last:
        state.restore(last)
    return state


def gradients(state: State) -> dict[str, float]:
    """The norms of both networks' last gradients."""
    norms = {}
    for name, adam in (("generator gradient", state.generator_adam), ("critic gradient", state.discriminator_adam)):
        known = [weight.grad for weight in weights(adam) if weight.grad is not None]
        if known:
            norms[name] = float(torch.stack(torch._foreach_norm(known)).norm())
    return norms


def _adam(network: nn.Module, rate: float, optimisation: Optimisation) -> torch.optim.Adam:
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    return torch.optim.Adam([{"params": weights}], lr=rate, betas=optimisation.betas, fused=True)  # there may be none


def weights(adam: torch.optim.Adam) -> list[Tensor]:
    """The weights that an optimiser moves, in their order."""
    moved: list[Tensor] = adam.param_groups[0]["params"]
    return moved


def _restore(adam: torch.optim.Adam, name: str, left: dict[str, Tensor]) -> None:
    """Fill an optimiser from the tensors that are its own, laid out in memory as its weights are."""
    for number, weight in enumerate(weights(adam)):
        start = f"{name}.{number}."
        saved: Mapping[str, Tensor] = {key.removeprefix(start): left.pop(key) for key in list(left) if key.startswith(start)}
        if saved:
            adam.state[weight] = {key: _like(weight, value) for key, value in saved.items()}


def _like(weight: Tensor, value: Tensor) -> Tensor:
    if value.shape != weight.shape:  # the count of steps
        return value.to(weight.device)
    return torch.empty_like(weight).copy_(value)


def _foreign() -> GanStudioError:
    return GanStudioError(
        "The checkpoint was made by networks that differ from this architecture's; "
        "use the version of the plugin that the training began with, or begin a new one."
    )
