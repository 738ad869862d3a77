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
    """The two sides of the game; `latent` is the length of the generator's input vector."""

    generator: "nn.Module"
    discriminator: "nn.Module"
    latent: int


@dataclass(frozen=True)
class Batch:
    """What one step is given; parts that a task does not use are None.

    `real` and `fake` are B×C×H×W in [-1, 1]; `latent` is B×latent, standard normal; `step` counts from 0.
    `fake` is what `Architecture.fake` made in this step, still attached to the generator's graph (detached in extra
    critic steps): one generator pass serves both sides. For the task “translate” `source` holds the photos to be changed,
    B×C×H×W in [-1, 1], and `labels`, int64 B, says which pictures of the folder `real` shows. For the task “generate”
    `labels` are the kinds of `real`, and are asked of the generator, where kinds are told apart. `critic` is the
    discriminator as it judges in this step, through noise and augmentation and by the labels; None: the discriminator alone.
    """

    real: "Tensor"
    latent: "Tensor"
    step: int
    fake: "Tensor | None" = None
    source: "Tensor | None" = None
    labels: "Tensor | None" = None
    critic: "Callable[[Tensor], Tensor] | None" = None


@dataclass(frozen=True)
class DiscriminatorInput:
    """What the critic sees, real and fake alike: disguised by an augmentation, under noise.

    “fixed” is DiffAugment (Zhao 2020): colour, translation, cutout. “adaptive” is ADA (Karras 2020): disguises of growing
    probability, so that the share of real pictures that the critic is sure of stays at `target` (its r_t); or of the
    probability `p` where one is given. `noise` is the standard deviation of instance noise (Sønderby 2017), falling to none
    over the first `noise_until` of the training.
    """

    augment: Literal["off", "fixed", "adaptive"] = "off"
    target: float = 0.6
    p: float | None = None
    noise: float = 0.0
    noise_until: float = 0.5


@dataclass(frozen=True)
class Optimisation:
    """How the players learn: Adam's rates and betas, critic steps per generator step, half-life of the EMA in pictures.

    The EMA's half-life is never longer than a twentieth of the pictures seen so far, so that early samples show progress
    (Karras 2020). `restart` makes new optimisers at each stage (Karras 2018). Over the last `decay` of the training (0 to 1)
    the rates fall to a tenth, in a straight line. `clip` bounds the norm of each player's gradient.
    """

    generator_rate: float = 2e-4
    discriminator_rate: float = 2e-4
    betas: tuple[float, float] = (0.5, 0.999)
    critic_steps: int = 1
    ema_images: int = 10_000
    restart: bool = False
    decay: float = 0.0
    clip: float | None = None


@dataclass(frozen=True)
class Needed:
    """A network of others by which a training learns, and the options with which it learns without it."""

    network: Literal["VGG-16"]
    without: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Growing(Protocol):
    """A network that grows: told at each step the resolution in pixels and how far it has faded in."""

    def grow(self, resolution: int, alpha: float) -> None:
        """Work at `resolution`, mixing in its newest layers by `alpha` (0 to 1)."""


