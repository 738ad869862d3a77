"""The contract of an architecture: a family of networks that can be trained."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Protocol, TypeVar, runtime_checkable

from ganstudio.api.options import Options
from ganstudio.api.schedule import Plan, Stage

if TYPE_CHECKING:
    from torch import Tensor, nn

    from ganstudio.api.losses import Objective

O = TypeVar("O", bound=Options)  # noqa: E741


@dataclass(frozen=True)
class Networks:
    """The two networks that are trained against each other; `latent` is the length of the generator's input vector."""

    generator: "nn.Module"
    discriminator: "nn.Module"
    latent: int


@dataclass(frozen=True)
class Batch:
    """What one training step is given; parts that a task does not use are None.

    `real` and `fake` are float32 B×C×H×W in [-1, 1]; `latent` is float32 B×latent, standard normal; `step` counts from 0.
    `fake` is what `Architecture.fake` made in this step, still attached to the generator's graph (detached in steps that
    only the discriminator takes): one generator pass serves both losses. For the task “translate” `source` holds the photos
    to be changed, B×C×H×W in [-1, 1], and `labels`, int64 B, the numbers of the pictures in the folder that `real` shows.
    For the task “generate” `labels`, int64 B, are the classes of `real`, and are given to the generator, where the training
    tells classes apart. `discriminator` is the discriminator as it judges in this step, through noise, augmentation and by
    the labels, pictures B×C×H×W to B scores; None: the network alone.
    """

    real: "Tensor"
    latent: "Tensor"
    step: int
    fake: "Tensor | None" = None
    source: "Tensor | None" = None
    labels: "Tensor | None" = None
    discriminator: "Callable[[Tensor], Tensor] | None" = None


Augmentation = Literal["off", "fixed", "adaptive"]  # the choices of an augmentation, of which DiscriminatorInput tells


@dataclass(frozen=True)
class DiscriminatorInput:
    """How pictures are changed before the discriminator sees them, real and fake alike: augmented, under noise.

    “fixed” is DiffAugment (Zhao 2020): colour, translation, cutout. “adaptive” is ADA (Karras 2020): augmentations of a
    probability that is adapted so that r_t, the mean sign of the discriminator's scores of real pictures (-1 to 1), stays at
    `target`; or of the probability `p`, 0 to 1, where one is given. `noise` is the standard deviation of instance noise on
    pictures in [-1, 1] (Sønderby 2017), falling to none over the first `noise_until` (0 to 1) of the training.
    """

    augment: Augmentation = "off"
    target: float = 0.6
    p: float | None = None
    noise: float = 0.0
    noise_until: float = 0.5


@dataclass(frozen=True)
class Optimisation:
    """How the networks learn: Adam's rates and betas, discriminator steps a generator step, EMA half-life in pictures.

    The EMA's half-life is never longer than a twentieth of the pictures seen so far, so that early samples show progress
    (Karras 2020). `restart` makes new optimisers at each stage (Karras 2018). Over the last `decay` of the training (0 to 1)
    the rates fall to a tenth, in a straight line. `clip` bounds the norm of each network's gradient.
    """

    generator_rate: float = 2e-4
    discriminator_rate: float = 2e-4
    betas: tuple[float, float] = (0.5, 0.999)
    discriminator_steps: int = 1
    ema_images: int = 10_000
    restart: bool = False
    decay: float = 0.0
    clip: float | None = None


@dataclass(frozen=True)
class RequiredNetwork:
    """A network trained by others that a training needs, and the options with which it does without."""

    network: Literal["VGG-16"]
    without: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Growing(Protocol):
    """A network that grows: `grow` gives it the resolution in pixels and the share, 0 to 1, to which it has faded in."""

    def grow(self, resolution: int, alpha: float) -> None:
        """Work at `resolution`, mixing in its newest layers by `alpha` (0 to 1)."""


