"""The networks of a run: the architecture's own, made conditional where the pictures have classes."""

from typing import Any

from torch import Tensor, nn

from ganstudio.api.architecture import Architecture, Growing, Networks
from ganstudio.api.options import Options
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.runs.run_spec import RunSpec


def build_networks(architecture: Architecture[Any], options: Options, spec: RunSpec) -> Networks:
    """New networks for a run, from torch's global random state; with labels they are called with (…, int64 B).

    GanStudioError where the architecture cannot be made conditional.
    """
    networks = architecture.build(options, spec.size, spec.channels)
    if not spec.labels:
        return networks
    if architecture.task == "translate":
        raise GanStudioError("{title} changes photos; it cannot tell kinds of pictures apart.", title=tr(architecture.title))
    kinds = len(spec.labels)
    generator = ConditionalGenerator(networks.generator, networks.latent, kinds)
    return Networks(generator, ProjectionDiscriminator(networks.discriminator, kinds, architecture.title), networks.latent)


CLASS_DEVIATION = (
    0.5  # standard deviation of the classes' embeddings beside latents of deviation 1: classes differ, with variety in each
)


class _WrappedNetwork(nn.Module):
    """A network inside of another, which passes growth on to it."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def grow(self, resolution: int, alpha: float) -> None:
        """Pass resolution in pixels and fade (0 to 1) on to a network that grows."""
        if isinstance(self.network, Growing):
            self.network.grow(resolution, alpha)


class ConditionalGenerator(_WrappedNetwork):
    """A generator by class: each has a learnt embedding, B×latent, which is added to the random latent."""

    def __init__(self, network: nn.Module, latent: int, kinds: int) -> None:
        super().__init__(network)
        self.places = nn.Embedding(kinds, latent)
        nn.init.normal_(self.places.weight, 0.0, CLASS_DEVIATION)

    def forward(self, latent: Tensor, labels: Tensor) -> Tensor:
        """Latents B×latent and classes int64 B to pictures B×C×H×W in [-1, 1]."""
        made: Tensor = self.network(latent + self.places(labels))
        return made


class ProjectionDiscriminator(_WrappedNetwork):
    """A discriminator by class, by projection (Miyato & Koyama 2018).

    The inner product of the class's learnt vector and the last layer's input, summed over all places, is added to the score.
    """

    def __init__(self, network: nn.Module, kinds: int, whose: str) -> None:
        super().__init__(network)
        self.last, maps = _find_last_layer(network, whose)
        self.kinds = nn.Embedding(kinds, maps)
        nn.init.normal_(self.kinds.weight, 0.0, maps**-0.5)

    def forward(self, pictures: Tensor, labels: Tensor) -> Tensor:
        """Pictures B×C×H×W in [-1, 1] and classes int64 B to B scores."""
        seen: list[Tensor] = []
        listener = self.network.get_submodule(self.last).register_forward_pre_hook(lambda _, given: seen.append(given[0]))
        try:
            scores = self.network(pictures).flatten()
        finally:
            listener.remove()
        features = seen[0].flatten(2).sum(2) if seen[0].dim() > 2 else seen[0]
        matching: Tensor = (self.kinds(labels) * features).sum(1)
        judged: Tensor = scores + matching.to(scores.dtype)
        return judged


def _find_last_layer(network: nn.Module, whose: str) -> tuple[str, int]:
    """The name of the layer that makes the score, and how many maps it is given: the last one with one row of weights."""
    found = [
        (name, layer.weight.shape[1])
        for name, layer in network.named_modules()
        if isinstance(getattr(layer, "weight", None), Tensor) and layer.weight.dim() > 1 and layer.weight.shape[0] == 1
    ]
    if not found:
        raise GanStudioError(
            "{whose} cannot tell kinds of pictures apart: its critic has no last layer of one score.", whose=whose
        )
    return found[-1]
