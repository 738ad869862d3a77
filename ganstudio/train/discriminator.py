"""The discriminator in one step: its augmented input, and statistics of its scores."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio.api.architecture import DiscriminatorInput
from ganstudio.train import adaptive_augment

FASTEST_RISE, SLOWEST_RISE = 200_000, 500_000  # pictures in which p can rise from 0 to 1; the second is the paper's


@dataclass
class DiscriminatorStep:
    """The discriminator in one step, through augmentation and noise; its scores of real and fake pictures are kept."""

    network: nn.Module
    input: DiscriminatorInput
    p: float
    noise: float
    real: Tensor
    fake: Tensor
    labels: Tensor | None = None
    on_real: Tensor | None = None
    on_fake: Tensor | None = None

    def __call__(self, pictures: Tensor) -> Tensor:
        """The scores B of pictures B×C×H×W in [-1, 1]."""
        shown = self._augment(pictures)
        scores: Tensor = self.network(shown) if self.labels is None else self.network(shown, self.labels)
        if self.on_real is None and pictures.data_ptr() == self.real.data_ptr():
            self.on_real = scores.detach().flatten().float()
        elif self.on_fake is None and pictures.data_ptr() == self.fake.data_ptr():
            self.on_fake = scores.detach().flatten().float()
        return scores

    def win_rate(self) -> Tensor | None:
        """The share of pairs in which the real picture has the higher score, 0 to 1; None before both were scored."""
        if self.on_real is None or self.on_fake is None:
            return None
        return roc_auc(self.on_real, self.on_fake)

    def r_t(self, threshold: float | None) -> Tensor | None:
        """The mean sign of real scores less the threshold, -1 to 1 (Karras 2020); without one, less the fakes' scores."""
        if self.on_real is None or self.on_fake is None:
            return None
        return (self.on_real - (self.on_fake if threshold is None else threshold)).sign().mean()

    def _augment(self, pictures: Tensor) -> Tensor:
        if self.noise > 0:
            pictures = pictures + self.noise * torch.randn_like(pictures)
        if self.input.augment == "fixed":
            return adaptive_augment.diff_augment(pictures)
        return adaptive_augment.augment_adaptively(pictures, self.p) if self.input.augment == "adaptive" else pictures


def roc_auc(real: Tensor, fake: Tensor) -> Tensor:
    """The share of pairs in which the real one has the higher score (the area under the ROC curve)."""
    return (real[:, None] > fake[None, :]).float().mean()


@dataclass
class AdaptiveAugment:
    """The probability p of augmentations, adapted every few steps so that r_t stays at its target (ADA, Karras 2020)."""

    p: float = 0.0
    total: float = 0.0
    steps: int = 0

    def update(self, r_t: float, target: float, batch: int, images: int) -> None:
        """Count in the r_t of one step of `batch` pictures, in a training of `images`; every few steps p is adapted."""
        self.total += r_t
        self.steps += 1
        if self.steps < adaptive_augment.ADAPT_EVERY:
            return
        pace = min(SLOWEST_RISE, max(FASTEST_RISE, images / 5))
        towards = 1 if self.total / self.steps > target else -1
        self.p = min(1.0, max(0.0, self.p + towards * batch * self.steps / pace))
        self.total, self.steps = 0.0, 0

    def to_tensor(self) -> Tensor:
        """float64 of 3: p, the sum of r_t, and the steps since p was adapted."""
        return torch.tensor([self.p, self.total, self.steps], dtype=torch.float64)

    @classmethod
    def from_tensor(cls, tensor: Tensor) -> "AdaptiveAugment":
        """What `to_tensor` gave."""
        p, total, steps = tensor.tolist()
        return cls(p, total, int(steps))


def noise_at(given: DiscriminatorInput, images: int, total: int) -> float:
    """The standard deviation of the instance noise after `images` of `total` pictures."""
    return given.noise * max(0.0, 1 - images / (total * given.noise_until)) if given.noise else 0.0
