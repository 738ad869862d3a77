"""RunSpec: everything that decides how a training goes, written once into its run folder."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ganstudio.api.schedule import Plan
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.core.validation import refusal_reason

Precision = Literal["float32", "bfloat16"]
_LARGEST = 4 * 2**20  # bytes of a spec.json
_MOST_IMAGES = 10**15
_LARGEST_SIDE = 2**16


class Change(BaseModel):
    """A change of options, parts or rates from a moment on, on command or to save the training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    images: int = Field(ge=0, description="pictures seen where it begins to count")
    why: Literal["wish", "memory", "exploded"] = "wish"
    options: dict[str, Any] = Field(default_factory=dict, description="options that are set anew")
    parts: int = Field(default=1, ge=1, description="parts that a step is computed in, to save memory")
    rate_factor: float = Field(default=1.0, gt=0, le=1, description="what both learning rates are multiplied with")


class RunSpec(BaseModel):
    """What to train, on what, how long; the same spec and seed give the same weights on the same machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str = Field(description="id of the architecture")
    options: dict[str, Any] = Field(default_factory=dict, description="its options, all of them")
    data: str = Field(description="the folder of pictures, absolute; for the task “translate” also a single picture")
    photos: str | None = Field(default=None, description="the folder of photos to be changed; None: those of the studio")
    labels: tuple[str, ...] = Field(default=(), description="names of the kinds of pictures, one sub-folder each")
    held_back: int = Field(default=0, ge=0, description="pictures that are not learnt from, to judge the critic by")
    size: int = Field(ge=1, le=_LARGEST_SIDE, description="side of the pictures that are made, in pixels")
    aspect: float = Field(
        default=1.0,
        ge=0.001,
        le=1000,
        description="width by height of the pictures; in training they are squeezed to squares",
    )
    channels: int = Field(default=3, ge=1, le=64)
    ground: str = Field(
        default="white", pattern="^(white|black|grey|#[0-9a-f]{6})$", description="the colour that transparency is laid on"
    )
    latent: int = Field(ge=0, le=2**20, description="length of the latent vector")
    images: int = Field(ge=1, le=_MOST_IMAGES, description="pictures to see in all")
    plan: Plan
    seed: int = Field(default=0, ge=-(2**63), lt=2**64)
    mirror: bool = Field(default=False, description="also show each picture mirrored")
    device: str = Field(default="cpu", description="cpu, cuda, mps: resolved, not “auto”")
    precision: Precision = "float32"
    threads: int = Field(
        default=0,
        ge=0,
        le=2**16,
        description="threads of the processor, since the order of sums depends on it; 0: as many as it has",
    )
    sample_every: int = Field(ge=1, description="pictures between two sheets of samples")
    save_every: int = Field(ge=1, description="pictures between two checkpoints")
    changes: tuple[Change, ...] = Field(default=(), description="what was changed on the way, in order")
    start: str | None = Field(default=None, description="the training whose weights it began with, for people")
    version: str = Field(default="", description="version of GAN Studio that made the run")

    @field_validator("plan")
    @classmethod
    def _check_plan(cls, plan: Plan) -> Plan:
        for stage in plan.stages:
            sides = 1 <= stage.resolution <= _LARGEST_SIDE and 1 <= stage.batch <= _LARGEST_SIDE
            if not (sides and 0 <= stage.images <= _MOST_IMAGES and 0 <= stage.fade <= _MOST_IMAGES):
                raise ValueError("a stage of the plan has impossible numbers")
        if not plan.stages:
            raise ValueError("the plan has no stages")
        return plan

    def add_change(self, change: Change) -> "RunSpec":
        """This plan with one more change."""
        return self.model_copy(update={"changes": (*self.changes, change)})

    def up_to(self, images: int) -> "RunSpec":
        """This plan with the changes that were made up to a moment."""
        return self.model_copy(update={"changes": tuple(each for each in self.changes if each.images <= images)})


def read_spec(path: Path) -> RunSpec:
    """The spec in a run's spec.json; GanStudioError tells what is wrong, and whether a later version wrote it."""
    try:
        return RunSpec.model_validate(decode("training", read_limited(path, _LARGEST), f"The training in {path.parent}"))
    except NewerError:
        raise
    except ValidationError as error:
        problems = error.errors()
        if any(problem["type"] in ("extra_forbidden", "unexpected_keyword_argument") for problem in problems):
            unknown = ", ".join(str(problem["loc"][-1]) for problem in problems[:3])
            raise GanStudioError(
                "The training in {parent} was made by a later version of GAN Studio (this one does not know "
                "{unknown}); update GAN Studio to open it.",
                parent=path.parent,
                unknown=unknown,
            ) from error
        where = ".".join(map(str, problems[0]["loc"]))
        reason = f"{where}: {refusal_reason(error)}" if where else refusal_reason(error)
        raise GanStudioError(
            "The training's plan {path} cannot be read: {reason}.", path=path, reason=reason.lower()
        ) from error
    except ValueError as error:
        raise GanStudioError(
            "The training's plan {path} cannot be read: {reason}.", path=path, reason=str(error).lower()
        ) from error
    except GanStudioError as error:
        raise GanStudioError("The training's plan {path} cannot be read: {reason}", path=path, reason=error) from error
    except OSError as error:
        raise GanStudioError(
            "The training's plan {path} cannot be read: {reason}.", path=path, reason=os_reason(error)
        ) from error


def encode_spec(spec: RunSpec) -> bytes:
    """The spec as `read_spec` reads it."""
    return encode("training", spec.model_dump(mode="json"), indent=2)
