"""RunSpec: everything that decides how a training goes, written once into its run folder."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ganstudio.plan import Plan

Precision = Literal["float32", "bfloat16"]


class Change(BaseModel):
    """Other terms from a moment on, because somebody wished it or to save the training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    images: int = Field(ge=0, description="pictures seen where it begins to count")
    why: Literal["wish", "memory", "exploded"] = "wish"
    options: dict[str, Any] = Field(default_factory=dict, description="options that are set anew")
    parts: int = Field(default=1, ge=1, description="parts that a step is computed in, to save memory")
    slower: float = Field(default=1.0, gt=0, le=1, description="what both learning rates are multiplied with")


class RunSpec(BaseModel):
    """What to train, on what, how long; the same spec and seed give the same weights on the same machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str = Field(description="id of the architecture")
    options: dict[str, Any] = Field(default_factory=dict, description="its options, all of them")
    data: str = Field(description="the folder of pictures, absolute; for the task “translate” also a single picture")
    photos: str | None = Field(default=None, description="the folder of photos to be changed; None: those of the studio")
    labels: tuple[str, ...] = Field(default=(), description="names of the kinds of pictures, one sub-folder each")
    held_back: int = Field(default=0, ge=0, description="pictures that are not learnt from, to judge the critic by")
    size: int = Field(description="side of the pictures that are made, in pixels")
    aspect: float = Field(
        default=1.0, gt=0, description="width by height of the pictures; in training they are squeezed to squares"
    )
    channels: int = 3
    latent: int = Field(description="length of the latent vector")
    images: int = Field(ge=1, description="pictures to see in all")
    plan: Plan
    seed: int = 0
    mirror: bool = Field(default=False, description="also show each picture mirrored")
    device: str = Field(default="cpu", description="cpu, cuda, mps: resolved, not “auto”")
    precision: Precision = "float32"
    threads: int = Field(
        default=0, ge=0, description="threads of the processor, since the order of sums depends on it; 0: as many as it has"
    )
    sample_every: int = Field(ge=1, description="pictures between two sheets of samples")
    save_every: int = Field(ge=1, description="pictures between two checkpoints")
    changes: tuple[Change, ...] = Field(default=(), description="what was changed on the way, in order")
    start: str | None = Field(default=None, description="the training whose weights it began with, for people")
    version: str = Field(default="", description="version of GAN Studio that made the run")

    def changed(self, change: Change) -> "RunSpec":
        """This plan with one more change."""
        return self.model_copy(update={"changes": (*self.changes, change)})

    def up_to(self, images: int) -> "RunSpec":
        """This plan with the changes that were made up to a moment."""
        return self.model_copy(update={"changes": tuple(each for each in self.changes if each.images <= images)})
