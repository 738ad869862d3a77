"""Resolution, batch and fade of a training, by pictures seen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """Train at `resolution` pixels in steps of `batch` pictures for `images` pictures, fading in over the first `fade`."""

    resolution: int
    batch: int
    images: int
    fade: int = 0


@dataclass(frozen=True)
class Moment:
    """A moment of a training: the stage's number from 0, and the share, 0 to 1, to which its resolution has faded in."""

    stage: int
    resolution: int
    batch: int
    alpha: float


@dataclass(frozen=True)
class Plan:
    """The stages of a training in order; the last one lasts as long as the training does."""

    stages: tuple[Stage, ...]

    def at(self, images: int) -> Moment:
        """The moment after `images` pictures."""
        for number, stage in enumerate(self.stages[:-1]):
            if images < stage.images:
                return _moment(number, stage, images)
            images -= stage.images
        return _moment(len(self.stages) - 1, self.stages[-1], images)


def _moment(number: int, stage: Stage, images: int) -> Moment:
    alpha = min(1.0, images / stage.fade) if stage.fade else 1.0
    return Moment(number, stage.resolution, stage.batch, alpha)
