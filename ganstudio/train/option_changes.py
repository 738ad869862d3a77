"""How the steps of a training are taken at a moment: options, parts and rates as they were changed on the way."""

from dataclasses import dataclass
from math import prod
from typing import Any

from ganstudio.api.architecture import Architecture
from ganstudio.api.options import Options, fields, parse
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.runs.run_spec import Change, RunSpec

MAX_EXPLOSIONS = 3
EXPLOSION_FACTOR = 0.5


@dataclass(frozen=True)
class StepSettings:
    """How a step is taken: the options, the parts that a batch is computed in, a factor on both learning rates."""

    options: Options
    parts: int = 1
    rate_factor: float = 1.0


def step_settings_at(architecture: Architecture[Any], spec: RunSpec, images: int) -> StepSettings:
    """The settings after `images` pictures: the spec's options and all that was changed on the way."""
    so_far = [change for change in spec.changes if change.images <= images]
    options = {
        name: value for each in (spec.options, *(change.options for change in so_far)) for name, value in each.items()
    }
    return StepSettings(
        parse(architecture.Options, options, architecture.title),
        max([1, *(change.parts for change in so_far)]),
        prod(change.rate_factor for change in so_far),
    )


def check_live_options(architecture: Architecture[Any], spec: RunSpec, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a command, validated; GanStudioError where one cannot be changed during a training."""
    live = [field.name for field in fields(architecture.Options) if field.live]
    for name in options:
        if name not in live:
            raise GanStudioError(
                "“{name}” of {title} cannot be changed while it trains; these can: {live}.",
                name=name,
                title=tr(architecture.title),
                live=", ".join(live) or "-",
            )
    whole = parse(architecture.Options, spec.options | options, architecture.title).model_dump(mode="json")
    return {name: whole[name] for name in options}


def describe_changes(options: dict[str, Any]) -> str:
    """Changed options as people read them."""
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in options.items())


def halve_rates(spec: RunSpec, images: int) -> Change:
    """The change after an explosion: half the rates; GanStudioError when that was done often enough."""
    if sum(change.why == "exploded" for change in spec.changes) >= MAX_EXPLOSIONS:
        raise GanStudioError(
            "The training exploded again after it was slowed down {max_explosions} times: its losses are "
            "no numbers any more. The last checkpoint is whole; begin anew with lower rates, spectral "
            "norm, or the objective “hinge”.",
            max_explosions=MAX_EXPLOSIONS,
        )
    return Change(images=images, why="exploded", rate_factor=EXPLOSION_FACTOR)
