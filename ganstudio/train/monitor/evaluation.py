"""How good the samples are at a moment, by measures that need no downloaded weights."""

from time import monotonic
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.runs.history import is_varied
from ganstudio.train.data import Data, Pairs, seeded_generator
from ganstudio.train.discriminator import roc_auc
from ganstudio.train.monitor.metrics import Features, kernel_distance, measure_copying, measure_diversity
from ganstudio.train.sample_sheet import draw_samples
from ganstudio.train.state import State

SAMPLES, PICTURES, JUDGED = 192, 512, 64
MAX_SHARE = 0.015  # of the training


class Evaluation:
    """Measures a training against some of its own pictures; what is known of those is reckoned once."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._pictures: Tensor | None = None
        self._picture_features: Tensor | None = None
        self._features: Features | None = None
        self._spent = 0.0
        self._is_disabled = isinstance(data, Pairs)  # what is made of photos is not to be like the pictures
        self._last: tuple[int, dict[str, float]] = (-1, {})

    def within_budget(self, seconds: float) -> bool:
        """Whether measuring has taken so little of the training's seconds that it may go on."""
        return self._spent <= MAX_SHARE * max(seconds, 10.0)

    def distance_at(self, images: int) -> float | None:
        """The distance that was measured after so many pictures, if it was, and if there was some variety to judge."""
        measured = self._last[1] if self._last[0] == images else {}
        return measured.get("distance") if is_varied(measured) else None

    def measure(self, state: State) -> dict[str, float]:
        """Distance from the data (KID on random features), diversity, copying, and how far the discriminator overfits.

        Empty where these images were measured just before, or cannot be; after an error nothing is measured any more.
        """
        if self._is_disabled or state.images == self._last[0]:
            return {}
        self._is_disabled = True
        begun = monotonic()
        self._last = state.images, self._compute(state)
        self._spent += monotonic() - begun
        self._is_disabled = False
        return self._last[1]

    def _compute(self, state: State) -> dict[str, float]:
        samples = draw_samples(state, self._data.spec, SAMPLES, self._data.spec.seed).float().cpu()
        samples = interpolate(samples.clamp(-1, 1), size=(self._data.spec.size,) * 2, mode="nearest")
        features, pictures, known = self._picture_statistics()
        seen = features(samples)
        values = {
            "distance": float(kernel_distance(seen, known)),
            "diversity": float(measure_diversity(seen, known)),
            "copied": float(measure_copying(samples, pictures)),
        }
        if len(self._data.held_back) >= JUDGED // 4:
            values["overfit"] = self._measure_overfit(state)
        return values

    def _picture_statistics(self) -> tuple[Features, Tensor, Tensor]:
        if self._features is None or self._pictures is None or self._picture_features is None:
            every = self._data.pictures
            some = torch.randperm(len(every), generator=seeded_generator(self._data.spec.seed, "measured"))[:PICTURES]
            self._features = Features()
            self._pictures = every[some].float().div(127.5).sub(1)
            self._picture_features = self._features(self._pictures)
        return self._features, self._pictures, self._picture_features

    @torch.no_grad()
    def _measure_overfit(self, state: State) -> float:
        """How often a learnt picture outscores one that was held back: 0.5 where the discriminator does not overfit."""
        data, discriminator = self._data, state.networks.discriminator
        moment = data.spec.plan.at(state.images)
        learnt = torch.randperm(len(data.pictures), generator=seeded_generator(data.spec.seed, "judged"))[:JUDGED]
        held = torch.arange(min(JUDGED, len(data.held_back)))

        def score(pictures: Tensor, labels: Tensor | None, some: Tensor) -> Tensor:
            given = data.as_input(pictures[some], moment)
            scores: Tensor = discriminator(given, *_labels_of(labels, some, data.spec.device))
            return scores.flatten().float()

        discriminator.eval()  # its batch norm must not learn here
        try:
            return float(
                roc_auc(score(data.pictures, data.labels, learnt), score(data.held_back, data.held_back_labels, held))
            )
        finally:
            discriminator.train()


def _labels_of(labels: Tensor | None, some: Tensor, device: str) -> tuple[Any, ...]:
    return () if labels is None else (labels[some].to(device),)