class Architecture(ABC, Generic[O]):
    """A family of networks that can be trained; override what differs from a plain GAN.

    The generator of one whose task is “translate” is called with photos B×C×H×W in [-1, 1] and the labels of the pictures
    that they are to resemble, and has a part named `painter`, which a style pack holds: photos in, pictures out, alone.
    The first of its `sizes` is the one that is proposed. Where `whole` is set, `real` are pictures of twice the training's
    size, uncropped. Where `photos` is unset it is given none: `source` is None, and `damaged` makes its own from `real`.
    `presets` are named sets of options; “laptop” is proposed where there is no GPU.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    paper: ClassVar[str] = ""
    task: ClassVar[Literal["generate", "translate"]] = "generate"
    sizes: ClassVar[tuple[int, ...]] = (32, 64)
    whole: ClassVar[bool] = False
    photos: ClassVar[bool] = True
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    Options: type[O]

    @abstractmethod
    def build(self, options: O, size: int, channels: int) -> Networks:
        """New networks for pictures of `size` pixels a side, initialised from torch's global random state."""

    def prepare(self, generator: "nn.Module", pictures: "Tensor", options: O) -> None:
        """Give the generator, before its first step, what it holds of the pictures uint8 N×C×H×W that it is to resemble."""

    def plan(self, options: O, size: int, images: int) -> Plan:
        """The stages of a training of `images` pictures; by default one."""
        return Plan((Stage(size, self.batch(options, size), images),))

    def batch(self, options: O, size: int) -> int:  # noqa: ARG002
        """Pictures a step when the user names none."""
        return 64

    def enough(self, options: O) -> int | None:  # noqa: ARG002
        """Pictures after which a training is usually done, where that is known; else it lasts a quarter of an hour."""
        return None

    def needs(self, options: O) -> Needed | None:  # noqa: ARG002
        """The network of others that it needs with these options; by default none."""
        return None

    def suited(self, options: O, size: int) -> O:  # noqa: ARG002
        """The options of a new training at `size` pixels, where some are to be chosen by it; by default as they are."""
        return options

    def eased(self, options: O, share: float) -> O:  # noqa: ARG002
        """The options as they are after a share of the training (0 to 1), for schedules; by default as they were set."""
        return options

    def optimisation(self, options: O) -> Optimisation:  # noqa: ARG002
        """How the players learn."""
        return Optimisation()

    def seen(self, options: O) -> DiscriminatorInput:  # noqa: ARG002
        """What the critic sees, for the task “generate”; by default the pictures as they are."""
        return DiscriminatorInput()

    def objective(self, options: O) -> "Objective":  # noqa: ARG002
        """The losses that the default loss methods use."""
        from ganstudio.api.losses import NonSaturating

        return NonSaturating()

    def fake(self, players: Networks, batch: Batch, options: O) -> "Tensor":
        """The generator's pictures for a batch, B×C×H×W in [-1, 1]."""
        if not self.photos:
            batch = replace(batch, source=self.damaged(batch.real, options))
        given = batch.latent if self.task == "generate" else batch.source
        inputs = (given,) if self.task == "generate" and batch.labels is None else (given, batch.labels)
        made: Tensor = players.generator(*inputs)
        return made

    def damaged(self, real: "Tensor", options: O) -> "Tensor":
        """What the painter is to repair, where `photos` is unset: clean pictures, damaged by torch's own chance."""
        raise NotImplementedError(f"{self.id} damages no pictures")

    def discriminator_losses(self, players: Networks, batch: Batch, options: O) -> "Mapping[str, Tensor]":
        """Named scalar losses whose sum the discriminator lowers."""
        assert batch.fake is not None
        critic = batch.critic or players.discriminator
        return self.objective(options).discriminator(critic, batch.real, batch.fake.detach(), batch.step)

    def generator_losses(self, players: Networks, batch: Batch, options: O) -> "Mapping[str, Tensor]":
        """Named scalar losses whose sum the generator lowers."""
        assert batch.fake is not None
        critic = batch.critic or players.discriminator
        return self.objective(options).generator(critic, batch.real, batch.fake, batch.step)

    def painter(self, options: O) -> "nn.Module":
        """The network of a style pack, for the task “translate”: B×3×H×W in [-1, 1] to the same, of any size."""
        raise NotImplementedError(f"{self.id} paints no pictures")

    def margin(self, options: O) -> int:
        """How many pixels beyond a tile's edge the painter sees, for the task “translate”."""
        raise NotImplementedError(f"{self.id} paints no pictures")

    def sentence(self, options: O) -> str:  # noqa: ARG002
        """What a style pack says of itself where its maker says nothing."""
        return ""

    def scale(self, options: O) -> int:  # noqa: ARG002
        """How many times larger than what it is given the painter paints."""
        return 1
