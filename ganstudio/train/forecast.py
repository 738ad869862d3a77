"""Forecast: how fast a training will be here, found by taking a few steps; how long it lasts, how much disk it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import torch

from ganstudio.api.architecture import Architecture
from ganstudio.api.options import Options, parse
from ganstudio.api.schedule import Moment, Plan
from ganstudio.core.devices import isolated_rng
from ganstudio.runs.checkpoint import KEPT
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.data import Data
from ganstudio.train.option_changes import StepSettings
from ganstudio.train.state import create_state
from ganstudio.train.step import take_step

TRIAL_SECONDS = 0.4  # seconds of steps at each resolution
TRIAL_PICTURES = 16  # made pictures that the steps learn from
SHEET_BYTES = 1.5  # bytes a pixel and colour of a sheet, at the most


@dataclass(frozen=True)
class Forecast:
    """Pictures a second by resolution, and the bytes that a run's folder will grow to."""

    rates: Mapping[int, float]
    disk: int

    def seconds(self, plan: Plan) -> float:
        """How long a plan takes."""
        return sum(stage.images / self.rates[stage.resolution] for stage in plan.stages)

    def per_thousand(self, plan: Plan) -> float:
        """Seconds for a thousand pictures, in the mean of the plan."""
        return 1000 * self.seconds(plan) / sum(stage.images for stage in plan.stages)

    def images(self, architecture: Architecture[Any], options: Options, size: int, seconds: float) -> int:
        """How many pictures are seen in so many seconds, in whole hundreds; at least a hundred."""
        least, most = 100, 1_000_000_000
        while most - least > max(100, least // 200):
            middle = (least + most) // 2
            if self.seconds(architecture.plan(options, size, middle)) <= seconds:
                least = middle
            else:
                most = middle
        return least // 100 * 100


def forecast(architecture: Architecture[Any], spec: RunSpec) -> Forecast:
    """Take some steps of a training on made pictures; it takes seconds, and disturbs no random state."""
    options = parse(architecture.Options, spec.options, architecture.title)
    chance = torch.Generator().manual_seed(spec.seed)
    made = torch.randint(0, 256, (TRIAL_PICTURES, spec.channels, spec.size, spec.size), dtype=torch.uint8, generator=chance)
    labels = torch.arange(TRIAL_PICTURES) % len(spec.labels) if spec.labels else None
    with isolated_rng():
        state = create_state(architecture, options, spec)
        data = Data(made, spec.model_copy(update={"held_back": 0}), labels)
        rates: dict[int, float] = {}
        for stage, each in enumerate(spec.plan.stages):
            moment = Moment(stage, each.resolution, each.batch, 1.0)
            state.advance_to(moment)
            rates[each.resolution] = _measure_rate(
                lambda now=moment: take_step(architecture, StepSettings(options), state, data, now), each.batch
            )
    sheets = (spec.images // spec.sample_every + 5) * 64 * spec.channels * spec.size**2 * SHEET_BYTES
    return Forecast(rates, round((KEPT + 1) * state.checkpoint_bytes() + sheets))


def _measure_rate(step: Any, batch: int) -> float:
    """Pictures a second; the first step only warms up."""
    step()
    count, begun = 0, perf_counter()
    while perf_counter() - begun < TRIAL_SECONDS:
        step()
        count += 1
    return count * batch / (perf_counter() - begun)