class Architecture(ABC, Generic[O]):
    """A family of networks that can be trained; override what differs from a plain GAN.

    The generator of one whose task is “translate” is called with photos B×C×H×W in [-1, 1] and the int64 numbers B of the
    pictures that they are to resemble, and has a part named `painter`, which a style pack holds: photos in, pictures out,
    alone. `sizes` are in pixels; the first one is proposed. Where `uncropped` is set, `Batch.real` are pictures of twice the
    training's size, uncropped. Where `takes_photos` is unset, `Batch.source` is None, and `degrade` makes it from `real`.
    `presets` are named sets of options; “laptop” is proposed where there is no GPU.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    paper: ClassVar[str] = ""
    task: ClassVar[Literal["generate", "translate"]] = "generate"
    sizes: ClassVar[tuple[int, ...]] = (32, 64)
    uncropped: ClassVar[bool] = False
    takes_photos: ClassVar[bool] = True
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    Options: type[O]

    @abstractmethod
    def build(self, options: O, size: int, channels: int) -> Networks:
        """New networks for pictures of `size` pixels a side, initialised from torch's global random state."""

    def prepare(self, generator: "nn.Module", pictures: "Tensor", options: O) -> None:
        """Store in the generator, before the first step, what it needs of the training pictures, uint8 N×C×H×W."""

    def plan(self, options: O, size: int, images: int) -> Plan:
        """The stages of a training of `images` pictures; by default one."""
        return Plan((Stage(size, self.default_batch(options, size), images),))

    def default_batch(self, options: O, size: int) -> int:  # noqa: ARG002
        """The pictures a step at `size` pixels where the user names no number."""
        return 64

    def default_images(self, options: O) -> int | None:  # noqa: ARG002
        """The pictures after which a training is usually done; None where that is not known: a quarter of an hour."""
        return None

    def required_network(self, options: O) -> RequiredNetwork | None:  # noqa: ARG002
        """The network trained by others that it needs with these options; by default none."""
        return None

    def defaults_for(self, options: O, size: int) -> O:  # noqa: ARG002
        """The options with which a new training at `size` pixels begins, where some depend on it; by default unchanged."""
        return options

    def options_at(self, options: O, share: float) -> O:  # noqa: ARG002
        """The options after a share of the training (0 to 1), for schedules; by default unchanged."""
        return options

    def optimisation(self, options: O) -> Optimisation:  # noqa: ARG002
        """Rates, betas, steps, moving average and clipping; by default `Optimisation()`."""
        return Optimisation()

    def discriminator_input(self, options: O) -> DiscriminatorInput:  # noqa: ARG002
        """How pictures are changed before the discriminator sees them, for the task “generate”; by default not at all."""
        return DiscriminatorInput()

    def objective(self, options: O) -> "Objective":  # noqa: ARG002
        """The losses that `discriminator_losses` and `generator_losses` use by default: non-saturating (Goodfellow 2014)."""
        from ganstudio.api.losses import NonSaturating

        return NonSaturating()

    def fake(self, networks: Networks, batch: Batch, options: O) -> "Tensor":
        """The generator's pictures for a batch, B×C×H×W in [-1, 1]."""
        if not self.takes_photos:
            batch = replace(batch, source=self.degrade(batch.real, options))
        given = batch.latent if self.task == "generate" else batch.source
        inputs = (given,) if self.task == "generate" and batch.labels is None else (given, batch.labels)
        made: Tensor = networks.generator(*inputs)
        return made

    def degrade(self, real: "Tensor", options: O) -> "Tensor":
        """The `source` where `takes_photos` is unset: `real` B×C×H×W in [-1, 1], damaged by torch's random state."""
        raise NotImplementedError(f"{self.id} degrades no pictures")

    def discriminator_losses(self, networks: Networks, batch: Batch, options: O) -> "Mapping[str, Tensor]":
        """Named scalar losses, whose sum is minimised by the discriminator's weights."""
        assert batch.fake is not None
        discriminator = batch.discriminator or networks.discriminator
        return self.objective(options).discriminator(discriminator, batch.real, batch.fake.detach(), batch.step)

    def generator_losses(self, networks: Networks, batch: Batch, options: O) -> "Mapping[str, Tensor]":
        """Named scalar losses, whose sum is minimised by the generator's weights."""
        assert batch.fake is not None
        discriminator = batch.discriminator or networks.discriminator
        return self.objective(options).generator(discriminator, batch.real, batch.fake, batch.step)

    def build_painter(self, options: O) -> "nn.Module":
        """A new network of a style pack, for the task “translate”: B×3×H×W in [-1, 1] to the same, of any size."""
        raise NotImplementedError(f"{self.id} translates no pictures")

    def margin(self, options: O) -> int:
        """The pixels beyond a tile's edge that the painter sees, for the task “translate”."""
        raise NotImplementedError(f"{self.id} translates no pictures")

    def default_summary(self, options: O) -> str:  # noqa: ARG002
        """The summary of a style pack whose maker writes none."""
        return ""

    def scale(self, options: O) -> int:  # noqa: ARG002
        """How many times larger than its input the painter's output is, each way."""
        return 1
