"""RunSpec: everything that decides how a training goes, written once into its run folder."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ganstudio.plan import Plan

Precision = Literal["float32", "bfloat16"]


class RunSpec(BaseModel):
    """What to train, on what, how long; the same spec and seed give the same weights on the same machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str = Field(description="id of the architecture")
    options: dict[str, Any] = Field(default_factory=dict, description="its options, all of them")
    data: str = Field(description="the folder of pictures, absolute; for the task “translate” also a single picture")
    photos: str | None = Field(default=None, description="the folder of photos to be changed; None: those of the studio")
    size: int = Field(description="side of the pictures that are made, in pixels")
    channels: int = 3
    latent: int = Field(description="length of the latent vector")
    images: int = Field(ge=1, description="pictures to see in all")
    plan: Plan
    seed: int = 0
    mirror: bool = Field(default=False, description="also show each picture mirrored")
    device: str = Field(default="cpu", description="cpu, cuda, mps: resolved, not “auto”")
    precision: Precision = "float32"
    sample_every: int = Field(ge=1, description="pictures between two sheets of samples")
    save_every: int = Field(ge=1, description="pictures between two checkpoints")
    version: str = Field(default="", description="version of GAN Studio that made the run")
