"""The smallest architecture that grows: it restarts its optimisers with each stage, too."""

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate

from ganstudio.api.architecture import Architecture, Networks, Optimisation
from ganstudio.api.options import Options
from ganstudio.api.schedule import Plan, Stage


class Grower(nn.Module):
    """Remembers what it was told, and works at that resolution."""

    def __init__(self) -> None:
        super().__init__()
        self.resolution, self.alpha = 8, 1.0

    def grow(self, resolution: int, alpha: float) -> None:
        self.resolution, self.alpha = resolution, alpha


class Painter(Grower):
    def __init__(self) -> None:
        super().__init__()
        self.coarse, self.fine = nn.Linear(4, 3 * 8 * 8), nn.Conv2d(3, 3, 3, padding=1)

    def forward(self, latent: Tensor) -> Tensor:
        small: Tensor = self.coarse(latent).view(-1, 3, 8, 8).tanh()
        if self.resolution == 8:
            return small
        large: Tensor = interpolate(small, scale_factor=2.0)
        return torch.lerp(large, self.fine(large).tanh(), self.alpha)


class Critic(Grower):
    def __init__(self) -> None:
        super().__init__()
        self.coarse, self.fine = nn.Linear(3 * 8 * 8, 1), nn.Conv2d(3, 3, 3, padding=1)

    def forward(self, pictures: Tensor) -> Tensor:
        assert pictures.shape[-1] == self.resolution
        if self.resolution == 16:
            pictures = avg_pool2d(torch.lerp(pictures, self.fine(pictures), self.alpha), 2)
        scores: Tensor = self.coarse(pictures.flatten(1))
        return scores


class NoOptions(Options):
    """Nothing to set."""


class TinyGrowing(Architecture[NoOptions]):
    """From 8 to 16 pixels, with a fade."""

    id = "growing"
    title = "Growing"
    summary = "The smallest that grows, for tests."
    sizes = (16,)
    Options = NoOptions

    def build(self, options: NoOptions, size: int, channels: int) -> Networks:
        return Networks(Painter(), Critic(), 4)

    def plan(self, options: NoOptions, size: int, images: int) -> Plan:
        return Plan((Stage(8, 8, images // 3), Stage(16, 4, images, fade=images // 3)))

    def optimisation(self, options: NoOptions) -> Optimisation:
        return Optimisation(betas=(0.0, 0.99), restart=True)
