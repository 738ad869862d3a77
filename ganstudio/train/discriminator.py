"""The critic of one step: the discriminator, what is put before its eyes, and how it judged."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio.api.architecture import DiscriminatorInput
from ganstudio.train import adaptive_augment

FASTEST, SLOWEST = 200_000, 500_000  # pictures from no disguise to all, at the quickest; the paper has the slowest


@dataclass
class DiscriminatorStep:
    """The discriminator as it judges in one step; its scores of the real and of the fake pictures are kept to look at."""

    network: nn.Module
    seen: DiscriminatorInput
    p: float
    noise: float
    real: Tensor
    fake: Tensor
    labels: Tensor | None = None
    on_real: Tensor | None = None
    on_fake: Tensor | None = None

    def __call__(self, pictures: Tensor) -> Tensor:
        """Scores of B pictures."""
        shown = self._shown(pictures)
        scores: Tensor = self.network(shown) if self.labels is None else self.network(shown, self.labels)
        if self.on_real is None and pictures.data_ptr() == self.real.data_ptr():
            self.on_real = scores.detach().flatten().float()
        elif self.on_fake is None and pictures.data_ptr() == self.fake.data_ptr():
            self.on_fake = scores.detach().flatten().float()
        return scores

    def wins(self) -> Tensor | None:
        """How often a real picture outscores a new one, 0 to 1: a half is chance."""
        if self.on_real is None or self.on_fake is None:
            return None
        return roc_auc(self.on_real, self.on_fake)

    def sureness(self, border: float | None) -> Tensor | None:
        """The paper's r_t: the mean sign of the real scores beyond the border; without one, beyond the fakes' scores."""
        if self.on_real is None or self.on_fake is None:
            return None
        return (self.on_real - (self.on_fake if border is None else border)).sign().mean()

    def _shown(self, pictures: Tensor) -> Tensor:
        if self.noise > 0:
            pictures = pictures + self.noise * torch.randn_like(pictures)
        if self.seen.augment == "fixed":
            return adaptive_augment.diff_augment(pictures)
        return adaptive_augment.augment_adaptively(pictures, self.p) if self.seen.augment == "adaptive" else pictures


def roc_auc(real: Tensor, fake: Tensor) -> Tensor:
    """The share of pairs in which the real one has the higher score (the area under the ROC curve)."""
    return (real[:, None] > fake[None, :]).float().mean()


@dataclass
class AdaptiveAugment:
    """How much is disguised: the probability p, moved every few steps so that the critic stays as sure as it should be."""

    p: float = 0.0
    total: float = 0.0
    steps: int = 0

    def hear(self, sureness: float, seen: DiscriminatorInput, batch: int, images: int) -> None:
        """Count one step's sureness in, in a training of `images` pictures; after a few of them p is moved."""
        self.total += sureness
        self.steps += 1
        if self.steps < adaptive_augment.ADAPT_EVERY:
            return
        pace = min(SLOWEST, max(FASTEST, images / 5))
        towards = 1 if self.total / self.steps > seen.target else -1
        self.p = min(1.0, max(0.0, self.p + towards * batch * self.steps / pace))
        self.total, self.steps = 0.0, 0

    def tensor(self) -> Tensor:
        """For a checkpoint."""
        return torch.tensor([self.p, self.total, self.steps], dtype=torch.float64)

    @classmethod
    def of(cls, tensor: Tensor) -> "AdaptiveAugment":
        """From a checkpoint."""
        p, total, steps = tensor.tolist()
        return cls(p, total, int(steps))


def noise_at(seen: DiscriminatorInput, images: int, total: int) -> float:
    """The instance noise after `images` of `total` pictures."""
    return seen.noise * max(0.0, 1 - images / (total * seen.noise_until)) if seen.noise else 0.0
